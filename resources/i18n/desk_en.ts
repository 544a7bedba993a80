<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Acting</name>
    <message numerus="yes">
        <source>%n could not be done. {name}: {why}</source>
        <translation>
            <numerusform>%n could not be done. {name}: {why}</numerusform>
            <numerusform>%n could not be done. {name}: {why}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them had come meanwhile.</source>
        <translation>
            <numerusform>%n of them had come meanwhile.</numerusform>
            <numerusform>%n of them had come meanwhile.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) ended, with your reason.</source>
        <translation>
            <numerusform>%n problem ended, with your reason.</numerusform>
            <numerusform>%n problems ended, with your reason.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Noted: %n document(s) arrived.</source>
        <translation>
            <numerusform>Noted: %n document arrived.</numerusform>
            <numerusform>Noted: %n documents arrived.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The next run sends %n document(s) again.</source>
        <translation>
            <numerusform>The next run sends %n document again.</numerusform>
            <numerusform>The next run sends %n documents again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The next run tries %n of them again, within a minute if the flow runs by itself.</source>
        <translation>
            <numerusform>The next run tries it again, within a minute if the flow runs by itself.</numerusform>
            <numerusform>The next run tries %n of them again, within a minute if the flow runs by itself.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Activity</name>
    <message numerus="yes">
        <source>%Ln created</source>
        <translation>
            <numerusform>%Ln created</numerusform>
            <numerusform>%Ln created</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivered</source>
        <translation>
            <numerusform>%Ln delivered</numerusform>
            <numerusform>%Ln delivered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln document</numerusform>
            <numerusform>%Ln documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln held</source>
        <translation>
            <numerusform>%Ln held</numerusform>
            <numerusform>%Ln held</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not readable</source>
        <translation>
            <numerusform>%Ln not readable</numerusform>
            <numerusform>%Ln not readable</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln refused</numerusform>
            <numerusform>%Ln refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s) made</source>
        <translation>
            <numerusform>%Ln report made</numerusform>
            <numerusform>%Ln reports made</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln time(s) that runs were missed</source>
        <translation>
            <numerusform>%Ln time that runs were missed</numerusform>
            <numerusform>%Ln times that runs were missed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged</source>
        <translation>
            <numerusform>%Ln unchanged</numerusform>
            <numerusform>%Ln unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln updated</source>
        <translation>
            <numerusform>%Ln updated</numerusform>
            <numerusform>%Ln updated</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActivityPage</name>
    <message numerus="yes">
        <source>%Ln row(s) copied.</source>
        <translation>
            <numerusform>%Ln row copied.</numerusform>
            <numerusform>%Ln rows copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AgainSheet</name>
    <message numerus="yes">
        <source>Let the next run &amp;send %Ln change(s)</source>
        <translation>
            <numerusform>Let the next run &amp;send %Ln change</numerusform>
            <numerusform>Let the next run &amp;send %Ln changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ArrivingPage</name>
    <message numerus="yes">
        <source>%n document(s) arrived in Acme.</source>
        <translation>
            <numerusform>%n document arrived in Acme.</numerusform>
            <numerusform>%n documents arrived in Acme.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) need somebody: see Problems.</source>
        <translation>
            <numerusform>%n thing need somebody: see Problems.</numerusform>
            <numerusform>%n things need somebody: see Problems.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BundleSheet</name>
    <message numerus="yes">
        <source>%n file(s), {size} when packed</source>
        <translation>
            <numerusform>%n file, {size} when packed</numerusform>
            <numerusform>%n files, {size} when packed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Buttons</name>
    <message numerus="yes">
        <source>Try %n document(s) a&amp;gain</source>
        <translation>
            <numerusform>Try %n document a&amp;gain</numerusform>
            <numerusform>Try %n documents a&amp;gain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try %n file(s) a&amp;gain</source>
        <translation>
            <numerusform>Try %n file a&amp;gain</numerusform>
            <numerusform>Try %n files a&amp;gain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try %n invoice(s) a&amp;gain</source>
        <translation>
            <numerusform>Try %n invoice a&amp;gain</numerusform>
            <numerusform>Try %n invoices a&amp;gain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try %n order(s) a&amp;gain</source>
        <translation>
            <numerusform>Try %n order a&amp;gain</numerusform>
            <numerusform>Try %n orders a&amp;gain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try all %n document(s) a&amp;gain</source>
        <translation>
            <numerusform>Try all %n document a&amp;gain</numerusform>
            <numerusform>Try all %n documents a&amp;gain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try all %n file(s) a&amp;gain</source>
        <translation>
            <numerusform>Try all %n file a&amp;gain</numerusform>
            <numerusform>Try all %n files a&amp;gain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try all %n invoice(s) a&amp;gain</source>
        <translation>
            <numerusform>Try all %n invoice a&amp;gain</numerusform>
            <numerusform>Try all %n invoices a&amp;gain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try all %n order(s) a&amp;gain</source>
        <translation>
            <numerusform>Try all %n order a&amp;gain</numerusform>
            <numerusform>Try all %n orders a&amp;gain</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message numerus="yes">
        <source>%Ln overtaken or dismissed</source>
        <translation>
            <numerusform>%Ln overtaken or dismissed</numerusform>
            <numerusform>%Ln overtaken or dismissed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln refused</numerusform>
            <numerusform>%Ln refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged</source>
        <translation>
            <numerusform>%Ln unchanged</numerusform>
            <numerusform>%Ln unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln waiting</numerusform>
            <numerusform>%Ln waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{day}: %Ln delivered</source>
        <translation>
            <numerusform>{day}: %Ln delivered</numerusform>
            <numerusform>{day}: %Ln delivered</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message numerus="yes">
        <source>End %n problem(s)</source>
        <translation>
            <numerusform>End %n problem</numerusform>
            <numerusform>End %n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note that %n arrived</source>
        <translation>
            <numerusform>Note that %n arrived</numerusform>
            <numerusform>Note that %n arrived</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %n again</source>
        <translation>
            <numerusform>Send %n again</numerusform>
            <numerusform>Send %n again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Differences</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DryRunSheet</name>
    <message numerus="yes">
        <source>%n change(s) are in Acme now.</source>
        <translation>
            <numerusform>%n change are in Acme now.</numerusform>
            <numerusform>%n changes are in Acme now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) that were read before are not in Acme yet; the overview tells of them.</source>
        <translation>
            <numerusform>%n document that was read before is not in Acme yet; the overview tells of it.</numerusform>
            <numerusform>%n documents that were read before are not in Acme yet; the overview tells of them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) wait; the next run goes on with them.</source>
        <translation>
            <numerusform>%n document wait; the next run goes on with them.</numerusform>
            <numerusform>%n documents wait; the next run goes on with them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read.</source>
        <translation>
            <numerusform>%n file read.</numerusform>
            <numerusform>%n files read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read; Acme has all of it.</source>
        <translation>
            <numerusform>%n file read; Acme has all of it.</numerusform>
            <numerusform>%n files read; Acme has all of it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not sent, since it changed after the dry run or was refused: see why.</source>
        <translation>
            <numerusform>%n not sent, since it changed after the dry run or was refused: see why.</numerusform>
            <numerusform>%n not sent, since it changed after the dry run or was refused: see why.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Send %n change(s) to Acme</source>
        <translation>
            <numerusform>&amp;Send %n change to Acme</numerusform>
            <numerusform>&amp;Send %n changes to Acme</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A run would send %n change(s) to Acme.</source>
        <translation>
            <numerusform>A run would send %n change to Acme.</numerusform>
            <numerusform>A run would send %n changes to Acme.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message numerus="yes">
        <source>%Ln row(s) written to {name}.</source>
        <translation>
            <numerusform>%Ln row written to {name}.</numerusform>
            <numerusform>%Ln rows written to {name}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message numerus="yes">
        <source>%n report(s) of this export have not arrived yet.</source>
        <translation>
            <numerusform>%n report of this export has not arrived yet.</numerusform>
            <numerusform>%n reports of this export have not arrived yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>First</name>
    <message numerus="yes">
        <source>%Ln file(s) are already there, changed between {first} and {last}. What shall become of them?</source>
        <translation>
            <numerusform>%Ln file are already there, changed between {first} and {last}. What shall become of them?</numerusform>
            <numerusform>%Ln files are already there, changed between {first} and {last}. What shall become of them?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are already there, changed on {day}. What shall become of them?</source>
        <translation>
            <numerusform>%Ln file are already there, changed on {day}. What shall become of them?</numerusform>
            <numerusform>%Ln files are already there, changed on {day}. What shall become of them?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are already there. What shall become of them?</source>
        <translation>
            <numerusform>%Ln file are already there. What shall become of them?</numerusform>
            <numerusform>%Ln files are already there. What shall become of them?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) stay where they are and are never sent, unless they are changed.</source>
        <translation>
            <numerusform>%Ln file stay where they are and are never sent, unless they are changed.</numerusform>
            <numerusform>%Ln files stay where they are and are never sent, unless they are changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave %Ln file(s), begin from now on</source>
        <translation>
            <numerusform>Leave %Ln file, begin from now on</numerusform>
            <numerusform>Leave %Ln files, begin from now on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave all %Ln file(s), take only what comes from now on</source>
        <translation>
            <numerusform>Leave all %Ln file, take only what comes from now on</numerusform>
            <numerusform>Leave all %Ln files, take only what comes from now on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take %Ln file(s)</source>
        <translation>
            <numerusform>Take %Ln file</numerusform>
            <numerusform>Take %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take all %Ln file(s)</source>
        <translation>
            <numerusform>Take all %Ln file</numerusform>
            <numerusform>Take all %Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FlowMenu</name>
    <message numerus="yes">
        <source>Problems of this flow (%Ln)</source>
        <translation>
            <numerusform>Problems of this flow (%Ln)</numerusform>
            <numerusform>Problems of this flow (%Ln)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Flows</name>
    <message numerus="yes">
        <source>%n document(s) of this flow are not in Acme yet.</source>
        <translation>
            <numerusform>%n document of this flow is not in Acme yet.</numerusform>
            <numerusform>%n documents of this flow are not in Acme yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s)</source>
        <translation>
            <numerusform>%n cause</numerusform>
            <numerusform>%n causes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try a&amp;ll %n again</source>
        <translation>
            <numerusform>Try a&amp;ll %n again</numerusform>
            <numerusform>Try a&amp;ll %n again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Idle</name>
    <message numerus="yes">
        <source>&amp;Run %n flow(s) now</source>
        <translation>
            <numerusform>&amp;Run %n flow now</numerusform>
            <numerusform>&amp;Run %n flows now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message numerus="yes">
        <source>Import %n change(s)</source>
        <translation>
            <numerusform>Import %n change</numerusform>
            <numerusform>Import %n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Made</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MadeSheet</name>
    <message numerus="yes">
        <source>%Ln export(s), newest first</source>
        <translation>
            <numerusform>%Ln export, newest first</numerusform>
            <numerusform>%Ln exports, newest first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MappingEditor</name>
    <message numerus="yes">
        <source>%n field(s) were filled; look at each.</source>
        <translation>
            <numerusform>%n field were filled; look at each.</numerusform>
            <numerusform>%n fields were filled; look at each.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Meaning</name>
    <message numerus="yes">
        <source>%Ln cannot be read</source>
        <translation>
            <numerusform>%Ln cannot be read</numerusform>
            <numerusform>%Ln cannot be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln differ and are sent</source>
        <translation>
            <numerusform>%Ln differs and is sent</numerusform>
            <numerusform>%Ln differ and are sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln differ and would be sent</source>
        <translation>
            <numerusform>%Ln differs and would be sent</numerusform>
            <numerusform>%Ln differ and would be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) read again</source>
        <translation>
            <numerusform>%Ln file read again</numerusform>
            <numerusform>%Ln files read again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln read so far</source>
        <translation>
            <numerusform>%Ln read so far</numerusform>
            <numerusform>%Ln read so far</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln document</numerusform>
            <numerusform>%Ln documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message numerus="yes">
        <source>%n value(s). Open one to see it in the file.</source>
        <translation>
            <numerusform>%n value. Open one to see it in the file.</numerusform>
            <numerusform>%n values. Open one to see it in the file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %n value(s). Open one to see it in the file.</source>
        <translation>
            <numerusform>The first %n value. Open one to see it in the file.</numerusform>
            <numerusform>The first %n values. Open one to see it in the file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Resolved</name>
    <message numerus="yes">
        <source>%n resolved in the last 7 days</source>
        <translation>
            <numerusform>%n resolved in the last 7 days</numerusform>
            <numerusform>%n resolved in the last 7 days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message numerus="yes">
        <source>%n entry(ies)</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SampleBar</name>
    <message numerus="yes">
        <source>{fit} of {all} fit; %n left out by a rule</source>
        <translation>
            <numerusform>{fit} of {all} fit; %n left out by a rule</numerusform>
            <numerusform>{fit} of {all} fit; %n left out by a rule</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{fit} of {all} fit; %n need(s) a look</source>
        <translation>
            <numerusform>{fit} of {all} fit; %n needs a look</numerusform>
            <numerusform>{fit} of {all} fit; %n need a look</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SaveSheet</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Save %n change(s)</source>
        <translation>
            <numerusform>Save %n change</numerusform>
            <numerusform>Save %n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message numerus="yes">
        <source>%n change(s) are not saved.</source>
        <translation>
            <numerusform>%n change are not saved.</numerusform>
            <numerusform>%n changes are not saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) not saved yet</source>
        <translation>
            <numerusform>%n change not saved yet</numerusform>
            <numerusform>%n changes not saved yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) to be corrected</source>
        <translation>
            <numerusform>%n error to be corrected</numerusform>
            <numerusform>%n errors to be corrected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SourceTree</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Story</name>
    <message numerus="yes">
        <source>Show %n older version(s)</source>
        <translation>
            <numerusform>Show %n older version</numerusform>
            <numerusform>Show %n older versions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n invoice(s)</source>
        <translation>
            <numerusform>%n invoice</numerusform>
            <numerusform>%n invoices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It is not known whether %n document(s) arrived</source>
        <translation>
            <numerusform>It is not known whether %n document arrived</numerusform>
            <numerusform>It is not known whether %n documents arrived</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{field}: wrong in %n record(s)</source>
        <translation>
            <numerusform>{field}: wrong in %n record</numerusform>
            <numerusform>{field}: wrong in %n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Toasts</name>
    <message numerus="yes">
        <source>%n document(s) delivered to Acme.</source>
        <translation>
            <numerusform>%n document delivered to Acme.</numerusform>
            <numerusform>%n documents delivered to Acme.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new problem(s)</source>
        <translation>
            <numerusform>%n new problem</numerusform>
            <numerusform>%n new problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Solved; %n problem(s) left</source>
        <translation>
            <numerusform>Solved; %n problem left</numerusform>
            <numerusform>Solved; %n problems left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{what} And %n more of this kind.</source>
        <translation>
            <numerusform>{what} And %n more of this kind.</numerusform>
            <numerusform>{what} And %n more of this kind.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Trail</name>
    <message numerus="yes">
        <source>%n request(s), each with a key of its own that was stored before it was sent.</source>
        <translation>
            <numerusform>%n request, each with a key of its own that was stored before it was sent.</numerusform>
            <numerusform>%n requests, each with a key of its own that was stored before it was sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not counted: %n older version(s), removed by retention, the last on {when}.</source>
        <translation>
            <numerusform>Not counted: %n older version, removed by retention, the last on {when}.</numerusform>
            <numerusform>Not counted: %n older versions, removed by retention, the last on {when}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Seen %n time(s), always with the same content ({hash}).</source>
        <translation>
            <numerusform>Seen %n time, always with the same content ({hash}).</numerusform>
            <numerusform>Seen %n times, always with the same content ({hash}).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Seen %n time(s), with {many} different contents ({hashes}).</source>
        <translation>
            <numerusform>Seen %n time, with {many} different contents ({hashes}).</numerusform>
            <numerusform>Seen %n times, with {many} different contents ({hashes}).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Values</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n millisecond(s)</source>
        <translation>
            <numerusform>%n millisecond</numerusform>
            <numerusform>%n milliseconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%Ln created</source>
        <translation>
            <numerusform>%Ln created</numerusform>
            <numerusform>%Ln created</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln dismissed</source>
        <translation>
            <numerusform>%Ln dismissed</numerusform>
            <numerusform>%Ln dismissed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln document</numerusform>
            <numerusform>%Ln documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln held</source>
        <translation>
            <numerusform>%Ln held</numerusform>
            <numerusform>%Ln held</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln invoice(s)</source>
        <translation>
            <numerusform>%Ln invoice</numerusform>
            <numerusform>%Ln invoices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s)</source>
        <translation>
            <numerusform>%Ln order</numerusform>
            <numerusform>%Ln orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln overtaken by newer</source>
        <translation>
            <numerusform>%Ln overtaken by newer</numerusform>
            <numerusform>%Ln overtaken by newer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln refused</numerusform>
            <numerusform>%Ln refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s)</source>
        <translation>
            <numerusform>%Ln report</numerusform>
            <numerusform>%Ln reports</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s) delivered</source>
        <translation>
            <numerusform>%Ln report delivered</numerusform>
            <numerusform>%Ln reports delivered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s) made</source>
        <translation>
            <numerusform>%Ln report made</numerusform>
            <numerusform>%Ln reports made</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln s left</source>
        <translation>
            <numerusform>%Ln s left</numerusform>
            <numerusform>%Ln s left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged</source>
        <translation>
            <numerusform>%Ln unchanged</numerusform>
            <numerusform>%Ln unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln updated</source>
        <translation>
            <numerusform>%Ln updated</numerusform>
            <numerusform>%Ln updated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln waiting</numerusform>
            <numerusform>%Ln waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln document(s) to Acme</source>
        <translation>
            <numerusform>Send %Ln document to Acme</numerusform>
            <numerusform>Send %Ln documents to Acme</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln invoice(s) to Acme</source>
        <translation>
            <numerusform>Send %Ln invoice to Acme</numerusform>
            <numerusform>Send %Ln invoices to Acme</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln order(s) to Acme</source>
        <translation>
            <numerusform>Send %Ln order to Acme</numerusform>
            <numerusform>Send %Ln orders to Acme</numerusform>
        </translation>
    </message>
</context>
</TS>
