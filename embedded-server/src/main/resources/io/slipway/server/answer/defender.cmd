@echo off
rem Slipway defender.cmd: runs in Windows PE beside Setup. Waits for the registry of the new system and sets the start
rem type of the six Defender services to 4 (disabled). In the running system tamper protection would undo it.
:look
for %%d in (C D E F G H W) do for %%p in ("$WINDOWS.~BT\NewOS\Windows" "Windows") do call :try "%%d:\%%~p"
rem A pause of a second where the network runs; without one the loop only looks more often. It ends with Windows PE.
ping -n 2 127.0.0.1 >nul
goto look

:try
if not exist "%~1\System32\config\SYSTEM" goto :eof
if not exist "%~1\System32\config\SYSTEM.LOG2" goto :eof
reg load HKLM\SlipwayOffline "%~1\System32\config\SYSTEM" >nul 2>&1 || goto :eof
for %%s in (Sense WdBoot WdFilter WdNisDrv WdNisSvc WinDefend) do call :off %%s
reg unload HKLM\SlipwayOffline >nul
exit 0

:off
reg add HKLM\SlipwayOffline\ControlSet001\Services\%1 /v Start /t REG_DWORD /d 4 /f >nul
goto :eof
