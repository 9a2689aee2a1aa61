; The installer: per user, without administrator rights. `cargo xtask windows` makes it with Debian's makensis:
;   -DVERSION=0.1.0 -DFROM=folder of the programs -DOUT=file.exe -DCOMPRESSOR=lzma  [-DRUNTIME=Microsoft's offline WebView2 installer]
; Words of a silent run: /S, /D=folder (last), /AUTOSTART and /DESKPATH for the two choices; /WAIT: up to a minute for a
; program that is ending (it has started this update); /OPEN: the window afterwards, new or as it was.

; The 32-bit stub needs 32-bit parts of Windows that not every Wine has; the program is for 64 bit alone anyway.
Target amd64-unicode
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID ${COMPRESSOR}

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinMessages.nsh

!define NAME "延伸服务台"
; The name the program's own setting 开机后自动启动 uses (tauri-plugin-autostart).
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define APPROVED "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
; The program's identifier (tauri.conf.json): under it Windows looks for the name and the picture of its messages, and shows none
; of a program it does not know.
!define MESSAGES "Software\Classes\AppUserModelId\cn.yanshen.fuwutai"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\cn.yanshen.fuwutai"
!define WEBVIEW "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define DATA "$LOCALAPPDATA\${NAME}"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"

!define MUI_ICON "../../icons/icon.ico"
!define MUI_UNICON "../../icons/icon.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\yanshen.exe"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(KEEPS)"
!define MUI_FINISHPAGE_TEXT "$(INSTALLED)"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString PROGRAM ${LANG_SIMPCHINESE} "程序（必选）"
LangString PROGRAM ${LANG_ENGLISH} "Program (required)"
LangString AUTOSTART ${LANG_SIMPCHINESE} "开机后自动启动"
LangString AUTOSTART ${LANG_ENGLISH} "Start when signing in"
LangString DESKPATH ${LANG_SIMPCHINESE} "可在命令提示符中使用 desk 命令"
LangString DESKPATH ${LANG_ENGLISH} "Make the command desk available"
LangString REMOVE ${LANG_SIMPCHINESE} "卸载${NAME}"
LangString REMOVE ${LANG_ENGLISH} "Uninstall ${NAME}"
LangString INSTALLED ${LANG_SIMPCHINESE} "已安装${NAME}。数据存放在：$\r$\n${DATA}"
LangString INSTALLED ${LANG_ENGLISH} "${NAME} is installed. Its data lies in:$\r$\n${DATA}"
LangString KEEPS ${LANG_SIMPCHINESE} "只卸载程序，数据保留在：$\r$\n${DATA}"
LangString KEEPS ${LANG_ENGLISH} "Only the program is removed. The data stays in:$\r$\n${DATA}"
LangString RUNNING ${LANG_SIMPCHINESE} "${NAME}正在运行，请先退出程序（包括托盘图标和 desk 命令），再重试。"
LangString RUNNING ${LANG_ENGLISH} "${NAME} is running. Quit it (also its tray icon and the command desk), then try again."
LangString NOWEBVIEW ${LANG_SIMPCHINESE} "本机没有 Microsoft Edge WebView2 运行时，${NAME}的窗口不能打开。$\r$\n请从 https://developer.microsoft.com/microsoft-edge/webview2/ 下载“常青版独立安装程序（x64）”并安装，或请管理员安装。"
LangString NOWEBVIEW ${LANG_ENGLISH} "This computer has no Microsoft Edge WebView2 Runtime, without which the window cannot open.$\r$\nPlease install the Evergreen Standalone Installer (x64) from https://developer.microsoft.com/microsoft-edge/webview2/."
LangString RUNTIME ${LANG_SIMPCHINESE} "正在安装 Microsoft Edge WebView2 运行时……"
LangString RUNTIME ${LANG_ENGLISH} "Installing the Microsoft Edge WebView2 Runtime…"

VIProductVersion "${VERSION}.0"
!macro About LANG
  VIAddVersionKey /LANG=${LANG} "ProductName" "${NAME}"
  VIAddVersionKey /LANG=${LANG} "FileDescription" "${NAME}"
  VIAddVersionKey /LANG=${LANG} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANG} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANG} "LegalCopyright" "MIT"
!macroend
!insertmacro About ${LANG_SIMPCHINESE}
!insertmacro About ${LANG_ENGLISH}

; Half seconds that are still waited for a program that is ending.
Var Patience

; Ends the run while a program of the folder runs: Windows lets nobody write into one.
!macro Free PROGRAM
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    ${If} $Patience > 0
      IntOp $Patience $Patience - 1
      Sleep 500
      ${Continue}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${Loop}
!macroend

; The user's Path, changed where it lies: it may be longer than a variable here can hold. `find`, `add` or `remove` is
; pushed; $9 is then whether the folder stood in it.
!macro PathFunction UN
Function ${UN}Path
  Pop $8
  StrCpy $9 0
  System::Call 'advapi32::RegCreateKeyExW(p -2147483647, w "Environment", i 0, p 0, i 0, i 0x2001F, p 0, *p .r0, p 0) i .r1'
  ${If} $1 <> 0
    Return
  ${EndIf}
  ; The kind of the value (kept; one that expands where there is none) and its bytes.
  System::Call 'advapi32::RegQueryValueExW(p r0, w "Path", p 0, *i .r2, p 0, *i .r3) i .r1'
  ${If} $1 <> 0
    StrCpy $2 2
    StrCpy $3 0
  ${EndIf}
  IntOp $4 $3 + 4096
  System::Alloc $4
  Pop $5
  System::Alloc $4
  Pop $6
  ${If} $3 > 0
    System::Call 'advapi32::RegQueryValueExW(p r0, w "Path", p 0, p 0, p r5, *i r3) i .r1'
    ${If} $1 <> 0
      StrCpy $8 none
    ${EndIf}
  ${EndIf}
  ; Its copy between two signs, so that every folder in it stands between two.
  System::Call 'kernel32::lstrcatW(p r6, w ";")'
  System::Call 'kernel32::lstrcatW(p r6, p r5)'
  System::Call 'kernel32::lstrcatW(p r6, w ";")'
  System::Call 'shlwapi::StrStrIW(p r6, w ";$INSTDIR;") p .r7'
  ${If} $7 P<> 0
    StrCpy $9 1
  ${EndIf}
  StrCpy $4 0
  ${If} $8 == add
  ${AndIf} $9 = 0
    System::Call 'kernel32::lstrlenW(p r5) i .r1'
    ${If} $1 > 0
      System::Call 'kernel32::lstrcatW(p r5, w ";")'
    ${EndIf}
    System::Call 'kernel32::lstrcatW(p r5, w "$INSTDIR")'
    StrCpy $4 $5
  ${ElseIf} $8 == remove
  ${AndIf} $9 = 1
    StrLen $1 ";$INSTDIR"
    IntOp $1 $1 * 2
    IntPtrOp $4 $7 + $1
    System::Call 'kernel32::lstrlenW(p r4) i .r1'
    IntOp $1 $1 * 2
    IntOp $1 $1 + 2
    System::Call 'ntdll::memmove(p r7, p r4, p r1)'
    System::Call 'kernel32::lstrlenW(p r6) i .r1'
    ${If} $1 > 1
      IntOp $1 $1 - 1
      IntOp $1 $1 * 2
      IntPtrOp $4 $6 + $1
      System::Call '*$4(&i2 0)'
    ${EndIf}
    IntPtrOp $4 $6 + 2
  ${EndIf}
  ${If} $4 P<> 0
    System::Call 'kernel32::lstrlenW(p r4) i .r1'
    ${If} $1 = 0
      System::Call 'advapi32::RegDeleteValueW(p r0, w "Path")'
    ${Else}
      IntOp $1 $1 * 2
      IntOp $1 $1 + 2
      System::Call 'advapi32::RegSetValueExW(p r0, w "Path", i 0, i r2, p r4, i r1)'
    ${EndIf}
    System::Call 'user32::SendMessageTimeoutW(p ${HWND_BROADCAST}, i ${WM_SETTINGCHANGE}, p 0, w "Environment", i 2, i 2000, *p .r1)'
  ${EndIf}
  System::Call 'advapi32::RegCloseKey(p r0)'
  System::Free $5
  System::Free $6
FunctionEnd
!macroend
!insertmacro PathFunction ""
!insertmacro PathFunction "un."

Section "$(PROGRAM)" SecProgram
  SectionIn RO
  !insertmacro Free yanshen.exe
  !insertmacro Free desk.exe
  SetOutPath "$INSTDIR"
  ClearErrors
  File "${FROM}/yanshen.exe"
  File "${FROM}/desk.exe"
  File "${FROM}/WebView2Loader.dll"
  File "../../LICENSE"
  File "../../icons/icon.png"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort
  ${EndIf}
  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortCut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\yanshen.exe"
  CreateShortCut "$SMPROGRAMS\${NAME}\$(REMOVE).lnk" "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${MESSAGES}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${MESSAGES}" "IconUri" "$INSTDIR\icon.png"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\yanshen.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section /o "$(AUTOSTART)" SecAutostart
  ; What the program itself has written there opens the folder it was told to: that stays.
  ReadRegStr $0 HKCU "${RUN}" "${NAME}"
  StrLen $1 "$INSTDIR\yanshen.exe"
  StrCpy $2 $0 $1
  IntOp $1 $1 + 2
  StrCpy $3 $0 $1
  ${If} $2 != "$INSTDIR\yanshen.exe"
  ${AndIf} $3 != '"$INSTDIR\yanshen.exe"'
    WriteRegStr HKCU "${RUN}" "${NAME}" '"$INSTDIR\yanshen.exe"'
  ${EndIf}
  ; What the Task Manager has switched off is on again.
  DeleteRegValue HKCU "${APPROVED}" "${NAME}"
SectionEnd

Section /o "$(DESKPATH)" SecPath
  Push add
  Call Path
SectionEnd

; What was chosen before and is not wanted any more; the runtime.
Section "-rest"
  ${IfNot} ${SectionIsSelected} ${SecAutostart}
    DeleteRegValue HKCU "${RUN}" "${NAME}"
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${SecPath}
    Push remove
    Call Path
  ${EndIf}
  SetRegView 32
  ReadRegStr $0 HKLM "SOFTWARE\${WEBVIEW}" "pv"
  SetRegView 64
  ${If} $0 == ""
    ReadRegStr $0 HKCU "Software\${WEBVIEW}" "pv"
  ${EndIf}
  ${If} $0 == ""
  ${OrIf} $0 == "0.0.0.0"
    !ifdef RUNTIME
      DetailPrint "$(RUNTIME)"
      InitPluginsDir
      File "/oname=$PLUGINSDIR\WebView2.exe" "${RUNTIME}"
      ExecWait '"$PLUGINSDIR\WebView2.exe" /silent /install' $0
      ${If} $0 <> 0
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(NOWEBVIEW)" /SD IDOK
      ${EndIf}
    !else
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(NOWEBVIEW)" /SD IDOK
    !endif
  ${EndIf}
SectionEnd

; The window as it is now: the new one, or after a failure the one before. Which folder it opens stands in DESK_DATA, which the program
; hands to this installer and Exec hands on.
Function Open
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/OPEN" $2
  ${IfNot} ${Errors}
  ${AndIf} ${FileExists} "$INSTDIR\yanshen.exe"
    Exec '"$INSTDIR\yanshen.exe"'
  ${EndIf}
FunctionEnd

Function .onInstSuccess
  Call Open
FunctionEnd

Function .onInstFailed
  Call Open
FunctionEnd

Function .onInit
  SetRegView 64
  StrCpy $Patience 0
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/WAIT" $2
  ${IfNot} ${Errors}
    StrCpy $Patience 120
  ${EndIf}
  ; What was chosen before stays chosen, whether here or in the program.
  ReadRegStr $0 HKCU "${RUN}" "${NAME}"
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/AUTOSTART" $2
  ${IfNot} ${Errors}
  ${OrIf} $0 != ""
    !insertmacro SelectSection ${SecAutostart}
  ${EndIf}
  ; Only a folder that something is installed in can stand in the Path.
  StrCpy $9 0
  ${If} ${FileExists} "$INSTDIR\desk.exe"
    Push find
    Call Path
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/DESKPATH" $2
  ${IfNot} ${Errors}
  ${OrIf} $9 = 1
    !insertmacro SelectSection ${SecPath}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  !insertmacro Free yanshen.exe
  !insertmacro Free desk.exe
  Delete "$INSTDIR\yanshen.exe"
  Delete "$INSTDIR\desk.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\icon.png"
  Delete "$INSTDIR\uninstall.exe"
  ; Never with what lies in it: somebody may have put data there.
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\${NAME}"
  DeleteRegValue HKCU "${RUN}" "${NAME}"
  DeleteRegValue HKCU "${APPROVED}" "${NAME}"
  Push remove
  Call un.Path
  DeleteRegKey HKCU "${MESSAGES}"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${If} ${FileExists} "${DATA}\*.*"
    MessageBox MB_OK|MB_ICONINFORMATION "$(KEEPS)" /SD IDOK
  ${EndIf}
SectionEnd
