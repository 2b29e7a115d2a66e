@echo off
call "%~dp0start.bat" run
set RC=%errorlevel%
if exist "%~dp0reports\index.html" start "" "%~dp0reports\index.html"
if "%RC%"=="0" pause
exit /b %RC%
