<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Bar</name>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>at {clock}</source>
        <translation>um {clock}</translation>
    </message>
    <message>
        <source>in {minutes} min</source>
        <translation>in {minutes} min</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>on {date} at {clock}</source>
        <translation>am {date} um {clock}</translation>
    </message>
    <message>
        <source>tomorrow at {clock}</source>
        <translation>morgen um {clock}</translation>
    </message>
    <message>
        <source>yesterday {clock}</source>
        <translation>gestern {clock}</translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation>vor {minutes} min</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
</context>
</TS>
