@echo off
rem Starts Slipway on Windows. In a source tree it builds first when it was never built; in a distribution it only starts.
setlocal enableextensions
set "here=%~dp0"
set "java="
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" call :try "%JAVA_HOME%\bin\java.exe"
if not defined java for %%j in (java.exe) do if not "%%~$PATH:j"=="" call :try "%%~$PATH:j"
if not defined java for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*") do if not defined java if exist "%%~d\bin\java.exe" call :try "%%~d\bin\java.exe"
if not defined java (
    echo slipway: Slipway needs Java 21 or newer. Install one, for example Eclipse Temurin, or set JAVA_HOME. 1>&2
    exit /b 1
)

set "libraries=%here%..\lib\*"
set "windows=%here%..\fx"
if exist "%here%pom.xml" (
    if not exist "%here%agent-app\target\lib" (
        echo slipway: first start: building with Maven; it may load its plugins and libraries once 1>&2
        call mvn -q -B -f "%here%pom.xml" -DskipTests -pl agent-app -am package 1>&2 || exit /b 1
    )
    set "libraries=%here%agent-app\target\classes;%here%agent-app\target\lib\*"
    set "windows=%here%agent-app\target\fx"
)

rem The desktop: JavaFX on the module path; javaw has no console and the window stays when this one is closed. The archive of classes
rem goes by the version: Java does not make it anew when a jar is another one, it only leaves the old one unused.
set "archive=desktop"
for %%f in ("%here%..\lib\agent-app-*.jar" "%here%agent-app\target\agent-app-*.jar") do set "archive=%%~nf"
if /i "%~1"=="desktop" for %%f in ("%LOCALAPPDATA%\Slipway\agent-app-*.jsa") do if /i not "%%~nf"=="%archive%" del /q "%%~f" 2>nul
if /i "%~1"=="desktop" (
    start "Slipway" "%java:java.exe=javaw.exe%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms32m -Xmx512m -Xss512k -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%LOCALAPPDATA%\Slipway\%archive%.jsa" --enable-native-access=ALL-UNNAMED,javafx.graphics -Ddorkbox.updates.Updates.ENABLE=false "-Dslipway.launcher=%~f0" --module-path "%windows%" --add-modules javafx.controls -cp "%libraries%" io.slipway.desktop.app.Launcher %2 %3 %4 %5
    exit /b 0
)

rem A command lives for seconds: the quick compiler alone is faster there. A server gets both.
set "compiler=-XX:TieredStopAtLevel=1"
if /i "%~1"=="serve" set "compiler=-XX:+TieredCompilation"

"%java%" -XX:+UseSerialGC %compiler% -Xmx512m -Xshare:auto --enable-native-access=ALL-UNNAMED -Djdk.console=java.base -cp "%libraries%" io.slipway.cli.Main %*
exit /b %errorlevel%

rem Takes a java.exe whose major version is 21 or more.
:try
for /f "tokens=3" %%v in ('cmd /c ""%~1" -version 2>&1" ^| findstr /i "version"') do for /f "delims=." %%m in (%%v) do (
    if %%m GEQ 21 set "java=%~1"
)
exit /b 0
