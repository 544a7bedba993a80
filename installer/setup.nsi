; The setup of Windows: per machine, in place, with an upgrade that swaps whole folders. What it is told by the build
; (`packaging/windows/installing.py`) stands in defines; the files, one by one and in order, in files.nsh.
; It knows where things go, and leaves all that needs knowledge of the product to the program itself.

Target amd64-unicode
Unicode true
!ifdef PACKED
SetCompressor /SOLID lzma
SetCompressorDictSize 64 ; megabytes; texts of licences and code of libraries lie far from each other
!else
SetCompress off
!endif
SetDateSave off
ManifestSupportedOS Win10
ManifestDPIAware true
RequestExecutionLevel admin
AllowRootDirInstall false
AllowSkipFiles off ; else a silent setup goes on without the files that it could not write

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinVer.nsh
!include x64.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define DATA "$APPDATA\Desktop Sync"           ; of all users: C:\ProgramData
!define POLICY "$APPDATA\Desktop Sync Policy"
!define EVENTS "SYSTEM\CurrentControlSet\Services\EventLog\Application\${NAME}"
!define TEXTS "event-texts.dll"
!define HELD "setup.lock"                      ; commands/swapped.py looks for it
!define TRIES 40                               ; of half a second, to move a folder that a program still lets go of
!define AGAIN 30                               ; with so many left the program is told once more to end

; Exit codes, besides those of every NSIS setup (0 done, 1 cancelled, 2 broken off)
!define BROKEN_OFF 2
!define IN_USE 3
!define NEWER 4
!define UNSUITABLE 5
!define NO_ADMINISTRATOR 6
!define FOLDERS 7
!define PLACE 8

; What `stop` ends with when the program is at work: it does not end, or it may not be told to. All else says that the
; command itself is broken, and then the program does no work that could be cut off.
!define WAITS 3
!define PERSON 4

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\${NAME}"
InstallDirRegKey HKLM "${KEY}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=0 "ProductName" "${NAME}"
VIAddVersionKey /LANG=0 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=0 "FileDescription" "${NAME} Setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "${PUBLISHER}"

!ifdef SIGN
!uninstfinalize `${SIGN}` = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_LANGDLL_REGISTRY_ROOT HKLM
!define MUI_LANGDLL_REGISTRY_KEY "${KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_RESERVEFILE_LANGDLL
!include "${SOURCE}\words.nsh"

Var Engine
Var Preparing
Var NoStart
Var Purge
Var Tries
Var Held
Var Before

; What the program has said ($R1): it speaks UTF-8, and was taken for text in the code page of this machine.
!macro AS_SAID
  System::Call 'kernel32::MultiByteToWideChar(i 65001, i 0, m R1, i -1, w .R1, i ${NSIS_MAX_STRLEN})'
!macroend

; Says why it ends, to a person or, where none looks, into a file, and ends with its own exit code.
!macro FAIL_FOR UN
Function ${UN}Fail  ; the stack: exit code, words
  Pop $R8
  Pop $R9
  FileOpen $R7 "$TEMP\${LOG}" w
  FileWriteUTF16LE /BOM $R7 "${NAME} ${VERSION}: $R9$\r$\n"
  FileClose $R7
  MessageBox MB_ICONSTOP|MB_OK "$R9" /SD IDOK
  SetErrorLevel $R8
  Quit
FunctionEnd

; The engine and the icons that listen to it end, by the program's own command. The stack gets "no" when they do not.
Function ${UN}EndProgram
  ${If} ${FileExists} "$INSTDIR\program\desktop-sync.exe"
  again:
    nsExec::ExecToStack /MBCS '"$INSTDIR\program\desktop-sync.exe" stop --desks --data "${DATA}"'
    Pop $R0
    Pop $R1
    !insertmacro AS_SAID
    ${If} $R0 == ${WAITS}
    ${OrIf} $R0 == ${PERSON}
      MessageBox MB_ICONEXCLAMATION|MB_RETRYCANCEL "$(IsInUse)$\r$\n$\r$\n$R1" /SD IDCANCEL IDRETRY again
      Push "no"
      Return
    ${EndIf}
  ${EndIf}
  Push "yes"
FunctionEnd

; Moves $R2 to $R3, and waits for those who still hold a file in it. The stack gets "no" when they go on holding it.
Function ${UN}Move
  StrCpy $Tries ${TRIES}
  ${Do}
    ClearErrors
    Rename "$R2" "$R3"
    ${IfNot} ${Errors}
      Push "yes"
      Return
    ${EndIf}
    Sleep 500
    IntOp $Tries $Tries - 1
    ${If} $Tries = ${AGAIN}  ; the task of the start at boot may have started it anew
      Call ${UN}EndProgram
      Pop $R0
      ${If} $R0 == "no"
        Push "no"
        Return
      ${EndIf}
    ${EndIf}
  ${LoopUntil} $Tries = 0
  Push "no"
FunctionEnd

; From here on no engine starts, by its task or by an icon: it looks whether this file is held. However this setup ends,
; Windows lets go of it.
Function ${UN}Hold
  ${If} ${FileExists} "$INSTDIR\program\desktop-sync.exe"
    StrCpy $Before "yes"
  ${EndIf}
  FileOpen $Held "$INSTDIR\${HELD}" w
FunctionEnd

; The engine that starts at boot goes on, also where nothing could be swapped.
Function ${UN}LetGo
  FileClose $Held
  Delete "$INSTDIR\${HELD}"
  ${If} $Before == "yes"
  ${AndIf} ${FileExists} "$INSTDIR\program\desktop-sync.exe"
    nsExec::Exec '"$INSTDIR\program\desktop-sync.exe" engine start --data "${DATA}"'
    Pop $R0
  ${EndIf}
FunctionEnd

Function ${UN}Begin
  SetRegView 64
  SetShellVarContext all
  UserInfo::GetAccountType
  Pop $R0
  ${If} $R0 != "Admin"
    Push "$(NoAdministrator)"
    Push ${NO_ADMINISTRATOR}
    Call ${UN}Fail
  ${EndIf}
FunctionEnd
!macroend
!insertmacro FAIL_FOR ""
!insertmacro FAIL_FOR "un."

; Who joins a local group, as `prepare` is told it.
!macro MEMBERS GROUP
  ClearErrors
  ${GetOptions} $R0 "/${GROUP}=" $R1
  ${IfNot} ${Errors}
  ${AndIf} $R1 != ""
    StrCpy $Preparing '$Preparing --${GROUP} "$R1"'
  ${EndIf}
!macroend

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
  Call Begin
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    Push "$(Unsuitable)"
    Push ${UNSUITABLE}
    Call Fail
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/NOSTART" $R1
  ${IfNot} ${Errors}
    StrCpy $NoStart "yes"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/ENGINE=" $Engine
  ${If} ${Errors}
    ; whose it was: `prepare` takes the data folder from everybody else
    ClearErrors
    ReadRegStr $Engine HKLM "${KEY}" "Engine"
    ${If} ${Errors}
      ; with its domain: a name alone may be another's, and is nobody's where it is that of a cloud (AzureAD\name)
      System::Call 'secur32::GetUserNameExW(i 2, w .s, *i ${NSIS_MAX_STRLEN})' ; NameSamCompatible
      Pop $Engine
    ${EndIf}
  ${EndIf}
  StrCpy $Preparing 'prepare'
  ${If} $Engine != ""
    StrCpy $Preparing '$Preparing --engine "$Engine"'
  ${EndIf}
  !insertmacro MEMBERS "viewers"
  !insertmacro MEMBERS "operators"
  !insertmacro MEMBERS "administrators"
  ReadRegStr $R1 HKLM "${KEY}" "DisplayVersion"
  ${If} $R1 != ""
    ${VersionCompare} "$R1" "${VERSION}" $R2
    ${If} $R2 = 1
      Push "$(IsNewer)"
      Push ${NEWER}
      Call Fail
    ${EndIf}
  ${EndIf}
FunctionEnd

; A folder that is not below that of all programs inherits, as a rule, that everybody may write there, and what lies in it
; is started by whoever signs in: so it gets rights of its own (SYSTEM, Administrators; Users may read), before files do.
Function Enclose
  ; two of them would start side by side, and only one would be removed
  ReadRegStr $R1 HKLM "${KEY}" "InstallLocation"
  ${If} $R1 != ""
  ${AndIf} $R1 != "$INSTDIR"
  ${AndIf} ${FileExists} "$R1\uninstall.exe"
    Push "$(IsElsewhere)"
    Push ${PLACE}
    Call Fail
  ${EndIf}
  StrLen $R2 "$PROGRAMFILES64\"
  StrCpy $R3 "$INSTDIR" $R2
  ${If} $R3 == "$PROGRAMFILES64\"
    Return
  ${EndIf}
  ; the rights of what others keep there are not ours to change
  ${DirState} "$INSTDIR" $R0
  ${If} $R0 = 1
  ${AndIfNot} ${FileExists} "$INSTDIR\uninstall.exe"
  ${AndIfNot} ${FileExists} "$INSTDIR\${TEXTS}*"     ; stays until a restart, where somebody looks at the log
  ${AndIfNot} ${FileExists} "$INSTDIR\program.old\*.*" ; and so may this
  ${AndIfNot} ${FileExists} "$INSTDIR\program.new\*.*"
    Push "$(PlaceTaken)"
    Push ${PLACE}
    Call Fail
  ${EndIf}
  CreateDirectory "$INSTDIR"
  nsExec::ExecToStack /OEM '"$SYSDIR\icacls.exe" "$INSTDIR" /setowner *S-1-5-32-544'
  Pop $R0
  Pop $R1
  ${If} $R0 == 0
    nsExec::ExecToStack /OEM '"$SYSDIR\icacls.exe" "$INSTDIR" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX'
    Pop $R0
    Pop $R1
  ${EndIf}
  ${If} $R0 != 0
    Push "$(PlaceFailed)$\r$\n$\r$\n$R1"
    Push ${PLACE}
    Call Fail
  ${EndIf}
FunctionEnd

Section "-program"
  Call Enclose
  ; beside the old one, which goes on working until all of the new one is there
  RMDir /r "$INSTDIR\program.new"
  !include "${FILES}"
  SetOutPath "$INSTDIR"

  Call Hold
  Call EndProgram
  Pop $R0
  ${If} $R0 == "yes"
    RMDir /r "$INSTDIR\program.old"
    ${If} ${FileExists} "$INSTDIR\program\*.*"
      StrCpy $R2 "$INSTDIR\program"
      StrCpy $R3 "$INSTDIR\program.old"
      Call Move
      Pop $R0
    ${EndIf}
  ${EndIf}
  ${If} $R0 == "yes"
    StrCpy $R2 "$INSTDIR\program.new"
    StrCpy $R3 "$INSTDIR\program"
    Call Move
    Pop $R0
  ${EndIf}
  ${If} $R0 == "no"
    ${IfNot} ${FileExists} "$INSTDIR\program\*.*"
      Rename "$INSTDIR\program.old" "$INSTDIR\program"
    ${EndIf}
    RMDir /r "$INSTDIR\program.new"
    Call LetGo
    Push "$(IsInUse)"
    Push ${IN_USE}
    Call Fail
  ${EndIf}
  RMDir /r /REBOOTOK "$INSTDIR\program.old"

  WriteUninstaller "$INSTDIR\uninstall.exe"
  ReadRegStr $R4 HKLM "${KEY}" "DisplayVersion"
  WriteRegStr HKLM "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "DisplayIcon" "$INSTDIR\program\${WINDOWED}"
  WriteRegStr HKLM "${KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKLM "${KEY}" "URLInfoAbout" "${HOME}"
  WriteRegStr HKLM "${KEY}" "HelpLink" "${SUPPORT}"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegStr HKLM "${KEY}" "Language" "$LANGUAGE"
  WriteRegDWORD HKLM "${KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\program\${WINDOWED}"
  ; an upgrade leaves it as an administrator has it
  ${If} $NoStart == "yes"
    DeleteRegValue HKLM "${RUN}" "${NAME}"
  ${ElseIf} $R4 == ""
    WriteRegStr HKLM "${RUN}" "${NAME}" '"$INSTDIR\program\${WINDOWED}" tray --hidden'
  ${EndIf}

  ; not in the program's folder, which could not be moved while somebody looks at the log; one that is in use stays
  CopyFiles /SILENT "$INSTDIR\program\${TEXTS}" "$INSTDIR\${TEXTS}"
  WriteRegExpandStr HKLM "${EVENTS}" "EventMessageFile" "$INSTDIR\${TEXTS}"
  WriteRegDWORD HKLM "${EVENTS}" "TypesSupported" 7 ; errors, warnings, information

  nsExec::ExecToStack /MBCS '"$INSTDIR\program\desktop-sync.exe" $Preparing'
  Pop $R0
  Pop $R1
  !insertmacro AS_SAID
  ${If} $R0 != 0
    Call LetGo
    Push "$(FoldersFailed)$\r$\n$\r$\n$R1"
    Push ${FOLDERS}
    Call Fail
  ${EndIf}
  WriteRegStr HKLM "${KEY}" "Engine" "$Engine"
!if "${API_ADDRESS}" != ""
  ${IfNot} ${FileExists} "${POLICY}\policy.toml"
    FileOpen $R0 "${POLICY}\policy.toml" w
    FileWrite $R0 'version = 1$\r$\n$\r$\n[connection_types.acme]$\r$\nbase_url = "${API_ADDRESS}"$\r$\n'
    FileClose $R0
  ${EndIf}
!endif
  Call LetGo
SectionEnd

; A file could not be written: the disk is full, or something holds it. Nothing but these files was touched so far.
Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\program.new"
  Push "$(NotWritten)"
  Push ${BROKEN_OFF}
  Call Fail
FunctionEnd

; Started by the shell, so as the person who is signed in, without an administrator's rights.
Function StartProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\program\${WINDOWED}"'
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
  Call un.Begin
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/PURGE" $R1
  ${IfNot} ${Errors}
    StrCpy $Purge "yes"
  ${EndIf}
FunctionEnd

Section "Uninstall"
  ${If} $Purge != "yes"
    MessageBox MB_ICONQUESTION|MB_YESNO|MB_DEFBUTTON2 "$(AskPurge)" /SD IDNO IDNO keep
    StrCpy $Purge "yes"
    keep:
  ${EndIf}
  Call un.Hold
  Call un.EndProgram
  Pop $R0
  RMDir /r "$INSTDIR\program.old"
  ${If} $R0 == "yes"
  ${AndIf} ${FileExists} "$INSTDIR\program\*.*"
    StrCpy $R2 "$INSTDIR\program"
    StrCpy $R3 "$INSTDIR\program.old"
    Call un.Move
    Pop $R0
  ${EndIf}
  ${If} $R0 == "no"
    Call un.LetGo
    Push "$(IsInUse)"
    Push ${IN_USE}
    Call un.Fail
  ${EndIf}
  ; nothing stops the removal now: its start at boot goes, and with the data the groups
  nsExec::Exec '"$INSTDIR\program.old\desktop-sync.exe" engine remove'
  Pop $R0
  ${If} $Purge == "yes"
    nsExec::Exec '"$INSTDIR\program.old\desktop-sync.exe" prepare --undo'
    Pop $R0
  ${EndIf}
  RMDir /r /REBOOTOK "$INSTDIR\program.old"
  RMDir /r "$INSTDIR\program.new"
  Call un.LetGo
  ; under another name, if it has to wait for a restart: a setup before that brings this one again
  Delete "$INSTDIR\${TEXTS}.old"
  Delete "$INSTDIR\${TEXTS}"
  ${If} ${FileExists} "$INSTDIR\${TEXTS}"
    Rename "$INSTDIR\${TEXTS}" "$INSTDIR\${TEXTS}.old"
    Delete /REBOOTOK "$INSTDIR\${TEXTS}.old"
  ${EndIf}
  DeleteRegKey HKLM "${EVENTS}"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegValue HKLM "${RUN}" "${NAME}"
  DeleteRegKey HKLM "${KEY}"
  DeleteRegKey HKLM "Software\Classes\AppUserModelId\DesktopSync"  ; made by prepare
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${If} $Purge == "yes"
    ; by the shell, which removes links and does not follow them
    nsExec::Exec '"$SYSDIR\cmd.exe" /c rd /s /q "${DATA}"'
    Pop $R0
    nsExec::Exec '"$SYSDIR\cmd.exe" /c rd /s /q "${POLICY}"'
    Pop $R0
  ${EndIf}
SectionEnd
