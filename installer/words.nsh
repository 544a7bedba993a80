; What the setup itself says, in both languages; all else is NSIS' own.

LangString NoAdministrator ${LANG_ENGLISH} "This needs the rights of an administrator."
LangString NoAdministrator ${LANG_GERMAN} "Dazu sind die Rechte eines Administrators nötig."
LangString Unsuitable ${LANG_ENGLISH} "${NAME} needs a 64-bit Windows 10 or newer."
LangString Unsuitable ${LANG_GERMAN} "${NAME} braucht ein 64-Bit-Windows ab Version 10."
LangString IsNewer ${LANG_ENGLISH} "A newer version of ${NAME} is installed. Its data cannot be read by an older one; nothing was changed."
LangString IsNewer ${LANG_GERMAN} "Eine neuere Version von ${NAME} ist installiert. Ihre Daten kann eine ältere nicht lesen; nichts wurde geändert."
LangString IsInUse ${LANG_ENGLISH} "${NAME} is at work and does not end. Quit it by its icon, also where other people are signed in, and try again. Nothing was changed."
LangString IsInUse ${LANG_GERMAN} "${NAME} arbeitet und lässt sich nicht beenden. Beenden Sie es über sein Symbol, auch bei anderen angemeldeten Personen, und versuchen Sie es noch einmal. Nichts wurde geändert."
LangString FoldersFailed ${LANG_ENGLISH} "${NAME} is installed, but the folders for its data could not be prepared:"
LangString FoldersFailed ${LANG_GERMAN} "${NAME} ist installiert, aber die Ordner für seine Daten konnten nicht vorbereitet werden:"
LangString AskPurge ${LANG_ENGLISH} "Remove the data, too? Settings, the memory of what was sent, and all that waits are lost then: what is picked up again later would be sent as new."
LangString AskPurge ${LANG_GERMAN} "Auch die Daten entfernen? Einstellungen, das Gedächtnis dessen, was gesendet wurde, und alles Wartende sind dann verloren: Was später wieder abgeholt wird, würde als neu gesendet."
