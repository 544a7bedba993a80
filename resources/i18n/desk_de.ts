<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>Brings orders and invoices to Acme: nothing lost, nothing twice.</source>
        <translation>Bringt Aufträge und Rechnungen zu Acme: nichts verloren, nichts doppelt.</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Desktop Sync is under the Apache License 2.0. It is made with Qt and PySide6 (LGPL 3.0), Python (PSF), SQLite (public domain), icons of Material Design Icons (Apache 2.0), and other free software whose licences come with it.</source>
        <translation>Desktop Sync steht unter der Apache-Lizenz 2.0. Es ist gemacht mit Qt und PySide6 (LGPL 3.0), Python (PSF), SQLite (gemeinfrei), Symbolen der Material Design Icons (Apache 2.0) und anderer freier Software, deren Lizenzen beiliegen.</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Support bundle…</source>
        <translation>Supportpaket…</translation>
    </message>
    <message>
        <source>The vendor&apos;s support</source>
        <translation>Support des Herstellers</translation>
    </message>
    <message>
        <source>The vendor&apos;s website</source>
        <translation>Website des Herstellers</translation>
    </message>
    <message>
        <source>This desk</source>
        <translation>Oberfläche</translation>
    </message>
    <message>
        <source>off, or not reached yet</source>
        <translation>aus, oder noch nicht erreicht</translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>version {version} with Qt {qt} and Python {python}</source>
        <translation>Version {version} mit Qt {qt} und Python {python}</translation>
    </message>
</context>
<context>
    <name>AccountPage</name>
    <message>
        <source>Orders and invoices go there. Fill in its address and key, then test whether it answers.</source>
        <translation>Dorthin gehen Aufträge und Rechnungen. Tragen Sie Adresse und Schlüssel ein, und testen Sie dann, ob es antwortet.</translation>
    </message>
    <message>
        <source>The key is not there yet: press Set… and paste it.</source>
        <translation>Der Schlüssel fehlt noch: Wählen Sie „Setzen…“ und fügen Sie ihn ein.</translation>
    </message>
    <message>
        <source>Your Acme account</source>
        <translation>Ihr Acme-Konto</translation>
    </message>
</context>
<context>
    <name>Acting</name>
    <message numerus="yes">
        <source>%n could not be done. {name}: {why}</source>
        <translation>
            <numerusform>%n konnte nicht erledigt werden. {name}: {why}</numerusform>
            <numerusform>%n konnten nicht erledigt werden. {name}: {why}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them had come meanwhile.</source>
        <translation>
            <numerusform>%n davon war inzwischen dazugekommen.</numerusform>
            <numerusform>%n davon waren inzwischen dazugekommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) ended, with your reason.</source>
        <translation>
            <numerusform>%n Problem mit Ihrer Begründung beendet.</numerusform>
            <numerusform>%n Probleme mit Ihrer Begründung beendet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Noted: %n document(s) arrived.</source>
        <translation>
            <numerusform>Notiert: %n Beleg ist angekommen.</numerusform>
            <numerusform>Notiert: %n Belege sind angekommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The connection leads to {tenant} from now on.</source>
        <translation>Die Verbindung führt von jetzt an zu {tenant}.</translation>
    </message>
    <message>
        <source>The key of the server {place} is approved.</source>
        <translation>Der Schlüssel des Servers {place} ist freigegeben.</translation>
    </message>
    <message>
        <source>The next run of the flow goes on.</source>
        <translation>Der nächste Lauf des Ablaufs macht weiter.</translation>
    </message>
    <message numerus="yes">
        <source>The next run sends %n document(s) again.</source>
        <translation>
            <numerusform>Der nächste Lauf sendet %n Beleg erneut.</numerusform>
            <numerusform>Der nächste Lauf sendet %n Belege erneut.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The next run tries %n of them again, within a minute if the flow runs by itself.</source>
        <translation>
            <numerusform>Der nächste Lauf versucht es erneut, innerhalb einer Minute, wenn der Ablauf von selbst läuft.</numerusform>
            <numerusform>Der nächste Lauf versucht %n davon erneut, innerhalb einer Minute, wenn der Ablauf von selbst läuft.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Activity</name>
    <message numerus="yes">
        <source>%Ln created</source>
        <translation>
            <numerusform>%Ln angelegt</numerusform>
            <numerusform>%Ln angelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivered</source>
        <translation>
            <numerusform>%Ln zugestellt</numerusform>
            <numerusform>%Ln zugestellt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln Beleg</numerusform>
            <numerusform>%Ln Belege</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln held</source>
        <translation>
            <numerusform>%Ln zurückgehalten</numerusform>
            <numerusform>%Ln zurückgehalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not readable</source>
        <translation>
            <numerusform>%Ln nicht lesbar</numerusform>
            <numerusform>%Ln nicht lesbar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln abgelehnt</numerusform>
            <numerusform>%Ln abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s) made</source>
        <translation>
            <numerusform>%Ln Bericht erstellt</numerusform>
            <numerusform>%Ln Berichte erstellt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln Lauf</numerusform>
            <numerusform>%Ln Läufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln time(s) that runs were missed</source>
        <translation>
            <numerusform>%Ln-mal wurden Läufe versäumt</numerusform>
            <numerusform>%Ln-mal wurden Läufe versäumt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged</source>
        <translation>
            <numerusform>%Ln unverändert</numerusform>
            <numerusform>%Ln unverändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln updated</source>
        <translation>
            <numerusform>%Ln geändert</numerusform>
            <numerusform>%Ln geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Documents</source>
        <translation>&amp;Belege</translation>
    </message>
    <message>
        <source>&amp;Files</source>
        <translation>&amp;Dateien</translation>
    </message>
    <message>
        <source>&amp;Missed</source>
        <translation>&amp;Versäumte</translation>
    </message>
    <message>
        <source>&amp;Runs</source>
        <translation>&amp;Läufe</translation>
    </message>
    <message>
        <source>(erased)</source>
        <translation>(gelöscht)</translation>
    </message>
    <message>
        <source>A run was under way</source>
        <translation>Ein Lauf war unterwegs</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>Asked for by</source>
        <translation>Veranlasst von</translation>
    </message>
    <message>
        <source>Being put away</source>
        <translation>Wird weggeräumt</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Close it in other programs and see that its folder has room; then export again.</source>
        <translation>Schließen Sie sie in anderen Programmen und prüfen Sie, dass ihr Ordner Platz hat; exportieren Sie dann erneut.</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Abgeschnitten</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Belege</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Each file or table row that a flow has taken shows here.</source>
        <translation>Jede Datei oder Tabellenzeile, die ein Ablauf genommen hat, steht hier.</translation>
    </message>
    <message>
        <source>Each order, invoice or other document shows here, with what became of it.</source>
        <translation>Jeder Auftrag, jede Rechnung und jeder andere Beleg steht hier, mit dem, was daraus wurde.</translation>
    </message>
    <message>
        <source>Each time a flow has looked for something new shows here.</source>
        <translation>Jedes Mal, wenn ein Ablauf nach Neuem gesehen hat, steht hier.</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files that are finished now</source>
        <translation>Dateien, die jetzt fertig sind</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Goes on later</source>
        <translation>Geht später weiter</translation>
    </message>
    <message>
        <source>Gone before it was read</source>
        <translation>Fort, bevor sie gelesen wurde</translation>
    </message>
    <message>
        <source>Invoice</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>It had failed and waited for its next try</source>
        <translation>Er war gescheitert und wartete auf den nächsten Versuch</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Left alone</source>
        <translation>Liegen gelassen</translation>
    </message>
    <message>
        <source>Made up for</source>
        <translation>Nachgeholt</translation>
    </message>
    <message>
        <source>Made up for by run {number}</source>
        <translation>Nachgeholt durch Lauf {number}</translation>
    </message>
    <message>
        <source>Moved to</source>
        <translation>Verschoben nach</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Kein Netz</translation>
    </message>
    <message>
        <source>Not made up for</source>
        <translation>Nicht nachgeholt</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Partly refused</source>
        <translation>Teilweise abgelehnt</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Replaced by a newer one</source>
        <translation>Durch eine neuere ersetzt</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>Should have run</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Something new at its source</source>
        <translation>Neues an der Quelle</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>The clock was set</source>
        <translation>Die Uhr wurde gestellt</translation>
    </message>
    <message>
        <source>The computer slept</source>
        <translation>Der Rechner schlief</translation>
    </message>
    <message>
        <source>The engine was off</source>
        <translation>Die Engine war aus</translation>
    </message>
    <message>
        <source>The last run was cut off</source>
        <translation>Der letzte Lauf wurde abgeschnitten</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>What it brought</source>
        <translation>Was es brachte</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>Was gesagt wurde</translation>
    </message>
    <message>
        <source>When the computer was off or asleep at the time of a run, it shows here.</source>
        <translation>Wenn der Rechner zur Zeit eines Laufs aus war oder schlief, steht es hier.</translation>
    </message>
    <message>
        <source>Why not</source>
        <translation>Warum nicht</translation>
    </message>
    <message>
        <source>With problems</source>
        <translation>Mit Problemen</translation>
    </message>
    <message>
        <source>nothing new</source>
        <translation>nichts Neues</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>{name} cannot be written: {why}.</source>
        <translation>{name} kann nicht geschrieben werden: {why}.</translation>
    </message>
</context>
<context>
    <name>ActivityPage</name>
    <message numerus="yes">
        <source>%Ln row(s) copied.</source>
        <translation>
            <numerusform>%Ln Zeile kopiert.</numerusform>
            <numerusform>%Ln Zeilen kopiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>An export has all of them.</source>
        <translation>Ein Export enthält alle.</translation>
    </message>
    <message>
        <source>It is tried again as soon as something happens.</source>
        <translation>Es wird erneut versucht, sobald etwas geschieht.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird gesucht…</translation>
    </message>
    <message>
        <source>Nothing fits what is searched and filtered for.</source>
        <translation>Nichts passt zu Suche und Filtern.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>The newest {many} that were found; more words find fewer</source>
        <translation>Die neuesten {many} Treffer; mehr Wörter finden weniger</translation>
    </message>
    <message>
        <source>This cannot be shown now</source>
        <translation>Das kann jetzt nicht gezeigt werden</translation>
    </message>
    <message>
        <source>To the overview</source>
        <translation>Zur Übersicht</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <source>{many} so far, newest first; counting the older ones…</source>
        <translation>{many} bisher, neueste zuerst; die älteren werden gezählt…</translation>
    </message>
    <message>
        <source>{many}, newest first</source>
        <translation>{many}, neueste zuerst</translation>
    </message>
    <message>
        <source>{many}, newest first; the older ones could not be counted</source>
        <translation>{many}, neueste zuerst; die älteren konnten nicht gezählt werden</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>Enter it in the settings, at the connection that needs it.</source>
        <translation>Geben Sie es in den Einstellungen ein, bei der Verbindung, die es braucht.</translation>
    </message>
    <message>
        <source>If it is the same, press “Trust this key”.</source>
        <translation>Wenn er gleich ist, drücken Sie „Diesem Schlüssel vertrauen“.</translation>
    </message>
    <message>
        <source>If so, send it on the overview.</source>
        <translation>Wenn ja, senden Sie es in der Übersicht.</translation>
    </message>
    <message>
        <source>Press “Test connection” in the settings, at that connection.</source>
        <translation>Drücken Sie in den Einstellungen bei dieser Verbindung „Verbindung testen“.</translation>
    </message>
    <message>
        <source>Say on the overview what shall become of the files that are already there.</source>
        <translation>Sagen Sie in der Übersicht, was aus den Dateien werden soll, die schon da sind.</translation>
    </message>
    <message>
        <source>Then say whether it arrived at “What was made…”, here or in the menu of the export on the overview.</source>
        <translation>Sagen Sie dann bei „Was erstellt wurde…“, hier oder im Menü des Exports in der Übersicht, ob er angekommen ist.</translation>
    </message>
    <message>
        <source>“Dry run: what would happen now…” in the menu of the flow, on the overview</source>
        <translation>„Probelauf: was jetzt geschähe…“ im Menü des Ablaufs in der Übersicht</translation>
    </message>
    <message>
        <source>“It is another account…”, at this problem</source>
        <translation>„Es ist ein anderes Konto…“ bei diesem Problem</translation>
    </message>
    <message>
        <source>“It is the same account…”, at this problem</source>
        <translation>„Es ist dasselbe Konto…“ bei diesem Problem</translation>
    </message>
    <message>
        <source>“Read again…” in the menu of the flow, on the overview</source>
        <translation>„Erneut lesen …“ im Menü des Ablaufs in der Übersicht</translation>
    </message>
</context>
<context>
    <name>AfterSentence</name>
    <message>
        <source>First look</source>
        <translation>Erstes Nachsehen</translation>
    </message>
    <message>
        <source>Last look</source>
        <translation>Letztes Nachsehen</translation>
    </message>
    <message>
        <source>When nothing has come by then, that is shown as a problem.</source>
        <translation>Wenn bis dahin nichts gekommen ist, wird das als Problem gezeigt.</translation>
    </message>
    <message>
        <source>{days} from {begin} every {span} until something has come, at the latest {until}</source>
        <translation>{days} ab {begin} alle {span}, bis etwas gekommen ist, spätestens {until}</translation>
    </message>
</context>
<context>
    <name>AgainSheet</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>Abbre&amp;chen</translation>
    </message>
    <message>
        <source>&amp;Look what that is</source>
        <translation>&amp;Ansehen, was das ist</translation>
    </message>
    <message>
        <source>&amp;Undo the last time</source>
        <translation>Letztes Mal rückgängig &amp;machen</translation>
    </message>
    <message>
        <source>First look what that is.</source>
        <translation>Sehen Sie erst an, was das ist.</translation>
    </message>
    <message>
        <source>For databases and HTTP APIs: the next run asks the system itself, for what came too late or was missed. Acme is sent only what differs.</source>
        <translation>Für Datenbanken und HTTP-APIs: Der nächste Lauf fragt das System selbst, nach dem, was zu spät kam oder fehlte. An Acme geht nur, was sich unterscheidet.</translation>
    </message>
    <message>
        <source>For every source: files, rows and answers that came in that time and are still kept. The source is not asked. Acme is sent only what differs.</source>
        <translation>Für jede Quelle: Dateien, Zeilen und Antworten, die in dieser Zeit kamen und noch aufbewahrt sind. Die Quelle wird nicht gefragt. An Acme geht nur, was sich unterscheidet.</translation>
    </message>
    <message>
        <source>It is noted. The next run of this flow does it.</source>
        <translation>Es ist vermerkt. Der nächste Lauf dieses Ablaufs tut es.</translation>
    </message>
    <message numerus="yes">
        <source>Let the next run &amp;send %Ln change(s)</source>
        <translation>
            <numerusform>Nächsten Lauf %Ln Änderung &amp;senden lassen</numerusform>
            <numerusform>Nächsten Lauf %Ln Änderungen &amp;senden lassen</numerusform>
        </translation>
    </message>
    <message>
        <source>Let the next run &amp;send what differs</source>
        <translation>Nächsten Lauf Abweichendes &amp;senden lassen</translation>
    </message>
    <message>
        <source>Let the next run a&amp;sk for it</source>
        <translation>Nächsten Lauf danach f&amp;ragen lassen</translation>
    </message>
    <message>
        <source>Nothing of it differs; nothing is sent.</source>
        <translation>Nichts davon unterscheidet sich; nichts wird gesendet.</translation>
    </message>
    <message>
        <source>Read again: {flow}</source>
        <translation>Erneut lesen: {flow}</translation>
    </message>
    <message>
        <source>What came here, read again with the present ma&amp;pping</source>
        <translation>&amp;Was hier ankam, mit der jetzigen Zuordnung erneut gelesen</translation>
    </message>
    <message>
        <source>What the source &amp;has had, asked of it again</source>
        <translation>Was die &amp;Quelle hatte, erneut bei ihr abgefragt</translation>
    </message>
</context>
<context>
    <name>ArrivingPage</name>
    <message numerus="yes">
        <source>%n document(s) arrived in Acme.</source>
        <translation>
            <numerusform>%n Beleg ist in Acme angekommen.</numerusform>
            <numerusform>%n Belege sind in Acme angekommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) need somebody: see Problems.</source>
        <translation>
            <numerusform>%n Sache braucht jemanden: siehe Probleme.</numerusform>
            <numerusform>%n Sachen brauchen jemanden: siehe Probleme.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Save and start</source>
        <translation>&amp;Speichern und starten</translation>
    </message>
    <message>
        <source>&amp;Take them all</source>
        <translation>Alle &amp;nehmen</translation>
    </message>
    <message>
        <source>From now on the flow runs by itself. The overview shows how it stands.</source>
        <translation>Von jetzt an läuft der Ablauf von selbst. Die Übersicht zeigt, wie es um ihn steht.</translation>
    </message>
    <message>
        <source>From: {place}</source>
        <translation>Von: {place}</translation>
    </message>
    <message>
        <source>How far the run is</source>
        <translation>Wie weit der Lauf ist</translation>
    </message>
    <message>
        <source>It is being saved…</source>
        <translation>Es wird gespeichert…</translation>
    </message>
    <message>
        <source>It is saved, then the flow runs for the first time. What arrives in Acme is shown here.</source>
        <translation>Es wird gespeichert, dann läuft der Ablauf zum ersten Mal. Was in Acme ankommt, steht hier.</translation>
    </message>
    <message>
        <source>Only what comes from now &amp;on</source>
        <translation>Nur was &amp;ab jetzt kommt</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Rows are taken when they are {age} old, so that an order is there whole.</source>
        <translation>Zeilen werden genommen, wenn sie {age} alt sind, damit ein Auftrag ganz da ist.</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Eingerichtet</translation>
    </message>
    <message>
        <source>The first run did not work. Everything is saved; it is tried again by itself.</source>
        <translation>Der erste Lauf ist nicht gelungen. Alles ist gespeichert; es wird von selbst erneut versucht.</translation>
    </message>
    <message>
        <source>The first run has not ended yet.</source>
        <translation>Der erste Lauf ist noch nicht zu Ende.</translation>
    </message>
    <message>
        <source>The flow runs when you start it. The overview shows how it stands.</source>
        <translation>Der Ablauf läuft, wenn Sie ihn starten. Die Übersicht zeigt, wie es um ihn steht.</translation>
    </message>
    <message>
        <source>There is something already.</source>
        <translation>Es ist schon etwas da.</translation>
    </message>
    <message>
        <source>There was nothing to send yet. What comes from now on is taken by itself.</source>
        <translation>Es gab noch nichts zu senden. Was ab jetzt kommt, wird von selbst genommen.</translation>
    </message>
    <message>
        <source>To: {account}</source>
        <translation>Nach: {account}</translation>
    </message>
    <message>
        <source>What has arrived</source>
        <translation>Was angekommen ist</translation>
    </message>
    <message>
        <source>When: {when}</source>
        <translation>Wann: {when}</translation>
    </message>
    <message>
        <source>as it was in Acme</source>
        <translation>wie es in Acme war</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>wird gesendet</translation>
    </message>
    <message>
        <source>by hand only</source>
        <translation>nur von Hand</translation>
    </message>
    <message>
        <source>created in Acme</source>
        <translation>in Acme angelegt</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>sent, without an answer so far</source>
        <translation>gesendet, noch ohne Antwort</translation>
    </message>
    <message>
        <source>updated in Acme</source>
        <translation>in Acme geändert</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>{path} says what is newer: what is older and comes late never overwrites newer data in Acme.</source>
        <translation>{path} sagt, was neuer ist: Älteres, das spät kommt, überschreibt in Acme nie neuere Daten.</translation>
    </message>
    <message>
        <source>{reference}: {state}</source>
        <translation>{reference}: {state}</translation>
    </message>
    <message>
        <source>“{flow}” can start.</source>
        <translation>„{flow}“ kann starten.</translation>
    </message>
    <message>
        <source>“{flow}” runs for the first time…</source>
        <translation>„{flow}“ läuft zum ersten Mal…</translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message>
        <source>A note, if you like</source>
        <translation>Eine Notiz, wenn Sie mögen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Begründung</translation>
    </message>
    <message>
        <source>Why, in a few words</source>
        <translation>Warum, in wenigen Worten</translation>
    </message>
</context>
<context>
    <name>AtSentence</name>
    <message>
        <source>on days of the month</source>
        <translation>an Tagen des Monats</translation>
    </message>
    <message>
        <source>{days} at {times}</source>
        <translation>{days} um {times}</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Close the message</source>
        <translation>Meldung schließen</translation>
    </message>
</context>
<context>
    <name>BundleSheet</name>
    <message numerus="yes">
        <source>%n file(s), {size} when packed</source>
        <translation>
            <numerusform>%n Datei, gepackt {size}</numerusform>
            <numerusform>%n Dateien, gepackt {size}</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern unter…</translation>
    </message>
    <message>
        <source>&amp;Without asking the network for certificates</source>
        <translation>&amp;Ohne das Netz nach Zertifikaten zu fragen</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>A&amp;bbrechen</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was saved.</source>
        <translation>Abgebrochen. Es wurde nichts gespeichert.</translation>
    </message>
    <message>
        <source>Choose a file to read it here, word for word as it would leave.</source>
        <translation>Wählen Sie eine Datei, um sie hier zu lesen, Wort für Wort, wie sie hinausginge.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files of the bundle</source>
        <translation>Dateien des Pakets</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>None of your files, documents and secrets are in it. Names, numbers and addresses have stand-ins of the same shape. Read what you like, save it, and give the file to support.</source>
        <translation>Keine Ihrer Dateien, Belege und Geheimnisse sind darin. Namen, Nummern und Adressen sind durch Platzhalter derselben Form ersetzt. Lesen Sie, was Sie mögen, speichern Sie es, und geben Sie die Datei dem Support.</translation>
    </message>
    <message>
        <source>Nothing is chosen yet</source>
        <translation>Noch ist nichts gewählt</translation>
    </message>
    <message>
        <source>Nothing was sent: give it to support yourself.</source>
        <translation>Es wurde nichts gesendet: Geben Sie es dem Support selbst.</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Packed files (*.zip)</source>
        <translation>Gepackte Dateien (*.zip)</translation>
    </message>
    <message>
        <source>Save the support bundle</source>
        <translation>Supportpaket speichern</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Gespeichert als {path}.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Support bundle</source>
        <translation>Supportpaket</translation>
    </message>
    <message>
        <source>The folder could not be opened.</source>
        <translation>Der Ordner konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>This is everything that would leave this machine, and nothing has left it yet.</source>
        <translation>Das ist alles, was diesen Rechner verlassen würde, und noch hat ihn nichts verlassen.</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>What would leave</source>
        <translation>Was hinausginge</translation>
    </message>
    <message>
        <source>{name} (its beginning)</source>
        <translation>{name} (der Anfang)</translation>
    </message>
</context>
<context>
    <name>Buttons</name>
    <message>
        <source>&amp;Copy message</source>
        <translation>Nachricht &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Edit and try…</source>
        <translation>&amp;Bearbeiten und versuchen…</translation>
    </message>
    <message>
        <source>Choose one document in the table first.</source>
        <translation>Wählen Sie zuerst einen Beleg in der Tabelle.</translation>
    </message>
    <message>
        <source>End it with a reason…</source>
        <translation>Mit Begründung beenden…</translation>
    </message>
    <message>
        <source>Go to the o&amp;verview</source>
        <translation>Zur Übersic&amp;ht</translation>
    </message>
    <message>
        <source>It a&amp;rrived…</source>
        <translation>Es ist an&amp;gekommen…</translation>
    </message>
    <message>
        <source>It is a&amp;nother account…</source>
        <translation>Es ist ein a&amp;nderes Konto…</translation>
    </message>
    <message>
        <source>It is the sa&amp;me account…</source>
        <translation>Es ist &amp;dasselbe Konto…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Open &amp;file</source>
        <translation>Datei ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>E&amp;instellungen…</translation>
    </message>
    <message>
        <source>Sen&amp;d again…</source>
        <translation>Erneut &amp;senden…</translation>
    </message>
    <message>
        <source>Show the technical detail</source>
        <translation>Technische Einzelheit zeigen</translation>
    </message>
    <message>
        <source>Show the trail</source>
        <translation>Weg zeigen</translation>
    </message>
    <message>
        <source>Trust this &amp;key…</source>
        <translation>Diesem Sch&amp;lüssel vertrauen…</translation>
    </message>
    <message numerus="yes">
        <source>Try %n document(s) a&amp;gain</source>
        <translation>
            <numerusform>%n Beleg e&amp;rneut versuchen</numerusform>
            <numerusform>%n Belege e&amp;rneut versuchen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try %n file(s) a&amp;gain</source>
        <translation>
            <numerusform>%n Datei e&amp;rneut versuchen</numerusform>
            <numerusform>%n Dateien e&amp;rneut versuchen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try %n invoice(s) a&amp;gain</source>
        <translation>
            <numerusform>%n Rechnung e&amp;rneut versuchen</numerusform>
            <numerusform>%n Rechnungen e&amp;rneut versuchen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try %n order(s) a&amp;gain</source>
        <translation>
            <numerusform>%n Auftrag e&amp;rneut versuchen</numerusform>
            <numerusform>%n Aufträge e&amp;rneut versuchen</numerusform>
        </translation>
    </message>
    <message>
        <source>Try a&amp;gain</source>
        <translation>E&amp;rneut versuchen</translation>
    </message>
    <message numerus="yes">
        <source>Try all %n document(s) a&amp;gain</source>
        <translation>
            <numerusform>%n Beleg e&amp;rneut versuchen</numerusform>
            <numerusform>Alle %n Belege e&amp;rneut versuchen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try all %n file(s) a&amp;gain</source>
        <translation>
            <numerusform>%n Datei e&amp;rneut versuchen</numerusform>
            <numerusform>Alle %n Dateien e&amp;rneut versuchen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try all %n invoice(s) a&amp;gain</source>
        <translation>
            <numerusform>%n Rechnung e&amp;rneut versuchen</numerusform>
            <numerusform>Alle %n Rechnungen e&amp;rneut versuchen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try all %n order(s) a&amp;gain</source>
        <translation>
            <numerusform>%n Auftrag e&amp;rneut versuchen</numerusform>
            <numerusform>Alle %n Aufträge e&amp;rneut versuchen</numerusform>
        </translation>
    </message>
    <message>
        <source>Try {name} a&amp;gain</source>
        <translation>{name} e&amp;rneut versuchen</translation>
    </message>
    <message>
        <source>What was &amp;made…</source>
        <translation>&amp;Was erstellt wurde…</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Why do you change it? The trail keeps your name and reason.</source>
        <translation>&amp;Warum ändern Sie es? Der Weg des Belegs behält Ihren Namen und Ihre Begründung.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Nothing is changed yet</source>
        <translation>Noch ist nichts geändert</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Begründung</translation>
    </message>
    <message>
        <source>What you change</source>
        <translation>Was Sie ändern</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message numerus="yes">
        <source>%Ln overtaken or dismissed</source>
        <translation>
            <numerusform>%Ln überholt oder verworfen</numerusform>
            <numerusform>%Ln überholt oder verworfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln abgelehnt</numerusform>
            <numerusform>%Ln abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged</source>
        <translation>
            <numerusform>%Ln unverändert</numerusform>
            <numerusform>%Ln unverändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln wartet</numerusform>
            <numerusform>%Ln warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Documents per day, last 30 days</source>
        <translation>Belege je Tag, letzte 30 Tage</translation>
    </message>
    <message>
        <source>Half within {median}, nine of ten within {slow}.</source>
        <translation>Die Hälfte in {median}, neun von zehn in {slow}.</translation>
    </message>
    <message>
        <source>No documents in the last 30 days.</source>
        <translation>Keine Belege in den letzten 30 Tagen.</translation>
    </message>
    <message>
        <source>Nothing was delivered in the last 30 days.</source>
        <translation>In den letzten 30 Tagen wurde nichts zugestellt.</translation>
    </message>
    <message>
        <source>Time from noticed to delivered, last 30 days</source>
        <translation>Zeit vom Bemerken bis zur Zustellung, letzte 30 Tage</translation>
    </message>
    <message>
        <source>documents in 30 days</source>
        <translation>Belege in 30 Tagen</translation>
    </message>
    <message>
        <source>documents today</source>
        <translation>Belege heute</translation>
    </message>
    <message>
        <source>typical delivery time</source>
        <translation>übliche Zeit bis zur Zustellung</translation>
    </message>
    <message numerus="yes">
        <source>{day}: %Ln delivered</source>
        <translation>
            <numerusform>{day}: %Ln zugestellt</numerusform>
            <numerusform>{day}: %Ln zugestellt</numerusform>
        </translation>
    </message>
    <message>
        <source>{day}: half within {median}, nine of ten within {slow}</source>
        <translation>{day}: die Hälfte in {median}, neun von zehn in {slow}</translation>
    </message>
    <message>
        <source>{day}: nothing was delivered</source>
        <translation>{day}: nichts zugestellt</translation>
    </message>
    <message>
        <source>{documents} documents in 30 days; most on {day}: {most}.</source>
        <translation>{documents} Belege in 30 Tagen; die meisten am {day}: {most}.</translation>
    </message>
</context>
<context>
    <name>ChoiceEditor</name>
    <message>
        <source>By itself</source>
        <translation>Von selbst</translation>
    </message>
    <message>
        <source>Send those changed since</source>
        <translation>Senden, was geändert wurde seit</translation>
    </message>
    <message>
        <source>Since this date</source>
        <translation>Seit diesem Datum</translation>
    </message>
</context>
<context>
    <name>ColumnTable</name>
    <message>
        <source>(no value)</source>
        <translation>(kein Wert)</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Columns, with rows as they are now</source>
        <translation>Spalten, mit Zeilen, wie sie jetzt sind</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Bemerkungen</translation>
    </message>
    <message>
        <source>Row {number}</source>
        <translation>Zeile {number}</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>tells changes</source>
        <translation>zeigt Änderungen</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>Document</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
</context>
<context>
    <name>ComingRuns</name>
    <message>
        <source>At the latest</source>
        <translation>Spätestens</translation>
    </message>
    <message>
        <source>Cron line</source>
        <translation>Cron-Zeile</translation>
    </message>
    <message>
        <source>Days of the month</source>
        <translation>Tage des Monats</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>Holidays</source>
        <translation>Feiertage</translation>
    </message>
    <message>
        <source>Next runs</source>
        <translation>Nächste Läufe</translation>
    </message>
    <message>
        <source>Next runs, if each ended at once</source>
        <translation>Nächste Läufe, wenn jeder sofort zu Ende wäre</translation>
    </message>
    <message>
        <source>Only between</source>
        <translation>Nur zwischen</translation>
    </message>
    <message>
        <source>Only between, only on</source>
        <translation>Nur zwischen, nur an</translation>
    </message>
    <message>
        <source>Only on</source>
        <translation>Nur an</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>This does not work yet</source>
        <translation>Das geht noch nicht</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Uhrzeiten</translation>
    </message>
    <message>
        <source>Weekdays</source>
        <translation>Wochentage</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>the clock shows this time twice that night: the first time</source>
        <translation>die Uhr zeigt diese Zeit in jener Nacht zweimal: das erste Mal</translation>
    </message>
    <message>
        <source>the clock skips the planned time that night: right after it</source>
        <translation>die Uhr überspringt die geplante Zeit in jener Nacht: gleich danach</translation>
    </message>
    <message>
        <source>the clocks have gone back by {span}</source>
        <translation>die Uhren wurden um {span} zurückgestellt</translation>
    </message>
    <message>
        <source>the clocks have gone forward by {span}</source>
        <translation>die Uhren wurden um {span} vorgestellt</translation>
    </message>
    <message>
        <source>today {clock}</source>
        <translation>heute {clock}</translation>
    </message>
    <message>
        <source>tomorrow {clock}</source>
        <translation>morgen {clock}</translation>
    </message>
    <message>
        <source>{begin} to {end}</source>
        <translation>{begin} bis {end}</translation>
    </message>
    <message>
        <source>{place}: {what}</source>
        <translation>{place}: {what}</translation>
    </message>
    <message>
        <source>{title} ({zone})</source>
        <translation>{title} ({zone})</translation>
    </message>
    <message>
        <source>{weekday} {date} {clock}</source>
        <translation>{weekday} {date} {clock}</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
</context>
<context>
    <name>Conditions</name>
    <message>
        <source>has the form</source>
        <translation>hat die Form</translation>
    </message>
    <message>
        <source>is</source>
        <translation>ist</translation>
    </message>
    <message>
        <source>is above</source>
        <translation>ist größer als</translation>
    </message>
    <message>
        <source>is at least</source>
        <translation>ist mindestens</translation>
    </message>
    <message>
        <source>is at most</source>
        <translation>ist höchstens</translation>
    </message>
    <message>
        <source>is below</source>
        <translation>ist kleiner als</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>is filled in</source>
        <translation>ist ausgefüllt</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>ist nicht</translation>
    </message>
</context>
<context>
    <name>ConditionsEditor</name>
    <message>
        <source>Add a condition</source>
        <translation>Bedingung hinzufügen</translation>
    </message>
</context>
<context>
    <name>ConnectingPage</name>
    <message>
        <source>Something is still to be filled in.</source>
        <translation>Es ist noch etwas auszufüllen.</translation>
    </message>
    <message>
        <source>The test is still under way.</source>
        <translation>Der Test läuft noch.</translation>
    </message>
</context>
<context>
    <name>ConnectionDetail</name>
    <message>
        <source>Set by your administrator.</source>
        <translation>Von Ihrem Administrator festgelegt.</translation>
    </message>
</context>
<context>
    <name>ConnectionEditor</name>
    <message>
        <source>Choose a connection</source>
        <translation>Verbindung wählen</translation>
    </message>
    <message>
        <source>Several…</source>
        <translation>Mehrere…</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Add a connection</source>
        <translation>Verbindung hinzufügen</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Connections say where things come from and go to: a folder, an Acme account, a mail server.</source>
        <translation>Verbindungen sagen, woher etwas kommt und wohin es geht: ein Ordner, ein Acme-Konto, ein Mailserver.</translation>
    </message>
    <message>
        <source>Let them use another connection, or delete them first.</source>
        <translation>Geben Sie ihnen eine andere Verbindung, oder löschen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>No connection yet</source>
        <translation>Noch keine Verbindung</translation>
    </message>
    <message>
        <source>“{title}” cannot be deleted: it is used by {users}.</source>
        <translation>„{title}“ kann nicht gelöscht werden: Es wird benutzt von {users}.</translation>
    </message>
</context>
<context>
    <name>CronSentence</name>
    <message>
        <source>Cron line</source>
        <translation>Cron-Zeile</translation>
    </message>
    <message>
        <source>Minute, hour, day of the month, month, weekday.</source>
        <translation>Minute, Stunde, Tag des Monats, Monat, Wochentag.</translation>
    </message>
</context>
<context>
    <name>DaysChoice</name>
    <message>
        <source>Monday to Friday</source>
        <translation>Montag bis Freitag</translation>
    </message>
    <message>
        <source>On which days</source>
        <translation>An welchen Tagen</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>jeden Tag</translation>
    </message>
    <message>
        <source>on some weekdays</source>
        <translation>an einigen Wochentagen</translation>
    </message>
</context>
<context>
    <name>Deleting</name>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>&amp;Activity</source>
        <translation>Ak&amp;tivität</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>&amp;Übersicht</translation>
    </message>
    <message>
        <source>&amp;Problems</source>
        <translation>&amp;Probleme</translation>
    </message>
</context>
<context>
    <name>DestinationsEditor</name>
    <message>
        <source>Add a destination</source>
        <translation>Ziel hinzufügen</translation>
    </message>
    <message>
        <source>Nothing is delivered yet: add a folder or an e-mail.</source>
        <translation>Noch wird nichts zugestellt: Fügen Sie einen Ordner oder eine E-Mail hinzu.</translation>
    </message>
    <message>
        <source>Remove this destination</source>
        <translation>Dieses Ziel entfernen</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Answer to request {number}</source>
        <translation>Antwort auf Anfrage {number}</translation>
    </message>
    <message>
        <source>Became of it</source>
        <translation>Daraus wurde</translation>
    </message>
    <message>
        <source>Body, SHA-256</source>
        <translation>Rumpf, SHA-256</translation>
    </message>
    <message>
        <source>Choose a row to see what would change.</source>
        <translation>Wählen Sie eine Zeile, um zu sehen, was sich ändern würde.</translation>
    </message>
    <message>
        <source>Choose first which connection you mean.</source>
        <translation>Wählen Sie zuerst, welche Verbindung Sie meinen.</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Done by hand</source>
        <translation>Von Hand getan</translation>
    </message>
    <message numerus="yes">
        <source>End %n problem(s)</source>
        <translation>
            <numerusform>%n Problem beenden</numerusform>
            <numerusform>%n Probleme beenden</numerusform>
        </translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Fields that differ</source>
        <translation>Felder, die abweichen</translation>
    </message>
    <message>
        <source>Files of this kind are not opened from here; this is its folder.</source>
        <translation>Dateien dieser Art werden von hier nicht geöffnet; das ist ihr Ordner.</translation>
    </message>
    <message>
        <source>In Acme</source>
        <translation>In Acme</translation>
    </message>
    <message>
        <source>In detail:</source>
        <translation>Im Einzelnen:</translation>
    </message>
    <message>
        <source>It could not be opened.</source>
        <translation>Es konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>It is another account</source>
        <translation>Es ist ein anderes Konto</translation>
    </message>
    <message>
        <source>It is read from the kept content of the file.</source>
        <translation>Gelesen wird aus dem aufbewahrten Inhalt der Datei.</translation>
    </message>
    <message>
        <source>It is the same account</source>
        <translation>Es ist dasselbe Konto</translation>
    </message>
    <message>
        <source>Its content is not kept any more</source>
        <translation>Der Inhalt wird nicht mehr aufbewahrt</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message numerus="yes">
        <source>Note that %n arrived</source>
        <translation>
            <numerusform>Notieren, dass %n angekommen ist</numerusform>
            <numerusform>Notieren, dass %n angekommen sind</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing counts as sent there: everything that waits is sent as new.</source>
        <translation>Dort gilt nichts als gesendet: Alles, was wartet, wird als neu gesendet.</translation>
    </message>
    <message>
        <source>Nothing more is tried then, and nobody is reminded. The trail keeps your name and reason.</source>
        <translation>Dann wird nichts mehr versucht und niemand erinnert. Der Weg des Belegs behält Ihren Namen und Ihre Begründung.</translation>
    </message>
    <message>
        <source>Nothing was sent</source>
        <translation>Es wurde nichts gesendet</translation>
    </message>
    <message>
        <source>Only if Acme has version</source>
        <translation>Nur wenn Acme Version hat</translation>
    </message>
    <message>
        <source>Paste it into a mail or a chat: {who}.</source>
        <translation>Fügen Sie sie in eine Mail oder einen Chat ein: {who}.</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Vorgesehen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Begründung</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Request {number}</source>
        <translation>Anfrage {number}</translation>
    </message>
    <message numerus="yes">
        <source>Send %n again</source>
        <translation>
            <numerusform>%n erneut senden</numerusform>
            <numerusform>%n erneut senden</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Show the &amp;trail</source>
        <translation>W&amp;eg zeigen</translation>
    </message>
    <message>
        <source>The document of which its body was made:</source>
        <translation>Der Beleg, aus dem der Rumpf entstand:</translation>
    </message>
    <message>
        <source>The document:</source>
        <translation>Der Beleg:</translation>
    </message>
    <message>
        <source>The message is copied.</source>
        <translation>Die Nachricht ist kopiert.</translation>
    </message>
    <message>
        <source>The record is being read…</source>
        <translation>Der Datensatz wird gelesen…</translation>
    </message>
    <message>
        <source>The technical detail is copied.</source>
        <translation>Die technische Einzelheit ist kopiert.</translation>
    </message>
    <message>
        <source>Trust this key</source>
        <translation>Diesem Schlüssel vertrauen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What Acme answered (its beginning):</source>
        <translation>Was Acme geantwortet hat (der Anfang):</translation>
    </message>
    <message>
        <source>What the record said is not kept any more</source>
        <translation>Was der Datensatz sagte, wird nicht mehr aufbewahrt</translation>
    </message>
    <message>
        <source>What was sent before counts as sent there, and is not sent again.</source>
        <translation>Was vorher gesendet wurde, gilt dort als gesendet und wird nicht erneut gesendet.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>You have compared it: the server {place} has the key {fingerprint}. Only this key is taken from now on.</source>
        <translation>Sie haben verglichen: Der Server {place} hat den Schlüssel {fingerprint}. Von jetzt an wird nur dieser angenommen.</translation>
    </message>
    <message>
        <source>You have looked in Acme, and it is not there: {names}. It will be sent once more.</source>
        <translation>Sie haben in Acme nachgesehen, und es ist nicht da: {names}. Es wird noch einmal gesendet.</translation>
    </message>
    <message>
        <source>You have looked in Acme, and it is there: {names}.</source>
        <translation>Sie haben in Acme nachgesehen, und es ist da: {names}.</translation>
    </message>
    <message>
        <source>{gone} Its SHA-256 is {digest}.</source>
        <translation>{gone} Der SHA-256 ist {digest}.</translation>
    </message>
</context>
<context>
    <name>Differences</name>
    <message>
        <source>Connection “{title}”</source>
        <translation>Verbindung „{title}“</translation>
    </message>
    <message>
        <source>Destinations</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Expected arrivals</source>
        <translation>Erwartete Eingänge</translation>
    </message>
    <message>
        <source>Export “{title}”</source>
        <translation>Export „{title}“</translation>
    </message>
    <message>
        <source>File “{name}”</source>
        <translation>Datei „{name}“</translation>
    </message>
    <message>
        <source>Flow “{title}”</source>
        <translation>Ablauf „{title}“</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Line {number}</source>
        <translation>Zeile {number}</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Zuordnung</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Geheimnisse</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>is another</source>
        <translation>ist ein anderes</translation>
    </message>
    <message>
        <source>is deleted</source>
        <translation>ist gelöscht</translation>
    </message>
    <message>
        <source>is new</source>
        <translation>ist neu</translation>
    </message>
    <message>
        <source>is removed</source>
        <translation>ist entfernt</translation>
    </message>
    <message>
        <source>stored anew</source>
        <translation>neu gespeichert</translation>
    </message>
</context>
<context>
    <name>Documents</name>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Dismissed</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Zurückgehalten</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Replaced by a newer one</source>
        <translation>Durch eine neuere ersetzt</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
</context>
<context>
    <name>DryRunSheet</name>
    <message numerus="yes">
        <source>%n change(s) are in Acme now.</source>
        <translation>
            <numerusform>%n Änderung ist jetzt in Acme.</numerusform>
            <numerusform>%n Änderungen sind jetzt in Acme.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) that were read before are not in Acme yet; the overview tells of them.</source>
        <translation>
            <numerusform>%n Beleg, der vorher gelesen wurde, ist noch nicht in Acme; die Übersicht sagt mehr dazu.</numerusform>
            <numerusform>%n Belege, die vorher gelesen wurden, sind noch nicht in Acme; die Übersicht sagt mehr dazu.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) wait; the next run goes on with them.</source>
        <translation>
            <numerusform>%n Beleg wartet; der nächste Lauf macht damit weiter.</numerusform>
            <numerusform>%n Belege warten; der nächste Lauf macht damit weiter.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read.</source>
        <translation>
            <numerusform>%n Datei gelesen.</numerusform>
            <numerusform>%n Dateien gelesen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read; Acme has all of it.</source>
        <translation>
            <numerusform>%n Datei gelesen; Acme hat alles davon.</numerusform>
            <numerusform>%n Dateien gelesen; Acme hat alles davon.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not sent, since it changed after the dry run or was refused: see why.</source>
        <translation>
            <numerusform>%n nicht gesendet, da nach dem Probelauf geändert oder abgelehnt: siehe Grund.</numerusform>
            <numerusform>%n nicht gesendet, da nach dem Probelauf geändert oder abgelehnt: siehe Grund.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Begin anew</source>
        <translation>Neu &amp;beginnen</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Send %n change(s) to Acme</source>
        <translation>
            <numerusform>%n Änderung an Acme &amp;senden</numerusform>
            <numerusform>%n Änderungen an Acme &amp;senden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A run would send %n change(s) to Acme.</source>
        <translation>
            <numerusform>Ein Lauf würde %n Änderung an Acme senden.</numerusform>
            <numerusform>Ein Lauf würde %n Änderungen an Acme senden.</numerusform>
        </translation>
    </message>
    <message>
        <source>A run would send nothing new.</source>
        <translation>Ein Lauf würde nichts Neues senden.</translation>
    </message>
    <message>
        <source>A run would send nothing.</source>
        <translation>Ein Lauf würde nichts senden.</translation>
    </message>
    <message>
        <source>Dry run: {flow}</source>
        <translation>Probelauf: {flow}</translation>
    </message>
    <message>
        <source>Files are read and Acme is asked. Nothing is sent or moved.</source>
        <translation>Dateien werden gelesen und Acme wird gefragt. Nichts wird gesendet oder verschoben.</translation>
    </message>
    <message>
        <source>Looking what a run would do</source>
        <translation>Es wird nachgesehen, was ein Lauf täte</translation>
    </message>
    <message>
        <source>No file was there.</source>
        <translation>Es lag keine Datei da.</translation>
    </message>
    <message>
        <source>Nothing was sent, nothing was moved. The plan ends {when}.</source>
        <translation>Nichts wurde gesendet, nichts verschoben. Der Plan endet {when}.</translation>
    </message>
    <message>
        <source>Send nothing, &amp;put the files away</source>
        <translation>Nichts senden, Dateien &amp;wegräumen</translation>
    </message>
    <message>
        <source>Sending exactly this plan</source>
        <translation>Genau dieser Plan wird gesendet</translation>
    </message>
    <message>
        <source>The plan is older than a day: begin anew.</source>
        <translation>Der Plan ist älter als ein Tag: Beginnen Sie neu.</translation>
    </message>
    <message>
        <source>There is nothing new</source>
        <translation>Es gibt nichts Neues</translation>
    </message>
    <message>
        <source>You may close this sheet: it goes on. Cancel ends it between two documents.</source>
        <translation>Sie können dieses Blatt schließen: Es geht weiter. Abbrechen endet zwischen zwei Belegen.</translation>
    </message>
</context>
<context>
    <name>EditSheet</name>
    <message>
        <source>&amp;Try again</source>
        <translation>Erneut &amp;versuchen</translation>
    </message>
    <message>
        <source>Click a value, or press F2, to change it.</source>
        <translation>Klicken Sie auf einen Wert, oder drücken Sie F2, um ihn zu ändern.</translation>
    </message>
    <message>
        <source>Edit and try: {name}</source>
        <translation>Bearbeiten und versuchen: {name}</translation>
    </message>
    <message>
        <source>Fields of the document</source>
        <translation>Felder des Belegs</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>If you leave now, it is lost.</source>
        <translation>Wenn Sie jetzt gehen, geht es verloren.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Nothing is changed yet.</source>
        <translation>Noch ist nichts geändert.</translation>
    </message>
    <message>
        <source>Sa&amp;ve and send</source>
        <translation>&amp;Speichern und senden</translation>
    </message>
    <message>
        <source>Say why, in a few words.</source>
        <translation>Sagen Sie in wenigen Worten, warum.</translation>
    </message>
    <message>
        <source>Something is still wrong.</source>
        <translation>Etwas ist noch falsch.</translation>
    </message>
    <message>
        <source>What you changed is not saved.</source>
        <translation>Was Sie geändert haben, ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>{name}: what you changed is sent by the next run.</source>
        <translation>{name}: Ihre Änderung sendet der nächste Lauf.</translation>
    </message>
</context>
<context>
    <name>EverySentence</name>
    <message>
        <source>every {span} after the end of the last run</source>
        <translation>alle {span} nach dem Ende des letzten Laufs</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message>
        <source>The file cannot be used: {why}.</source>
        <translation>Die Datei kann nicht verwendet werden: {why}.</translation>
    </message>
    <message>
        <source>The file is too large to be a configuration.</source>
        <translation>Die Datei ist zu groß für eine Konfiguration.</translation>
    </message>
</context>
<context>
    <name>ExpectationsEditor</name>
    <message>
        <source>Add an expectation</source>
        <translation>Erwartung hinzufügen</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Nothing is expected: nobody is told when nothing comes.</source>
        <translation>Nichts wird erwartet: Niemand erfährt, wenn nichts kommt.</translation>
    </message>
    <message>
        <source>Propose from what has come</source>
        <translation>Aus dem Bisherigen vorschlagen</translation>
    </message>
    <message>
        <source>Remove this expectation</source>
        <translation>Diese Erwartung entfernen</translation>
    </message>
    <message>
        <source>Save the flow first: nothing has come yet.</source>
        <translation>Speichern Sie den Ablauf zuerst: Es ist noch nichts gekommen.</translation>
    </message>
</context>
<context>
    <name>ExportDetail</name>
    <message>
        <source>Destinations</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Parts of the export</source>
        <translation>Teile des Exports</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message numerus="yes">
        <source>%Ln row(s) written to {name}.</source>
        <translation>
            <numerusform>%Ln Zeile in {name} geschrieben.</numerusform>
            <numerusform>%Ln Zeilen in {name} geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>CSV-Dateien (*.csv)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>It lies in {folder}.</source>
        <translation>Sie liegt in {folder}.</translation>
    </message>
    <message>
        <source>The export was cancelled; no file was written.</source>
        <translation>Der Export wurde abgebrochen; es wurde keine Datei geschrieben.</translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message numerus="yes">
        <source>%n report(s) of this export have not arrived yet.</source>
        <translation>
            <numerusform>%n Bericht dieses Exports ist noch nicht angekommen.</numerusform>
            <numerusform>%n Berichte dieses Exports sind noch nicht angekommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add an export</source>
        <translation>Export hinzufügen</translation>
    </message>
    <message>
        <source>An export asks Acme, or another system, for documents, makes a report of them, and delivers it: yesterday&apos;s orders as a PDF by e-mail, for example.</source>
        <translation>Ein Export fragt Acme oder ein anderes System nach Belegen, macht daraus einen Bericht und stellt ihn zu: etwa die Aufträge von gestern als PDF per E-Mail.</translation>
    </message>
    <message>
        <source>Delete the export</source>
        <translation>Export löschen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Exports</source>
        <translation>Exporte</translation>
    </message>
    <message>
        <source>New export</source>
        <translation>Neuer Export</translation>
    </message>
    <message>
        <source>No export yet</source>
        <translation>Noch kein Export</translation>
    </message>
    <message>
        <source>When the export is deleted nobody delivers that; a problem says so until you give it up there. Switching the export off keeps it for later.</source>
        <translation>Wird der Export gelöscht, stellt das niemand zu; ein Problem sagt es, bis Sie es dort aufgeben. Abgeschaltet behält der Export es für später.</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>Welche</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
</context>
<context>
    <name>FieldPane</name>
    <message>
        <source>&amp;Empty</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>A sum of other fields</source>
        <translation>Eine Summe anderer Felder</translation>
    </message>
    <message>
        <source>Always the same value</source>
        <translation>Immer derselbe Wert</translation>
    </message>
    <message>
        <source>Choose a field of the document</source>
        <translation>Wählen Sie ein Feld des Belegs</translation>
    </message>
    <message>
        <source>Con&amp;vert</source>
        <translation>Umwan&amp;deln</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Decimal number</source>
        <translation>Dezimalzahl</translation>
    </message>
    <message>
        <source>Fill &amp;otherwise</source>
        <translation>S&amp;onst ausfüllen</translation>
    </message>
    <message>
        <source>From the fi&amp;le…</source>
        <translation>Aus der Da&amp;tei…</translation>
    </message>
    <message>
        <source>How many entries a list has</source>
        <translation>Wie viele Einträge eine Liste hat</translation>
    </message>
    <message>
        <source>One part of it</source>
        <translation>Ein Teil davon</translation>
    </message>
    <message>
        <source>Options of the field</source>
        <translation>Optionen des Felds</translation>
    </message>
    <message>
        <source>Point in time</source>
        <translation>Zeitpunkt</translation>
    </message>
    <message>
        <source>Text: replace, trim, upper or lower case</source>
        <translation>Text: ersetzen, kürzen, groß oder klein schreiben</translation>
    </message>
    <message>
        <source>The number of the entry</source>
        <translation>Die Nummer des Eintrags</translation>
    </message>
    <message>
        <source>What a pattern finds</source>
        <translation>Was ein Muster findet</translation>
    </message>
    <message>
        <source>What a table says</source>
        <translation>Was eine Tabelle sagt</translation>
    </message>
    <message>
        <source>Whole number</source>
        <translation>Ganze Zahl</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>Ja oder nein</translation>
    </message>
    <message>
        <source>date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>decimal number</source>
        <translation>Dezimalzahl</translation>
    </message>
    <message>
        <source>list</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>nötig</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>one of {choices}</source>
        <translation>eines von {choices}</translation>
    </message>
    <message>
        <source>point in time</source>
        <translation>Zeitpunkt</translation>
    </message>
    <message>
        <source>several fields</source>
        <translation>mehrere Felder</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>whole number</source>
        <translation>ganze Zahl</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>ja oder nein</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message>
        <source>By this the document is known in Acme; it stays.</source>
        <translation>Daran erkennt Acme den Beleg; es bleibt.</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was falsch ist</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>All flows</source>
        <translation>Alle Abläufe</translation>
    </message>
    <message>
        <source>Every outcome</source>
        <translation>Jedes Ergebnis</translation>
    </message>
    <message>
        <source>Every reason</source>
        <translation>Jeder Grund</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Number, file or error</source>
        <translation>Nummer, Datei oder Fehler</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Show all again</source>
        <translation>Wieder alle zeigen</translation>
    </message>
    <message>
        <source>Words of its note</source>
        <translation>Wörter der Notiz</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Fields of the file</source>
        <translation>Felder der Datei</translation>
    </message>
    <message>
        <source>Search the fields of the file</source>
        <translation>Felder der Datei durchsuchen</translation>
    </message>
</context>
<context>
    <name>First</name>
    <message numerus="yes">
        <source>%Ln file(s) are already there, changed between {first} and {last}. What shall become of them?</source>
        <translation>
            <numerusform>%Ln Datei ist schon da, geändert zwischen {first} und {last}. Was soll daraus werden?</numerusform>
            <numerusform>%Ln Dateien sind schon da, geändert zwischen {first} und {last}. Was soll daraus werden?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are already there, changed on {day}. What shall become of them?</source>
        <translation>
            <numerusform>%Ln Datei ist schon da, geändert am {day}. Was soll daraus werden?</numerusform>
            <numerusform>%Ln Dateien sind schon da, geändert am {day}. Was soll daraus werden?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) are already there. What shall become of them?</source>
        <translation>
            <numerusform>%Ln Datei ist schon da. Was soll daraus werden?</numerusform>
            <numerusform>%Ln Dateien sind schon da. Was soll daraus werden?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) stay where they are and are never sent, unless they are changed.</source>
        <translation>
            <numerusform>%Ln Datei bleibt, wo sie ist, und wird nie gesendet, außer sie wird geändert.</numerusform>
            <numerusform>%Ln Dateien bleiben, wo sie sind, und werden nie gesendet, außer sie werden geändert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose what shall become of them</source>
        <translation>Wählen, was daraus werden soll</translation>
    </message>
    <message>
        <source>Each of them is read, and what is in it goes to Acme.</source>
        <translation>Jede davon wird gelesen, und was darin steht, geht an Acme.</translation>
    </message>
    <message>
        <source>Files changed since this day are taken</source>
        <translation>Genommen werden Dateien, die seit diesem Tag geändert wurden</translation>
    </message>
    <message>
        <source>How much that is, the source will say.</source>
        <translation>Wie viel das ist, sagt die Quelle.</translation>
    </message>
    <message numerus="yes">
        <source>Leave %Ln file(s), begin from now on</source>
        <translation>
            <numerusform>%Ln Datei liegen lassen, ab jetzt beginnen</numerusform>
            <numerusform>%Ln Dateien liegen lassen, ab jetzt beginnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave all %Ln file(s), take only what comes from now on</source>
        <translation>
            <numerusform>%Ln Datei liegen lassen, nur nehmen, was ab jetzt kommt</numerusform>
            <numerusform>Alle %Ln Dateien liegen lassen, nur nehmen, was ab jetzt kommt</numerusform>
        </translation>
    </message>
    <message>
        <source>Leave them, take only what comes from now on</source>
        <translation>Liegen lassen, nur nehmen, was ab jetzt kommt</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut nachsehen</translation>
    </message>
    <message>
        <source>Meanwhile other files are there: look at the numbers once more.</source>
        <translation>Inzwischen sind andere Dateien da: Sehen Sie die Zahlen noch einmal an.</translation>
    </message>
    <message>
        <source>Only files that were changed since</source>
        <translation>Nur Dateien, die geändert wurden seit</translation>
    </message>
    <message numerus="yes">
        <source>Take %Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei nehmen</numerusform>
            <numerusform>%Ln Dateien nehmen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take all %Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei nehmen</numerusform>
            <numerusform>Alle %Ln Dateien nehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>Take all files</source>
        <translation>Alle Dateien nehmen</translation>
    </message>
    <message>
        <source>Take what was changed since then</source>
        <translation>Nehmen, was sich seitdem geändert hat</translation>
    </message>
</context>
<context>
    <name>FlowCard</name>
    <message>
        <source>How far the run is</source>
        <translation>Wie weit der Lauf ist</translation>
    </message>
    <message>
        <source>Not known now</source>
        <translation>Zurzeit nicht bekannt</translation>
    </message>
</context>
<context>
    <name>FlowDetail</name>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Zuordnung</translation>
    </message>
    <message>
        <source>Parts of the flow</source>
        <translation>Teile des Ablaufs</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
</context>
<context>
    <name>FlowMenu</name>
    <message>
        <source>Activity of this flow</source>
        <translation>Aktivität dieses Ablaufs</translation>
    </message>
    <message>
        <source>Dry run: what would happen now…</source>
        <translation>Probelauf: was jetzt geschähe…</translation>
    </message>
    <message numerus="yes">
        <source>Problems of this flow (%Ln)</source>
        <translation>
            <numerusform>Probleme dieses Ablaufs (%Ln)</numerusform>
            <numerusform>Probleme dieses Ablaufs (%Ln)</numerusform>
        </translation>
    </message>
    <message>
        <source>Read again…</source>
        <translation>Erneut lesen…</translation>
    </message>
    <message>
        <source>Resume this flow</source>
        <translation>Diesen Ablauf fortsetzen</translation>
    </message>
    <message>
        <source>Settings of this flow</source>
        <translation>Einstellungen dieses Ablaufs</translation>
    </message>
    <message>
        <source>What was made, and issue again…</source>
        <translation>Was erstellt wurde, und noch einmal ausgeben…</translation>
    </message>
</context>
<context>
    <name>Flows</name>
    <message numerus="yes">
        <source>%n document(s) of this flow are not in Acme yet.</source>
        <translation>
            <numerusform>%n Beleg dieses Ablaufs ist noch nicht in Acme.</numerusform>
            <numerusform>%n Belege dieses Ablaufs sind noch nicht in Acme.</numerusform>
        </translation>
    </message>
    <message>
        <source>A flow brings one kind of document from your system to Acme: orders from a folder, for example.</source>
        <translation>Ein Ablauf bringt eine Art von Belegen aus Ihrem System zu Acme: zum Beispiel Aufträge aus einem Ordner.</translation>
    </message>
    <message>
        <source>Add a flow</source>
        <translation>Ablauf hinzufügen</translation>
    </message>
    <message>
        <source>Delete the flow</source>
        <translation>Ablauf löschen</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Flows</source>
        <translation>Abläufe</translation>
    </message>
    <message>
        <source>New flow</source>
        <translation>Neuer Ablauf</translation>
    </message>
    <message>
        <source>No flow yet</source>
        <translation>Noch kein Ablauf</translation>
    </message>
    <message>
        <source>When the flow is deleted that stays as it is, and nobody sends it. Switching the flow off keeps it for later.</source>
        <translation>Wird der Ablauf gelöscht, bleibt das, wie es ist, und niemand sendet es. Abgeschaltet behält der Ablauf es für später.</translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Cancel the export</source>
        <translation>Export abbrechen</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>{done} of {total} rows</source>
        <translation>{done} von {total} Zeilen</translation>
    </message>
</context>
<context>
    <name>FormRow</name>
    <message>
        <source>Set by your administrator.</source>
        <translation>Von Ihrem Administrator festgelegt.</translation>
    </message>
</context>
<context>
    <name>Further</name>
    <message>
        <source>&amp;Time zone</source>
        <translation>&amp;Zeitzone</translation>
    </message>
    <message>
        <source>Ho&amp;lidays</source>
        <translation>F&amp;eiertage</translation>
    </message>
    <message>
        <source>M&amp;issed runs</source>
        <translation>Ver&amp;säumte Läufe</translation>
    </message>
    <message>
        <source>Nothing runs then. 12-25: on that day every year.</source>
        <translation>Dann läuft nichts. 12-25: jedes Jahr an diesem Tag.</translation>
    </message>
    <message>
        <source>Runs that were due while the machine was off or asleep, or the flow was busy.</source>
        <translation>Läufe, die fällig waren, während der Rechner aus war oder schlief oder der Ablauf beschäftigt war.</translation>
    </message>
    <message>
        <source>one run makes up for all of them</source>
        <translation>ein Lauf holt alle nach</translation>
    </message>
    <message>
        <source>that of this machine</source>
        <translation>die dieses Rechners</translation>
    </message>
    <message>
        <source>that of this machine ({zone})</source>
        <translation>die dieses Rechners ({zone})</translation>
    </message>
    <message>
        <source>they are only recorded</source>
        <translation>sie werden nur festgehalten</translation>
    </message>
</context>
<context>
    <name>General</name>
    <message>
        <source>Parts of the general settings</source>
        <translation>Teile der allgemeinen Einstellungen</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>This desk</source>
        <translation>Oberfläche</translation>
    </message>
</context>
<context>
    <name>Ghosts</name>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
</context>
<context>
    <name>GroupEditor</name>
    <message>
        <source>Set this up</source>
        <translation>Einrichten</translation>
    </message>
</context>
<context>
    <name>GroupsEditor</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add: {name}</source>
        <translation>Hinzufügen: {name}</translation>
    </message>
</context>
<context>
    <name>GuideSheet</name>
    <message>
        <source>Acme</source>
        <translation>Acme</translation>
    </message>
    <message>
        <source>Acme account</source>
        <translation>Acme-Konto</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Database of orders</source>
        <translation>Datenbank der Aufträge</translation>
    </message>
    <message>
        <source>Folder of orders</source>
        <translation>Ordner der Aufträge</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weitermachen</translation>
    </message>
    <message>
        <source>If you leave the guide now, what you have filled in is lost.</source>
        <translation>Wenn Sie jetzt gehen, ist verloren, was Sie ausgefüllt haben.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Nothing is saved yet.</source>
        <translation>Noch ist nichts gespeichert.</translation>
    </message>
    <message>
        <source>Only those who may change settings can set up a flow.</source>
        <translation>Nur wer Einstellungen ändern darf, kann einen Ablauf einrichten.</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>Server of orders</source>
        <translation>Server der Aufträge</translation>
    </message>
    <message>
        <source>Set up a flow</source>
        <translation>Ablauf einrichten</translation>
    </message>
    <message>
        <source>Show the flow</source>
        <translation>Ablauf zeigen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>The settings file cannot be used: {why}</source>
        <translation>Die Einstellungsdatei kann nicht verwendet werden: {why}</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln neu</numerusform>
            <numerusform>%Ln neu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s)</source>
        <translation>
            <numerusform>%n Ursache</numerusform>
            <numerusform>%n Ursachen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>&amp;Spalten</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>&amp;Go on here…</source>
        <translation>Hier &amp;weitermachen…</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>Fo&amp;rtsetzen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>All flows</source>
        <translation>Alle Abläufe</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Everything that fits the filters, as a CSV file</source>
        <translation>Alles, was zu den Filtern passt, als CSV-Datei</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>Pa&amp;usieren</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>S&amp;witch flows on…</source>
        <translation>Abläufe ein&amp;schalten…</translation>
    </message>
    <message>
        <source>Start the &amp;engine</source>
        <translation>En&amp;gine starten</translation>
    </message>
    <message>
        <source>The engine does not tell this account what was done.</source>
        <translation>Die Engine sagt diesem Konto nicht, was getan wurde.</translation>
    </message>
    <message>
        <source>To the newest</source>
        <translation>Zum Neuesten</translation>
    </message>
    <message numerus="yes">
        <source>Try a&amp;ll %n again</source>
        <translation>
            <numerusform>%n er&amp;neut versuchen</numerusform>
            <numerusform>A&amp;lle %n erneut versuchen</numerusform>
        </translation>
    </message>
    <message>
        <source>Try a&amp;ll again</source>
        <translation>A&amp;lle erneut versuchen</translation>
    </message>
    <message>
        <source>Who can fix it</source>
        <translation>Wer es beheben kann</translation>
    </message>
</context>
<context>
    <name>Held</name>
    <message>
        <source>Look at them</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>{documents} wait for your word. Nothing of it was sent.</source>
        <translation>{documents} warten auf Ihr Wort. Davon wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>{documents} wait for your word: one run sends at most {limit} without it.</source>
        <translation>{documents} warten auf Ihr Wort: Ein Lauf sendet ohne es höchstens {limit}.</translation>
    </message>
    <message>
        <source>{documents} wait for your word: {updates} of them change what Acme holds, more than {limit} %.</source>
        <translation>{documents} warten auf Ihr Wort: {updates} davon ändern, was Acme hat, mehr als {limit} %.</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Nichts gefunden.</translation>
    </message>
    <message>
        <source>Pages of the help</source>
        <translation>Seiten der Hilfe</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>In der Hilfe suchen</translation>
    </message>
    <message>
        <source>Support &amp;bundle…</source>
        <translation>Support&amp;paket…</translation>
    </message>
    <message>
        <source>The page</source>
        <translation>Die Seite</translation>
    </message>
</context>
<context>
    <name>HistorySheet</name>
    <message>
        <source>Former versions</source>
        <translation>Frühere Versionen</translation>
    </message>
    <message>
        <source>Go back to this</source>
        <translation>Zu dieser zurück</translation>
    </message>
    <message>
        <source>History of the settings</source>
        <translation>Verlauf der Einstellungen</translation>
    </message>
    <message>
        <source>It is no TOML.</source>
        <translation>Es ist kein TOML.</translation>
    </message>
    <message>
        <source>It says the same as the settings now; only its comments may differ.</source>
        <translation>Es sagt dasselbe wie die Einstellungen jetzt; nur die Kommentare können anders sein.</translation>
    </message>
    <message>
        <source>There is no former version yet: each save keeps the one before.</source>
        <translation>Es gibt noch keine frühere Version: Jedes Speichern bewahrt die vorige auf.</translation>
    </message>
    <message>
        <source>What going back would change:</source>
        <translation>Was das Zurückgehen ändern würde:</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>bis {time}</translation>
    </message>
</context>
<context>
    <name>Honest</name>
    <message>
        <source>All is well</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message>
        <source>Looking for the engine…</source>
        <translation>Die Engine wird gesucht…</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Braucht Sie</translation>
    </message>
    <message>
        <source>Nothing runs. {why}</source>
        <translation>Nichts läuft. {why}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Syncing</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>The engine is off.</source>
        <translation>Die Engine ist aus.</translation>
    </message>
    <message>
        <source>{state} · last proof {time}</source>
        <translation>{state} · letzter Beweis {time}</translation>
    </message>
</context>
<context>
    <name>Hours</name>
    <message>
        <source>Add hours</source>
        <translation>Stunden hinzufügen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>Remove these hours</source>
        <translation>Diese Stunden entfernen</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>Idle</name>
    <message numerus="yes">
        <source>&amp;Run %n flow(s) now</source>
        <translation>
            <numerusform>%n Ablauf jetzt sta&amp;rten</numerusform>
            <numerusform>%n Abläufe jetzt sta&amp;rten</numerusform>
        </translation>
    </message>
    <message>
        <source>It has run, and all is well.</source>
        <translation>Es ist gelaufen, und alles ist in Ordnung.</translation>
    </message>
    <message>
        <source>It has run. Something still waits, and goes on by itself.</source>
        <translation>Es ist gelaufen. Etwas wartet noch und geht von selbst weiter.</translation>
    </message>
    <message>
        <source>It has run. What still needs somebody stands here.</source>
        <translation>Es ist gelaufen. Was noch jemanden braucht, steht hier.</translation>
    </message>
    <message>
        <source>It runs…</source>
        <translation>Es läuft…</translation>
    </message>
    <message>
        <source>No schedule, so it runs only when somebody says so: {flows}.</source>
        <translation>Ohne Zeitplan läuft nur, was jemand startet: {flows}.</translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message>
        <source>Files that are the same here: {files}</source>
        <translation>Dateien, die hier dieselben sind: {files}</translation>
    </message>
    <message numerus="yes">
        <source>Import %n change(s)</source>
        <translation>
            <numerusform>%n Änderung importieren</numerusform>
            <numerusform>%n Änderungen importieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Import of a configuration</source>
        <translation>Import einer Konfiguration</translation>
    </message>
    <message>
        <source>It cannot be imported as it is.</source>
        <translation>So kann es nicht importiert werden.</translation>
    </message>
    <message>
        <source>It says the same as the settings here.</source>
        <translation>Es sagt dasselbe wie die Einstellungen hier.</translation>
    </message>
    <message>
        <source>No secret is in it. To be set afterwards, at its connections: {secrets}</source>
        <translation>Es ist kein Geheimnis darin. Danach bei ihren Verbindungen zu setzen: {secrets}</translation>
    </message>
</context>
<context>
    <name>Issuing</name>
    <message>
        <source>&amp;Issue again…</source>
        <translation>Noch einmal a&amp;usgeben…</translation>
    </message>
    <message>
        <source>Do not</source>
        <translation>Nicht tun</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>Issue the report of {days} again?</source>
        <translation>Den Bericht von {days} noch einmal ausgeben?</translation>
    </message>
    <message>
        <source>It is made anew from what Acme holds now, and delivered once more to: {places}.</source>
        <translation>Er wird neu aus dem erstellt, was Acme jetzt hat, und noch einmal zugestellt an: {places}.</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Make and deliver it</source>
        <translation>Erstellen und zustellen</translation>
    </message>
    <message>
        <source>Period from</source>
        <translation>Zeitraum von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>Kept</name>
    <message>
        <source>Remove {what}</source>
        <translation>{what} entfernen</translation>
    </message>
    <message>
        <source>This also stands in the settings, and is kept as it is:</source>
        <translation>Auch das steht in den Einstellungen und bleibt, wie es ist:</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>&amp;Quit, the engine goes on</source>
        <translation>&amp;Beenden, die Engine läuft weiter</translation>
    </message>
    <message>
        <source>&amp;Stop the engine and quit</source>
        <translation>Engine &amp;stoppen und beenden</translation>
    </message>
    <message>
        <source>Quit Desktop Sync</source>
        <translation>Desktop Sync beenden</translation>
    </message>
    <message>
        <source>Shall orders go on being delivered?</source>
        <translation>Sollen Aufträge weiter zugestellt werden?</translation>
    </message>
    <message>
        <source>The engine does the work, and can go on without this icon. When it is stopped, nothing is picked up or sent until Desktop Sync is started again.</source>
        <translation>Die Engine macht die Arbeit und kann ohne dieses Symbol weiterlaufen. Ist sie gestoppt, wird nichts abgeholt oder gesendet, bis Desktop Sync wieder gestartet wird.</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>&amp;only on</source>
        <translation>&amp;nur an</translation>
    </message>
    <message>
        <source>only &amp;between</source>
        <translation>nur z&amp;wischen</translation>
    </message>
</context>
<context>
    <name>LineEditor</name>
    <message>
        <source>such as {example}</source>
        <translation>wie {example}</translation>
    </message>
</context>
<context>
    <name>LinesEditor</name>
    <message>
        <source>name = value, one on each line</source>
        <translation>name = wert, je Zeile eines</translation>
    </message>
    <message>
        <source>one on each line</source>
        <translation>je Zeile eines</translation>
    </message>
</context>
<context>
    <name>Link</name>
    <message>
        <source>Start it again.</source>
        <translation>Starten Sie sie erneut.</translation>
    </message>
    <message>
        <source>The engine ends again and again. Its log says why.</source>
        <translation>Die Engine endet immer wieder. In ihrem Protokoll steht, warum.</translation>
    </message>
    <message>
        <source>The engine is being looked for.</source>
        <translation>Die Engine wird gesucht.</translation>
    </message>
    <message>
        <source>The engine is off.</source>
        <translation>Die Engine ist aus.</translation>
    </message>
    <message>
        <source>This is for those who may change settings. The administrator of this machine can allow it.</source>
        <translation>Das ist für die, die Einstellungen ändern dürfen. Der Administrator dieses Rechners kann es erlauben.</translation>
    </message>
    <message>
        <source>Your account may only look here. The administrator of this machine can allow more.</source>
        <translation>Ihr Konto darf hier nur ansehen. Der Administrator dieses Rechners kann mehr erlauben.</translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>has an error</source>
        <translation>hat einen Fehler</translation>
    </message>
    <message>
        <source>set by your administrator</source>
        <translation>von Ihrem Administrator festgelegt</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>ausgeschaltet</translation>
    </message>
</context>
<context>
    <name>Look</name>
    <message>
        <source>Document</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Documents that are held</source>
        <translation>Zurückgehaltene Belege</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Nothing is held any more.</source>
        <translation>Es wird nichts mehr zurückgehalten.</translation>
    </message>
    <message>
        <source>Noticed</source>
        <translation>Bemerkt</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Would be</source>
        <translation>Würde</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>updated</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>{documents}, none of which changes what Acme holds. Nothing was sent.</source>
        <translation>{documents}; nichts davon ändert, was Acme hat. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>{documents}, {updates} of them change what Acme holds. Nothing was sent.</source>
        <translation>{documents}, {updates} davon ändern, was Acme hat. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>{documents}, {updates} of them change what Acme holds. Nothing was sent. The first {shown} are shown.</source>
        <translation>{documents}, {updates} davon ändern, was Acme hat. Es wurde nichts gesendet. Die ersten {shown} sind gezeigt.</translation>
    </message>
    <message>
        <source>{flow}: what waits for your word</source>
        <translation>{flow}: was auf Ihr Wort wartet</translation>
    </message>
</context>
<context>
    <name>Made</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Asks you whether it arrived</source>
        <translation>Fragt Sie, ob es ankam</translation>
    </message>
    <message>
        <source>Being delivered</source>
        <translation>Wird zugestellt</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Is tried again</source>
        <translation>Wird erneut versucht</translation>
    </message>
    <message>
        <source>Nobody can tell whether it arrived</source>
        <translation>Niemand weiß, ob es ankam</translation>
    </message>
    <message>
        <source>Not delivered any more</source>
        <translation>Wird nicht mehr zugestellt</translation>
    </message>
    <message>
        <source>Nothing delivered</source>
        <translation>Nichts zugestellt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>{state} ({many} of {all})</source>
        <translation>{state} ({many} von {all})</translation>
    </message>
</context>
<context>
    <name>MadeSheet</name>
    <message numerus="yes">
        <source>%Ln export(s), newest first</source>
        <translation>
            <numerusform>%Ln Export, der neueste zuerst</numerusform>
            <numerusform>%Ln Exporte, der neueste zuerst</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Deliver again</source>
        <translation>E&amp;rneut zustellen</translation>
    </message>
    <message>
        <source>&amp;Files of the period</source>
        <translation>Dateien des &amp;Zeitraums</translation>
    </message>
    <message>
        <source>&amp;Open the file</source>
        <translation>Datei öff&amp;nen</translation>
    </message>
    <message>
        <source>All &amp;periods</source>
        <translation>Al&amp;le Zeiträume</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files of this export</source>
        <translation>Dateien dieses Exports</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Ausgegeben von</translation>
    </message>
    <message>
        <source>It a&amp;rrived</source>
        <translation>Es &amp;kam an</translation>
    </message>
    <message>
        <source>It counts as delivered.</source>
        <translation>Es gilt als zugestellt.</translation>
    </message>
    <message>
        <source>It did &amp;not arrive</source>
        <translation>Es kam n&amp;icht an</translation>
    </message>
    <message>
        <source>It is being made and delivered…</source>
        <translation>Es wird erstellt und zugestellt…</translation>
    </message>
    <message>
        <source>It was made and delivered.</source>
        <translation>Es wurde erstellt und zugestellt.</translation>
    </message>
    <message>
        <source>It was made. Below stands how far its deliveries are.</source>
        <translation>Es wurde erstellt. Unten steht, wie weit die Zustellungen sind.</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Made by {export}</source>
        <translation>Erstellt von {export}</translation>
    </message>
    <message>
        <source>Nothing was made yet. The next run does it, or issue a period.</source>
        <translation>Noch wurde nichts erstellt. Der nächste Lauf tut es, oder Sie geben einen Zeitraum aus.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>The file is not kept any more.</source>
        <translation>Die Datei wird nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>The next run delivers it again.</source>
        <translation>Der nächste Lauf stellt es erneut zu.</translation>
    </message>
    <message>
        <source>The next run sends it once more.</source>
        <translation>Der nächste Lauf sendet es noch einmal.</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>Was gesagt wurde</translation>
    </message>
    <message>
        <source>the first {shown} of {many}</source>
        <translation>die ersten {shown} von {many}</translation>
    </message>
</context>
<context>
    <name>Mapped</name>
    <message>
        <source>A person has edited this version: the file says something else.</source>
        <translation>Jemand hat diese Version bearbeitet: Die Datei sagt etwas anderes.</translation>
    </message>
    <message>
        <source>By mapping {mapping}, as it was used then.</source>
        <translation>Nach Zuordnung {mapping}, wie sie damals galt.</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>In the document</source>
        <translation>Im Beleg</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Mapping {mapping}, which was used then, is not kept any more: this is by the present one.</source>
        <translation>Zuordnung {mapping}, die damals galt, wird nicht mehr aufbewahrt: Dies ist nach der jetzigen.</translation>
    </message>
    <message>
        <source>No mapping takes such a record any more.</source>
        <translation>Keine Zuordnung nimmt einen solchen Datensatz mehr.</translation>
    </message>
    <message>
        <source>Read again now, the file gives another content than what was sent.</source>
        <translation>Jetzt erneut gelesen, ergibt die Datei einen anderen Inhalt als den gesendeten.</translation>
    </message>
    <message>
        <source>Rule {number} decided: {operation}.</source>
        <translation>Regel {number} hat entschieden: {operation}.</translation>
    </message>
    <message>
        <source>Which rule gave which field</source>
        <translation>Welche Regel welches Feld ergab</translation>
    </message>
    <message>
        <source>nothing there</source>
        <translation>dort ist nichts</translation>
    </message>
    <message>
        <source>nothing there, so the default</source>
        <translation>dort ist nichts, daher der Vorgabewert</translation>
    </message>
    <message>
        <source>number of the entry</source>
        <translation>Nummer des Eintrags</translation>
    </message>
    <message>
        <source>taken as it is</source>
        <translation>unverändert übernommen</translation>
    </message>
    <message>
        <source>the same in every document</source>
        <translation>in jedem Beleg gleich</translation>
    </message>
</context>
<context>
    <name>MappingEditor</name>
    <message numerus="yes">
        <source>%n field(s) were filled; look at each.</source>
        <translation>
            <numerusform>%n Feld wurde ausgefüllt; sehen Sie es an.</numerusform>
            <numerusform>%n Felder wurden ausgefüllt; sehen Sie jedes an.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Rules, version, checks, tables</source>
        <translation>&amp;Regeln, Version, Prüfungen, Tabellen</translation>
    </message>
    <message>
        <source>&amp;This field</source>
        <translation>Dieses &amp;Feld</translation>
    </message>
    <message>
        <source>By {path} an older file never overwrites newer data.</source>
        <translation>Durch {path} überschreibt eine ältere Datei nie neuere Daten.</translation>
    </message>
    <message>
        <source>Change it there; here it is only shown.</source>
        <translation>Ändern Sie sie dort; hier wird sie nur gezeigt.</translation>
    </message>
    <message>
        <source>Choose a sample first: then its fields can be chosen here.</source>
        <translation>Wählen Sie zuerst ein Beispiel: Dann können seine Felder hier gewählt werden.</translation>
    </message>
    <message>
        <source>Choose first what the records become.</source>
        <translation>Wählen Sie zuerst, was aus den Datensätzen wird.</translation>
    </message>
    <message>
        <source>Its options one and where say so; they can be changed.</source>
        <translation>Die Optionen one und where des Feldes sagen es; sie lassen sich ändern.</translation>
    </message>
    <message>
        <source>Of several {one}, the one whose {mark} is {value} is taken.</source>
        <translation>Von mehreren {one} wird das genommen, in dem {mark} {value} ist.</translation>
    </message>
    <message>
        <source>Records &amp;become</source>
        <translation>Datensätze &amp;werden zu</translation>
    </message>
    <message>
        <source>There is nothing to propose for fields that are empty.</source>
        <translation>Für leere Felder gibt es nichts vorzuschlagen.</translation>
    </message>
    <message>
        <source>This field repeats, and {field} is not in a list that is fed by it.</source>
        <translation>Dieses Feld wiederholt sich, und {field} steht in keiner Liste, die daraus gefüllt wird.</translation>
    </message>
    <message>
        <source>This field stands outside of what feeds the list around {field}.</source>
        <translation>Dieses Feld steht außerhalb dessen, was die Liste um {field} füllt.</translation>
    </message>
    <message>
        <source>This mapping stands in the file {file}, which several flows may share.</source>
        <translation>Diese Zuordnung steht in der Datei {file}, die sich mehrere Abläufe teilen können.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>What the records become</source>
        <translation>Was aus den Datensätzen wird</translation>
    </message>
    <message>
        <source>What {field} belongs to takes another element: see its where.</source>
        <translation>Wozu {field} gehört, nimmt ein anderes Element: siehe dessen where.</translation>
    </message>
    <message>
        <source>{field} holds one value: connect it with a field inside.</source>
        <translation>{field} hat einen Wert: Verbinden Sie es mit einem Feld darin.</translation>
    </message>
    <message>
        <source>{field} is a list: connect it with what repeats in the file.</source>
        <translation>{field} ist eine Liste: Verbinden Sie sie mit dem, was sich in der Datei wiederholt.</translation>
    </message>
    <message>
        <source>{field}: {one} or {other}?</source>
        <translation>{field}: {one} oder {other}?</translation>
    </message>
</context>
<context>
    <name>MappingPart</name>
    <message>
        <source>This mapping stands in the file {file}, and a change counts for all that share it: {flows}.</source>
        <translation>Diese Zuordnung steht in der Datei {file}; eine Änderung gilt für alle, die sie teilen: {flows}.</translation>
    </message>
    <message>
        <source>This mapping stands in the file {file}, outside of the settings. It is edited there.</source>
        <translation>Diese Zuordnung steht in der Datei {file}, außerhalb der Einstellungen. Sie wird dort bearbeitet.</translation>
    </message>
</context>
<context>
    <name>Meaning</name>
    <message numerus="yes">
        <source>%Ln cannot be read</source>
        <translation>
            <numerusform>%Ln ist nicht lesbar</numerusform>
            <numerusform>%Ln sind nicht lesbar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln differ and are sent</source>
        <translation>
            <numerusform>%Ln unterscheidet sich und geht an Acme</numerusform>
            <numerusform>%Ln unterscheiden sich und gehen an Acme</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln differ and would be sent</source>
        <translation>
            <numerusform>%Ln unterscheidet sich und würde gesendet</numerusform>
            <numerusform>%Ln unterscheiden sich und würden gesendet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) read again</source>
        <translation>
            <numerusform>%Ln Datei erneut gelesen</numerusform>
            <numerusform>%Ln Dateien erneut gelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln read so far</source>
        <translation>
            <numerusform>%Ln bisher gelesen</numerusform>
            <numerusform>%Ln bisher gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>It is being done…</source>
        <translation>Wird ausgeführt…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird angesehen…</translation>
    </message>
    <message>
        <source>What the next run does</source>
        <translation>Was der nächste Lauf tut</translation>
    </message>
    <message>
        <source>are older than what is known, not sent</source>
        <translation>sind älter als das Bekannte und werden nicht gesendet</translation>
    </message>
    <message>
        <source>are on their way already</source>
        <translation>sind schon unterwegs</translation>
    </message>
    <message>
        <source>are unchanged</source>
        <translation>sind unverändert</translation>
    </message>
    <message>
        <source>were dismissed by a person, left so</source>
        <translation>wurden von Hand verworfen und bleiben so</translation>
    </message>
    <message>
        <source>were edited by a person, left so</source>
        <translation>wurden von Hand bearbeitet und bleiben so</translation>
    </message>
</context>
<context>
    <name>Members</name>
    <message>
        <source>What belongs to it</source>
        <translation>Was dazugehört</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>- and {count} more</source>
        <translation>- und {count} weitere</translation>
    </message>
    <message>
        <source>Desktop Sync reports a problem that needs you:</source>
        <translation>Desktop Sync meldet ein Problem, das Sie braucht:</translation>
    </message>
    <message>
        <source>Hello,</source>
        <translation>Guten Tag,</translation>
    </message>
    <message>
        <source>Please tell me when it is done. Thank you!</source>
        <translation>bitte sagen Sie mir, wenn es erledigt ist. Vielen Dank!</translation>
    </message>
    <message>
        <source>Since: {moment}</source>
        <translation>Seit: {moment}</translation>
    </message>
    <message>
        <source>Technical detail: {cause}; version {program}</source>
        <translation>Technische Einzelheit: {cause}; Version {program}</translation>
    </message>
    <message>
        <source>What it is about: {what}</source>
        <translation>Worum es geht: {what}</translation>
    </message>
    <message>
        <source>What to do: {advice}</source>
        <translation>Was zu tun ist: {advice}</translation>
    </message>
    <message>
        <source>Where: {flows}</source>
        <translation>Wo: {flows}</translation>
    </message>
</context>
<context>
    <name>MonthDays</name>
    <message>
        <source>The last day of the month</source>
        <translation>Der letzte Tag des Monats</translation>
    </message>
    <message>
        <source>The {day}. of the month</source>
        <translation>Der {day}. des Monats</translation>
    </message>
    <message>
        <source>last</source>
        <translation>letzter</translation>
    </message>
</context>
<context>
    <name>More</name>
    <message>
        <source>&amp;Export…</source>
        <translation>E&amp;xportieren…</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>&amp;Verlauf…</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>Configurations (*{ending})</source>
        <translation>Konfigurationen (*{ending})</translation>
    </message>
    <message>
        <source>Export the settings, without secrets</source>
        <translation>Einstellungen exportieren, ohne Geheimnisse</translation>
    </message>
    <message>
        <source>Import settings from a file</source>
        <translation>Einstellungen aus einer Datei importieren</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>More about {flow}</source>
        <translation>Mehr zu {flow}</translation>
    </message>
    <message>
        <source>No secret is in it.</source>
        <translation>Es ist kein Geheimnis darin.</translation>
    </message>
    <message>
        <source>Save or discard your changes first.</source>
        <translation>Speichern oder verwerfen Sie zuerst Ihre Änderungen.</translation>
    </message>
    <message>
        <source>The settings stand in {path}.</source>
        <translation>Die Einstellungen stehen in {path}.</translation>
    </message>
    <message>
        <source>With these files: {files}. No secret is in it.</source>
        <translation>Mit diesen Dateien: {files}. Es ist kein Geheimnis darin.</translation>
    </message>
</context>
<context>
    <name>Moving</name>
    <message>
        <source>Leave it off</source>
        <translation>Aus lassen</translation>
    </message>
    <message>
        <source>Only go on here if the other one no longer runs: else both send, and things are in Acme twice. What the other one has sent is read in Acme before anything is sent from here.</source>
        <translation>Machen Sie hier nur weiter, wenn der andere nicht mehr läuft: Sonst senden beide, und in Acme steht etwas doppelt. Was der andere gesendet hat, wird in Acme gelesen, bevor von hier etwas gesendet wird.</translation>
    </message>
    <message>
        <source>The other one is off: go on here</source>
        <translation>Der andere ist aus: hier weitermachen</translation>
    </message>
    <message>
        <source>This data folder was copied from another machine. Go on here?</source>
        <translation>Dieser Datenordner stammt von einem anderen Rechner. Hier weitermachen?</translation>
    </message>
</context>
<context>
    <name>OpenedFile</name>
    <message>
        <source>Install one that does, such as a PDF reader.</source>
        <translation>Installieren Sie eines dafür, etwa ein PDF-Leseprogramm.</translation>
    </message>
    <message>
        <source>No program opens {name}.</source>
        <translation>Kein Programm öffnet {name}.</translation>
    </message>
    <message>
        <source>See that the disk has room.</source>
        <translation>Sehen Sie nach, ob auf dem Datenträger Platz ist.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {why}.</source>
        <translation>{path} kann nicht geschrieben werden: {why}.</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Open its folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>It is seen by the engine; perhaps your account may not look into it.</source>
        <translation>Die Engine sieht ihn; vielleicht darf Ihr Konto nicht hineinsehen.</translation>
    </message>
    <message>
        <source>Run {number}</source>
        <translation>Lauf {number}</translation>
    </message>
    <message>
        <source>Show all of its &amp;file</source>
        <translation>Alles aus seiner &amp;Datei zeigen</translation>
    </message>
    <message>
        <source>Show its &amp;documents</source>
        <translation>Seine &amp;Belege zeigen</translation>
    </message>
    <message>
        <source>Show its &amp;files</source>
        <translation>Seine &amp;Dateien zeigen</translation>
    </message>
    <message>
        <source>Show its &amp;trail</source>
        <translation>Seinen &amp;Weg zeigen</translation>
    </message>
    <message>
        <source>Show what was &amp;made</source>
        <translation>Zeigen, was &amp;erstellt wurde</translation>
    </message>
    <message>
        <source>The folder {folder} could not be opened.</source>
        <translation>Der Ordner {folder} konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>What can be done with it</source>
        <translation>Was damit getan werden kann</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>1234,50</source>
        <translation>1234,50</translation>
    </message>
    <message>
        <source>1234.50</source>
        <translation>1234.50</translation>
    </message>
    <message>
        <source>2026-05-03</source>
        <translation>2026-05-03</translation>
    </message>
    <message>
        <source>2026-11-28T14:00:00Z</source>
        <translation>2026-11-28T14:00:00Z</translation>
    </message>
    <message>
        <source>A Microsoft SQL Server and one database of it, asked through ODBC.</source>
        <translation>Ein Microsoft SQL Server und eine seiner Datenbanken, über ODBC abgefragt.</translation>
    </message>
    <message>
        <source>A PDF, to be read and printed.</source>
        <translation>Ein PDF, zum Lesen und Drucken.</translation>
    </message>
    <message>
        <source>A PNG or JPEG for the first page.</source>
        <translation>Ein PNG oder JPEG für die erste Seite.</translation>
    </message>
    <message>
        <source>A built-in report to begin with; what stands beside it here counts instead.</source>
        <translation>Ein eingebauter Bericht als Anfang; was hier daneben steht, gilt statt dessen.</translation>
    </message>
    <message>
        <source>A cancelled document that never was in Acme: nothing to do, or create it as cancelled.</source>
        <translation>Ein stornierter Beleg, der nie in Acme war: nichts tun, oder als storniert anlegen.</translation>
    </message>
    <message>
        <source>A certain one</source>
        <translation>Ein bestimmter</translation>
    </message>
    <message>
        <source>A column with a date or a time, which says of which day a row is, so that a first run can begin with a date. Rows without a value are sent. Not for timestamp, where the time of the change says it.</source>
        <translation>Eine Spalte mit Datum oder Zeit, die sagt, von welchem Tag eine Zeile ist, damit ein erster Lauf mit einem Datum beginnen kann. Zeilen ohne Wert werden gesendet. Nicht für timestamp, wo es die Zeit der Änderung sagt.</translation>
    </message>
    <message>
        <source>A connection to an Acme account.</source>
        <translation>Eine Verbindung zu einem Acme-Konto.</translation>
    </message>
    <message>
        <source>A document is complete</source>
        <translation>Ein Beleg ist vollständig</translation>
    </message>
    <message>
        <source>A file (XML, CSV …), taken whole</source>
        <translation>Eine Datei (XML, CSV …), ganz genommen</translation>
    </message>
    <message>
        <source>A file in a folder: on this machine, on a share, on an SFTP server.</source>
        <translation>Eine Datei in einem Ordner: auf diesem Rechner, auf einer Freigabe, auf einem SFTP-Server.</translation>
    </message>
    <message>
        <source>A file is read when it has not changed for this long, as seen by Desktop Sync.</source>
        <translation>Eine Datei wird gelesen, wenn sie sich so lange nicht geändert hat, wie Desktop Sync sie sieht.</translation>
    </message>
    <message>
        <source>A file of this name is there</source>
        <translation>Eine Datei dieses Namens ist da</translation>
    </message>
    <message>
        <source>A file with the very certificate that the server must show, and no other (ServerCertificate; driver 18.1, with strict).</source>
        <translation>Eine Datei mit genau dem Zertifikat, das der Server vorzeigen muss, und keinem anderen (ServerCertificate; Treiber 18.1, mit strict).</translation>
    </message>
    <message>
        <source>A file without it is not whole.</source>
        <translation>Eine Datei ohne sie ist nicht vollständig.</translation>
    </message>
    <message>
        <source>A header</source>
        <translation>Einer Kopfzeile</translation>
    </message>
    <message>
        <source>A key that comes again</source>
        <translation>Ein Schlüssel, der wiederkehrt</translation>
    </message>
    <message>
        <source>A key that comes again after others: refuse the file, which is not in order, or it begins a new record.</source>
        <translation>Ein Schlüssel, der nach anderen wiederkehrt: die Datei ablehnen, die nicht geordnet ist, oder er beginnt einen neuen Datensatz.</translation>
    </message>
    <message>
        <source>A larger mail is not sent, which is a problem; a file takes a third more in a mail. Many mail servers take no more than 10MB or 25MB.</source>
        <translation>Eine größere Mail wird nicht gesendet, was ein Problem ist; in einer Mail ist eine Datei um ein Drittel größer. Viele Mailserver nehmen nicht mehr als 10MB oder 25MB.</translation>
    </message>
    <message>
        <source>A list of the document, such as &quot;lines&quot;: every entry is a row; left out: every document is one.</source>
        <translation>Eine Liste des Belegs, etwa „lines“: Jeder Eintrag ist eine Zeile; ohne Angabe ist es jeder Beleg.</translation>
    </message>
    <message>
        <source>A mail server that takes mail from this program (SMTP).</source>
        <translation>Ein Mailserver, der Mail von diesem Programm annimmt (SMTP).</translation>
    </message>
    <message>
        <source>A mail with the report, or with a summary of it, through a mail server.</source>
        <translation>Eine Mail mit dem Bericht oder einer Zusammenfassung davon, über einen Mailserver.</translation>
    </message>
    <message>
        <source>A problem that is still open is told again after this time.</source>
        <translation>Ein Problem, das noch offen ist, wird nach dieser Zeit erneut gemeldet.</translation>
    </message>
    <message>
        <source>A query says it</source>
        <translation>Eine Abfrage sagt es</translation>
    </message>
    <message>
        <source>A query that is asked again and again.</source>
        <translation>Eine Abfrage, die immer wieder gestellt wird.</translation>
    </message>
    <message>
        <source>A regular expression</source>
        <translation>Ein regulärer Ausdruck</translation>
    </message>
    <message>
        <source>A row for each</source>
        <translation>Eine Zeile je</translation>
    </message>
    <message>
        <source>A run that gives no sign of life for so long is told to end; if it does not, that is a problem.</source>
        <translation>Ein Lauf, der so lange kein Lebenszeichen gibt, soll enden; tut er es nicht, ist das ein Problem.</translation>
    </message>
    <message>
        <source>A stored procedure says it</source>
        <translation>Eine gespeicherte Prozedur sagt es</translation>
    </message>
    <message>
        <source>A summary in the mail</source>
        <translation>Eine Zusammenfassung in der Mail</translation>
    </message>
    <message>
        <source>A system that answers queries over HTTP.</source>
        <translation>Ein System, das Abfragen über HTTP beantwortet.</translation>
    </message>
    <message>
        <source>A window ends, and is asked for, so long before the server&apos;s present time: what is written at this moment may not be listed yet.</source>
        <translation>So lange vor der jetzigen Zeit des Servers endet ein Zeitraum: Was gerade geschrieben wird, ist vielleicht noch nicht aufgeführt.</translation>
    </message>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>API profile</source>
        <translation>API-Profil</translation>
    </message>
    <message>
        <source>Acme account</source>
        <translation>Acme-Konto</translation>
    </message>
    <message>
        <source>Add a number to the name</source>
        <translation>Dem Namen eine Nummer anhängen</translation>
    </message>
    <message>
        <source>Add a number to the name, replace the file, or refuse, which is a problem.</source>
        <translation>Dem Namen eine Nummer anhängen, die Datei ersetzen oder ablehnen, was ein Problem ist.</translation>
    </message>
    <message>
        <source>Add up</source>
        <translation>Summieren</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address of the API</source>
        <translation>Adresse der API</translation>
    </message>
    <message>
        <source>Address of the API, such as https://api.acme.example.</source>
        <translation>Adresse der API, zum Beispiel https://api.acme.example.</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Adresse des Proxys</translation>
    </message>
    <message>
        <source>Address of tokens</source>
        <translation>Adresse für Tokens</translation>
    </message>
    <message>
        <source>Allow SHA-1</source>
        <translation>SHA-1 erlauben</translation>
    </message>
    <message>
        <source>Allows http:// to another computer: everything, the sign-in too, can be read on the way.</source>
        <translation>Erlaubt http:// zu einem anderen Rechner: Alles, auch die Anmeldung, ist unterwegs lesbar.</translation>
    </message>
    <message>
        <source>Along the bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Also what is empty gets its element; else it is left out.</source>
        <translation>Auch was leer ist, bekommt sein Element; sonst fehlt es.</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Amount of money</source>
        <translation>Geldbetrag</translation>
    </message>
    <message>
        <source>An Excel workbook (.xlsx).</source>
        <translation>Eine Excel-Mappe (.xlsx).</translation>
    </message>
    <message>
        <source>An XML file instead of root, row and columns: the element with the attribute for-each=&quot;rows&quot; is repeated for every row, one inside it with for-each=&quot;lines&quot; for every entry of that list; {Heading} or {buyer.name} stands for a value, {title}, {flow}, {from}, {to}, {now} outside of rows.</source>
        <translation>Eine XML-Datei anstelle von Wurzel, Zeile und Spalten: Das Element mit dem Attribut for-each=&quot;rows&quot; wird für jede Zeile wiederholt, eines darin mit for-each=&quot;lines&quot; für jeden Eintrag dieser Liste; {Heading} oder {buyer.name} steht für einen Wert, {title}, {flow}, {from}, {to}, {now} außerhalb von Zeilen.</translation>
    </message>
    <message>
        <source>An archive (.zip, .gz) that holds more than this is refused, as a bomb.</source>
        <translation>Ein Archiv (.zip, .gz), das mehr als dies enthält, wird als Bombe abgelehnt.</translation>
    </message>
    <message>
        <source>An archive with more members is refused, as a bomb.</source>
        <translation>Ein Archiv mit mehr Dateien darin wird als Bombe abgelehnt.</translation>
    </message>
    <message>
        <source>An empty file that is written when the report is there whole, such as {name}.done; left out: none.</source>
        <translation>Eine leere Datei, die geschrieben wird, wenn der Bericht ganz da ist, etwa {name}.done; ohne Angabe keine.</translation>
    </message>
    <message>
        <source>Answers are</source>
        <translation>Antworten sind</translation>
    </message>
    <message>
        <source>Archive folder</source>
        <translation>Archivordner</translation>
    </message>
    <message>
        <source>As milliseconds</source>
        <translation>Als Millisekunden</translation>
    </message>
    <message>
        <source>As seconds since 1970</source>
        <translation>Als Sekunden seit 1970</translation>
    </message>
    <message>
        <source>As the file shows</source>
        <translation>Wie die Datei es zeigt</translation>
    </message>
    <message>
        <source>As the system has it</source>
        <translation>Wie im System</translation>
    </message>
    <message>
        <source>As version, for the lines. Left out: their rowversion column; for timestamp none, so that only changes of the document&apos;s own row are seen.</source>
        <translation>Wie version, für die Positionen. Weggelassen: ihre rowversion-Spalte; bei timestamp keine, so dass nur Änderungen an der Zeile des Belegs selbst gesehen werden.</translation>
    </message>
    <message>
        <source>As what fields of the rows are read, and their names where columns cannot say them; all others are taken as they are.</source>
        <translation>Als was Felder der Zeilen gelesen werden, und ihre Namen, wo Spalten sie nicht nennen können; alle anderen werden genommen, wie sie sind.</translation>
    </message>
    <message>
        <source>As what it is read: a number such as 1234.50, a day such as 2026-05-03, a time such as 2026-05-03T14:05:00Z (without a zone it is that of the export), or one in seconds or milliseconds since 1970. Written otherwise: convert.</source>
        <translation>Als was es gelesen wird: eine Zahl wie 1234.50, ein Tag wie 2026-05-03, eine Zeit wie 2026-05-03T14:05:00Z (ohne Zone gilt die des Exports) oder eine in Sekunden oder Millisekunden seit 1970. Anders geschrieben: convert.</translation>
    </message>
    <message>
        <source>As when all has arrived</source>
        <translation>Wie wenn alles angekommen ist</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Nachfragen</translation>
    </message>
    <message>
        <source>Ask a person</source>
        <translation>Einen Menschen fragen</translation>
    </message>
    <message>
        <source>Asked by the test of this connection, such as /orders?limit=1. Empty: the address itself.</source>
        <translation>Danach fragt der Test dieser Verbindung, etwa /orders?limit=1. Leer: die Adresse selbst.</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Mindestens</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>At most one mail in</source>
        <translation>Höchstens eine Mail in</translation>
    </message>
    <message>
        <source>At most one mail in this time; what comes meanwhile is counted.</source>
        <translation>Höchstens eine Mail in dieser Zeit; was inzwischen kommt, wird gezählt.</translation>
    </message>
    <message>
        <source>At most so many mails a day; the last one says that it is the last.</source>
        <translation>Höchstens so viele Mails am Tag; die letzte sagt, dass sie die letzte ist.</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Balken</translation>
    </message>
    <message>
        <source>Bars or a line.</source>
        <translation>Balken oder eine Linie.</translation>
    </message>
    <message>
        <source>Begins a new record</source>
        <translation>Beginnt einen neuen Datensatz</translation>
    </message>
    <message>
        <source>Belong to the record before</source>
        <translation>Gehören zum Datensatz davor</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>Gehört zu</translation>
    </message>
    <message>
        <source>Below the address of the connection, such as /orders. In it and in the parameters are filled in: {from} and {until} (the bounds of the period: from then on, and before then), {page}, {offset}, {size}, {cursor}.</source>
        <translation>Unter der Adresse der Verbindung, etwa /orders. Darin und in den Parametern werden eingesetzt: {from} und {until} (die Grenzen des Zeitraums: ab dann, und vor dann), {page}, {offset}, {size}, {cursor}.</translation>
    </message>
    <message>
        <source>Below the address of the connection, such as /orders. In it and in the parameters are filled in: {since}, {until}, {page}, {offset}, {size}, {cursor}.</source>
        <translation>Unter der Adresse der Verbindung, etwa /orders. Darin und in den Parametern wird ausgefüllt: {since}, {until}, {page}, {offset}, {size}, {cursor}.</translation>
    </message>
    <message>
        <source>Below the folder of the connection, such as reports/{from:%Y}; folders are made where they are missing. Left out: that folder itself.</source>
        <translation>Unterhalb des Ordners der Verbindung, etwa reports/{from:%Y}; fehlende Ordner werden angelegt. Ohne Angabe: dieser Ordner selbst.</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>Dazwischen</translation>
    </message>
    <message>
        <source>Blind copy to</source>
        <translation>Blindkopie an</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Inhalt der Abfrage</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beides</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>By a cursor in the answer ({cursor})</source>
        <translation>Nach einem Zeiger in der Antwort ({cursor})</translation>
    </message>
    <message>
        <source>By a key that only grows (new rows only)</source>
        <translation>An einem Schlüssel, der nur wächst (nur neue Zeilen)</translation>
    </message>
    <message>
        <source>By a rowversion column (recommended)</source>
        <translation>An einer rowversion-Spalte (empfohlen)</translation>
    </message>
    <message>
        <source>By a status that is marked after delivery (outbox)</source>
        <translation>An einem Status, der nach der Zustellung vermerkt wird (Ausgangstabelle)</translation>
    </message>
    <message>
        <source>By a time of change</source>
        <translation>An der Zeit der Änderung</translation>
    </message>
    <message>
        <source>By a value of the last row ({cursor})</source>
        <translation>Nach einem Wert der letzten Zeile ({cursor})</translation>
    </message>
    <message>
        <source>By an address in the answer</source>
        <translation>Nach einer Adresse in der Antwort</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Name</translation>
    </message>
    <message>
        <source>By number ({page})</source>
        <translation>Nach Nummer ({page})</translation>
    </message>
    <message>
        <source>By offset ({offset})</source>
        <translation>Nach Abstand ({offset})</translation>
    </message>
    <message>
        <source>By sequence number</source>
        <translation>Nach laufender Nummer</translation>
    </message>
    <message>
        <source>By the header Link</source>
        <translation>Nach der Kopfzeile Link</translation>
    </message>
    <message>
        <source>By the server&apos;s change tracking</source>
        <translation>An der Änderungsnachverfolgung des Servers</translation>
    </message>
    <message>
        <source>By time of change</source>
        <translation>Nach Änderungszeit</translation>
    </message>
    <message>
        <source>Byte order mark</source>
        <translation>Byte-Reihenfolge-Marke (BOM)</translation>
    </message>
    <message>
        <source>Bytes of one answer, unpacked; a larger one is not read.</source>
        <translation>Bytes einer Antwort, entpackt; eine größere wird nicht gelesen.</translation>
    </message>
    <message>
        <source>Bytes of one record, all its rows together.</source>
        <translation>Bytes eines Datensatzes, alle seine Zeilen zusammen.</translation>
    </message>
    <message>
        <source>Bytes of one record, its texts included.</source>
        <translation>Bytes eines Datensatzes, seine Texte eingeschlossen.</translation>
    </message>
    <message>
        <source>CR LF (Windows)</source>
        <translation>CR LF (Windows)</translation>
    </message>
    <message>
        <source>CSV and other delimited text</source>
        <translation>CSV und anderer Text mit Trennzeichen</translation>
    </message>
    <message>
        <source>Cancelled and never in Acme</source>
        <translation>Storniert und nie in Acme</translation>
    </message>
    <message>
        <source>Changed in Acme by people</source>
        <translation>In Acme von Menschen geändert</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Charts above the table.</source>
        <translation>Diagramme über der Tabelle.</translation>
    </message>
    <message>
        <source>Client id</source>
        <translation>Client-ID</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Client-Geheimnis</translation>
    </message>
    <message>
        <source>Closing</source>
        <translation>Schluss</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Column (name or letter) that tells the type of a row.</source>
        <translation>Spalte (Name oder Buchstabe), die die Art einer Zeile sagt.</translation>
    </message>
    <message>
        <source>Column (name or number) that tells the type of a row.</source>
        <translation>Spalte (Name oder Nummer), die den Typ einer Zeile nennt.</translation>
    </message>
    <message>
        <source>Column of the lines that tells changes</source>
        <translation>Spalte der Positionen, die Änderungen zeigt</translation>
    </message>
    <message>
        <source>Column of the row type</source>
        <translation>Spalte des Zeilentyps</translation>
    </message>
    <message>
        <source>Column that tells changes</source>
        <translation>Spalte, die Änderungen zeigt</translation>
    </message>
    <message>
        <source>Column with the day of a row</source>
        <translation>Spalte mit dem Tag einer Zeile</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Columns of one record</source>
        <translation>Spalten eines Datensatzes</translation>
    </message>
    <message>
        <source>Columns of one row.</source>
        <translation>Spalten einer Zeile.</translation>
    </message>
    <message>
        <source>Columns of the lines</source>
        <translation>Spalten der Positionen</translation>
    </message>
    <message>
        <source>Columns of the lines that name the document</source>
        <translation>Spalten der Positionen, die den Beleg nennen</translation>
    </message>
    <message>
        <source>Columns that may be missing</source>
        <translation>Spalten, die fehlen dürfen</translation>
    </message>
    <message>
        <source>Columns that may be missing in the header row.</source>
        <translation>Spalten, die in der Kopfzeile fehlen dürfen.</translation>
    </message>
    <message>
        <source>Columns that rows of one record have in common; the rows are then its lines.</source>
        <translation>Spalten, die Zeilen eines Datensatzes gemeinsam haben; die Zeilen sind dann seine Positionen.</translation>
    </message>
    <message>
        <source>Comments begin with</source>
        <translation>Kommentare beginnen mit</translation>
    </message>
    <message>
        <source>Contents of files</source>
        <translation>Inhalte von Dateien</translation>
    </message>
    <message>
        <source>Contents take at most</source>
        <translation>Inhalte belegen höchstens</translation>
    </message>
    <message>
        <source>Converters</source>
        <translation>Umwandlungen</translation>
    </message>
    <message>
        <source>Converters, applied in this order to the text.</source>
        <translation>Umwandlungen, in dieser Reihenfolge auf den Text angewandt.</translation>
    </message>
    <message>
        <source>Converters, applied in this order, instead of a kind, such as {decimal = &quot;1.234,50&quot;} or {date = &quot;%d.%m.%Y&quot;}.</source>
        <translation>Umwandlungen, in dieser Reihenfolge angewandt, statt einer Art, etwa {decimal = &quot;1.234,50&quot;} oder {date = &quot;%d.%m.%Y&quot;}.</translation>
    </message>
    <message>
        <source>Copies kept</source>
        <translation>Aufbewahrte Kopien</translation>
    </message>
    <message>
        <source>Copies of the ledger</source>
        <translation>Journalkopien</translation>
    </message>
    <message>
        <source>Copies of the ledger that are made by themselves.</source>
        <translation>Kopien des Journals, die von selbst entstehen.</translation>
    </message>
    <message>
        <source>Copy to</source>
        <translation>Kopie an</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Gezählt</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Zählt</translation>
    </message>
    <message>
        <source>Create it again</source>
        <translation>Neu anlegen</translation>
    </message>
    <message>
        <source>Create it as cancelled</source>
        <translation>Als storniert anlegen</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Abschneiden</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>Datum und Uhrzeit</translation>
    </message>
    <message>
        <source>Date that decides</source>
        <translation>Maßgebliches Datum</translation>
    </message>
    <message>
        <source>Days and times</source>
        <translation>Tage und Uhrzeiten</translation>
    </message>
    <message>
        <source>Days of the month</source>
        <translation>Tage des Monats</translation>
    </message>
    <message>
        <source>Days of the month instead of days; &quot;last&quot; is the last day of every month.</source>
        <translation>Tage des Monats statt Wochentage; „last“ ist der letzte Tag jedes Monats.</translation>
    </message>
    <message>
        <source>Days on which nothing is expected. Left out: those of the schedule&apos;s window.</source>
        <translation>Tage, an denen nichts erwartet wird. Weggelassen: die des Zeitplans.</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>Debug</translation>
    </message>
    <message>
        <source>Decimal places</source>
        <translation>Nachkommastellen</translation>
    </message>
    <message>
        <source>Decimal places that are shown, half up; each amount of a sum is rounded so before. Left out: 2 of money, up to 6 where an amount of a document has more; else as they are.</source>
        <translation>Nachkommastellen, die gezeigt werden, kaufmännisch gerundet; jeder Betrag einer Summe wird vorher so gerundet. Ohne Angabe: 2 bei Geld, bis zu 6, wo ein Betrag eines Belegs mehr hat; sonst wie sie sind.</translation>
    </message>
    <message>
        <source>Default namespace</source>
        <translation>Standard-Namensraum</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Deleted in Acme</source>
        <translation>In Acme gelöscht</translation>
    </message>
    <message>
        <source>Delimited text (CSV)</source>
        <translation>Text mit Trennzeichen (CSV)</translation>
    </message>
    <message>
        <source>Delimited text, as programs and spreadsheets read it.</source>
        <translation>Text mit Trennzeichen, wie Programme und Tabellenkalkulationen ihn lesen.</translation>
    </message>
    <message>
        <source>Delimiter</source>
        <translation>Trennzeichen</translation>
    </message>
    <message>
        <source>Deliver a report without rows</source>
        <translation>Einen Bericht ohne Zeilen zustellen</translation>
    </message>
    <message>
        <source>Deliver nothing</source>
        <translation>Nichts zustellen</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>Absteigend</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Details of each row</source>
        <translation>Einzelheiten je Zeile</translation>
    </message>
    <message>
        <source>Document: one JSON document. lines: JSON Lines, one record in each line; a line that cannot be read is one record that fails, and the others go on. auto: lines, where the first line is a whole object and others follow.</source>
        <translation>Document: ein JSON-Dokument. lines: JSON Lines, ein Datensatz je Zeile; eine unlesbare Zeile ist ein Datensatz, der scheitert, die anderen gehen weiter. auto: lines, wenn die erste Zeile ein ganzes Objekt ist und weitere folgen.</translation>
    </message>
    <message>
        <source>Documents at least</source>
        <translation>Belege mindestens</translation>
    </message>
    <message>
        <source>Documents at most</source>
        <translation>Belege höchstens</translation>
    </message>
    <message>
        <source>Done file</source>
        <translation>Fertig-Datei</translation>
    </message>
    <message>
        <source>Each day</source>
        <translation>Jeden Tag</translation>
    </message>
    <message>
        <source>Each file at least</source>
        <translation>Jede Datei mindestens</translation>
    </message>
    <message>
        <source>Each file at most</source>
        <translation>Jede Datei höchstens</translation>
    </message>
    <message>
        <source>Each month</source>
        <translation>Jeden Monat</translation>
    </message>
    <message>
        <source>Each week</source>
        <translation>Jede Woche</translation>
    </message>
    <message>
        <source>Element</source>
        <translation>Element</translation>
    </message>
    <message>
        <source>Element of a row</source>
        <translation>Element einer Zeile</translation>
    </message>
    <message>
        <source>Elements inside each other.</source>
        <translation>Elemente ineinander.</translation>
    </message>
    <message>
        <source>Empty elements</source>
        <translation>Leere Elemente</translation>
    </message>
    <message>
        <source>Empty lines</source>
        <translation>Leere Zeilen</translation>
    </message>
    <message>
        <source>Empty rows</source>
        <translation>Leere Zeilen</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Encrypt from the first byte (SQL Server 2022)</source>
        <translation>Vom ersten Byte an verschlüsseln (SQL Server 2022)</translation>
    </message>
    <message>
        <source>Encrypt without verifying</source>
        <translation>Verschlüsseln ohne Prüfung</translation>
    </message>
    <message>
        <source>Encrypt, and verify the certificate</source>
        <translation>Verschlüsseln und das Zertifikat prüfen</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>End the table</source>
        <translation>Beenden die Tabelle</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>English (United Kingdom)</source>
        <translation>Englisch (Großbritannien)</translation>
    </message>
    <message>
        <source>English (United States)</source>
        <translation>Englisch (USA)</translation>
    </message>
    <message>
        <source>English, days as 2026-05-03</source>
        <translation>Englisch, Tage als 2026-05-03</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Maskierung</translation>
    </message>
    <message>
        <source>Every night at</source>
        <translation>Jede Nacht um</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <source>Failed folder</source>
        <translation>Ordner für Fehler</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Field of the document that decides, such as type.</source>
        <translation>Feld des Belegs, das entscheidet, etwa type.</translation>
    </message>
    <message>
        <source>Field of the document, such as buyer.name; of several in a list, the first where something stands, or all with join.</source>
        <translation>Feld des Belegs, etwa buyer.name; von mehreren das erste, in dem etwas steht, oder mit „Dazwischen“ alle.</translation>
    </message>
    <message>
        <source>Field of the document.</source>
        <translation>Feld des Belegs.</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Fields that are added up, over all entries of a list: &quot;lines.quantity * lines.unit_price&quot;; &quot;- totals.tax&quot; subtracts.</source>
        <translation>Felder, die summiert werden, über alle Einträge einer Liste: „lines.quantity * lines.unit_price“; „- totals.tax“ zieht ab.</translation>
    </message>
    <message>
        <source>File in a folder</source>
        <translation>Datei in einem Ordner</translation>
    </message>
    <message>
        <source>File in which the engine tells how it is, in the form of OpenMetrics, such as &apos;/var/lib/node_exporter/desktop_sync.prom&apos;. It is replaced as a whole; everybody may read it. Left out: none.</source>
        <translation>Datei, in der die Engine sagt, wie es ihr geht, in der Form von OpenMetrics, zum Beispiel &apos;/var/lib/node_exporter/desktop_sync.prom&apos;. Sie wird als Ganzes ersetzt; jeder darf sie lesen. Weggelassen: keine.</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>File with a private key (OpenSSH or PEM; Ed25519, ECDSA or RSA), on the computer that runs Desktop Sync. With a password besides, both are shown where the server wants both.</source>
        <translation>Datei mit einem privaten Schlüssel (OpenSSH oder PEM; Ed25519, ECDSA oder RSA) auf dem Computer, auf dem Desktop Sync läuft. Steht auch ein Kennwort da, wird beides vorgelegt, wo der Server beides will.</translation>
    </message>
    <message>
        <source>File with an API profile; empty: the one that comes with the program.</source>
        <translation>Datei mit einem API-Profil; leer: das mitgelieferte.</translation>
    </message>
    <message>
        <source>File with further trusted CA certificates (PEM), besides the system&apos;s. Left out: the general one.</source>
        <translation>Datei mit weiteren vertrauten CA-Zertifikaten (PEM), neben denen des Systems. Weggelassen: die allgemeine.</translation>
    </message>
    <message>
        <source>File with further trusted CA certificates (PEM), besides the system&apos;s: for a firewall that opens encrypted connections, or servers of your own.</source>
        <translation>Datei mit weiteren vertrauten CA-Zertifikaten (PEM), neben denen des Systems: für eine Firewall, die verschlüsselte Verbindungen öffnet, oder eigene Server.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files kept</source>
        <translation>Aufbewahrte Dateien</translation>
    </message>
    <message>
        <source>Files of an SFTP server.</source>
        <translation>Dateien eines SFTP-Servers.</translation>
    </message>
    <message>
        <source>Files that are there already</source>
        <translation>Dateien, die schon da sind</translation>
    </message>
    <message>
        <source>Files, documents with their contents and answers, runs, problems that are over, plans, mails.</source>
        <translation>Dateien, Belege mit ihren Inhalten und Antworten, Läufe, erledigte Probleme, Pläne, Mails.</translation>
    </message>
    <message>
        <source>Fill up</source>
        <translation>Auffüllen</translation>
    </message>
    <message>
        <source>Fill up or cut off</source>
        <translation>Auffüllen oder abschneiden</translation>
    </message>
    <message>
        <source>Fills {size}; a page with fewer rows is the last one. Left out: a page without rows is.</source>
        <translation>Füllt {size}; eine Seite mit weniger Zeilen ist die letzte. Weggelassen: eine Seite ohne Zeilen ist es.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>Erste Seite</translation>
    </message>
    <message>
        <source>First row names the columns</source>
        <translation>Erste Zeile nennt die Spalten</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Foot</source>
        <translation>Fuß</translation>
    </message>
    <message>
        <source>For basic.</source>
        <translation>Für basic.</translation>
    </message>
    <message>
        <source>For each</source>
        <translation>Für jede</translation>
    </message>
    <message>
        <source>For marked. Left out: a row that was refused keeps its status.</source>
        <translation>Für marked. Weggelassen: Eine abgelehnte Zeile behält ihren Status.</translation>
    </message>
    <message>
        <source>For marked. Left out: rows without a value.</source>
        <translation>Für marked. Weggelassen: Zeilen ohne Wert.</translation>
    </message>
    <message>
        <source>For marked: the column that is changed after delivery; the only thing that is ever written.</source>
        <translation>Für marked: die Spalte, die nach der Zustellung geändert wird; das Einzige, was je geschrieben wird.</translation>
    </message>
    <message>
        <source>For marked: what is written when everything of a row has arrived.</source>
        <translation>Für marked: was geschrieben wird, wenn alles aus einer Zeile angekommen ist.</translation>
    </message>
    <message>
        <source>For monitoring systems.</source>
        <translation>Für Überwachungssysteme.</translation>
    </message>
    <message>
        <source>For procedure: its name, such as dbo.NewOrders.</source>
        <translation>Für procedure: ihr Name, etwa dbo.NeueAuftraege.</translation>
    </message>
    <message>
        <source>For procedure: name=value each; they are bound, never written into the statement.</source>
        <translation>Für procedure: jeweils name=wert; sie werden gebunden, nie in die Anweisung geschrieben.</translation>
    </message>
    <message>
        <source>For query: one SELECT. It is sent as it stands here; a login that may only read keeps it from doing anything else. Of a second six digits are read: convert finer times to text.</source>
        <translation>Für query: ein SELECT. Es wird gesendet, wie es hier steht; eine Anmeldung, die nur lesen darf, verhindert alles andere. Von einer Sekunde werden sechs Stellen gelesen: Wandeln Sie feinere Zeiten in Text um.</translation>
    </message>
    <message>
        <source>For status and lines: the column of the table.</source>
        <translation>Für status und lines: die Spalte der Tabelle.</translation>
    </message>
    <message>
        <source>For status: the values that mean complete.</source>
        <translation>Für status: die Werte, die „vollständig“ bedeuten.</translation>
    </message>
    <message>
        <source>For systems that are queried by POST: JSON, with the same places in its texts. A text that is only {page}, {offset} or {size} becomes a number; what has no value yet is left out. Left out: GET.</source>
        <translation>Für Systeme, die per POST abgefragt werden: JSON, mit denselben Platzhaltern in seinen Texten. Ein Text, der nur {page}, {offset} oder {size} ist, wird zur Zahl; was noch keinen Wert hat, fällt weg. Weggelassen: GET.</translation>
    </message>
    <message>
        <source>For timestamp the column with the time of the last change; for rowversion left out: the table&apos;s rowversion column.</source>
        <translation>Für timestamp die Spalte mit der Zeit der letzten Änderung; bei rowversion weggelassen: die rowversion-Spalte der Tabelle.</translation>
    </message>
    <message>
        <source>For timestamp: in which time the column is written. The test shows the server&apos;s clock.</source>
        <translation>Für timestamp: in welcher Zeit die Spalte geschrieben wird. Der Test zeigt die Uhr des Servers.</translation>
    </message>
    <message>
        <source>For timestamp: so far back every look begins, because a transaction shows its rows only when it ends; what was read before is not taken again. A transaction that lasts longer is missed.</source>
        <translation>Für timestamp: So weit zurück beginnt jedes Nachsehen, weil eine Transaktion ihre Zeilen erst an ihrem Ende zeigt; was schon gelesen wurde, wird nicht erneut genommen. Eine Transaktion, die länger dauert, wird verpasst.</translation>
    </message>
    <message>
        <source>For token_url alone: the mail itself goes without one. Left out: the general one.</source>
        <translation>Nur für token_url: Die Mail selbst geht ohne. Leer: der allgemeine.</translation>
    </message>
    <message>
        <source>For what IT can fix.</source>
        <translation>Für das, was die IT beheben kann.</translation>
    </message>
    <message>
        <source>For what the clerk can fix.</source>
        <translation>Für das, was die Sachbearbeitung beheben kann.</translation>
    </message>
    <message>
        <source>For what the vendor can fix.</source>
        <translation>Für das, was der Hersteller beheben kann.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Formulas</source>
        <translation>Formeln</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>From when files count for that day. Later than by: on the evening before. Left out: midnight.</source>
        <translation>Ab wann Dateien für diesen Tag zählen. Später als die Frist: am Abend davor. Weggelassen: Mitternacht.</translation>
    </message>
    <message>
        <source>Further CA certificates</source>
        <translation>Weitere CA-Zertifikate</translation>
    </message>
    <message>
        <source>Further headers</source>
        <translation>Weitere Kopfzeilen</translation>
    </message>
    <message>
        <source>Further hosts</source>
        <translation>Weitere Hosts</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>German (Austria)</source>
        <translation>Deutsch (Österreich)</translation>
    </message>
    <message>
        <source>German (Switzerland)</source>
        <translation>Deutsch (Schweiz)</translation>
    </message>
    <message>
        <source>Glob: * any text, ? one character, [ab] one of them; small and capital letters are equal. regex: a regular expression for the whole name.</source>
        <translation>glob: * beliebiger Text, ? ein Zeichen, [ab] eines davon; Groß- und Kleinschreibung ist gleich. regex: ein regulärer Ausdruck für den ganzen Namen.</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>HTTP API</source>
        <translation>HTTP-API</translation>
    </message>
    <message>
        <source>Hangs after</source>
        <translation>Hängt nach</translation>
    </message>
    <message>
        <source>Header row</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>Heading</source>
        <translation>Überschrift</translation>
    </message>
    <message>
        <source>Heading of the column or group along the bottom.</source>
        <translation>Überschrift der Spalte oder Gruppe, die unten steht.</translation>
    </message>
    <message>
        <source>Heading of the column that is added up; left out: rows are counted.</source>
        <translation>Überschrift der Spalte, die summiert wird; ohne Angabe werden Zeilen gezählt.</translation>
    </message>
    <message>
        <source>Heading of the sum before which they stand; a single one stands in its place.</source>
        <translation>Überschrift der Summe, vor der sie stehen; eine einzige steht an ihrer Stelle.</translation>
    </message>
    <message>
        <source>Hidden rows</source>
        <translation>Ausgeblendete Zeilen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Hold above this percentage of updates</source>
        <translation>Zurückhalten ab diesem Anteil Änderungen</translation>
    </message>
    <message>
        <source>Hold runs above</source>
        <translation>Läufe zurückhalten ab</translation>
    </message>
    <message>
        <source>Holds for all that follow</source>
        <translation>Gilt für alle folgenden</translation>
    </message>
    <message>
        <source>How a JSON payload is read.</source>
        <translation>Wie JSON gelesen wird.</translation>
    </message>
    <message>
        <source>How a workbook of Excel (.xlsx, .xlsm, .xls) is read.</source>
        <translation>Wie eine Arbeitsmappe von Excel (.xlsx, .xlsm, .xls) gelesen wird.</translation>
    </message>
    <message>
        <source>How an XML payload is read.</source>
        <translation>Wie XML gelesen wird.</translation>
    </message>
    <message>
        <source>How changes are told</source>
        <translation>Woran Änderungen erkannt werden</translation>
    </message>
    <message>
        <source>How delimited text (CSV and its kin) is read.</source>
        <translation>Wie Text mit Trennzeichen (CSV und Ähnliches) gelesen wird.</translation>
    </message>
    <message>
        <source>How it lies.</source>
        <translation>Wie es liegt.</translation>
    </message>
    <message>
        <source>How large each file is; a smaller one is a problem and does not count.</source>
        <translation>Wie groß jede Datei ist; eine kleinere ist ein Problem und zählt nicht.</translation>
    </message>
    <message>
        <source>How lines end.</source>
        <translation>Wie Zeilen enden.</translation>
    </message>
    <message>
        <source>How long the server may say nothing.</source>
        <translation>Wie lange der Server schweigen darf.</translation>
    </message>
    <message>
        <source>How long what is done is kept.</source>
        <translation>Wie lange Erledigtes aufbewahrt wird.</translation>
    </message>
    <message>
        <source>How many copies are kept; an old one goes when a new one is good. 0: none.</source>
        <translation>Wie viele Kopien aufbewahrt werden; eine alte geht, wenn eine neue gut ist. 0: keine.</translation>
    </message>
    <message>
        <source>How many documents all of these files hold together.</source>
        <translation>Wie viele Belege alle diese Dateien zusammen enthalten.</translation>
    </message>
    <message>
        <source>How many files are kept; the oldest is removed.</source>
        <translation>Wie viele Dateien aufbewahrt werden; die älteste wird entfernt.</translation>
    </message>
    <message>
        <source>How many files.</source>
        <translation>Wie viele Dateien.</translation>
    </message>
    <message>
        <source>How many files. Left out: any number.</source>
        <translation>Wie viele Dateien. Weggelassen: beliebig viele.</translation>
    </message>
    <message>
        <source>How much is told</source>
        <translation>Wie viel gesagt wird</translation>
    </message>
    <message>
        <source>How much is told; a quiet run is one line of level info.</source>
        <translation>Wie viel gesagt wird; ein ruhiger Lauf ist eine Zeile der Stufe info.</translation>
    </message>
    <message>
        <source>How often it is written.</source>
        <translation>Wie oft sie geschrieben wird.</translation>
    </message>
    <message>
        <source>How the mapping calls these lines: each = &quot;lines&quot;.</source>
        <translation>Wie die Zuordnung diese Zeilen nennt: each = &quot;lines&quot;.</translation>
    </message>
    <message>
        <source>How the next page is asked for.</source>
        <translation>Wie nach der nächsten Seite gefragt wird.</translation>
    </message>
    <message>
        <source>How the server spells names of files: utf-8, or an older encoding such as cp1252. Files whose names cannot be read so are left alone, and named in the log.</source>
        <translation>Wie der Server Dateinamen schreibt: utf-8 oder eine ältere Kodierung wie cp1252. Dateien, deren Namen sich so nicht lesen lassen, bleiben liegen und stehen im Protokoll.</translation>
    </message>
    <message>
        <source>How the way there is encrypted: after a greeting in clear, or from the start. A server that cannot is refused. none: everybody on the way can read and change the mails.</source>
        <translation>Wie der Weg dorthin verschlüsselt ist: nach einer Begrüßung im Klartext oder von Anfang an. Ein Server, der es nicht kann, wird abgelehnt. none: jeder auf dem Weg kann die Mails lesen und ändern.</translation>
    </message>
    <message>
        <source>How to sign in.</source>
        <translation>Wie man sich anmeldet.</translation>
    </message>
    <message>
        <source>How to sign in: with an API key, or with OAuth 2.0 client credentials.</source>
        <translation>Wie angemeldet wird: mit einem API-Schlüssel oder mit OAuth 2.0 Client Credentials.</translation>
    </message>
    <message>
        <source>How {from} and {until} are written: iso, unix, unix_ms, or a pattern such as %Y-%m-%d %H:%M:%S. Where a pattern cannot say the end, as a day without its time, the next that it can.</source>
        <translation>Wie {from} und {until} geschrieben werden: iso, unix, unix_ms oder ein Muster wie %Y-%m-%d %H:%M:%S. Wo ein Muster das Ende nicht nennen kann, etwa ein Tag ohne Uhrzeit, das nächste, das es nennen kann.</translation>
    </message>
    <message>
        <source>How {since} and {until} are written: iso, unix, unix_ms, or a pattern such as %Y-%m-%d %H:%M:%S.</source>
        <translation>Wie {since} und {until} geschrieben werden: iso, unix, unix_ms oder ein Muster wie %Y-%m-%d %H:%M:%S.</translation>
    </message>
    <message>
        <source>IT</source>
        <translation>Die IT</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>If nobody can tell whether it was sent</source>
        <translation>Wenn niemand sagen kann, ob sie gesendet wurde</translation>
    </message>
    <message>
        <source>In UTC</source>
        <translation>In UTC</translation>
    </message>
    <message>
        <source>In XML, the element it stands in, such as Buyer/Name, or @id for an attribute; left out: the heading, as far as it is a name.</source>
        <translation>In XML das Element, in dem es steht, etwa Buyer/Name, oder @id für ein Attribut; ohne Angabe die Überschrift, soweit sie ein Name ist.</translation>
    </message>
    <message>
        <source>In characters, on paper and in Excel; 0: as its content needs.</source>
        <translation>In Zeichen, auf Papier und in Excel; 0: wie ihr Inhalt es braucht.</translation>
    </message>
    <message>
        <source>In points; smaller where columns need it.</source>
        <translation>In Punkt; kleiner, wo Spalten es brauchen.</translation>
    </message>
    <message>
        <source>In quotes</source>
        <translation>In Anführungszeichen</translation>
    </message>
    <message>
        <source>In the order of key. Left out: the columns of the same names.</source>
        <translation>In der Reihenfolge von key. Weggelassen: die Spalten gleichen Namens.</translation>
    </message>
    <message>
        <source>In the server&apos;s own time zone</source>
        <translation>In der Zeitzone des Servers</translation>
    </message>
    <message>
        <source>In the zone</source>
        <translation>In der Zone</translation>
    </message>
    <message>
        <source>In which order new files are taken: by name, by time of change, or by the sequence number that the sender gives them. A number that is missing is a problem and stops nothing.</source>
        <translation>In welcher Reihenfolge neue Dateien genommen werden: nach Name, nach Änderungszeit oder nach der laufenden Nummer, die der Absender ihnen gibt. Eine fehlende Nummer ist ein Problem und hält nichts auf.</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Instance</source>
        <translation>Instanz</translation>
    </message>
    <message>
        <source>Instead of record, where a payload holds several kinds: the name of each kind and its path; a mapping says of which kind it is (of).</source>
        <translation>Statt record, wenn ein Eingang mehrere Arten enthält: der Name jeder Art und ihr Pfad; eine Zuordnung sagt, für welche Art sie ist (of).</translation>
    </message>
    <message>
        <source>Intent</source>
        <translation>Absicht</translation>
    </message>
    <message>
        <source>Iso: 2026-05-03; local: as the country writes them.</source>
        <translation>2026-05-03, oder wie das Land sie schreibt.</translation>
    </message>
    <message>
        <source>Its heading.</source>
        <translation>Ihre Überschrift.</translation>
    </message>
    <message>
        <source>Its name, such as sftp.example.com.</source>
        <translation>Sein Name, etwa sftp.example.com.</translation>
    </message>
    <message>
        <source>Its name, such as smtp.example.com.</source>
        <translation>Sein Name, zum Beispiel smtp.example.com.</translation>
    </message>
    <message>
        <source>Its name; left out: the title.</source>
        <translation>Sein Name; ohne Angabe der Titel.</translation>
    </message>
    <message>
        <source>Its size.</source>
        <translation>Seine Größe.</translation>
    </message>
    <message>
        <source>Its title; left out: the template&apos;s.</source>
        <translation>Sein Titel; ohne Angabe der der Vorlage.</translation>
    </message>
    <message>
        <source>Its title; left out: what it shows.</source>
        <translation>Sein Titel; ohne Angabe, was es zeigt.</translation>
    </message>
    <message>
        <source>Its value for delivered rows</source>
        <translation>Ihr Wert für zugestellte Zeilen</translation>
    </message>
    <message>
        <source>Its value for new rows</source>
        <translation>Ihr Wert für neue Zeilen</translation>
    </message>
    <message>
        <source>Its value for refused rows</source>
        <translation>Ihr Wert für abgelehnte Zeilen</translation>
    </message>
    <message>
        <source>Its values</source>
        <translation>Ihre Werte</translation>
    </message>
    <message>
        <source>Its values, and the title for each: credit_note = &quot;Credit note&quot;; with any other value, title counts.</source>
        <translation>Seine Werte und der Titel zu jedem: credit_note = &quot;Gutschrift&quot;; bei jedem anderen Wert gilt der Titel.</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>JSON Lines: a line for each row.</source>
        <translation>JSON Lines: eine Textzeile je Zeile.</translation>
    </message>
    <message>
        <source>JSON, taken row by row</source>
        <translation>JSON, Zeile für Zeile genommen</translation>
    </message>
    <message>
        <source>JSON: one array.</source>
        <translation>JSON: eine Liste.</translation>
    </message>
    <message>
        <source>Json: JSON or JSON Lines, whose rows are known again one by one; the flow needs no format. file: each page as it is, read by the flow&apos;s format, and known again when all of it is the same.</source>
        <translation>json: JSON oder JSON Lines, deren Zeilen einzeln wiedererkannt werden; der Ablauf braucht kein Format. file: jede Seite, wie sie ist, gelesen vom Format des Ablaufs und wiedererkannt, wenn sie ganz dieselbe ist.</translation>
    </message>
    <message>
        <source>Json: JSON or JSON Lines. file: each page is read by the format of the export, and its records are the rows: of them is taken what fields, columns, filters and key name.</source>
        <translation>json: JSON oder JSON Lines. file: jede Seite wird mit dem Format des Exports gelesen, ihre Datensätze sind die Zeilen: davon wird genommen, was Felder, Spalten, Filter und Schlüssel nennen.</translation>
    </message>
    <message>
        <source>Keep free</source>
        <translation>Frei lassen</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>Aufbewahrt in</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Key of a row</source>
        <translation>Schlüssel einer Zeile</translation>
    </message>
    <message>
        <source>Key or token</source>
        <translation>Schlüssel oder Token</translation>
    </message>
    <message>
        <source>Keys of the SSH agent</source>
        <translation>Schlüssel des SSH-Agenten</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>LF (Unix)</source>
        <translation>LF (Unix)</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>Abstand zur Uhr</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Language and country</source>
        <translation>Sprache und Land</translation>
    </message>
    <message>
        <source>Language of mails</source>
        <translation>Sprache der Mails</translation>
    </message>
    <message>
        <source>Largest answer</source>
        <translation>Größte Antwort</translation>
    </message>
    <message>
        <source>Largest archive, unpacked</source>
        <translation>Größtes Archiv, entpackt</translation>
    </message>
    <message>
        <source>Largest mail</source>
        <translation>Größte Mail</translation>
    </message>
    <message>
        <source>Largest record</source>
        <translation>Größter Datensatz</translation>
    </message>
    <message>
        <source>Largest, or newest, first.</source>
        <translation>Das Größte oder Neueste zuerst.</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Last line must end</source>
        <translation>Letzte Zeile muss enden</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <source>Leave it there</source>
        <translation>Dort lassen</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Left alone</source>
        <translation>In Ruhe gelassen</translation>
    </message>
    <message>
        <source>Left out: 1433, or the port of the instance.</source>
        <translation>Weggelassen: 1433 oder der Port der Instanz.</translation>
    </message>
    <message>
        <source>Left out: 587 for starttls, 465 for tls, 25 for none.</source>
        <translation>Weggelassen: 587 für starttls, 465 für tls, 25 für none.</translation>
    </message>
    <message>
        <source>Left out: by the primary key of their table.</source>
        <translation>Weggelassen: nach dem Primärschlüssel ihrer Tabelle.</translation>
    </message>
    <message>
        <source>Left out: the general one. &quot;system&quot;: the system&apos;s. &quot;none&quot;: no proxy. Else such as http://proxy:3128.</source>
        <translation>Weggelassen: der allgemeine. &quot;system&quot;: der des Systems. &quot;none&quot;: kein Proxy. Sonst zum Beispiel http://proxy:3128.</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Letter</translation>
    </message>
    <message>
        <source>Letters of one field.</source>
        <translation>Zeichen eines Feldes.</translation>
    </message>
    <message>
        <source>Letters of one record, all its rows together.</source>
        <translation>Zeichen eines Datensatzes, alle seine Zeilen zusammen.</translation>
    </message>
    <message>
        <source>Letters of one record.</source>
        <translation>Zeichen eines Datensatzes.</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Line begins with</source>
        <translation>Zeile beginnt mit</translation>
    </message>
    <message>
        <source>Line breaks in texts</source>
        <translation>Zeilenumbrüche in Texten</translation>
    </message>
    <message>
        <source>Line end</source>
        <translation>Zeilenende</translation>
    </message>
    <message>
        <source>Lines at the start that are left out.</source>
        <translation>Zeilen am Anfang, die ausgelassen werden.</translation>
    </message>
    <message>
        <source>Lines left out at the start</source>
        <translation>Ausgelassene Zeilen am Anfang</translation>
    </message>
    <message>
        <source>Lines that begin so are left out; empty: none do.</source>
        <translation>Zeilen, die so beginnen, werden ausgelassen; leer: keine.</translation>
    </message>
    <message>
        <source>Lines without any text: leave them out, or refuse them.</source>
        <translation>Zeilen ohne Text: auslassen oder ablehnen.</translation>
    </message>
    <message>
        <source>List of the document with rate, base and amount of each tax, such as taxes.</source>
        <translation>Liste des Belegs mit Satz, Grundlage und Betrag jeder Steuer, etwa taxes.</translation>
    </message>
    <message>
        <source>Log files</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Log files that are full.</source>
        <translation>Volle Protokolldateien.</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>Logo</translation>
    </message>
    <message>
        <source>Longest field</source>
        <translation>Längstes Feld</translation>
    </message>
    <message>
        <source>Look into subfolders</source>
        <translation>In Unterordner sehen</translation>
    </message>
    <message>
        <source>MS SQL Server</source>
        <translation>MS SQL Server</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>Mail server</source>
        <translation>Mailserver</translation>
    </message>
    <message>
        <source>Mails a day</source>
        <translation>Mails am Tag</translation>
    </message>
    <message>
        <source>Members of archives</source>
        <translation>Dateien in Archiven</translation>
    </message>
    <message>
        <source>Metrics file</source>
        <translation>Metrikdatei</translation>
    </message>
    <message>
        <source>Milliseconds since 1970</source>
        <translation>Millisekunden seit 1970</translation>
    </message>
    <message>
        <source>Minimum age</source>
        <translation>Mindestalter</translation>
    </message>
    <message>
        <source>Monday</source>
        <translation>Montag</translation>
    </message>
    <message>
        <source>Monitoring</source>
        <translation>Überwachung</translation>
    </message>
    <message>
        <source>More documents than this in one run are held until a person approves. Left out: no limit.</source>
        <translation>Mehr Belege als so viele in einem Lauf werden zurückgehalten, bis jemand sie freigibt. Weggelassen: keine Grenze.</translation>
    </message>
    <message>
        <source>More pages in one look are taken for paging that does not end.</source>
        <translation>Mehr Seiten bei einem Mal gelten als Blättern ohne Ende.</translation>
    </message>
    <message>
        <source>Most columns</source>
        <translation>Meiste Spalten</translation>
    </message>
    <message>
        <source>Most elements inside each other</source>
        <translation>Meiste Elemente ineinander</translation>
    </message>
    <message>
        <source>Most files</source>
        <translation>Meiste Dateien</translation>
    </message>
    <message>
        <source>Most members of an archive</source>
        <translation>Meiste Dateien in einem Archiv</translation>
    </message>
    <message>
        <source>Most pages</source>
        <translation>Höchstens Seiten</translation>
    </message>
    <message>
        <source>Most requests a second; empty: no limit.</source>
        <translation>Höchstens Anfragen je Sekunde; leer: ohne Grenze.</translation>
    </message>
    <message>
        <source>Most requests a second; empty: the profile&apos;s.</source>
        <translation>Meiste Anfragen in der Sekunde; leer: wie im Profil.</translation>
    </message>
    <message>
        <source>Move to the archive</source>
        <translation>Ins Archiv verschieben</translation>
    </message>
    <message>
        <source>Move to the failed folder</source>
        <translation>In den Ordner für Fehler verschieben</translation>
    </message>
    <message>
        <source>Must be there</source>
        <translation>Muss da sein</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name in the certificate</source>
        <translation>Name im Zertifikat</translation>
    </message>
    <message>
        <source>Name of a stored OAuth 2.0 token, instead of a password (XOAUTH2). It is used as it stands and is not renewed: store a new one when it has run out, or have tokens asked for, see below.</source>
        <translation>Name eines gespeicherten OAuth-2.0-Tokens, statt eines Kennworts (XOAUTH2). Es wird verwendet, wie es ist, und nicht erneuert: Speichern Sie ein neues, wenn es abgelaufen ist, oder lassen Sie Tokens verlangen, siehe unten.</translation>
    </message>
    <message>
        <source>Name of the key</source>
        <translation>Name des Schlüssels</translation>
    </message>
    <message>
        <source>Name of the lines</source>
        <translation>Name der Positionen</translation>
    </message>
    <message>
        <source>Name of the sheet, or its number among those that show: 1 is the first. A pattern such as Orders* takes all sheets that fit, one after the other. Left out: the first one that shows.</source>
        <translation>Name des Blatts oder seine Nummer unter den sichtbaren: 1 ist das erste. Ein Muster wie Orders* nimmt alle Blätter, die passen, eines nach dem anderen. Weggelassen: das erste sichtbare.</translation>
    </message>
    <message>
        <source>Name of the stored API key (sign_in = api_key).</source>
        <translation>Name des gespeicherten API-Schlüssels (sign_in = api_key).</translation>
    </message>
    <message>
        <source>Name of the stored client id (client_credentials).</source>
        <translation>Name der gespeicherten Client-ID (client_credentials).</translation>
    </message>
    <message>
        <source>Name of the stored client id, for token_url.</source>
        <translation>Name der gespeicherten Client-ID, für token_url.</translation>
    </message>
    <message>
        <source>Name of the stored client secret (client_credentials).</source>
        <translation>Name des gespeicherten Client-Geheimnisses (client_credentials).</translation>
    </message>
    <message>
        <source>Name of the stored client secret, for token_url.</source>
        <translation>Name des gespeicherten Client-Geheimnisses, für token_url.</translation>
    </message>
    <message>
        <source>Name of the stored key (key) or token (bearer).</source>
        <translation>Name des hinterlegten Schlüssels (key) oder Tokens (bearer).</translation>
    </message>
    <message>
        <source>Name of the stored passphrase, where the private key has one.</source>
        <translation>Name der hinterlegten Passphrase, wenn der private Schlüssel eine hat.</translation>
    </message>
    <message>
        <source>Name of the stored password (basic).</source>
        <translation>Name des hinterlegten Kennworts (basic).</translation>
    </message>
    <message>
        <source>Name of the stored password of that user name.</source>
        <translation>Name des gespeicherten Kennworts dieses Benutzernamens.</translation>
    </message>
    <message>
        <source>Name of the stored password, for sql.</source>
        <translation>Name des hinterlegten Kennworts, für sql.</translation>
    </message>
    <message>
        <source>Name of the stored password.</source>
        <translation>Name des gespeicherten Kennworts.</translation>
    </message>
    <message>
        <source>Name of the stored password. It is also the answer where the server asks for it in a dialogue (keyboard-interactive).</source>
        <translation>Name des hinterlegten Kennworts. Es ist auch die Antwort, wenn der Server in einem Dialog danach fragt (keyboard-interactive).</translation>
    </message>
    <message>
        <source>Name of the type it belongs to; empty: it begins a record.</source>
        <translation>Name des Typs, zu dem sie gehört; leer: sie beginnt einen Datensatz.</translation>
    </message>
    <message>
        <source>Names are in</source>
        <translation>Namen stehen in</translation>
    </message>
    <message>
        <source>Names of its columns; left out: the header row&apos;s.</source>
        <translation>Namen ihrer Spalten; weggelassen: die der Kopfzeile.</translation>
    </message>
    <message>
        <source>Names of the columns from A on, instead of the header row&apos;s.</source>
        <translation>Namen der Spalten von A an, statt derer der Kopfzeile.</translation>
    </message>
    <message>
        <source>Names of the columns, instead of the header row&apos;s; without both, columns are called 1, 2, 3 ….</source>
        <translation>Namen der Spalten, statt derer der Kopfzeile; ohne beides heißen Spalten 1, 2, 3 ….</translation>
    </message>
    <message>
        <source>Names the connection for ever. It never changes; the title may.</source>
        <translation>Benennt die Verbindung für immer. Sie ändert sich nie; der Titel darf es.</translation>
    </message>
    <message>
        <source>Names the destination within its export for ever: under a new one, reports are delivered anew.</source>
        <translation>Benennt das Ziel innerhalb seines Exports für immer: Unter einer neuen werden Berichte neu zugestellt.</translation>
    </message>
    <message>
        <source>Names the export for ever; no flow has the same. It never changes; the title may.</source>
        <translation>Benennt den Export für immer; kein Ablauf hat dieselbe. Sie ändert sich nie; der Titel darf es.</translation>
    </message>
    <message>
        <source>Names the flow for ever. It never changes; the title may.</source>
        <translation>Benennt den Ablauf für immer. Sie ändert sich nie; der Titel darf es.</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>Namensräume</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Neutralise: an apostrophe stands before a text that a spreadsheet would run as a formula; keep: only for programs that compare texts exactly.</source>
        <translation>Unschädlich: Ein Apostroph steht vor Text, den eine Tabellenkalkulation als Formel ausführen würde; „wie sie sind“ nur für Programme, die Texte genau vergleichen.</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Neuer Name</translation>
    </message>
    <message>
        <source>No record: every record after it has its columns, as &quot;NAME/COLUMN&quot;; for file headers.</source>
        <translation>Kein Datensatz: jeder Datensatz danach hat ihre Spalten, als „NAME/SPALTE“; für Dateiköpfe.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Not on</source>
        <translation>Nicht am</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Nichts tun</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>Number of</source>
        <translation>Anzahl von</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>OAuth 2.0 token</source>
        <translation>OAuth-2.0-Token</translation>
    </message>
    <message>
        <source>ODBC driver</source>
        <translation>ODBC-Treiber</translation>
    </message>
    <message>
        <source>Of a given period, the first day; of since_last, where the very first report begins. Left out there: it takes everything.</source>
        <translation>Der erste Tag eines bestimmten Zeitraums; bei „seit dem letzten Export“, wo der allererste Bericht beginnt. Ohne Angabe nimmt er dort alles.</translation>
    </message>
    <message>
        <source>Of a given period, the last day.</source>
        <translation>Der letzte Tag eines bestimmten Zeitraums.</translation>
    </message>
    <message>
        <source>Of a letter: a line among the sums for each rate of tax.</source>
        <translation>Bei einem Brief: eine Zeile bei den Summen für jeden Steuersatz.</translation>
    </message>
    <message>
        <source>Of a letter: another title, by a field of the document.</source>
        <translation>Eines Briefs: ein anderer Titel, nach einem Feld des Belegs.</translation>
    </message>
    <message>
        <source>Of a letter: fields whose text stands at the end.</source>
        <translation>Eines Briefs: Felder, deren Text am Ende steht.</translation>
    </message>
    <message>
        <source>Of a letter: lines at its end, such as the bank account.</source>
        <translation>Eines Briefs: Zeilen an seinem Ende, etwa die Bankverbindung.</translation>
    </message>
    <message>
        <source>Of a letter: name and address, line by line.</source>
        <translation>Eines Briefs: Name und Anschrift, Zeile für Zeile.</translation>
    </message>
    <message>
        <source>Of a letter: the party whose address it bears; of several the first that is there.</source>
        <translation>Eines Briefs: an wen er geht; von mehreren der Erste, den es gibt.</translation>
    </message>
    <message>
        <source>Of a letter: the text before the lines.</source>
        <translation>Eines Briefs: der Text vor den Positionen.</translation>
    </message>
    <message>
        <source>Of a letter: what stands below the lines; the last is the total.</source>
        <translation>Eines Briefs: was unter den Positionen steht; das Letzte ist die Gesamtsumme.</translation>
    </message>
    <message>
        <source>Of a letter: what stands beside the address.</source>
        <translation>Eines Briefs: was neben der Anschrift steht.</translation>
    </message>
    <message>
        <source>Of a share that the engine&apos;s own account may not use, such as DOMAIN\name. On Windows only.</source>
        <translation>Für eine Freigabe, die das Konto der Engine selbst nicht verwenden darf, etwa DOMÄNE\name. Nur unter Windows.</translation>
    </message>
    <message>
        <source>Of an archive (.zip): which of its members are read, by name, as pattern does it for files. Left out: all of them.</source>
        <translation>Bei einem Archiv (.zip): welche Dateien darin gelesen werden, nach Namen, wie pattern es für Dateien tut. Weggelassen: alle.</translation>
    </message>
    <message>
        <source>Of headings and charts, as #RRGGBB.</source>
        <translation>Von Überschriften und Diagrammen, als #RRGGBB.</translation>
    </message>
    <message>
        <source>Of the header or of the parameter, such as X-API-Key or api_key.</source>
        <translation>Der Kopfzeile oder des Parameters, etwa X-API-Key oder api_key.</translation>
    </message>
    <message>
        <source>Of the query, by name: changed_after = {since}, page = {page}. One whose place has no value yet (no time before the first look, no cursor before the first page) is left out.</source>
        <translation>Der Abfrage, nach Namen: changed_after = {since}, page = {page}. Einer, für den es noch keinen Wert gibt (keine Zeit vor dem ersten Mal, kein Zeiger vor der ersten Seite), entfällt.</translation>
    </message>
    <message>
        <source>Of the query, by name: changed_from = {from}, page = {page}. One whose place has no value (no beginning of the very first period, no cursor before the first page) is left out.</source>
        <translation>Der Abfrage, nach Namen: changed_from = {from}, page = {page}. Einer, dessen Platz keinen Wert hat (kein Anfang des allerersten Zeitraums, kein Cursor vor der ersten Seite), wird weggelassen.</translation>
    </message>
    <message>
        <source>Of what the program writes into the mail by itself; a summary speaks as its report does.</source>
        <translation>Dessen, was das Programm selbst in die Mail schreibt; eine Zusammenfassung spricht wie ihr Bericht.</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>On which weekdays; of a week or month the last of them counts. Left out: those of the schedule&apos;s window, else all.</source>
        <translation>An welchen Wochentagen; bei Woche oder Monat zählt der letzte davon. Weggelassen: die des Zeitplans, sonst alle.</translation>
    </message>
    <message>
        <source>One answer holds all</source>
        <translation>Eine Antwort enthält alles</translation>
    </message>
    <message>
        <source>One document</source>
        <translation>Ein Dokument</translation>
    </message>
    <message>
        <source>One file with all documents, or a file for each document: it is delivered by itself, a mail has one of them, and {reference} in its name stands for the document. Left out: as the template, else one.</source>
        <translation>Eine Datei mit allen Belegen, oder eine Datei je Beleg: Jede wird für sich zugestellt, eine Mail hat eine davon, und {reference} in ihrem Namen steht für den Beleg. Ohne Angabe wie die Vorlage, sonst eine.</translation>
    </message>
    <message>
        <source>One record in each line</source>
        <translation>Ein Datensatz je Zeile</translation>
    </message>
    <message>
        <source>One that is not complete is left out until it is: it comes with its next change.</source>
        <translation>Ein unvollständiger wird ausgelassen, bis er vollständig ist: Er kommt mit seiner nächsten Änderung.</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>Nur</translation>
    </message>
    <message>
        <source>Only at</source>
        <translation>Nur um</translation>
    </message>
    <message>
        <source>Only at these times of day, such as 07:00 and 13:00. Left out: at once.</source>
        <translation>Nur zu diesen Uhrzeiten, zum Beispiel 07:00 und 13:00. Weggelassen: sofort.</translation>
    </message>
    <message>
        <source>Only documents for which all of these hold; from is a field of the resource, such as buyer.number.</source>
        <translation>Nur Belege, für die alle diese Bedingungen gelten; verglichen werden Felder der Ressource, etwa buyer.number.</translation>
    </message>
    <message>
        <source>Only documents of a period; left out: all there are.</source>
        <translation>Nur Belege eines Zeitraums; ohne Angabe alle, die es gibt.</translation>
    </message>
    <message>
        <source>Only rows for which all of these hold; from is a field of the row, such as buyer.number.</source>
        <translation>Nur Zeilen, für die alle diese gelten; from ist ein Feld der Zeile, etwa buyer.number.</translation>
    </message>
    <message>
        <source>Only rows of a period; left out: all there are. The field that decides is declared in fields.</source>
        <translation>Nur Zeilen eines Zeitraums; weggelassen: alle, die es gibt. Das Feld, das entscheidet, ist in fields angegeben.</translation>
    </message>
    <message>
        <source>Only what can be fixed by</source>
        <translation>Nur, was beheben kann</translation>
    </message>
    <message>
        <source>Only what these people can fix.</source>
        <translation>Nur, was diese Personen beheben können.</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Options of a connection of the type folder.</source>
        <translation>Optionen einer Verbindung vom Typ folder.</translation>
    </message>
    <message>
        <source>Options of a source of the type files.</source>
        <translation>Optionen einer Quelle vom Typ files.</translation>
    </message>
    <message>
        <source>Options of a source of the type mssql.</source>
        <translation>Optionen einer Quelle vom Typ mssql.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Order of the lines</source>
        <translation>Reihenfolge der Positionen</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <source>Other levels for single topics, as they stand on each line: { deliver = &apos;debug&apos;, store = &apos;warning&apos; }. What holds for store holds for store.sftp.</source>
        <translation>Andere Stufen für einzelne Themen, wie sie in jeder Zeile stehen: { deliver = &apos;debug&apos;, store = &apos;warning&apos; }. Was für store gilt, gilt für store.sftp.</translation>
    </message>
    <message>
        <source>Other recipients</source>
        <translation>Andere Empfänger</translation>
    </message>
    <message>
        <source>Other recipients by who can fix it: { clerk = &quot;orders@example.com&quot;, it = &quot;it@example.com&quot; }.</source>
        <translation>Andere Empfänger, je nachdem, wer es beheben kann: { clerk = &quot;orders@example.com&quot;, it = &quot;it@example.com&quot; }.</translation>
    </message>
    <message>
        <source>Otherwise</source>
        <translation>Sonst</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>Überlappung</translation>
    </message>
    <message>
        <source>Overwrite with what the source says</source>
        <translation>Mit dem überschreiben, was die Quelle sagt</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Passphrase of the key</source>
        <translation>Passphrase des Schlüssels</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Path in an answer of the cursor of the next page (cursor), or of its address (next); path in the last row of the value by which the next page is asked (row).</source>
        <translation>Pfad in einer Antwort zum Cursor der nächsten Seite (cursor) oder zu ihrer Adresse (next); Pfad in der letzten Zeile zum Wert, nach dem die nächste Seite gefragt wird (row).</translation>
    </message>
    <message>
        <source>Path of a record</source>
        <translation>Pfad eines Datensatzes</translation>
    </message>
    <message>
        <source>Path of the element that is one record: &quot;Orders/Order&quot;, &quot;p:Orders/*&quot;, &quot;//Order&quot;.</source>
        <translation>Pfad des Elements, das ein Datensatz ist: &quot;Orders/Order&quot;, &quot;p:Orders/*&quot;, &quot;//Order&quot;.</translation>
    </message>
    <message>
        <source>Path of the rows</source>
        <translation>Pfad der Zeilen</translation>
    </message>
    <message>
        <source>Path of the test</source>
        <translation>Pfad des Tests</translation>
    </message>
    <message>
        <source>Path that is asked for each row that is new or changed, with values of the row in it: /orders/{id}. The answer stands in the row as detail.</source>
        <translation>Pfad, nach dem für jede neue oder geänderte Zeile gefragt wird, mit Werten der Zeile darin: /orders/{id}. Die Antwort steht in der Zeile als detail.</translation>
    </message>
    <message>
        <source>Path that is asked for each row, with values of the row in it: /orders/{id}. The answer stands in the row as detail.</source>
        <translation>Pfad, der für jede Zeile gefragt wird, mit Werten der Zeile darin: /orders/{id}. Die Antwort steht in der Zeile als detail.</translation>
    </message>
    <message>
        <source>Pattern is</source>
        <translation>Muster ist</translation>
    </message>
    <message>
        <source>Patterns of files that are left alone.</source>
        <translation>Muster von Dateien, die in Ruhe gelassen werden.</translation>
    </message>
    <message>
        <source>Payloads together take no more than this; the oldest go first. Left out: as much as there is.</source>
        <translation>Inhalte zusammen belegen nicht mehr als dies; die ältesten gehen zuerst. Weggelassen: so viel, wie da ist.</translation>
    </message>
    <message>
        <source>People changed the document in Acme: overwrite it with what the source says, or ask.</source>
        <translation>Menschen haben den Beleg in Acme geändert: mit dem überschreiben, was die Quelle sagt, oder nachfragen.</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Plain: 1234.50; comma: 1234,50; local: as the country writes them, in groups of three digits.</source>
        <translation>1234.50, 1234,50 oder wie das Land sie schreibt, in Gruppen von drei Ziffern.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Prefixes used in paths and their URIs; the payload&apos;s own prefixes are free.</source>
        <translation>In Pfaden verwendete Präfixe und ihre URIs; die Präfixe der Datei selbst sind frei.</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>Privater Schlüssel</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Problems by mail</source>
        <translation>Mails</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Puts all fields together with this between them.</source>
        <translation>Setzt alle Felder zusammen, mit diesem dazwischen.</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>Anführungszeichen</translation>
    </message>
    <message>
        <source>Raise a problem</source>
        <translation>Ein Problem melden</translation>
    </message>
    <message>
        <source>Read and write</source>
        <translation>Lesen und schreiben</translation>
    </message>
    <message>
        <source>Read only (a replica may answer)</source>
        <translation>Nur lesen (ein Replikat darf antworten)</translation>
    </message>
    <message>
        <source>Read past locks (NOLOCK)</source>
        <translation>An Sperren vorbei lesen (NOLOCK)</translation>
    </message>
    <message>
        <source>Read_only: a readable replica of an availability group may answer (ApplicationIntent).</source>
        <translation>Read_only: Ein lesbares Replikat einer Verfügbarkeitsgruppe darf antworten (ApplicationIntent).</translation>
    </message>
    <message>
        <source>Reads what others have not committed: rows may be wrong, doubled or left out. Only where a database administrator asks for it.</source>
        <translation>Liest, was andere noch nicht bestätigt haben: Zeilen können falsch, doppelt oder ausgelassen sein. Nur, wenn die Datenbankverwaltung es verlangt.</translation>
    </message>
    <message>
        <source>Recipient</source>
        <translation>Empfänger</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Refuse the file</source>
        <translation>Datei ablehnen</translation>
    </message>
    <message>
        <source>Refuse the record</source>
        <translation>Datensatz ablehnen</translation>
    </message>
    <message>
        <source>Refuse: no report, and the place is told; replace: a question mark stands there, and it is told.</source>
        <translation>Ablehnen: kein Bericht, und die Stelle wird genannt; ersetzen: Dort steht ein Fragezeichen, und es wird gesagt.</translation>
    </message>
    <message>
        <source>Reminded after</source>
        <translation>Erinnert nach</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Sie ersetzen</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Report as</source>
        <translation>Bericht als</translation>
    </message>
    <message>
        <source>Requests a second</source>
        <translation>Anfragen in der Sekunde</translation>
    </message>
    <message>
        <source>Requests at once</source>
        <translation>Anfragen zugleich</translation>
    </message>
    <message>
        <source>Requests at once; empty: the profile&apos;s.</source>
        <translation>Anfragen zugleich; leer: wie im Profil.</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Root element</source>
        <translation>Wurzelelement</translation>
    </message>
    <message>
        <source>Row types</source>
        <translation>Zeilentypen</translation>
    </message>
    <message>
        <source>Rows at a time</source>
        <translation>Zeilen auf einmal</translation>
    </message>
    <message>
        <source>Rows at the start that are left out, such as a title: 3 where the headings stand in row 4.</source>
        <translation>Zeilen am Anfang, die ausgelassen werden, etwa ein Titel: 3, wenn die Überschriften in Zeile 4 stehen.</translation>
    </message>
    <message>
        <source>Rows left out at the start</source>
        <translation>Am Anfang ausgelassene Zeilen</translation>
    </message>
    <message>
        <source>Rows may end with a delimiter</source>
        <translation>Zeilen dürfen mit Trennzeichen enden</translation>
    </message>
    <message>
        <source>Rows may end with one delimiter too many.</source>
        <translation>Zeilen dürfen mit einem Trennzeichen zu viel enden.</translation>
    </message>
    <message>
        <source>Rows of a page</source>
        <translation>Zeilen einer Seite</translation>
    </message>
    <message>
        <source>Rows of a type that is not named in records: refuse them, or leave them out.</source>
        <translation>Zeilen eines Typs, der in records nicht genannt ist: ablehnen oder auslassen.</translation>
    </message>
    <message>
        <source>Rows of another length</source>
        <translation>Zeilen anderer Länge</translation>
    </message>
    <message>
        <source>Rows of one record differ in a column of its header: refuse the record, or the first row counts.</source>
        <translation>Zeilen eines Datensatzes weichen in einer Kopfspalte ab: den Datensatz ablehnen, oder die erste Zeile gilt.</translation>
    </message>
    <message>
        <source>Rows of other types</source>
        <translation>Zeilen anderer Typen</translation>
    </message>
    <message>
        <source>Rows that Excel does not show, by a filter or otherwise: take them like others, or leave them out.</source>
        <translation>Zeilen, die Excel nicht zeigt, durch einen Filter oder sonst: nehmen wie andere, oder auslassen.</translation>
    </message>
    <message>
        <source>Rows that are there already</source>
        <translation>Zeilen, die schon da sind</translation>
    </message>
    <message>
        <source>Rows that differ</source>
        <translation>Zeilen, die abweichen</translation>
    </message>
    <message>
        <source>Rows that were changed within this time are left for the next look, by the database&apos;s clock: document and lines may be written one after the other.</source>
        <translation>Zeilen, die innerhalb dieser Zeit geändert wurden, bleiben für das nächste Nachsehen, nach der Uhr der Datenbank: Beleg und Positionen werden vielleicht nacheinander geschrieben.</translation>
    </message>
    <message>
        <source>Rows with sub-totals and totals.</source>
        <translation>Zeilen mit Zwischensummen und Summen.</translation>
    </message>
    <message>
        <source>Rows with sub-totals and totals; for people, not for programs.</source>
        <translation>Zeilen mit Zwischensummen und Summen; für Menschen, nicht für Programme.</translation>
    </message>
    <message>
        <source>Rows with the same values stand together, with sub-totals; the first is the outermost.</source>
        <translation>Zeilen mit gleichen Werten stehen zusammen, mit Zwischensummen; die erste ist die äußerste.</translation>
    </message>
    <message>
        <source>Rows with too few or too many columns: refuse them, pad the missing ones as empty, cut off what is too much, or fit (both).</source>
        <translation>Zeilen mit zu wenigen oder zu vielen Spalten: ablehnen, fehlende leer auffüllen, Überzähliges abschneiden, oder beides (fit).</translation>
    </message>
    <message>
        <source>Rows without a key</source>
        <translation>Zeilen ohne Schlüssel</translation>
    </message>
    <message>
        <source>Rows without a key: refuse them, or they belong to the record before.</source>
        <translation>Zeilen ohne Schlüssel: ablehnen, oder sie gehören zum Datensatz davor.</translation>
    </message>
    <message>
        <source>Rows without any text below the first record: leave them out, or what is below them is not read, such as totals.</source>
        <translation>Zeilen ohne Text unter dem ersten Datensatz: auslassen, oder was darunter steht, wird nicht gelesen, etwa Summen.</translation>
    </message>
    <message>
        <source>Rowversion: the server counts every change; nothing is missed. change_tracking: the same, with deletions, where the database keeps track. timestamp: a column says when a row was changed; a change of a transaction that lasts longer than overlap is missed, so rowversion is better. increasing_key: new rows by a growing number; changes are not seen. marked: rows of one status, which is changed after delivery. procedure, query: everything that comes is compared with what came before.</source>
        <translation>Rowversion: Der Server zählt jede Änderung; nichts wird verpasst. change_tracking: ebenso, mit Löschungen, wo die Datenbank Buch führt. timestamp: Eine Spalte sagt, wann eine Zeile geändert wurde; eine Änderung in einer Transaktion, die länger dauert als overlap, wird verpasst, darum ist rowversion besser. increasing_key: neue Zeilen an einer wachsenden Nummer; Änderungen werden nicht gesehen. marked: Zeilen mit einem Status, der nach der Zustellung geändert wird. procedure, query: Alles, was kommt, wird mit dem Früheren verglichen.</translation>
    </message>
    <message>
        <source>Runs at the same time</source>
        <translation>Läufe zugleich</translation>
    </message>
    <message>
        <source>Runs of different flows at the same time.</source>
        <translation>Läufe verschiedener Abläufe zur selben Zeit.</translation>
    </message>
    <message>
        <source>SFTP server</source>
        <translation>SFTP-Server</translation>
    </message>
    <message>
        <source>STARTTLS</source>
        <translation>STARTTLS</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Scope</translation>
    </message>
    <message>
        <source>Seconds since 1970</source>
        <translation>Sekunden seit 1970</translation>
    </message>
    <message>
        <source>Send all of them</source>
        <translation>Alle senden</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>Noch einmal senden</translation>
    </message>
    <message>
        <source>Send none of them</source>
        <translation>Keine senden</translation>
    </message>
    <message>
        <source>Send several documents in one request. Left out: when Acme offers it.</source>
        <translation>Mehrere Belege in einer Anfrage senden. Weggelassen: wenn Acme es anbietet.</translation>
    </message>
    <message>
        <source>Sender</source>
        <translation>Absender</translation>
    </message>
    <message>
        <source>Sent through</source>
        <translation>Gesendet über</translation>
    </message>
    <message>
        <source>Sent with every request. Never a secret: those have their own fields.</source>
        <translation>Werden mit jeder Anfrage gesendet. Nie ein Geheimnis: Dafür gibt es eigene Felder.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Several documents in one request</source>
        <translation>Mehrere Belege in einer Anfrage</translation>
    </message>
    <message>
        <source>Several kinds of record</source>
        <translation>Mehrere Arten von Datensätzen</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>Blatt</translation>
    </message>
    <message>
        <source>Sign around texts that hold delimiters; doubled inside; empty: none.</source>
        <translation>Zeichen um Texte, die Trennzeichen enthalten; innen verdoppelt; leer: keines.</translation>
    </message>
    <message>
        <source>Sign before a delimiter or quote that is text; empty: none.</source>
        <translation>Zeichen vor einem Trenn- oder Anführungszeichen, das Text ist; leer: keines.</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Single topics</source>
        <translation>Einzelne Themen</translation>
    </message>
    <message>
        <source>Size of a file</source>
        <translation>Größe einer Datei</translation>
    </message>
    <message>
        <source>Size of one file.</source>
        <translation>Größe einer Datei.</translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>So many rows are read in one page, and become one item.</source>
        <translation>So viele Zeilen werden auf einmal gelesen und bilden ein Element.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Stands at</source>
        <translation>Steht bei</translation>
    </message>
    <message>
        <source>Status column</source>
        <translation>Statusspalte</translation>
    </message>
    <message>
        <source>Stored procedure</source>
        <translation>Gespeicherte Prozedur</translation>
    </message>
    <message>
        <source>Sub-totals and totals of this column.</source>
        <translation>Zwischensummen und Summen dieser Spalte.</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Betreff</translation>
    </message>
    <message>
        <source>Such as http://proxy.example.com:3128. This computer itself is never asked for through it.</source>
        <translation>Zum Beispiel http://proxy.example.com:3128. Dieser Rechner selbst wird nie darüber gefragt.</translation>
    </message>
    <message>
        <source>Such as utf-8, windows-1252, cp850, utf-16-le.</source>
        <translation>Etwa utf-8, windows-1252, cp850, utf-16-le.</translation>
    </message>
    <message>
        <source>Such as windows-1252, cp850 or utf-16-le; left out: a byte order mark tells, else utf-8.</source>
        <translation>Zum Beispiel windows-1252, cp850 oder utf-16-le; weggelassen: eine Bytefolgemarke sagt es, sonst utf-8.</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Sum of</source>
        <translation>Summe aus</translation>
    </message>
    <message>
        <source>Sums</source>
        <translation>Summen</translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation>Sonntag</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>TLS from the start</source>
        <translation>TLS von Anfang an</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Table of the lines</source>
        <translation>Tabelle der Positionen</translation>
    </message>
    <message>
        <source>Table: all rows in one table; letter: every document is a letter with its lines.</source>
        <translation>Alle Zeilen in einer Tabelle, oder jeder Beleg ein Brief mit seinen Positionen.</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Nehmen</translation>
    </message>
    <message>
        <source>Taxes by rate</source>
        <translation>Steuern nach Sätzen</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Template file</source>
        <translation>Vorlagendatei</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text for people, or one JSON object a line for programs that gather logs.</source>
        <translation>Text für Menschen, oder je Zeile ein JSON-Objekt für Programme, die Protokolle sammeln.</translation>
    </message>
    <message>
        <source>Text: exact, &quot;12.50&quot; as in the API; number: 12.50, which readers may round.</source>
        <translation>Text: genau, &quot;12.50&quot; wie in der API; Zahl: 12.50, was Leseprogramme runden können.</translation>
    </message>
    <message>
        <source>Texts in quotes may hold line breaks; false: a row ends with its line in any case.</source>
        <translation>Texte in Anführungszeichen dürfen Zeilenumbrüche enthalten; false: eine Zeile endet in jedem Fall mit ihrer Zeile.</translation>
    </message>
    <message>
        <source>The Windows account of the engine</source>
        <translation>Das Windows-Konto der Engine</translation>
    </message>
    <message>
        <source>The address (query)</source>
        <translation>Der Adresse (Abfrage)</translation>
    </message>
    <message>
        <source>The address that mails come from.</source>
        <translation>Die Adresse, von der Mails kommen.</translation>
    </message>
    <message>
        <source>The bytes of files, after the file has ended. The newest version of a document that Acme has taken keeps its bytes as long as its history.</source>
        <translation>Die Inhalte von Dateien, nachdem die Datei erledigt ist. Die neueste Version eines Belegs, die Acme angenommen hat, behält ihren Inhalt so lange wie ihre Geschichte.</translation>
    </message>
    <message>
        <source>The certificate itself</source>
        <translation>Das Zertifikat selbst</translation>
    </message>
    <message>
        <source>The clerk</source>
        <translation>Die Sachbearbeitung</translation>
    </message>
    <message>
        <source>The column that says it</source>
        <translation>Die Spalte, die es sagt</translation>
    </message>
    <message>
        <source>The columns that are read. Left out: all of them.</source>
        <translation>Die Spalten, die gelesen werden. Weggelassen: alle.</translation>
    </message>
    <message>
        <source>The columns that name a row. Left out: the primary key.</source>
        <translation>Die Spalten, die eine Zeile bezeichnen. Weggelassen: der Primärschlüssel.</translation>
    </message>
    <message>
        <source>The columns, from left to right.</source>
        <translation>Die Spalten, von links nach rechts.</translation>
    </message>
    <message>
        <source>The connection broke when all was sent and no answer had come: send the same mail again, which may arrive twice and says so in the history; or ask a person.</source>
        <translation>Die Verbindung brach ab, als alles gesendet und keine Antwort gekommen war: dieselbe Mail noch einmal senden, die zweimal ankommen kann, was im Verlauf steht; oder einen Menschen fragen.</translation>
    </message>
    <message>
        <source>The date or time of a document that decides: a field of the resource.</source>
        <translation>Das Datum oder die Zeit des Belegs, die entscheidet: ein Feld der Ressource.</translation>
    </message>
    <message>
        <source>The deadline, counted from from, instead of by.</source>
        <translation>Die Frist, gezählt ab from, statt by.</translation>
    </message>
    <message>
        <source>The deadline. Left out, without within: the end of the day, week or month.</source>
        <translation>Die Frist. Weggelassen, ohne within: das Ende des Tages, der Woche oder des Monats.</translation>
    </message>
    <message>
        <source>The document was deleted in Acme: ask, or create it again.</source>
        <translation>Der Beleg wurde in Acme gelöscht: nachfragen, oder neu anlegen.</translation>
    </message>
    <message>
        <source>The element around everything.</source>
        <translation>Das Element um alles.</translation>
    </message>
    <message>
        <source>The element of each row.</source>
        <translation>Das Element jeder Zeile.</translation>
    </message>
    <message>
        <source>The field with the currency of an amount; totals are then kept apart by it.</source>
        <translation>Das Feld mit der Währung eines Betrags; Summen werden dann nach ihr getrennt.</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>Die Datei</translation>
    </message>
    <message>
        <source>The file; a summary in the mail itself, with the first rows and the totals; or both.</source>
        <translation>Die Datei; eine Zusammenfassung in der Mail selbst, mit den ersten Zeilen und den Summen; oder beides.</translation>
    </message>
    <message>
        <source>The first day of a week.</source>
        <translation>Der erste Tag einer Woche.</translation>
    </message>
    <message>
        <source>The first lines</source>
        <translation>Die ersten Zeilen</translation>
    </message>
    <message>
        <source>The first one counts</source>
        <translation>Die erste gilt</translation>
    </message>
    <message>
        <source>The first row holds the names of the columns.</source>
        <translation>Die erste Zeile enthält die Namen der Spalten.</translation>
    </message>
    <message>
        <source>The first row with text holds the names of the columns; a column without one is called by its letter, as all are with false: A, B, C and so on.</source>
        <translation>Die erste Zeile mit Text enthält die Namen der Spalten; eine Spalte ohne Namen heißt wie ihr Buchstabe, wie alle bei false: A, B, C und so weiter.</translation>
    </message>
    <message>
        <source>The folder for failed files, below the watched one; a .reason.json beside each says why.</source>
        <translation>Der Ordner für fehlerhafte Dateien, unter dem überwachten; eine .reason.json neben jeder sagt, warum.</translation>
    </message>
    <message>
        <source>The folder for finished files, below the watched one, by the day of settling. It is never looked into.</source>
        <translation>Der Ordner für erledigte Dateien, unter dem überwachten, nach dem Tag der Erledigung. In ihn wird nie gesehen.</translation>
    </message>
    <message>
        <source>The folder on the server, such as /out, or out below the folder in which the sign-in begins. Left out: that folder.</source>
        <translation>Der Ordner auf dem Server, etwa /out, oder out unter dem Ordner, in dem die Anmeldung beginnt. Ohne Angabe: dieser Ordner.</translation>
    </message>
    <message>
        <source>The folder, whole: C:\ERP\out, \\server\share\out or /srv/out. A mapped drive is turned into its share.</source>
        <translation>Der Ordner, vollständig: C:\ERP\out, \\server\share\out oder /srv/out. Aus einem Netzlaufwerk wird seine Freigabe.</translation>
    </message>
    <message>
        <source>The heading has the arrows of a filter.</source>
        <translation>Die Überschrift hat die Pfeile eines Filters.</translation>
    </message>
    <message>
        <source>The headings are the first row.</source>
        <translation>Die Überschriften sind die erste Zeile.</translation>
    </message>
    <message>
        <source>The id of a connection of type = &quot;mail&quot;.</source>
        <translation>Die ID einer Verbindung mit type = &quot;mail&quot;.</translation>
    </message>
    <message>
        <source>The id of the Acme connection.</source>
        <translation>Die ID der Verbindung zu Acme.</translation>
    </message>
    <message>
        <source>The id of the connection that is asked: Acme, or an HTTP API.</source>
        <translation>Die ID der Verbindung, die gefragt wird: Acme oder eine HTTP-API.</translation>
    </message>
    <message>
        <source>The id of the connection that is asked; or a list of them, when the same things come from several places: [&apos;north&apos;, &apos;south&apos;]. Each place is remembered on its own.</source>
        <translation>Die ID der Verbindung, die gefragt wird; oder eine Liste davon, wenn dasselbe von mehreren Orten kommt: [&apos;north&apos;, &apos;south&apos;]. Jeder Ort wird für sich gemerkt.</translation>
    </message>
    <message>
        <source>The id of the connection that it is delivered through.</source>
        <translation>Die Kennung der Verbindung, über die zugestellt wird.</translation>
    </message>
    <message>
        <source>The key stands in</source>
        <translation>Der Schlüssel steht in</translation>
    </message>
    <message>
        <source>The language of fixed words, and how numbers, days and times are written for people.</source>
        <translation>Die Sprache fester Wörter, und wie Zahlen, Tage und Uhrzeiten für Menschen geschrieben werden.</translation>
    </message>
    <message>
        <source>The language of mails: English or German.</source>
        <translation>Die Sprache der Mails: Englisch oder Deutsch.</translation>
    </message>
    <message>
        <source>The last line ends with a line break too; a file without it is not whole.</source>
        <translation>Auch die letzte Zeile endet mit einem Zeilenumbruch; eine Datei ohne ihn ist nicht vollständig.</translation>
    </message>
    <message>
        <source>The list whose entries are counted.</source>
        <translation>Die Liste, deren Einträge gezählt werden.</translation>
    </message>
    <message>
        <source>The login of the SQL Server.</source>
        <translation>Die Anmeldung am SQL Server.</translation>
    </message>
    <message>
        <source>The mark of UTF-8 and UTF-16 at the beginning: without it Excel reads UTF-8 as something else.</source>
        <translation>Die Marke von UTF-8 und UTF-16 am Anfang: Ohne sie liest Excel UTF-8 als etwas anderes.</translation>
    </message>
    <message>
        <source>The name</source>
        <translation>Der Name</translation>
    </message>
    <message>
        <source>The name of the database.</source>
        <translation>Der Name der Datenbank.</translation>
    </message>
    <message>
        <source>The name of the done file that the sender writes after each file: {name}.done (orders.xml.done) or {stem}.done (orders.done). A file counts when its done file is there, without waiting for min_age; both are settled together.</source>
        <translation>Der Name der Fertig-Datei, die der Absender nach jeder Datei schreibt: {name}.done (orders.xml.done) oder {stem}.done (orders.done). Eine Datei zählt, wenn ihre Fertig-Datei da ist, ohne auf min_age zu warten; beide werden zusammen erledigt.</translation>
    </message>
    <message>
        <source>The name of the file, made of tokens such as {flow} and {from:%Y-%m-%d}; without an ending it gets that of the report. Where every document has a file of its own, and neither {reference} nor {number} stands in it, {reference} is added.</source>
        <translation>Der Name der Datei, aus Platzhaltern wie {flow} und {from:%Y-%m-%d}; ohne Endung bekommt er die des Berichts. Wo jeder Beleg eine eigene Datei hat und weder {reference} noch {number} darin steht, kommt {reference} dazu.</translation>
    </message>
    <message>
        <source>The name of the installed ODBC driver. Left out: the best there is (Microsoft&apos;s 18, 17, 13, 11, then FreeTDS, then the old one of Windows, with a warning).</source>
        <translation>Der Name des installierten ODBC-Treibers. Weggelassen: der beste vorhandene (Microsofts 18, 17, 13, 11, dann FreeTDS, dann der alte von Windows, mit einer Warnung).</translation>
    </message>
    <message>
        <source>The name of the instance, such as SQLEXPRESS; its port is asked of the server (UDP 1434). Left out: the one that listens at the port.</source>
        <translation>Der Name der Instanz, etwa SQLEXPRESS; ihr Port wird beim Server erfragt (UDP 1434). Weggelassen: die, die auf dem Port antwortet.</translation>
    </message>
    <message>
        <source>The name of the machine, such as sql01.</source>
        <translation>Der Name des Rechners, etwa sql01.</translation>
    </message>
    <message>
        <source>The name that the server&apos;s certificate bears, where that is not the name of the server (HostnameInCertificate; driver 18).</source>
        <translation>Der Name, den das Zertifikat des Servers trägt, wenn es nicht der Name des Servers ist (HostnameInCertificate; Treiber 18).</translation>
    </message>
    <message>
        <source>The namespace of all elements.</source>
        <translation>Der Namensraum aller Elemente.</translation>
    </message>
    <message>
        <source>The new name, for rename, in the same folder; {name}, {stem}, {yyyy}, {MM}, {dd} and {HH} are filled in. Files that are named like this are left alone.</source>
        <translation>Der neue Name, für rename, im selben Ordner; {name}, {stem}, {yyyy}, {MM}, {dd} und {HH} werden ausgefüllt. Dateien, die so heißen, werden in Ruhe gelassen.</translation>
    </message>
    <message>
        <source>The number is in</source>
        <translation>Die Nummer steht in</translation>
    </message>
    <message>
        <source>The number of the first page: 0 or 1.</source>
        <translation>Die Nummer der ersten Seite: 0 oder 1.</translation>
    </message>
    <message>
        <source>The order of rows; left out: as Acme lists them.</source>
        <translation>Die Reihenfolge der Zeilen; ohne Angabe wie Acme sie aufführt.</translation>
    </message>
    <message>
        <source>The period that one report covers.</source>
        <translation>Der Zeitraum, den ein Bericht umfasst.</translation>
    </message>
    <message>
        <source>The port of SSH.</source>
        <translation>Der Port von SSH.</translation>
    </message>
    <message>
        <source>The query finds nothing: deliver a report without rows, deliver nothing, or raise a problem.</source>
        <translation>Die Abfrage findet nichts: einen Bericht ohne Zeilen zustellen, nichts zustellen oder ein Problem melden.</translation>
    </message>
    <message>
        <source>The row that ends a file.</source>
        <translation>Die Zeile, die eine Datei abschließt.</translation>
    </message>
    <message>
        <source>The same by percent: so many of a run&apos;s documents (from twenty on) change what Acme holds.</source>
        <translation>Dasselbe in Prozent: so viele der Belege eines Laufs (ab zwanzig) ändern, was Acme hat.</translation>
    </message>
    <message>
        <source>The same, for files that are too large.</source>
        <translation>Dasselbe für Dateien, die zu groß sind.</translation>
    </message>
    <message>
        <source>The same, for too many.</source>
        <translation>Dasselbe für zu viele.</translation>
    </message>
    <message>
        <source>The sign around texts.</source>
        <translation>Das Zeichen um Texte.</translation>
    </message>
    <message>
        <source>The sign before a quote, or a delimiter where nothing is quoted; left out: quotes are doubled.</source>
        <translation>Das Zeichen vor einem Anführungszeichen, oder vor einem Trennzeichen, wo nichts in Anführungszeichen steht; ohne Angabe werden Anführungszeichen verdoppelt.</translation>
    </message>
    <message>
        <source>The sign between columns.</source>
        <translation>Das Zeichen zwischen Spalten.</translation>
    </message>
    <message>
        <source>The sign between columns: &quot;;&quot;, &quot;,&quot;, &quot;|&quot; or &quot;tab&quot;.</source>
        <translation>Das Zeichen zwischen Spalten: &quot;;&quot;, &quot;,&quot;, &quot;|&quot; oder &quot;tab&quot;.</translation>
    </message>
    <message>
        <source>The table or view with one row for each document, such as dbo.Orders.</source>
        <translation>Die Tabelle oder Sicht mit einer Zeile je Beleg, etwa dbo.Auftraege.</translation>
    </message>
    <message>
        <source>The table with the lines of the documents, such as dbo.OrderLines. A document is read again when any of its lines was changed.</source>
        <translation>Die Tabelle mit den Positionen der Belege, etwa dbo.Positionen. Ein Beleg wird erneut gelesen, wenn eine seiner Positionen geändert wurde.</translation>
    </message>
    <message>
        <source>The vendor</source>
        <translation>Der Hersteller</translation>
    </message>
    <message>
        <source>The way out, for all connections: proxy and certificates.</source>
        <translation>Der Weg nach draußen für alle Verbindungen: Proxy und Zertifikate.</translation>
    </message>
    <message>
        <source>The zone of all these times. Left out: that of the schedule, else of this machine.</source>
        <translation>Die Zone aller dieser Zeiten. Weggelassen: die des Zeitplans, sonst die dieses Rechners.</translation>
    </message>
    <message>
        <source>The zone of digest and of the day. Left out: this machine&apos;s.</source>
        <translation>Die Zone von digest und des Tages. Weggelassen: die dieses Rechners.</translation>
    </message>
    <message>
        <source>Through which proxy web addresses are asked: the system&apos;s, none, or a certain one.</source>
        <translation>Über welchen Proxy Webadressen gefragt werden: den des Systems, keinen oder einen bestimmten.</translation>
    </message>
    <message>
        <source>Time for connecting and signing in.</source>
        <translation>Zeit für Verbindungsaufbau und Anmeldung.</translation>
    </message>
    <message>
        <source>Time for each step.</source>
        <translation>Zeit für jeden Schritt.</translation>
    </message>
    <message>
        <source>Time for one query; a query that takes longer is ended and tried again later.</source>
        <translation>Zeit für eine Abfrage; eine, die länger dauert, wird beendet und später erneut versucht.</translation>
    </message>
    <message>
        <source>Time for one request.</source>
        <translation>Zeit für eine Anfrage.</translation>
    </message>
    <message>
        <source>Time for one request; empty: the profile&apos;s.</source>
        <translation>Zeit für eine Anfrage; leer: wie im Profil.</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Time-out</source>
        <translation>Zeitlimit</translation>
    </message>
    <message>
        <source>Time-out of a query</source>
        <translation>Zeitgrenze einer Abfrage</translation>
    </message>
    <message>
        <source>Times are</source>
        <translation>Zeiten stehen</translation>
    </message>
    <message>
        <source>Times are written</source>
        <translation>Zeiten werden geschrieben</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Title by content</source>
        <translation>Titel nach Inhalt</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>To which answers may send us on (next page, redirect), with the sign-in; else only the address&apos;s own host.</source>
        <translation>Wohin Antworten weiterleiten dürfen (nächste Seite, Umleitung), mit der Anmeldung; sonst nur der Host der Adresse.</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>Summen</translation>
    </message>
    <message>
        <source>Trailer</source>
        <translation>Schlusszeile</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Types of rows, by names for the mapping.</source>
        <translation>Typen von Zeilen, mit Namen für die Zuordnung.</translation>
    </message>
    <message>
        <source>URI for names without prefix; they then match with it and without any namespace.</source>
        <translation>URI für Namen ohne Präfix; sie passen dann mit ihm und ohne jeden Namensraum.</translation>
    </message>
    <message>
        <source>Unchanged for</source>
        <translation>Unverändert seit</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>User name and password</source>
        <translation>Benutzername und Kennwort</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Verified: encrypted, and the server&apos;s certificate must be one that this machine trusts. strict: the same with TDS 8.0, from SQL Server 2022 and driver 18 on. unverified: encrypt without verifying; whoever stands between this machine and the server can pass for it and read everything, the password too. Where a certificate is not trusted: import it into this machine&apos;s store, or write certificate_name, or certificate_file; only then think of this.</source>
        <translation>Verified: verschlüsselt, und dem Zertifikat des Servers muss dieser Rechner vertrauen. strict: ebenso mit TDS 8.0, ab SQL Server 2022 und Treiber 18. unverified: verschlüsseln ohne Prüfung; wer zwischen diesem Rechner und dem Server steht, kann sich für ihn ausgeben und alles lesen, auch das Kennwort. Wird einem Zertifikat nicht vertraut: importieren Sie es in den Speicher dieses Rechners, oder geben Sie certificate_name an, oder certificate_file; erst dann denken Sie hieran.</translation>
    </message>
    <message>
        <source>Wait for late documents</source>
        <translation>Auf späte Belege warten</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Week starts on</source>
        <translation>Woche beginnt am</translation>
    </message>
    <message>
        <source>What becomes of the files that are there when the flow looks for the first time: all are sent, from_now none of them (they are recorded as skipped and stay), a date: those changed since. ask: a person is asked, with their number, and until then nothing is sent.</source>
        <translation>Was aus den Dateien wird, die da sind, wenn der Ablauf zum ersten Mal nachsieht: all alle werden gesendet, from_now keine (sie werden als übergangen festgehalten und bleiben), ein Datum: die seitdem geänderten. ask: ein Mensch wird gefragt, mit ihrer Zahl, und bis dahin wird nichts gesendet.</translation>
    </message>
    <message>
        <source>What becomes of the rows that are there when the flow asks for the first time: all are sent, from_now none of them, a date: it is the first {since}. ask: a person is asked, with their number, and until then nothing is sent.</source>
        <translation>Was aus den Zeilen wird, die da sind, wenn der Ablauf zum ersten Mal fragt: all alle werden gesendet, from_now keine, ein Datum: es ist das erste {since}. ask: ein Mensch wird gefragt, mit ihrer Zahl, und bis dahin wird nichts gesendet.</translation>
    </message>
    <message>
        <source>What becomes of the rows that are there when the flow looks for the first time: all are sent, from_now none of them, a date: those of that day and later, by first_run_column (for timestamp by the time of the change). ask: a person is asked, with their number, and until then nothing is sent.</source>
        <translation>Was aus den Zeilen wird, die da sind, wenn der Ablauf zum ersten Mal nachsieht: all sendet alle, from_now keine, ein Datum die von diesem Tag und später, nach first_run_column (bei timestamp nach der Zeit der Änderung). ask: Ein Mensch wird gefragt, mit ihrer Anzahl, und bis dahin wird nichts gesendet.</translation>
    </message>
    <message>
        <source>What columns, filters and the period call it, such as total or buyer.number.</source>
        <translation>Wie Spalten, Filter und der Zeitraum es nennen, etwa total oder buyer.number.</translation>
    </message>
    <message>
        <source>What did not come as expected</source>
        <translation>Was nicht wie erwartet kam</translation>
    </message>
    <message>
        <source>What happens to a file of which everything has arrived.</source>
        <translation>Was mit einer Datei geschieht, aus der alles angekommen ist.</translation>
    </message>
    <message>
        <source>What happens to a file of which some records were refused: archive the same as after success, failed it goes to the failed folder.</source>
        <translation>Was mit einer Datei geschieht, aus der einige Datensätze abgelehnt wurden: archive wie nach Erfolg, failed sie geht in den Ordner für Fehler.</translation>
    </message>
    <message>
        <source>What happens to a file that cannot be read, or of which nothing was taken.</source>
        <translation>Was mit einer Datei geschieht, die nicht lesbar ist oder aus der nichts angenommen wurde.</translation>
    </message>
    <message>
        <source>What is asked for, such as orders; or reconciliation: what flows sent there (period by sent_at) against what Acme holds.</source>
        <translation>Wonach gefragt wird, etwa orders; oder reconciliation: was Abläufe dorthin gesendet haben (Zeitraum nach sent_at), gegen das, was Acme hat.</translation>
    </message>
    <message>
        <source>What is counted = number of the column that says how many: &quot;records&quot;, &quot;rows&quot; (of records), &quot;all&quot; (rows, header row and trailer), or the name of a record type.</source>
        <translation>Was gezählt wird = Nummer der Spalte, die sagt, wie viele: &quot;records&quot;, &quot;rows&quot; (von Datensätzen), &quot;all&quot; (Zeilen, Kopfzeile und Schlusszeile) oder der Name eines Zeilentyps.</translation>
    </message>
    <message>
        <source>What is counted: each day, each week (from Monday) or each month. Several times in by: each of them by itself, and a file belongs to the nearest one.</source>
        <translation>Was gezählt wird: jeder Tag, jede Woche (ab Montag) oder jeder Monat. Mehrere Zeiten in by: jede für sich, und eine Datei gehört zur nächsten.</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Was getan ist</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>Aufbewahrung</translation>
    </message>
    <message>
        <source>What is over</source>
        <translation>Was erledigt ist</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>Was gemeldet wird</translation>
    </message>
    <message>
        <source>What is told: problems; things that did not come as expected; that something told is over.</source>
        <translation>Was gemeldet wird: Probleme; was nicht wie erwartet kam; dass etwas Gemeldetes erledigt ist.</translation>
    </message>
    <message>
        <source>What is written instead of a value: open = offen.</source>
        <translation>Was statt eines Werts geschrieben wird: open = offen.</translation>
    </message>
    <message>
        <source>What it is compared as; left out: as the column that shows it, else as text.</source>
        <translation>Als was es verglichen wird; ohne Angabe wie die Spalte, die es zeigt, sonst als Text.</translation>
    </message>
    <message>
        <source>What its line begins with, where there are no record types.</source>
        <translation>Womit ihre Zeile beginnt, wo es keine Zeilentypen gibt.</translation>
    </message>
    <message>
        <source>What kind of destination it is; decides the further options.</source>
        <translation>Welche Art von Ziel es ist; entscheidet über die weiteren Optionen.</translation>
    </message>
    <message>
        <source>What kind of file it is; decides the further options.</source>
        <translation>Welche Art von Datei es ist; entscheidet über die weiteren Optionen.</translation>
    </message>
    <message>
        <source>What kind of source it is; decides the further options.</source>
        <translation>Welche Art von Quelle es ist; davon hängen die weiteren Optionen ab.</translation>
    </message>
    <message>
        <source>What kind of system it is; decides the further options.</source>
        <translation>Welche Art von System es ist; davon hängen die weiteren Optionen ab.</translation>
    </message>
    <message>
        <source>What people read, also in names of files. Empty: the id.</source>
        <translation>Was Menschen lesen, auch in Dateinamen. Leer: die Kennung.</translation>
    </message>
    <message>
        <source>What people read. Empty: the id.</source>
        <translation>Was Menschen lesen. Leer: die ID.</translation>
    </message>
    <message>
        <source>What stands in its column record_type.</source>
        <translation>Was in ihrer Spalte record_type steht.</translation>
    </message>
    <message>
        <source>What stands in the column record_type; left out: the name itself.</source>
        <translation>Was in der Spalte record_type steht; weggelassen: der Name selbst.</translation>
    </message>
    <message>
        <source>What stands there; a value that is something else stands as it is, and is told.</source>
        <translation>Was dort steht; ein Wert, der etwas anderes ist, steht wie er ist, und es wird gesagt.</translation>
    </message>
    <message>
        <source>What tells one row from the others, by path: id, or header/number. A row is new when its key or anything in it is. Left out: all of the row.</source>
        <translation>Was eine Zeile von den anderen unterscheidet, als Pfad: id oder header/number. Eine Zeile ist neu, wenn ihr Schlüssel oder etwas in ihr neu ist. Weggelassen: die ganze Zeile.</translation>
    </message>
    <message>
        <source>What tells one row from the others, by path: id, or header/number. A row that comes on two pages comes once, and pages by number are asked once more, so that none is missed. It also names a file for each document. Left out: every row counts.</source>
        <translation>Was eine Zeile von den anderen unterscheidet, als Pfad: id oder header/number. Eine Zeile, die auf zwei Seiten kommt, kommt einmal, und Seiten nach Nummer werden noch einmal gefragt, damit keine fehlt. Er nennt auch die Datei je Beleg. Weggelassen: jede Zeile zählt.</translation>
    </message>
    <message>
        <source>What the encoding cannot hold</source>
        <translation>Was die Kodierung nicht kennt</translation>
    </message>
    <message>
        <source>What the lines are called in a record.</source>
        <translation>Wie die Positionen in einem Datensatz heißen.</translation>
    </message>
    <message>
        <source>What the log files hold.</source>
        <translation>Was in den Protokolldateien steht.</translation>
    </message>
    <message>
        <source>What the mail says, with the same tokens; left out: what is attached, and of which period.</source>
        <translation>Was die Mail sagt, mit denselben Platzhaltern; ohne Angabe, was angehängt ist und von welchem Zeitraum.</translation>
    </message>
    <message>
        <source>What the payloads are; decides the further options.</source>
        <translation>Was die Eingänge sind; davon hängen die weiteren Optionen ab.</translation>
    </message>
    <message>
        <source>What the token is asked for; empty: nothing is said.</source>
        <translation>Wofür das Token verlangt wird; leer: nichts wird gesagt.</translation>
    </message>
    <message>
        <source>What the token is asked for; empty: nothing is said. Microsoft 365: https://outlook.office365.com/.default.</source>
        <translation>Wofür das Token verlangt wird; leer: nichts wird gesagt. Microsoft 365: https://outlook.office365.com/.default.</translation>
    </message>
    <message>
        <source>When a column has a certain value</source>
        <translation>Wenn eine Spalte einen bestimmten Wert hat</translation>
    </message>
    <message>
        <source>When all has arrived</source>
        <translation>Wenn alles angekommen ist</translation>
    </message>
    <message>
        <source>When as many lines are there as a column says</source>
        <translation>Wenn so viele Positionen da sind, wie eine Spalte sagt</translation>
    </message>
    <message>
        <source>When nothing was taken</source>
        <translation>Wenn nichts angenommen wurde</translation>
    </message>
    <message>
        <source>When some was refused</source>
        <translation>Wenn einiges abgelehnt wurde</translation>
    </message>
    <message>
        <source>When, by this machine&apos;s clock. What was missed (the machine was off) is made up for.</source>
        <translation>Wann, nach der Uhr dieses Rechners. Versäumtes (der Rechner war aus) wird nachgeholt.</translation>
    </message>
    <message>
        <source>Where a fresh token is asked for before each mail, with client id and client secret (OAuth 2.0 client credentials). Microsoft 365: https://login.microsoftonline.com/TENANT/oauth2/v2.0/token.</source>
        <translation>Wo vor jeder Mail ein frisches Token verlangt wird, mit Client-ID und Client-Geheimnis (OAuth 2.0, Client Credentials). Microsoft 365: https://login.microsoftonline.com/TENANT/oauth2/v2.0/token.</translation>
    </message>
    <message>
        <source>Where every document has a file of its own: a period with more documents is not made, which is a problem, so that a wrong filter floods no folder and no mailbox.</source>
        <translation>Wo jeder Beleg eine eigene Datei hat: Ein Zeitraum mit mehr Belegen wird nicht erstellt, was ein Problem ist; so überflutet ein falscher Filter keinen Ordner und kein Postfach.</translation>
    </message>
    <message>
        <source>Where it is not UTF-8, as JSON must be; such as windows-1252.</source>
        <translation>Wenn es nicht UTF-8 ist, wie JSON sein muss; etwa windows-1252.</translation>
    </message>
    <message>
        <source>Where it stands in a row, such as header/total; left out: under its name.</source>
        <translation>Wo es in einer Zeile steht, etwa header/total; weggelassen: unter seinem Namen.</translation>
    </message>
    <message>
        <source>Where nothing stands.</source>
        <translation>Wo nichts steht.</translation>
    </message>
    <message>
        <source>Where the key stands. In the query it can be read in the logs of servers and proxies: choose the header where the system takes it there.</source>
        <translation>Wo der Schlüssel steht. In der Abfrage ist er in Protokollen von Servern und Proxys lesbar: Wählen Sie die Kopfzeile, wo das System ihn dort annimmt.</translation>
    </message>
    <message>
        <source>Where the next stands</source>
        <translation>Wo die nächste steht</translation>
    </message>
    <message>
        <source>Where the number stands</source>
        <translation>Wo die Nummer steht</translation>
    </message>
    <message>
        <source>Where the number stands: a regular expression with one group, such as _(\d+)\.</source>
        <translation>Wo die Nummer steht: ein regulärer Ausdruck mit einer Gruppe, zum Beispiel _(\d+)\.</translation>
    </message>
    <message>
        <source>Where the paths of queries begin, such as https://erp.example.com/api.</source>
        <translation>Wo die Pfade der Abfragen beginnen, etwa https://erp.example.com/api.</translation>
    </message>
    <message>
        <source>Where the payload does not say it rightly; such as windows-1252.</source>
        <translation>Wo die Datei es nicht richtig sagt; zum Beispiel windows-1252.</translation>
    </message>
    <message>
        <source>Where the records stand: orders, or data/orders; each element of a list there is one record. Left out: the document itself, or each element of the list that it is. / in a name is written ~1.</source>
        <translation>Wo die Datensätze stehen: orders oder data/orders; jedes Element einer Liste dort ist ein Datensatz. Leer: das Dokument selbst, oder jedes Element der Liste, die es ist. Ein / in einem Namen wird ~1 geschrieben.</translation>
    </message>
    <message>
        <source>Where the rows stand in an answer: orders, or data/orders. Left out: the answer is the list.</source>
        <translation>Wo die Zeilen in einer Antwort stehen: orders oder data/orders. Weggelassen: Die Antwort ist die Liste.</translation>
    </message>
    <message>
        <source>Where they are kept: the whole path of a folder. Left out: backups in the data folder. A copy on another disk also helps when the disk fails.</source>
        <translation>Wo sie aufbewahrt werden: der vollständige Pfad eines Ordners. Weggelassen: backups im Datenordner. Eine Kopie auf einem anderen Datenträger hilft auch, wenn der Datenträger ausfällt.</translation>
    </message>
    <message>
        <source>Where tokens are asked for, such as https://login.example.com/oauth/token.</source>
        <translation>Wo Tokens verlangt werden, etwa https://login.example.com/oauth/token.</translation>
    </message>
    <message>
        <source>Whether key exchange, host keys and signatures that rest on SHA-1 may be used, which servers from before about 2013 need. Somebody on the way with much money could pretend to be the server.</source>
        <translation>Ob Schlüsselaustausch, Serverschlüssel und Unterschriften benutzt werden dürfen, die auf SHA-1 beruhen; Server von vor etwa 2013 brauchen das. Wer viel Geld hat und auf dem Weg sitzt, könnte sich als der Server ausgeben.</translation>
    </message>
    <message>
        <source>Whether subfolders are looked into.</source>
        <translation>Ob in Unterordner gesehen wird.</translation>
    </message>
    <message>
        <source>Whether the export runs.</source>
        <translation>Ob der Export läuft.</translation>
    </message>
    <message>
        <source>Whether the flow runs.</source>
        <translation>Ob der Ablauf läuft.</translation>
    </message>
    <message>
        <source>Whether the keys of an SSH agent (ssh-agent, Pageant) of the account that runs Desktop Sync are tried, at most three.</source>
        <translation>Ob die Schlüssel eines SSH-Agenten (ssh-agent, Pageant) des Kontos, unter dem Desktop Sync läuft, versucht werden, höchstens drei.</translation>
    </message>
    <message>
        <source>Whether the number is searched for in the file&apos;s name or in its first 64 kB.</source>
        <translation>Ob die Nummer im Namen der Datei oder in ihren ersten 64 kB gesucht wird.</translation>
    </message>
    <message>
        <source>Which cells stand in quotes.</source>
        <translation>Welche Zellen in Anführungszeichen stehen.</translation>
    </message>
    <message>
        <source>Which files, by name. With a &apos;/&apos; it is held against the path below the folder.</source>
        <translation>Welche Dateien, nach Namen. Mit einem &apos;/&apos; wird mit dem Pfad unter dem Ordner verglichen.</translation>
    </message>
    <message>
        <source>Who gets a copy that nobody else sees.</source>
        <translation>Wer eine Kopie bekommt, die sonst niemand sieht.</translation>
    </message>
    <message>
        <source>Who gets a copy, for all to see.</source>
        <translation>Wer eine Kopie bekommt, für alle sichtbar.</translation>
    </message>
    <message>
        <source>Who gets the mails, unless other recipients are named.</source>
        <translation>Wer die Mails bekommt, wenn keine anderen Empfänger genannt sind.</translation>
    </message>
    <message>
        <source>Who gets the report.</source>
        <translation>Wer den Bericht bekommt.</translation>
    </message>
    <message>
        <source>Who is told of problems by mail. Left out: nobody is.</source>
        <translation>Wer per Mail von Problemen erfährt. Weggelassen: niemand.</translation>
    </message>
    <message>
        <source>Who signs in.</source>
        <translation>Wer sich anmeldet.</translation>
    </message>
    <message>
        <source>Who signs in. Left out: nobody, where the server wants no sign-in.</source>
        <translation>Wer sich anmeldet. Weggelassen: niemand, wo der Server keine Anmeldung will.</translation>
    </message>
    <message>
        <source>Whom to ask</source>
        <translation>Wen fragen</translation>
    </message>
    <message>
        <source>Whom to ask when it does not come; stands in the problem&apos;s advice.</source>
        <translation>Wen man fragt, wenn es nicht kommt; steht im Rat des Problems.</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Windows: the account that the engine runs under. sql: a login of the server, with username and password.</source>
        <translation>Windows: das Konto, unter dem die Engine läuft. sql: eine Anmeldung des Servers, mit username und password.</translation>
    </message>
    <message>
        <source>With * and ?</source>
        <translation>Mit * und ?</translation>
    </message>
    <message>
        <source>With OAuth 2.0 client credentials</source>
        <translation>Mit OAuth 2.0 Client Credentials</translation>
    </message>
    <message>
        <source>With a bearer token</source>
        <translation>Mit einem Bearer-Token</translation>
    </message>
    <message>
        <source>With a key</source>
        <translation>Mit einem Schlüssel</translation>
    </message>
    <message>
        <source>With a user name and password</source>
        <translation>Mit Benutzername und Kennwort</translation>
    </message>
    <message>
        <source>With an API key</source>
        <translation>Mit einem API-Schlüssel</translation>
    </message>
    <message>
        <source>With less space left on the disk of the data folder nothing new is taken in; what was taken in is delivered. 67 MB are kept free in any case.</source>
        <translation>Mit weniger freiem Platz auf dem Datenträger des Datenordners wird nichts Neues angenommen; was angenommen wurde, wird zugestellt. 67 MB bleiben in jedem Fall frei.</translation>
    </message>
    <message>
        <source>With the tokens that names have, such as {flow} {from:%d.%m.%Y}; left out: title and period. Where every document has a file of its own, there is a mail for each: {reference} tells which.</source>
        <translation>Mit den Platzhaltern, die Namen haben, etwa {flow} {from:%d.%m.%Y}; ohne Angabe Titel und Zeitraum. Wo jeder Beleg eine eigene Datei hat, gibt es je Beleg eine Mail: {reference} sagt, welcher es ist.</translation>
    </message>
    <message>
        <source>Within</source>
        <translation>Innerhalb von</translation>
    </message>
    <message>
        <source>Without encryption</source>
        <translation>Ohne Verschlüsselung</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Written as</source>
        <translation>Geschrieben als</translation>
    </message>
    <message>
        <source>Written every</source>
        <translation>Geschrieben alle</translation>
    </message>
    <message>
        <source>XML</source>
        <translation>XML</translation>
    </message>
    <message>
        <source>XML Schema</source>
        <translation>XML Schema</translation>
    </message>
    <message>
        <source>XML Schema (XSD) that payloads must meet: a record that does not is refused, the others go on; what is wrong around the records refuses the file. A relative path is looked for beside the settings.</source>
        <translation>XML Schema (XSD), dem die Dateien entsprechen müssen: ein Datensatz, der es nicht tut, wird abgelehnt, die anderen gehen weiter; was um die Datensätze herum falsch ist, lehnt die Datei ab. Ein relativer Pfad wird neben den Einstellungen gesucht.</translation>
    </message>
    <message>
        <source>XML with elements of one&apos;s own.</source>
        <translation>XML mit eigenen Elementen.</translation>
    </message>
    <message>
        <source>XSD that the report must meet; one that does not is refused.</source>
        <translation>XSD, der der Bericht genügen muss; einer, der es nicht tut, wird abgelehnt.</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>Ja oder nein</translation>
    </message>
    <message>
        <source>Zone of times that are written by a pattern, such as Europe/Berlin. Left out: UTC.</source>
        <translation>Zone von Zeiten, die nach einem Muster geschrieben werden, etwa Europe/Berlin. Weggelassen: UTC.</translation>
    </message>
    <message>
        <source>Zone of times that are written by a pattern, such as Europe/Berlin. Left out: that of the export.</source>
        <translation>Zone der Zeiten, die nach einem Muster geschrieben werden, etwa Europe/Berlin. Weggelassen: die des Exports.</translation>
    </message>
    <message>
        <source>a given period</source>
        <translation>ein bestimmter Zeitraum</translation>
    </message>
    <message>
        <source>a letter for each document</source>
        <translation>ein Brief je Beleg</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>all but numbers</source>
        <translation>alle außer Zahlen</translation>
    </message>
    <message>
        <source>all there are</source>
        <translation>alle, die es gibt</translation>
    </message>
    <message>
        <source>as numbers: 12.50</source>
        <translation>als Zahlen: 12.50</translation>
    </message>
    <message>
        <source>as text: &quot;12.50&quot;</source>
        <translation>als Text: &quot;12.50&quot;</translation>
    </message>
    <message>
        <source>as the country writes them</source>
        <translation>wie das Land sie schreibt</translation>
    </message>
    <message>
        <source>as the template</source>
        <translation>wie die Vorlage</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>wie sie sind</translation>
    </message>
    <message>
        <source>daily reconciliation</source>
        <translation>Tagesabgleich</translation>
    </message>
    <message>
        <source>invoice</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>invoice list</source>
        <translation>Rechnungsliste</translation>
    </message>
    <message>
        <source>landscape</source>
        <translation>quer</translation>
    </message>
    <message>
        <source>last month</source>
        <translation>letzter Monat</translation>
    </message>
    <message>
        <source>last week</source>
        <translation>letzte Woche</translation>
    </message>
    <message>
        <source>made harmless</source>
        <translation>unschädlich gemacht</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>none, own columns</source>
        <translation>keine, eigene Spalten</translation>
    </message>
    <message>
        <source>one for each document</source>
        <translation>eine je Beleg</translation>
    </message>
    <message>
        <source>one table</source>
        <translation>eine Tabelle</translation>
    </message>
    <message>
        <source>one with all documents</source>
        <translation>eine mit allen Belegen</translation>
    </message>
    <message>
        <source>order confirmation</source>
        <translation>Auftragsbestätigung</translation>
    </message>
    <message>
        <source>order summary</source>
        <translation>Auftragsübersicht</translation>
    </message>
    <message>
        <source>refuse the report</source>
        <translation>den Bericht ablehnen</translation>
    </message>
    <message>
        <source>since the last export</source>
        <translation>seit dem letzten Export</translation>
    </message>
    <message>
        <source>upright</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>where they must</source>
        <translation>wo sie müssen</translation>
    </message>
    <message>
        <source>write a question mark</source>
        <translation>ein Fragezeichen schreiben</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>{since} is so much before the last look: what was changed then and showed late is found. Rows that are known already make nothing new.</source>
        <translation>{since} liegt um so viel vor dem letzten Mal: Was sich da änderte und spät erschien, wird gefunden. Bekannte Zeilen ergeben nichts Neues.</translation>
    </message>
    <message>
        <source>{until} and the next {since} are so much behind the server&apos;s clock.</source>
        <translation>{until} und das nächste {since} liegen um so viel hinter der Uhr des Servers.</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>&amp;Go on here…</source>
        <translation>Hier &amp;weitermachen…</translation>
    </message>
    <message>
        <source>A flow brings what your system drops or holds to Acme. Each has its card here.</source>
        <translation>Ein Ablauf bringt, was Ihr System ablegt oder bereithält, zu Acme. Jeder hat hier seine Karte.</translation>
    </message>
    <message>
        <source>It runs the flows, also while no window is open. Their cards are here as soon as it runs.</source>
        <translation>Sie führt die Abläufe aus, auch wenn kein Fenster offen ist. Deren Karten sind hier, sobald sie läuft.</translation>
    </message>
    <message>
        <source>No flow is set up yet</source>
        <translation>Noch ist kein Ablauf eingerichtet</translation>
    </message>
    <message>
        <source>Set up the &amp;first flow</source>
        <translation>Ersten A&amp;blauf einrichten</translation>
    </message>
    <message>
        <source>Start the &amp;engine</source>
        <translation>En&amp;gine starten</translation>
    </message>
    <message>
        <source>There is no engine</source>
        <translation>Es gibt keine Engine</translation>
    </message>
    <message>
        <source>This data folder works on this machine now. Acme is read before anything is sent again.</source>
        <translation>Dieser Datenordner arbeitet jetzt auf diesem Rechner. Aus Acme wird gelesen, bevor wieder etwas gesendet wird.</translation>
    </message>
</context>
<context>
    <name>PartedDetail</name>
    <message>
        <source>Set by your administrator.</source>
        <translation>Von Ihrem Administrator festgelegt.</translation>
    </message>
</context>
<context>
    <name>Parts</name>
    <message>
        <source>At</source>
        <translation>Um</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Konstante</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Umgewandelt</translation>
    </message>
    <message>
        <source>Cron line</source>
        <translation>Cron-Zeile</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Days of the month</source>
        <translation>Tage des Monats</translation>
    </message>
    <message>
        <source>Else</source>
        <translation>Sonst</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>External reference</source>
        <translation>Externe Nummer</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Holidays</source>
        <translation>Feiertage</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>Lookup tables</source>
        <translation>Nachschlagetabellen</translation>
    </message>
    <message>
        <source>Lookup tables in files</source>
        <translation>Nachschlagetabellen in Dateien</translation>
    </message>
    <message>
        <source>Mapping file</source>
        <translation>Zuordnungsdatei</translation>
    </message>
    <message>
        <source>Missed runs</source>
        <translation>Verpasste Läufe</translation>
    </message>
    <message>
        <source>One for each</source>
        <translation>Eines je</translation>
    </message>
    <message>
        <source>Only between</source>
        <translation>Nur zwischen</translation>
    </message>
    <message>
        <source>Only what changed</source>
        <translation>Nur Geändertes</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Shortly after</source>
        <translation>Kurz nach</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Dann</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Fassung</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wenn</translation>
    </message>
</context>
<context>
    <name>PathEditor</name>
    <message>
        <source>Browse for: {name}</source>
        <translation>Durchsuchen nach: {name}</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
</context>
<context>
    <name>PauseMenu</name>
    <message>
        <source>For 1 hour</source>
        <translation>Für 1 Stunde</translation>
    </message>
    <message>
        <source>Pause this flow</source>
        <translation>Diesen Ablauf pausieren</translation>
    </message>
    <message>
        <source>Until I resume</source>
        <translation>Bis ich fortsetze</translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation>Bis morgen</translation>
    </message>
</context>
<context>
    <name>Period</name>
    <message>
        <source>Any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>Von … bis …</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>Personal</name>
    <message>
        <source>A policy of this computer forbids it. Ask whoever manages it.</source>
        <translation>Eine Richtlinie dieses Rechners verbietet es. Fragen Sie, wer ihn verwaltet.</translation>
    </message>
    <message>
        <source>As the system has it</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>At sign-in</source>
        <translation>Bei der Anmeldung</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>It could not be set: {why}</source>
        <translation>Es konnte nicht gesetzt werden: {why}</translation>
    </message>
    <message>
        <source>It is switched off among the start-up apps of Windows. Switch it on there.</source>
        <translation>Es ist bei den Autostart-Apps von Windows ausgeschaltet. Schalten Sie es dort ein.</translation>
    </message>
    <message>
        <source>It starts for everybody on this computer: the setup has set that.</source>
        <translation>Es startet für alle an diesem Computer: Das Setup hat das so eingestellt.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>New problems, and what is well again</source>
        <translation>Neue Probleme, und was wieder in Ordnung ist</translation>
    </message>
    <message>
        <source>Start when I sign in, as an icon in the tray</source>
        <translation>Bei meiner Anmeldung starten, als Symbol im Infobereich</translation>
    </message>
    <message>
        <source>Tell me of</source>
        <translation>Melden</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>These hold at once, for your account alone.</source>
        <translation>Diese gelten sofort, nur für Ihr Konto.</translation>
    </message>
    <message>
        <source>What did not come as expected</source>
        <translation>Was nicht wie erwartet kam</translation>
    </message>
    <message>
        <source>What was delivered</source>
        <translation>Was zugestellt wurde</translation>
    </message>
</context>
<context>
    <name>PlacePage</name>
    <message>
        <source>A &amp;database (MS SQL Server)</source>
        <translation>Eine Da&amp;tenbank (MS SQL Server)</translation>
    </message>
    <message>
        <source>A f&amp;older of this computer or network</source>
        <translation>Ein &amp;Ordner dieses Computers oder Netzwerks</translation>
    </message>
    <message>
        <source>An SFTP &amp;server</source>
        <translation>Ein &amp;SFTP-Server</translation>
    </message>
    <message>
        <source>Choose the place, fill in how it is reached, then test it. Nothing is changed there by the test.</source>
        <translation>Wählen Sie den Ort, tragen Sie ein, wie er erreicht wird, und testen Sie ihn. Der Test ändert dort nichts.</translation>
    </message>
    <message>
        <source>Connections that are set up</source>
        <translation>Eingerichtete Verbindungen</translation>
    </message>
    <message>
        <source>Not complete yet: {what}</source>
        <translation>Noch nicht vollständig: {what}</translation>
    </message>
    <message>
        <source>One that is set &amp;up already:</source>
        <translation>Einer, der schon &amp;eingerichtet ist:</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Say which files, such as *.xml.</source>
        <translation>Sagen Sie, welche Dateien, zum Beispiel *.xml.</translation>
    </message>
    <message>
        <source>Test it first: then you can compare the server&apos;s key and trust it.</source>
        <translation>Testen Sie zuerst: Dann können Sie den Schlüssel des Servers vergleichen und ihm vertrauen.</translation>
    </message>
    <message>
        <source>Where your system puts its orders</source>
        <translation>Wo Ihr System seine Aufträge ablegt</translation>
    </message>
    <message>
        <source>Which &amp;files</source>
        <translation>Welche &amp;Dateien</translation>
    </message>
    <message>
        <source>Your system answers over HTTP, or in another way? The settings have more.</source>
        <translation>Ihr System antwortet über HTTP oder auf anderem Weg? In den Einstellungen gibt es mehr.</translation>
    </message>
</context>
<context>
    <name>Plain</name>
    <message>
        <source>&amp;More: plain JSON</source>
        <translation>&amp;Mehr: einfaches JSON</translation>
    </message>
    <message>
        <source>&amp;Use this text</source>
        <translation>Diesen &amp;Text verwenden</translation>
    </message>
    <message>
        <source>The document as JSON</source>
        <translation>Der Beleg als JSON</translation>
    </message>
    <message>
        <source>This is not JSON: {why}</source>
        <translation>Das ist kein JSON: {why}</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln Beleg</numerusform>
            <numerusform>%Ln Belege</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>First rows of the report</source>
        <translation>Erste Zeilen des Berichts</translation>
    </message>
    <message>
        <source>It is being made…</source>
        <translation>Sie wird erstellt…</translation>
    </message>
    <message>
        <source>It is made when the errors are corrected.</source>
        <translation>Sie wird erstellt, wenn die Fehler behoben sind.</translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>Neu erstellen</translation>
    </message>
    <message>
        <source>Open the preview</source>
        <translation>Vorschau öffnen</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>There is no preview.</source>
        <translation>Es gibt keine Vorschau.</translation>
    </message>
    <message>
        <source>the first {many}</source>
        <translation>die ersten {many}</translation>
    </message>
    <message>
        <source>{documents}, a file for each; the first one can be opened</source>
        <translation>{documents}, je eine Datei; die erste lässt sich öffnen</translation>
    </message>
</context>
<context>
    <name>ProblemsPage</name>
    <message>
        <source>No open problem is of this flow and for them.</source>
        <translation>Kein offenes Problem gehört zu diesem Ablauf und zu ihnen.</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Keine Probleme</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Hier ist nichts</translation>
    </message>
    <message>
        <source>Problems by cause</source>
        <translation>Probleme nach Ursache</translation>
    </message>
    <message>
        <source>Show all problems</source>
        <translation>Alle Probleme zeigen</translation>
    </message>
    <message>
        <source>Start the &amp;engine</source>
        <translation>En&amp;gine starten</translation>
    </message>
    <message>
        <source>The engine is off</source>
        <translation>Die Engine ist aus</translation>
    </message>
    <message>
        <source>What goes wrong shows here: what, why, who can fix it, and what to do.</source>
        <translation>Was schiefgeht, steht hier: was, warum, wer es beheben kann und was zu tun ist.</translation>
    </message>
    <message>
        <source>What is open shows here when it runs.</source>
        <translation>Was offen ist, steht hier, wenn sie läuft.</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message numerus="yes">
        <source>%n value(s). Open one to see it in the file.</source>
        <translation>
            <numerusform>%n Wert. Öffnen Sie ihn, um ihn in der Datei zu sehen.</numerusform>
            <numerusform>%n Werte. Öffnen Sie einen, um ihn in der Datei zu sehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message numerus="yes">
        <source>The first %n value(s). Open one to see it in the file.</source>
        <translation>
            <numerusform>Der erste %n Wert. Öffnen Sie ihn, um ihn in der Datei zu sehen.</numerusform>
            <numerusform>Die ersten %n Werte. Öffnen Sie einen, um ihn in der Datei zu sehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>What stands there</source>
        <translation>Was dort steht</translation>
    </message>
    <message>
        <source>What was read</source>
        <translation>Was gelesen wurde</translation>
    </message>
</context>
<context>
    <name>Resolved</name>
    <message numerus="yes">
        <source>%n resolved in the last 7 days</source>
        <translation>
            <numerusform>%n in den letzten 7 Tagen gelöst</numerusform>
            <numerusform>%n in den letzten 7 Tagen gelöst</numerusform>
        </translation>
    </message>
    <message>
        <source>Resolved in the last 7 days</source>
        <translation>In den letzten 7 Tagen gelöst</translation>
    </message>
</context>
<context>
    <name>RestPane</name>
    <message>
        <source>Rules and further options</source>
        <translation>Regeln und weitere Optionen</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message numerus="yes">
        <source>%n entry(ies)</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message>
        <source>IT can correct it</source>
        <translation>Die IT kann es beheben</translation>
    </message>
    <message>
        <source>Of several {one}, the one whose {mark} is {value}: change that in one and where.</source>
        <translation>Von mehreren {one} das, in dem {mark} {value} ist: ändern lässt sich das in one und where.</translation>
    </message>
    <message>
        <source>Proposed as version: {name} is a number. Look whether every change raises it.</source>
        <translation>Als version vorgeschlagen: {name} ist eine Zahl. Prüfen Sie, ob jede Änderung sie erhöht.</translation>
    </message>
    <message>
        <source>Proposed as version: {name} is a time with its zone. Look whether it is that of the change.</source>
        <translation>Als version vorgeschlagen: {name} ist eine Zeit mit Zone. Prüfen Sie, ob es die der Änderung ist.</translation>
    </message>
    <message>
        <source>Proposed as version: {name} is the database&apos;s own count of changes.</source>
        <translation>Als version vorgeschlagen: {name} zählt in der Datenbank selbst die Änderungen.</translation>
    </message>
    <message>
        <source>Proposed, because {name} has the same name. Look whether it is right.</source>
        <translation>Vorgeschlagen, weil {name} denselben Namen hat. Prüfen Sie, ob das stimmt.</translation>
    </message>
    <message>
        <source>Proposed, because {name} is a known word for it. Look whether it is right.</source>
        <translation>Vorgeschlagen, weil {name} ein bekanntes Wort dafür ist. Prüfen Sie, ob das stimmt.</translation>
    </message>
    <message>
        <source>Proposed, because {name} may stand for it. Look whether it is right.</source>
        <translation>Vorgeschlagen, weil {name} dafür stehen kann. Prüfen Sie, ob das stimmt.</translation>
    </message>
    <message>
        <source>Proposed, because {name} repeats and holds such fields. Look whether it is right.</source>
        <translation>Vorgeschlagen, weil {name} sich wiederholt und solche Felder enthält. Prüfen Sie, ob das stimmt.</translation>
    </message>
    <message>
        <source>always {value}</source>
        <translation>immer {value}</translation>
    </message>
    <message>
        <source>count of {what}</source>
        <translation>Anzahl von {what}</translation>
    </message>
    <message>
        <source>number of the entry</source>
        <translation>Nummer des Eintrags</translation>
    </message>
    <message>
        <source>sum of {what}</source>
        <translation>Summe von {what}</translation>
    </message>
    <message>
        <source>the mapping has to be corrected</source>
        <translation>die Zuordnung ist zu korrigieren</translation>
    </message>
    <message>
        <source>whoever writes the data can correct it</source>
        <translation>wer die Daten schreibt, kann es beheben</translation>
    </message>
    <message>
        <source>{what} ({position}; {who})</source>
        <translation>{what} ({position}; {who})</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Document</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Begründung</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What would happen</source>
        <translation>Was geschähe</translation>
    </message>
</context>
<context>
    <name>RunButton</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the run of {flow}</source>
        <translation>Lauf von {flow} abbrechen</translation>
    </message>
    <message>
        <source>Make now</source>
        <translation>Jetzt erstellen</translation>
    </message>
    <message>
        <source>Make {flow} now</source>
        <translation>{flow} jetzt erstellen</translation>
    </message>
    <message>
        <source>Run now</source>
        <translation>Jetzt starten</translation>
    </message>
    <message>
        <source>Run {flow} now</source>
        <translation>{flow} jetzt starten</translation>
    </message>
</context>
<context>
    <name>Said</name>
    <message>
        <source>Text of this step</source>
        <translation>Text dieses Schritts</translation>
    </message>
</context>
<context>
    <name>SampleBar</name>
    <message>
        <source>&amp;Propose</source>
        <translation>&amp;Vorschlagen</translation>
    </message>
    <message>
        <source>&amp;Sample</source>
        <translation>&amp;Beispiel</translation>
    </message>
    <message>
        <source>&amp;Use the format of the sample</source>
        <translation>Format des Beispiels &amp;übernehmen</translation>
    </message>
    <message>
        <source>A sample</source>
        <translation>Ein Beispiel</translation>
    </message>
    <message>
        <source>All {all} fit</source>
        <translation>Alle {all} passen</translation>
    </message>
    <message>
        <source>Came before</source>
        <translation>Früher gekommen</translation>
    </message>
    <message>
        <source>Choose a file as your system writes it.</source>
        <translation>Wählen Sie eine Datei, wie Ihr System sie schreibt.</translation>
    </message>
    <message>
        <source>Fills empty fields with what the names in the sample say beyond doubt.</source>
        <translation>Füllt leere Felder mit dem, was die Namen im Beispiel zweifelsfrei sagen.</translation>
    </message>
    <message>
        <source>From the &amp;disk…</source>
        <translation>Vom &amp;Datenträger…</translation>
    </message>
    <message>
        <source>In the database</source>
        <translation>In der Datenbank</translation>
    </message>
    <message>
        <source>In the folder</source>
        <translation>Im Ordner</translation>
    </message>
    <message>
        <source>Next that does not &amp;fit</source>
        <translation>Nächster, der nicht &amp;passt</translation>
    </message>
    <message>
        <source>Record {number} of {all}</source>
        <translation>Datensatz {number} von {all}</translation>
    </message>
    <message>
        <source>The first rows, as they are now</source>
        <translation>Die ersten Zeilen, wie sie jetzt sind</translation>
    </message>
    <message>
        <source>The next record</source>
        <translation>Der nächste Datensatz</translation>
    </message>
    <message>
        <source>The record before</source>
        <translation>Der Datensatz davor</translation>
    </message>
    <message>
        <source>There is no record in it.</source>
        <translation>Es ist kein Datensatz darin.</translation>
    </message>
    <message>
        <source>the first {number}</source>
        <translation>die ersten {number}</translation>
    </message>
    <message>
        <source>{file} cannot be read: {why}</source>
        <translation>{file} ist nicht lesbar: {why}</translation>
    </message>
    <message numerus="yes">
        <source>{fit} of {all} fit; %n left out by a rule</source>
        <translation>
            <numerusform>{fit} von {all} passen; %n von einer Regel ausgelassen</numerusform>
            <numerusform>{fit} von {all} passen; %n von einer Regel ausgelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{fit} of {all} fit; %n need(s) a look</source>
        <translation>
            <numerusform>{fit} von {all} passen; %n ist anzusehen</numerusform>
            <numerusform>{fit} von {all} passen; %n sind anzusehen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SamplePage</name>
    <message>
        <source>Choose a sample first.</source>
        <translation>Wählen Sie zuerst ein Beispiel.</translation>
    </message>
    <message>
        <source>Its rows, understood</source>
        <translation>Ihre Zeilen, verstanden</translation>
    </message>
    <message>
        <source>Not complete yet: {what}</source>
        <translation>Noch nicht vollständig: {what}</translation>
    </message>
    <message>
        <source>One file, understood</source>
        <translation>Eine Datei, verstanden</translation>
    </message>
    <message>
        <source>The newest file is the sample. Look at what was connected by name, and add what is missing.</source>
        <translation>Die neueste Datei ist das Beispiel. Sehen Sie nach, was dem Namen nach verbunden wurde, und ergänzen Sie, was fehlt.</translation>
    </message>
    <message>
        <source>The sample is being read…</source>
        <translation>Das Beispiel wird gelesen…</translation>
    </message>
    <message>
        <source>These are rows as they are now. Look at what was connected by name, and add what is missing.</source>
        <translation>Das sind Zeilen, wie sie jetzt sind. Sehen Sie an, was nach Namen verbunden wurde, und ergänzen Sie, was fehlt.</translation>
    </message>
</context>
<context>
    <name>SaveSheet</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>It can be saved as it is. Look at this:</source>
        <translation>So kann es gespeichert werden. Sehen Sie sich das an:</translation>
    </message>
    <message numerus="yes">
        <source>Save %n change(s)</source>
        <translation>
            <numerusform>%n Änderung speichern</numerusform>
            <numerusform>%n Änderungen speichern</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScheduleEditor</name>
    <message>
        <source>&amp;Every few minutes or hours</source>
        <translation>&amp;Alle paar Minuten oder Stunden</translation>
    </message>
    <message>
        <source>&amp;Shortly after a known time</source>
        <translation>&amp;Kurz nach einer bekannten Zeit</translation>
    </message>
    <message>
        <source>At &amp;fixed times</source>
        <translation>Zu &amp;festen Zeiten</translation>
    </message>
    <message>
        <source>By a &amp;cron line</source>
        <translation>Nach einer &amp;Cron-Zeile</translation>
    </message>
    <message>
        <source>Mo&amp;re</source>
        <translation>&amp;Mehr</translation>
    </message>
    <message>
        <source>None by itself: it runs when somebody starts it.</source>
        <translation>Keiner von selbst: Er läuft, wenn jemand ihn startet.</translation>
    </message>
    <message>
        <source>Only by &amp;hand</source>
        <translation>Nur von &amp;Hand</translation>
    </message>
</context>
<context>
    <name>SecretEditor</name>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete: {name}</source>
        <translation>Löschen: {name}</translation>
    </message>
    <message>
        <source>Kept as {secret} by the system&apos;s keyring; nobody can read it from here.</source>
        <translation>Als {secret} im Schlüsselbund des Systems aufbewahrt; von hier aus kann es niemand lesen.</translation>
    </message>
    <message>
        <source>Set: {name}</source>
        <translation>Setzen: {name}</translation>
    </message>
    <message>
        <source>Set…</source>
        <translation>Setzen…</translation>
    </message>
    <message>
        <source>Type or paste it here</source>
        <translation>Hier eingeben oder einfügen</translation>
    </message>
    <message>
        <source>not stored yet</source>
        <translation>noch nicht gespeichert</translation>
    </message>
    <message>
        <source>seen by those who may change settings</source>
        <translation>sehen nur die, die Einstellungen ändern dürfen</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>stored when you save</source>
        <translation>wird mitgespeichert</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message numerus="yes">
        <source>%n change(s) are not saved.</source>
        <translation>
            <numerusform>%n Änderung ist nicht gespeichert.</numerusform>
            <numerusform>%n Änderungen sind nicht gespeichert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) not saved yet</source>
        <translation>
            <numerusform>%n Änderung noch nicht gespeichert</numerusform>
            <numerusform>%n Änderungen noch nicht gespeichert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) to be corrected</source>
        <translation>
            <numerusform>%n Fehler zu beheben</numerusform>
            <numerusform>%n Fehler zu beheben</numerusform>
        </translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>Ohne Speichern schließen</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Correct the file {file}, or go back to a former version.</source>
        <translation>Korrigieren Sie die Datei {file}, oder gehen Sie zu einer früheren Version zurück.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Everything is saved</source>
        <translation>Alles ist gespeichert</translation>
    </message>
    <message>
        <source>Exports</source>
        <translation>Exporte</translation>
    </message>
    <message>
        <source>Flows</source>
        <translation>Abläufe</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>Go to the first error</source>
        <translation>Zum ersten Fehler</translation>
    </message>
    <message>
        <source>If you close the settings now, they are lost.</source>
        <translation>Wenn Sie die Einstellungen jetzt schließen, gehen sie verloren.</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Meine behalten</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>Somebody else changed the same settings meanwhile.</source>
        <translation>Jemand hat inzwischen dieselben Einstellungen geändert.</translation>
    </message>
    <message>
        <source>Somebody else saved settings meanwhile.</source>
        <translation>Jemand hat inzwischen Einstellungen gespeichert.</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Jene nehmen</translation>
    </message>
    <message>
        <source>The engine is asked…</source>
        <translation>Die Engine wird gefragt…</translation>
    </message>
    <message>
        <source>The file must be corrected first</source>
        <translation>Zuerst muss die Datei korrigiert werden</translation>
    </message>
    <message>
        <source>The settings file cannot be shown as forms: {why}</source>
        <translation>Die Einstellungsdatei kann nicht als Formular gezeigt werden: {why}</translation>
    </message>
    <message>
        <source>There is no engine</source>
        <translation>Es gibt keine Engine</translation>
    </message>
    <message>
        <source>Your changes are kept on top of them.</source>
        <translation>Ihre Änderungen bleiben darüber bestehen.</translation>
    </message>
    <message>
        <source>{subject}, {what}: they say {theirs}, you say {mine}</source>
        <translation>{subject}, {what}: dort steht {theirs}, Sie sagen {mine}</translation>
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
    <name>SourceForm</name>
    <message>
        <source>&amp;Look into the database…</source>
        <translation>In die Datenbank &amp;sehen…</translation>
    </message>
</context>
<context>
    <name>SourceTree</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n-mal</numerusform>
            <numerusform>%n-mal</numerusform>
        </translation>
    </message>
    <message>
        <source>Fields of the sample</source>
        <translation>Felder des Beispiels</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>The fields of a sample will stand here.</source>
        <translation>Hier stehen dann die Felder eines Beispiels.</translation>
    </message>
    <message>
        <source>This record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>its text</source>
        <translation>sein Text</translation>
    </message>
</context>
<context>
    <name>Span</name>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>&amp;to</source>
        <translation>&amp;bis</translation>
    </message>
    <message>
        <source>By &amp;key, from</source>
        <translation>Nach Sch&amp;lüssel, von</translation>
    </message>
    <message>
        <source>First key</source>
        <translation>Erster Schlüssel</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>Last key</source>
        <translation>Letzter Schlüssel</translation>
    </message>
    <message>
        <source>The beginning must be over.</source>
        <translation>Der Anfang muss vorbei sein.</translation>
    </message>
    <message>
        <source>The end must lie behind the beginning.</source>
        <translation>Das Ende muss nach dem Anfang liegen.</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Unit of time</source>
        <translation>Einheit der Zeit</translation>
    </message>
    <message>
        <source>Up to a moment, not until now</source>
        <translation>Bis zu einer Zeit, nicht bis jetzt</translation>
    </message>
    <message>
        <source>Write the first and the last key.</source>
        <translation>Schreiben Sie den ersten und den letzten Schlüssel.</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n Byte</numerusform>
            <numerusform>%n Bytes</numerusform>
        </translation>
    </message>
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
        <source>up to {last}</source>
        <translation>bis {last}</translation>
    </message>
    <message>
        <source>yesterday {clock}</source>
        <translation>gestern {clock}</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation>vor {minutes} min</translation>
    </message>
</context>
<context>
    <name>Staying</name>
    <message>
        <source>Click the icon to open it again. To end it, choose Quit in the icon&apos;s menu.</source>
        <translation>Klicken Sie auf das Symbol, um es wieder zu öffnen. Zum Beenden wählen Sie „Beenden“ im Menü des Symbols.</translation>
    </message>
    <message>
        <source>Desktop Sync stays here</source>
        <translation>Desktop Sync bleibt hier</translation>
    </message>
    <message>
        <source>This desktop shows no tray, so Desktop Sync stays open as a window.</source>
        <translation>Dieser Desktop zeigt keine Symbole im Infobereich, daher bleibt Desktop Sync als Fenster offen.</translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>Das ist nicht gelungen</translation>
    </message>
    <message>
        <source>When you close it, you are asked whether the engine shall go on.</source>
        <translation>Beim Schließen werden Sie gefragt, ob die Engine weiterlaufen soll.</translation>
    </message>
</context>
<context>
    <name>Story</name>
    <message>
        <source>Account {tenant} at {address}</source>
        <translation>Konto {tenant} unter {address}</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Zuordnung</translation>
    </message>
    <message>
        <source>Nothing was sent</source>
        <translation>Es wurde nichts gesendet</translation>
    </message>
    <message>
        <source>Record {number}</source>
        <translation>Datensatz {number}</translation>
    </message>
    <message>
        <source>Request {number}: {method}</source>
        <translation>Anfrage {number}: {method}</translation>
    </message>
    <message numerus="yes">
        <source>Show %n older version(s)</source>
        <translation>
            <numerusform>%n ältere Version zeigen</numerusform>
            <numerusform>%n ältere Versionen zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>version {version}, {operation}</source>
        <translation>Version {version}, {operation}</translation>
    </message>
    <message>
        <source>what was read there</source>
        <translation>was dort gelesen wurde</translation>
    </message>
    <message>
        <source>{number}. {state}</source>
        <translation>{number}. {state}</translation>
    </message>
    <message>
        <source>{size}, noticed {when}</source>
        <translation>{size}, bemerkt {when}</translation>
    </message>
    <message>
        <source>{who}: {action}</source>
        <translation>{who}: {action}</translation>
    </message>
</context>
<context>
    <name>Structured</name>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Option</source>
        <translation>Option</translation>
    </message>
    <message>
        <source>Set or edit</source>
        <translation>Setzen oder bearbeiten</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>Subjects</name>
    <message>
        <source>{title} (copy)</source>
        <translation>{title} (Kopie)</translation>
    </message>
</context>
<context>
    <name>TablePage</name>
    <message>
        <source>A column of the type rowversion would be surest.</source>
        <translation>Am sichersten wäre eine Spalte vom Typ rowversion.</translation>
    </message>
    <message>
        <source>Choose the table of the orders.</source>
        <translation>Wählen Sie die Tabelle der Aufträge.</translation>
    </message>
    <message>
        <source>Choose the table with one row for each order. Its lines may stand in a table of their own.</source>
        <translation>Wählen Sie die Tabelle mit einer Zeile je Auftrag. Die Positionen können in einer eigenen Tabelle stehen.</translation>
    </message>
    <message>
        <source>Its key: {key}.</source>
        <translation>Ihr Schlüssel: {key}.</translation>
    </message>
    <message>
        <source>Not complete yet: {what}</source>
        <translation>Noch nicht vollständig: {what}</translation>
    </message>
    <message>
        <source>This table has no key of its own: write its columns under More, Key.</source>
        <translation>Diese Tabelle hat keinen eigenen Schlüssel: Tragen Sie seine Spalten unter Mehr, Schlüssel ein.</translation>
    </message>
    <message>
        <source>Which table has the orders</source>
        <translation>In welcher Tabelle die Aufträge stehen</translation>
    </message>
    <message>
        <source>{table}: its row version tells every change; nothing is missed.</source>
        <translation>{table}: Die rowversion zeigt jede Änderung; nichts wird übersehen.</translation>
    </message>
    <message>
        <source>{table}: new rows are seen by their growing key, changes of rows are not.</source>
        <translation>{table}: Neue Zeilen werden an ihrem wachsenden Schlüssel erkannt, Änderungen von Zeilen nicht.</translation>
    </message>
    <message>
        <source>{table}: nothing in it tells changes for sure. Say below how they are told.</source>
        <translation>{table}: Nichts darin zeigt Änderungen sicher an. Sagen Sie unten, woran sie erkannt werden.</translation>
    </message>
    <message>
        <source>{table}: the column {version} tells when a row was changed.</source>
        <translation>{table}: Die Spalte {version} sagt, wann eine Zeile geändert wurde.</translation>
    </message>
    <message>
        <source>{table}: the server tells every change, deletions too; nothing is missed.</source>
        <translation>{table}: Der Server zeigt jede Änderung, auch Löschungen; nichts wird übersehen.</translation>
    </message>
</context>
<context>
    <name>TablesEditor</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Further down</source>
        <translation>Weiter nach unten</translation>
    </message>
    <message>
        <source>Further up</source>
        <translation>Weiter nach oben</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>has an error</source>
        <translation>hat einen Fehler</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>{what}: {name}</source>
        <translation>{what}: {name}</translation>
    </message>
</context>
<context>
    <name>TablesPicker</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Choose one at the left.</source>
        <translation>Wählen Sie links eine aus.</translation>
    </message>
    <message>
        <source>Find a table</source>
        <translation>Tabelle suchen</translation>
    </message>
    <message>
        <source>Key: {key}; {tracked}</source>
        <translation>Schlüssel: {key}; {tracked}</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird angesehen…</translation>
    </message>
    <message>
        <source>Tables and views</source>
        <translation>Tabellen und Sichten</translation>
    </message>
    <message>
        <source>The database&apos;s clock: {local}, {utc} in UTC. Here it is {here}.</source>
        <translation>Uhr der Datenbank: {local}, {utc} in UTC. Hier ist es {here}.</translation>
    </message>
    <message>
        <source>The login can see no table.</source>
        <translation>Die Anmeldung sieht keine Tabelle.</translation>
    </message>
    <message>
        <source>This column tells chan&amp;ges</source>
        <translation>Diese Spalte &amp;zeigt Änderungen</translation>
    </message>
    <message>
        <source>Use as the &amp;table</source>
        <translation>Als &amp;Tabelle nehmen</translation>
    </message>
    <message>
        <source>Use for the l&amp;ines</source>
        <translation>Für die &amp;Positionen nehmen</translation>
    </message>
    <message>
        <source>no change tracking</source>
        <translation>ohne Änderungsnachverfolgung</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>with change tracking</source>
        <translation>mit Änderungsnachverfolgung</translation>
    </message>
    <message>
        <source>{name} (view)</source>
        <translation>{name} (Sicht)</translation>
    </message>
    <message>
        <source>{what} is taken. Nothing is saved yet.</source>
        <translation>{what} ist übernommen. Gespeichert ist noch nichts.</translation>
    </message>
</context>
<context>
    <name>TablesSheet</name>
    <message>
        <source>Tables of the database</source>
        <translation>Tabellen der Datenbank</translation>
    </message>
</context>
<context>
    <name>TargetTree</name>
    <message>
        <source>Becomes</source>
        <translation>Wird zu</translation>
    </message>
    <message>
        <source>Fields of the document</source>
        <translation>Felder des Belegs</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>In Acme</source>
        <translation>In Acme</translation>
    </message>
    <message>
        <source>{what} (needed)</source>
        <translation>{what} (nötig)</translation>
    </message>
</context>
<context>
    <name>Technical</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>For support: it names documents and values.</source>
        <translation>Für den Support: Es nennt Belege und Werte.</translation>
    </message>
    <message>
        <source>Technical detail</source>
        <translation>Technische Einzelheit</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n Beleg</numerusform>
            <numerusform>%n Belege</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n invoice(s)</source>
        <translation>
            <numerusform>%n Rechnung</numerusform>
            <numerusform>%n Rechnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n Auftrag</numerusform>
            <numerusform>%n Aufträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation>Alle {count}</translation>
    </message>
    <message>
        <source>Asking Acme: {done} documents</source>
        <translation>Acme wird gefragt: {done} Belege</translation>
    </message>
    <message>
        <source>Asking Acme: {done} of {total} documents</source>
        <translation>Acme wird gefragt: {done} von {total} Belegen</translation>
    </message>
    <message>
        <source>Clerk</source>
        <translation>Sachbearbeitung</translation>
    </message>
    <message>
        <source>First {first}, last {last}</source>
        <translation>Zuerst {first}, zuletzt {last}</translation>
    </message>
    <message>
        <source>IT</source>
        <translation>Die IT</translation>
    </message>
    <message>
        <source>IT can fix it</source>
        <translation>Die IT kann es beheben</translation>
    </message>
    <message>
        <source>IT can fix it.</source>
        <translation>Die IT kann es beheben.</translation>
    </message>
    <message numerus="yes">
        <source>It is not known whether %n document(s) arrived</source>
        <translation>
            <numerusform>Es ist nicht bekannt, ob %n Beleg angekommen ist</numerusform>
            <numerusform>Es ist nicht bekannt, ob %n Belege angekommen sind</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for files: {done}</source>
        <translation>Dateien werden gesucht: {done}</translation>
    </message>
    <message>
        <source>Looking for files: {done} of {total}</source>
        <translation>Dateien werden gesucht: {done} von {total}</translation>
    </message>
    <message>
        <source>Nothing for now: the next run tries it again.</source>
        <translation>Vorerst nichts: Der nächste Lauf versucht es erneut.</translation>
    </message>
    <message>
        <source>Putting files away: {done}</source>
        <translation>Dateien werden weggeräumt: {done}</translation>
    </message>
    <message>
        <source>Putting files away: {done} of {total}</source>
        <translation>Dateien werden weggeräumt: {done} von {total}</translation>
    </message>
    <message>
        <source>Reading files: {done}</source>
        <translation>Dateien werden gelesen: {done}</translation>
    </message>
    <message>
        <source>Reading files: {done} of {total}</source>
        <translation>Dateien werden gelesen: {done} von {total}</translation>
    </message>
    <message>
        <source>Sending: {done} documents</source>
        <translation>Wird gesendet: {done} Belege</translation>
    </message>
    <message>
        <source>Sending: {done} of {total} documents</source>
        <translation>Wird gesendet: {done} von {total} Belegen</translation>
    </message>
    <message>
        <source>Someone who keeps the data can fix it</source>
        <translation>Wer die Daten pflegt, kann es beheben</translation>
    </message>
    <message>
        <source>Someone who keeps the data can fix it.</source>
        <translation>Wer die Daten pflegt, kann es beheben.</translation>
    </message>
    <message>
        <source>The vendor of the sending system, or of this program, can fix it</source>
        <translation>Der Hersteller des Quellsystems oder dieses Programms kann es beheben</translation>
    </message>
    <message>
        <source>The vendor of the sending system, or of this program, can fix it.</source>
        <translation>Der Hersteller des Quellsystems oder dieses Programms kann es beheben.</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>Hersteller</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>ended by a person</source>
        <translation>von einer Person beendet</translation>
    </message>
    <message>
        <source>is being sent</source>
        <translation>wird gesendet</translation>
    </message>
    <message>
        <source>is tried again</source>
        <translation>wird erneut versucht</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>nicht gesendet</translation>
    </message>
    <message>
        <source>older than another version</source>
        <translation>älter als eine andere Version</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>seen {times} times</source>
        <translation>{times}-mal aufgetreten</translation>
    </message>
    <message>
        <source>since {first}</source>
        <translation>seit {first}</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>updated</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>waits for another version</source>
        <translation>wartet auf eine andere Version</translation>
    </message>
    <message>
        <source>waits to be sent</source>
        <translation>wartet auf das Senden</translation>
    </message>
    <message>
        <source>would be created</source>
        <translation>würde angelegt</translation>
    </message>
    <message>
        <source>would be updated</source>
        <translation>würde geändert</translation>
    </message>
    <message>
        <source>{count} being sent</source>
        <translation>{count} in Sendung</translation>
    </message>
    <message>
        <source>{count} created</source>
        <translation>{count} angelegt</translation>
    </message>
    <message>
        <source>{count} ended by a person</source>
        <translation>{count} von einer Person beendet</translation>
    </message>
    <message>
        <source>{count} not known yet</source>
        <translation>{count} noch nicht bekannt</translation>
    </message>
    <message>
        <source>{count} not sent</source>
        <translation>{count} nicht gesendet</translation>
    </message>
    <message>
        <source>{count} older</source>
        <translation>{count} älter</translation>
    </message>
    <message>
        <source>{count} refused</source>
        <translation>{count} abgelehnt</translation>
    </message>
    <message>
        <source>{count} to create</source>
        <translation>{count} anzulegen</translation>
    </message>
    <message>
        <source>{count} to update</source>
        <translation>{count} zu ändern</translation>
    </message>
    <message>
        <source>{count} unchanged</source>
        <translation>{count} unverändert</translation>
    </message>
    <message>
        <source>{count} updated</source>
        <translation>{count} geändert</translation>
    </message>
    <message>
        <source>{count} waiting</source>
        <translation>{count} warten</translation>
    </message>
    <message>
        <source>{count} waiting to be sent</source>
        <translation>{count} warten auf das Senden</translation>
    </message>
    <message>
        <source>{done} done</source>
        <translation>{done} erledigt</translation>
    </message>
    <message>
        <source>{done} of {total} done</source>
        <translation>{done} von {total} erledigt</translation>
    </message>
    <message numerus="yes">
        <source>{field}: wrong in %n record(s)</source>
        <translation>
            <numerusform>{field}: falsch in %n Datensatz</numerusform>
            <numerusform>{field}: falsch in %n Datensätzen</numerusform>
        </translation>
    </message>
    <message>
        <source>{file}, line {line}</source>
        <translation>{file}, Zeile {line}</translation>
    </message>
    <message>
        <source>{first}, last {last}</source>
        <translation>{first}, zuletzt {last}</translation>
    </message>
    <message>
        <source>{when}: {why}</source>
        <translation>{when}: {why}</translation>
    </message>
</context>
<context>
    <name>TestPanel</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>It does not work yet.</source>
        <translation>Es geht noch nicht.</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Es geht.</translation>
    </message>
    <message>
        <source>It works; something needs a look.</source>
        <translation>Es geht; etwas ist anzusehen.</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Tested as it is here, before it is saved, by the engine and its account.</source>
        <translation>Getestet wird, wie es hier steht, vor dem Speichern, von der Engine und ihrem Konto.</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Wird getestet…</translation>
    </message>
    <message>
        <source>Trust this &amp;key</source>
        <translation>Diesem Sch&amp;lüssel vertrauen</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>Add a time</source>
        <translation>Uhrzeit hinzufügen</translation>
    </message>
    <message>
        <source>Remove this time</source>
        <translation>Diese Uhrzeit entfernen</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Uhrzeit</translation>
    </message>
</context>
<context>
    <name>TimingPage</name>
    <message>
        <source>A folder of this computer is watched as well: a new file is taken within seconds.</source>
        <translation>Ein Ordner dieses Rechners wird auch überwacht: Eine neue Datei wird in Sekunden genommen.</translation>
    </message>
    <message>
        <source>So often it is asked what is new. What comes in between waits, and nothing is missed.</source>
        <translation>So oft wird gefragt, was neu ist. Was dazwischen kommt, wartet, und nichts wird übersehen.</translation>
    </message>
    <message>
        <source>The schedule is not complete yet.</source>
        <translation>Der Zeitplan ist noch nicht vollständig.</translation>
    </message>
    <message>
        <source>When to look</source>
        <translation>Wann nachgesehen wird</translation>
    </message>
</context>
<context>
    <name>Toasts</name>
    <message numerus="yes">
        <source>%n document(s) delivered to Acme.</source>
        <translation>
            <numerusform>%n Beleg an Acme zugestellt.</numerusform>
            <numerusform>%n Belege an Acme zugestellt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new problem(s)</source>
        <translation>
            <numerusform>%n neues Problem</numerusform>
            <numerusform>%n neue Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>All is well again</source>
        <translation>Alles wieder in Ordnung</translation>
    </message>
    <message>
        <source>No more: {what}</source>
        <translation>Erledigt: {what}</translation>
    </message>
    <message numerus="yes">
        <source>Solved; %n problem(s) left</source>
        <translation>
            <numerusform>Gelöst; %n Problem bleibt</numerusform>
            <numerusform>Gelöst; %n Probleme bleiben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{what} And %n more of this kind.</source>
        <translation>
            <numerusform>{what} Und %n weiteres dieser Art.</numerusform>
            <numerusform>{what} Und %n weitere dieser Art.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tokens</name>
    <message>
        <source>Day and time of making</source>
        <translation>Tag und Uhrzeit des Erstellens</translation>
    </message>
    <message>
        <source>First day of the period</source>
        <translation>Erster Tag des Zeitraums</translation>
    </message>
    <message>
        <source>How many rows</source>
        <translation>Wie viele Zeilen</translation>
    </message>
    <message>
        <source>Last day of the period</source>
        <translation>Letzter Tag des Zeitraums</translation>
    </message>
    <message>
        <source>Month of the period</source>
        <translation>Monat des Zeitraums</translation>
    </message>
    <message>
        <source>Name of the account in Acme</source>
        <translation>Name des Kontos in Acme</translation>
    </message>
    <message>
        <source>Title of the export</source>
        <translation>Titel des Exports</translation>
    </message>
    <message>
        <source>Year of the period</source>
        <translation>Jahr des Zeitraums</translation>
    </message>
</context>
<context>
    <name>TokensEditor</name>
    <message>
        <source>Insert</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Insert into: {name}</source>
        <translation>Einfügen in: {name}</translation>
    </message>
    <message>
        <source>Orders of the day</source>
        <translation>Aufträge des Tages</translation>
    </message>
    <message>
        <source>Such as: {name}</source>
        <translation>Etwa: {name}</translation>
    </message>
</context>
<context>
    <name>Trail</name>
    <message numerus="yes">
        <source>%n request(s), each with a key of its own that was stored before it was sent.</source>
        <translation>
            <numerusform>%n Anfrage, mit einem eigenen Schlüssel, der vor dem Senden gespeichert wurde.</numerusform>
            <numerusform>%n Anfragen, jede mit einem eigenen Schlüssel, der vor dem Senden gespeichert wurde.</numerusform>
        </translation>
    </message>
    <message>
        <source>A newer version took its place, so it is not sent.</source>
        <translation>Eine neuere Version ist an ihre Stelle getreten, sie wird also nicht gesendet.</translation>
    </message>
    <message>
        <source>A person decided that it is not sent.</source>
        <translation>Jemand hat entschieden, dass sie nicht gesendet wird.</translation>
    </message>
    <message>
        <source>Account {tenant} at {address}</source>
        <translation>Konto {tenant} unter {address}</translation>
    </message>
    <message>
        <source>Acme already has exactly this content, so nothing was sent.</source>
        <translation>Acme hat bereits genau diesen Inhalt, daher wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Acme had taken it, as {id}. Erasing changes nothing in Acme.</source>
        <translation>Acme hatte ihn angenommen, als {id}. Das Löschen ändert in Acme nichts.</translation>
    </message>
    <message>
        <source>Acme has acknowledged it, so it is never sent again.</source>
        <translation>Acme hat das bestätigt, es wird also nie erneut gesendet.</translation>
    </message>
    <message>
        <source>An older version is in Acme, once, as {id}. The newest one was refused.</source>
        <translation>Eine ältere Version ist in Acme, einmal, als {id}. Die neueste wurde abgelehnt.</translation>
    </message>
    <message>
        <source>Answer: {answer} {when}</source>
        <translation>Antwort: {answer} {when}</translation>
    </message>
    <message>
        <source>Before anything more is sent, Acme is asked what it has.</source>
        <translation>Bevor etwas Weiteres gesendet wird, wird Acme gefragt, was es hat.</translation>
    </message>
    <message>
        <source>Created in Acme: {creates}. Changed in Acme: {updates}.</source>
        <translation>In Acme angelegt: {creates}. In Acme geändert: {updates}.</translation>
    </message>
    <message>
        <source>Edited by a person; the file says content {hash}</source>
        <translation>Von einer Person bearbeitet; die Datei sagt Inhalt {hash}</translation>
    </message>
    <message>
        <source>File {path}, {size}, noticed {when}</source>
        <translation>Datei {path}, {size}, bemerkt {when}</translation>
    </message>
    <message>
        <source>Flow {flow}, mapping {mapping}, {operation}, content {hash}</source>
        <translation>Ablauf {flow}, Zuordnung {mapping}, {operation}, Inhalt {hash}</translation>
    </message>
    <message>
        <source>Invoice {reference}</source>
        <translation>Rechnung {reference}</translation>
    </message>
    <message>
        <source>It is being sent just now.</source>
        <translation>Er wird gerade gesendet.</translation>
    </message>
    <message>
        <source>It is held until somebody approves it.</source>
        <translation>Er wird zurückgehalten, bis jemand ihn freigibt.</translation>
    </message>
    <message>
        <source>It is in Acme once, as {id}, version {version}.</source>
        <translation>Er ist einmal in Acme, als {id}, Version {version}.</translation>
    </message>
    <message>
        <source>It is in Acme once.</source>
        <translation>Er ist einmal in Acme.</translation>
    </message>
    <message>
        <source>It is not in Acme.</source>
        <translation>Er ist nicht in Acme.</translation>
    </message>
    <message>
        <source>It is not in Acme: it was refused.</source>
        <translation>Er ist nicht in Acme: Er wurde abgelehnt.</translation>
    </message>
    <message>
        <source>It is tried again by itself, not before {when}.</source>
        <translation>Es wird von selbst erneut versucht, nicht vor {when}.</translation>
    </message>
    <message>
        <source>It waits for its turn.</source>
        <translation>Er wartet, bis er an der Reihe ist.</translation>
    </message>
    <message>
        <source>It was refused, so it is not in Acme.</source>
        <translation>Er wurde abgelehnt, ist also nicht in Acme.</translation>
    </message>
    <message>
        <source>Its data were erased on {when}.</source>
        <translation>Seine Daten wurden am {when} gelöscht.</translation>
    </message>
    <message>
        <source>Key {key}, body SHA-256 {digest}</source>
        <translation>Schlüssel {key}, Rumpf SHA-256 {digest}</translation>
    </message>
    <message>
        <source>No answer came. It is looked up in Acme before anything is sent again.</source>
        <translation>Es kam keine Antwort. In Acme wird nachgesehen, bevor etwas erneut gesendet wird.</translation>
    </message>
    <message numerus="yes">
        <source>Not counted: %n older version(s), removed by retention, the last on {when}.</source>
        <translation>
            <numerusform>Nicht gezählt: %n ältere Version, von der Aufbewahrung entfernt, zuletzt am {when}.</numerusform>
            <numerusform>Nicht gezählt: %n ältere Versionen, von der Aufbewahrung entfernt, zuletzt am {when}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not counted: what {who} erased on {when}.</source>
        <translation>Nicht gezählt: was {who} am {when} gelöscht hat.</translation>
    </message>
    <message>
        <source>One was sent {times} times under the same key {key}, so that Acme could do it once only.</source>
        <translation>Eine wurde {times}-mal unter demselben Schlüssel {key} gesendet, damit Acme sie nur einmal ausführen konnte.</translation>
    </message>
    <message>
        <source>Only if Acme has version {version}</source>
        <translation>Nur wenn Acme Version {version} hat</translation>
    </message>
    <message>
        <source>Order {reference}</source>
        <translation>Auftrag {reference}</translation>
    </message>
    <message>
        <source>Payload SHA-256 {digest}</source>
        <translation>Inhalt SHA-256 {digest}</translation>
    </message>
    <message>
        <source>Record {number}, {place} {path}</source>
        <translation>Datensatz {number}, {place} {path}</translation>
    </message>
    <message>
        <source>Request {number}: {method} {path}, {sent}</source>
        <translation>Anfrage {number}: {method} {path}, {sent}</translation>
    </message>
    <message numerus="yes">
        <source>Seen %n time(s), always with the same content ({hash}).</source>
        <translation>
            <numerusform>%n-mal gesehen, immer mit demselben Inhalt ({hash}).</numerusform>
            <numerusform>%n-mal gesehen, immer mit demselben Inhalt ({hash}).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Seen %n time(s), with {many} different contents ({hashes}).</source>
        <translation>
            <numerusform>%n-mal gesehen, mit {many} verschiedenen Inhalten ({hashes}).</numerusform>
            <numerusform>%n-mal gesehen, mit {many} verschiedenen Inhalten ({hashes}).</numerusform>
        </translation>
    </message>
    <message>
        <source>Seen once, with the content {hash}.</source>
        <translation>Einmal gesehen, mit dem Inhalt {hash}.</translation>
    </message>
    <message>
        <source>Sent as foreseen by dry run {number}</source>
        <translation>Gesendet wie im Probelauf {number} vorgesehen</translation>
    </message>
    <message>
        <source>The bytes of this file were erased on {when}, with a person&apos;s data.</source>
        <translation>Der Inhalt dieser Datei wurde am {when} gelöscht, mit den Daten einer Person.</translation>
    </message>
    <message>
        <source>The bytes of this file were removed by retention on {when}.</source>
        <translation>Der Inhalt dieser Datei wurde am {when} von der Aufbewahrung entfernt.</translation>
    </message>
    <message>
        <source>The file was moved to {path}</source>
        <translation>Die Datei wurde nach {path} verschoben</translation>
    </message>
    <message>
        <source>Version {version}, as the data says</source>
        <translation>Version {version}, wie die Daten sagen</translation>
    </message>
    <message>
        <source>What tells it from a new one is kept; how often it was seen and sent is not.</source>
        <translation>Was ihn von einem neuen unterscheidet, bleibt; wie oft er gesehen und gesendet wurde, nicht.</translation>
    </message>
    <message>
        <source>Whether the newest version is in Acme is not known yet.</source>
        <translation>Ob die neueste Version in Acme ist, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>at its beginning</source>
        <translation>am Anfang</translation>
    </message>
    <message>
        <source>changed in Acme meanwhile</source>
        <translation>inzwischen in Acme geändert</translation>
    </message>
    <message>
        <source>did not reach Acme</source>
        <translation>hat Acme nicht erreicht</translation>
    </message>
    <message>
        <source>dismissed it</source>
        <translation>hat ihn verworfen</translation>
    </message>
    <message>
        <source>edited it</source>
        <translation>hat ihn bearbeitet</translation>
    </message>
    <message>
        <source>erased its data</source>
        <translation>hat seine Daten gelöscht</translation>
    </message>
    <message>
        <source>let it be tried again</source>
        <translation>ließ ihn erneut versuchen</translation>
    </message>
    <message>
        <source>line {line}</source>
        <translation>Zeile {line}</translation>
    </message>
    <message>
        <source>line {line}, column {column}</source>
        <translation>Zeile {line}, Spalte {column}</translation>
    </message>
    <message>
        <source>looked: it had arrived</source>
        <translation>hat nachgesehen: Er war angekommen</translation>
    </message>
    <message>
        <source>looked: it had not arrived</source>
        <translation>hat nachgesehen: Er war nicht angekommen</translation>
    </message>
    <message>
        <source>made {when}, not sent yet</source>
        <translation>erstellt {when}, noch nicht gesendet</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>no answer yet</source>
        <translation>noch keine Antwort</translation>
    </message>
    <message>
        <source>not in Acme any more</source>
        <translation>nicht mehr in Acme</translation>
    </message>
    <message>
        <source>not processed, try later</source>
        <translation>nicht verarbeitet, später erneut</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>refused: it is in Acme already</source>
        <translation>abgelehnt: schon in Acme</translation>
    </message>
    <message>
        <source>refused: it names something that is not in Acme</source>
        <translation>abgelehnt: nennt etwas, das nicht in Acme ist</translation>
    </message>
    <message>
        <source>refused: too large</source>
        <translation>abgelehnt: zu groß</translation>
    </message>
    <message>
        <source>sent {times} times, the last time {when}</source>
        <translation>{times}-mal gesendet, zuletzt {when}</translation>
    </message>
    <message>
        <source>sent {when}</source>
        <translation>gesendet {when}</translation>
    </message>
    <message>
        <source>still being processed</source>
        <translation>noch in Verarbeitung</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>the address of Acme has changed</source>
        <translation>die Adresse von Acme hat sich geändert</translation>
    </message>
    <message>
        <source>the sign-in was refused</source>
        <translation>die Anmeldung wurde abgelehnt</translation>
    </message>
    <message>
        <source>this program is too old</source>
        <translation>dieses Programm ist zu alt</translation>
    </message>
    <message>
        <source>to be cancelled</source>
        <translation>zu stornieren</translation>
    </message>
    <message>
        <source>to be created</source>
        <translation>anzulegen</translation>
    </message>
    <message>
        <source>to be created or updated</source>
        <translation>anzulegen oder zu ändern</translation>
    </message>
    <message>
        <source>to be updated</source>
        <translation>zu ändern</translation>
    </message>
    <message>
        <source>{member}, {place}</source>
        <translation>{member}, {place}</translation>
    </message>
    <message>
        <source>{number}. {state}, {when}</source>
        <translation>{number}. {state}, {when}</translation>
    </message>
    <message>
        <source>{resource} {reference}</source>
        <translation>{resource} {reference}</translation>
    </message>
    <message>
        <source>{sheet}, row {line}</source>
        <translation>{sheet}, Zeile {line}</translation>
    </message>
    <message>
        <source>{status}, {outcome}</source>
        <translation>{status}, {outcome}</translation>
    </message>
    <message>
        <source>{when}, after {span}</source>
        <translation>{when}, nach {span}</translation>
    </message>
    <message>
        <source>{who} did it.</source>
        <translation>{who} hat es getan.</translation>
    </message>
</context>
<context>
    <name>TrailSheet</name>
    <message>
        <source>&amp;Copy for support</source>
        <translation>Für den Support &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Edit and try…</source>
        <translation>&amp;Bearbeiten und versuchen…</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>Neu a&amp;nsehen</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Erneut &amp;versuchen</translation>
    </message>
    <message>
        <source>Copied. The text has no content of documents and no secrets in it.</source>
        <translation>Kopiert. Der Text enthält keinen Inhalt von Belegen und keine Geheimnisse.</translation>
    </message>
    <message>
        <source>Done. The next run goes on with it.</source>
        <translation>Erledigt. Der nächste Lauf macht damit weiter.</translation>
    </message>
    <message>
        <source>I have looked: it &amp;arrived</source>
        <translation>Ich habe nachgesehen: &amp;angekommen</translation>
    </message>
    <message>
        <source>It is not there: &amp;send it again</source>
        <translation>Es ist nicht da: erneut &amp;senden</translation>
    </message>
    <message>
        <source>No version of it is left</source>
        <translation>Keine Version davon ist übrig</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>The folder could not be opened.</source>
        <translation>Der Ordner konnte nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>The program asks Acme by itself, again and again. If you can look there, say what you see.</source>
        <translation>Das Programm fragt Acme von selbst immer wieder. Können Sie dort nachsehen, sagen Sie, was Sie sehen.</translation>
    </message>
    <message>
        <source>Versions that come from now on will stand here.</source>
        <translation>Versionen, die von jetzt an kommen, stehen dann hier.</translation>
    </message>
</context>
<context>
    <name>TrayMenu</name>
    <message>
        <source>&amp;Activity</source>
        <translation>Ak&amp;tivität</translation>
    </message>
    <message>
        <source>&amp;All flows</source>
        <translation>&amp;Alle Abläufe</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>&amp;Übersicht</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>&amp;Quit…</source>
        <translation>&amp;Beenden…</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>Fo&amp;rtsetzen</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>1 &amp;hour</source>
        <translation>1 &amp;Stunde</translation>
    </message>
    <message>
        <source>Pro&amp;blems</source>
        <translation>Prob&amp;leme</translation>
    </message>
    <message>
        <source>Pro&amp;blems ({count})</source>
        <translation>Prob&amp;leme ({count})</translation>
    </message>
    <message>
        <source>Run &amp;now</source>
        <translation>&amp;Jetzt starten</translation>
    </message>
    <message>
        <source>Start the &amp;engine</source>
        <translation>En&amp;gine starten</translation>
    </message>
    <message>
        <source>Until &amp;I resume</source>
        <translation>Bis &amp;ich fortsetze</translation>
    </message>
    <message>
        <source>Until &amp;tomorrow</source>
        <translation>Bis &amp;morgen</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>What to do about {flow}</source>
        <translation>Was zu tun ist für {flow}</translation>
    </message>
</context>
<context>
    <name>TryMail</name>
    <message>
        <source>Save your changes first: mails go out by what is saved.</source>
        <translation>Speichern Sie zuerst Ihre Änderungen: Mails gehen nach dem hinaus, was gespeichert ist.</translation>
    </message>
    <message>
        <source>Send a test mail</source>
        <translation>Testmail senden</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet…</translation>
    </message>
    <message>
        <source>Set this up first.</source>
        <translation>Richten Sie das zuerst ein.</translation>
    </message>
    <message>
        <source>The mail server has taken a test mail to {people}.</source>
        <translation>Der Mailserver hat eine Testmail an {people} angenommen.</translation>
    </message>
</context>
<context>
    <name>TwoParts</name>
    <message>
        <source>Hide the options below</source>
        <translation>Optionen unten ausblenden</translation>
    </message>
    <message>
        <source>Show the options below</source>
        <translation>Optionen unten einblenden</translation>
    </message>
</context>
<context>
    <name>Typing</name>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
</context>
<context>
    <name>Values</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n millisecond(s)</source>
        <translation>
            <numerusform>%n Millisekunde</numerusform>
            <numerusform>%n Millisekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>{value} (as usual)</source>
        <translation>{value} (wie üblich)</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Back to the marked place</source>
        <translation>Zurück zur markierten Stelle</translation>
    </message>
    <message>
        <source>Content of the file</source>
        <translation>Inhalt der Datei</translation>
    </message>
    <message>
        <source>Earlier in the file (Page up)</source>
        <translation>Weiter vorn in der Datei (Bild auf)</translation>
    </message>
    <message>
        <source>Later in the file (Page down)</source>
        <translation>Weiter hinten in der Datei (Bild ab)</translation>
    </message>
    <message>
        <source>{path} · no text, so its bytes are shown · bytes {first} to {last} of {size}</source>
        <translation>{path} · kein Text, daher als Bytes · Bytes {first} bis {last} von {size}</translation>
    </message>
    <message>
        <source>{path} · {encoding} · bytes {first} to {last} of {size}</source>
        <translation>{path} · {encoding} · Bytes {first} bis {last} von {size}</translation>
    </message>
    <message>
        <source>{path} · {encoding} · {size}</source>
        <translation>{path} · {encoding} · {size}</translation>
    </message>
    <message>
        <source>{path} › {member} · {encoding} · from byte {first} to {last}</source>
        <translation>{path} › {member} · {encoding} · ab Byte {first} bis {last}</translation>
    </message>
</context>
<context>
    <name>WhichMapping</name>
    <message>
        <source>A further mapping</source>
        <translation>Weitere Zuordnung</translation>
    </message>
    <message>
        <source>Mapping {number}</source>
        <translation>Zuordnung {number}</translation>
    </message>
    <message>
        <source>Remove this mapping</source>
        <translation>Diese Zuordnung entfernen</translation>
    </message>
    <message>
        <source>The same file also becomes something else in Acme.</source>
        <translation>Dieselbe Datei wird in Acme auch zu etwas anderem.</translation>
    </message>
    <message>
        <source>Which mapping</source>
        <translation>Welche Zuordnung</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%Ln created</source>
        <translation>
            <numerusform>%Ln angelegt</numerusform>
            <numerusform>%Ln angelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln dismissed</source>
        <translation>
            <numerusform>%Ln verworfen</numerusform>
            <numerusform>%Ln verworfen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln Beleg</numerusform>
            <numerusform>%Ln Belege</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln held</source>
        <translation>
            <numerusform>%Ln zurückgehalten</numerusform>
            <numerusform>%Ln zurückgehalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln invoice(s)</source>
        <translation>
            <numerusform>%Ln Rechnung</numerusform>
            <numerusform>%Ln Rechnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln order(s)</source>
        <translation>
            <numerusform>%Ln Auftrag</numerusform>
            <numerusform>%Ln Aufträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln overtaken by newer</source>
        <translation>
            <numerusform>%Ln von neueren überholt</numerusform>
            <numerusform>%Ln von neueren überholt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln abgelehnt</numerusform>
            <numerusform>%Ln abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s)</source>
        <translation>
            <numerusform>%Ln Bericht</numerusform>
            <numerusform>%Ln Berichte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s) delivered</source>
        <translation>
            <numerusform>%Ln Bericht zugestellt</numerusform>
            <numerusform>%Ln Berichte zugestellt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln report(s) made</source>
        <translation>
            <numerusform>%Ln Bericht erstellt</numerusform>
            <numerusform>%Ln Berichte erstellt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln s left</source>
        <translation>
            <numerusform>noch %Ln s</numerusform>
            <numerusform>noch %Ln s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln unchanged</source>
        <translation>
            <numerusform>%Ln unverändert</numerusform>
            <numerusform>%Ln unverändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln updated</source>
        <translation>
            <numerusform>%Ln geändert</numerusform>
            <numerusform>%Ln geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln wartet</numerusform>
            <numerusform>%Ln warten</numerusform>
        </translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message>
        <source>Being cancelled</source>
        <translation>Wird abgebrochen</translation>
    </message>
    <message>
        <source>Does not end</source>
        <translation>Endet nicht</translation>
    </message>
    <message>
        <source>Has not run yet</source>
        <translation>Noch nicht gelaufen</translation>
    </message>
    <message>
        <source>IT can fix it</source>
        <translation>Die IT kann es beheben</translation>
    </message>
    <message>
        <source>Invoices</source>
        <translation>Rechnungen</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Braucht Sie</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Paused until resumed</source>
        <translation>Unbefristet pausiert</translation>
    </message>
    <message>
        <source>Paused until {clock}</source>
        <translation>Pausiert bis {clock}</translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln document(s) to Acme</source>
        <translation>
            <numerusform>%Ln Beleg an Acme senden</numerusform>
            <numerusform>%Ln Belege an Acme senden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln invoice(s) to Acme</source>
        <translation>
            <numerusform>%Ln Rechnung an Acme senden</numerusform>
            <numerusform>%Ln Rechnungen an Acme senden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln order(s) to Acme</source>
        <translation>
            <numerusform>%Ln Auftrag an Acme senden</numerusform>
            <numerusform>%Ln Aufträge an Acme senden</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Ausgeschaltet</translation>
    </message>
    <message>
        <source>Waits its turn</source>
        <translation>Wartet auf seine Reihe</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>a clerk can fix it</source>
        <translation>die Sachbearbeitung kann es beheben</translation>
    </message>
    <message>
        <source>asks you</source>
        <translation>fragt Sie</translation>
    </message>
    <message>
        <source>begins</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>does not run: it is switched off in the settings</source>
        <translation>läuft nicht: in den Einstellungen ausgeschaltet</translation>
    </message>
    <message>
        <source>expected by {clock}</source>
        <translation>erwartet bis {clock}</translation>
    </message>
    <message>
        <source>expected by {clock} ✓</source>
        <translation>erwartet bis {clock} ✓</translation>
    </message>
    <message>
        <source>expected by {clock}, not come</source>
        <translation>erwartet bis {clock}, nicht gekommen</translation>
    </message>
    <message>
        <source>expected by {clock}, not looked since</source>
        <translation>erwartet bis {clock}, seitdem nicht nachgesehen</translation>
    </message>
    <message>
        <source>expected by {clock}: more than usual</source>
        <translation>erwartet bis {clock}: mehr als üblich</translation>
    </message>
    <message>
        <source>expected by {clock}: not as usual</source>
        <translation>erwartet bis {clock}: nicht wie üblich</translation>
    </message>
    <message>
        <source>looking for what is new: {done} found</source>
        <translation>sieht nach Neuem: {done} gefunden</translation>
    </message>
    <message>
        <source>next run {when}</source>
        <translation>nächster Lauf {when}</translation>
    </message>
    <message>
        <source>nothing new</source>
        <translation>nichts Neues</translation>
    </message>
    <message>
        <source>nothing was due</source>
        <translation>nichts war fällig</translation>
    </message>
    <message>
        <source>rows are taken when they are {span} old</source>
        <translation>Zeilen werden genommen, wenn sie {span} alt sind</translation>
    </message>
    <message>
        <source>runs by itself when it is resumed</source>
        <translation>läuft von selbst, wenn er fortgesetzt wird</translation>
    </message>
    <message>
        <source>runs by itself while the engine runs</source>
        <translation>läuft von selbst, solange die Engine läuft</translation>
    </message>
    <message>
        <source>runs when you say so</source>
        <translation>läuft, wenn Sie es sagen</translation>
    </message>
    <message>
        <source>since {clock}</source>
        <translation>seit {clock}</translation>
    </message>
    <message>
        <source>somebody has to look at it</source>
        <translation>jemand muss es ansehen</translation>
    </message>
    <message>
        <source>the vendor can fix it</source>
        <translation>der Hersteller kann es beheben</translation>
    </message>
    <message>
        <source>today {counts}</source>
        <translation>heute {counts}</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>waits for a free place</source>
        <translation>wartet auf einen freien Platz</translation>
    </message>
    <message>
        <source>{done} compared with Acme</source>
        <translation>{done} mit Acme verglichen</translation>
    </message>
    <message>
        <source>{done} delivered</source>
        <translation>{done} zugestellt</translation>
    </message>
    <message>
        <source>{done} documents asked for</source>
        <translation>{done} Belege abgefragt</translation>
    </message>
    <message>
        <source>{done} done</source>
        <translation>{done} erledigt</translation>
    </message>
    <message>
        <source>{done} files moved away</source>
        <translation>{done} Dateien weggeräumt</translation>
    </message>
    <message>
        <source>{done} files of the archive read</source>
        <translation>{done} Dateien des Archivs gelesen</translation>
    </message>
    <message>
        <source>{done} files read</source>
        <translation>{done} Dateien gelesen</translation>
    </message>
    <message>
        <source>{done} files read again</source>
        <translation>{done} Dateien erneut gelesen</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{done} of {total} delivered</source>
        <translation>{done} von {total} zugestellt</translation>
    </message>
    <message>
        <source>{done} of {total} files read</source>
        <translation>{done} von {total} Dateien gelesen</translation>
    </message>
    <message>
        <source>{number} a second</source>
        <translation>{number}/s</translation>
    </message>
    <message>
        <source>{span} left</source>
        <translation>noch {span}</translation>
    </message>
</context>
<context>
    <name>Working</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Ending…</source>
        <translation>Wird beendet…</translation>
    </message>
</context>
<context>
    <name>_Condition</name>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Remove this condition</source>
        <translation>Diese Bedingung entfernen</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>several: a, b</source>
        <translation>mehrere: a, b</translation>
    </message>
</context>
<context>
    <name>_Destination</name>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
</context>
<context>
    <name>_Named</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>_Step</name>
    <message>
        <source>Access to {resource}</source>
        <translation>Zugriff auf {resource}</translation>
    </message>
    <message>
        <source>Change tracking</source>
        <translation>Änderungsnachverfolgung</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Does not work:</source>
        <translation>Geht nicht:</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>Erste Seite</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Good:</source>
        <translation>Gut:</translation>
    </message>
    <message>
        <source>Invoices</source>
        <translation>Rechnungen</translation>
    </message>
    <message>
        <source>Look at this:</source>
        <translation>Anzusehen:</translation>
    </message>
    <message>
        <source>May read</source>
        <translation>Leserecht</translation>
    </message>
    <message>
        <source>May send</source>
        <translation>Darf senden</translation>
    </message>
    <message>
        <source>Name found</source>
        <translation>Name gefunden</translation>
    </message>
    <message>
        <source>Not reached:</source>
        <translation>Nicht erreicht:</translation>
    </message>
    <message>
        <source>ODBC driver</source>
        <translation>ODBC-Treiber</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>Erreicht</translation>
    </message>
    <message>
        <source>Server&apos;s key</source>
        <translation>Schlüssel des Servers</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Snapshots</translation>
    </message>
    <message>
        <source>Write and rename</source>
        <translation>Schreiben und Umbenennen</translation>
    </message>
</context>
</TS>
