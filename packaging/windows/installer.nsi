; Installs the frozen folder for one user, without an administrator. Compiled by packaging/windows_installer.py.
; Checked by `makensis -WX` on Linux, with that system's folder in place of Windows'; it is run on Windows alone.
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID ${PACKING}

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "Win\COM.nsh"
!include "Win\Propkey.nsh"

!define APP "AI Core Tray"
; The app calls itself so as well: Windows puts its windows, its messages and this shortcut together by it.
!define APP_ID "io.github.aicore-tray"
!define PROGRAM "aicore-tray-app${SUFFIX}"
!define CONSOLE "aicore-tray${SUFFIX}"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define APPROVED "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
!define SHORTCUT "$SMPROGRAMS\${APP}.lnk"

Name "${APP}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${APP}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${APP} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${APP}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${APP} installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "${PUBLISHER}"
VIAddVersionKey "LegalCopyright" "${COPYRIGHT}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString RESTORE ${LANG_ENGLISH} "Restore the settings of the tools that ${APP} has set up?$\n$\nOtherwise they go on asking an address at which nobody answers."
LangString RESTORE ${LANG_GERMAN} "Die Einstellungen der Werkzeuge wiederherstellen, die ${APP} eingerichtet hat?$\n$\nSonst fragen sie weiter unter einer Adresse, an der niemand antwortet."
LangString NOT_RESTORED ${LANG_ENGLISH} "Some settings could not be restored. Uninstall all the same?"
LangString NOT_RESTORED ${LANG_GERMAN} "Manche Einstellungen ließen sich nicht wiederherstellen. Trotzdem deinstallieren?"
LangString STILL_RUNS ${LANG_ENGLISH} "${APP} is running. It is closed now."
LangString STILL_RUNS ${LANG_GERMAN} "${APP} läuft. Es wird jetzt beendet."

; Ends what runs from the folder: its files cannot be replaced before. Asked for first, then made to.
!macro END_PROGRAMS
  DetailPrint "$(STILL_RUNS)"
  nsExec::Exec '"$SYSDIR\taskkill.exe" /IM "${PROGRAM}"'
  Pop $0
  ${If} $0 == 0
    Sleep 3000
  ${EndIf}
  nsExec::Exec '"$SYSDIR\taskkill.exe" /F /T /IM "${PROGRAM}"'
  Pop $0
  nsExec::Exec '"$SYSDIR\taskkill.exe" /F /T /IM "${CONSOLE}"'
  Pop $0
!macroend

; Puts the app's id on its shortcut. It works without, so nothing is said where that fails.
!macro NAME_SHORTCUT
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ; 2 is STGM_READWRITE.
      ${IPersistFile::Load} $1 '("${SHORTCUT}",2)'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call 'kernel32::lstrcpyn(t.r5,t "${APP_ID}",i ${NSIS_MAX_STRLEN})p'
        System::Call 'shlwapi::SHStrDupW(w r5,*p.r6)i'
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,p r6)p.r4'
        ${IPropertyStore::SetValue} $2 '($3,$4)'
        ${IPropertyStore::Commit} $2 ""
        System::Call 'ole32::PropVariantClear(p r4)i'
        System::Free $3
        System::Free $4
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("${SHORTCUT}",1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

Section "-install"
  !insertmacro END_PROGRAMS
  ; What an older version had and this one has not would be loaded all the same.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "${SHORTCUT}" "$INSTDIR\${PROGRAM}"
  !insertmacro NAME_SHORTCUT
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; Without a question (/S) the tools keep what they have.
  MessageBox MB_YESNO|MB_ICONQUESTION "$(RESTORE)" /SD IDNO IDNO restored
  nsExec::Exec '"$INSTDIR\${CONSOLE}" connect --undo'
  Pop $0
  ${If} $0 != 0
    MessageBox MB_YESNO|MB_ICONEXCLAMATION "$(NOT_RESTORED)" /SD IDYES IDYES restored
    Abort
  ${EndIf}
  restored:
  !insertmacro END_PROGRAMS
  DeleteRegValue HKCU "${RUN}" "${APP}"
  DeleteRegValue HKCU "${APPROVED}" "${APP}"
  DeleteRegKey HKCU "${UNINSTALL}"
  Delete "${SHORTCUT}"
  ; By name: whatever else lies in the folder is not ours. Settings and usage stay where they are, below AppData.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
SectionEnd
