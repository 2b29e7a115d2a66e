@echo off
rem Opens the workspace in JupyterLab; installs evallib first where it is missing. Words on the screen come from evallib itself.
setlocal
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"

set PY=.venv\Scripts\python.exe
if exist "%PY%" goto run

if exist pyproject.toml goto create
for %%W in (evallib-*.whl) do goto create

set PY=python
"%PY%" -c "import evallib" >nul 2>nul && goto run
echo [evallib] Not installed. Put evallib-*.whl into this folder and start again.
goto failed

:create
echo [evallib] Installing into .venv ...
py -3 -m venv .venv 2>nul || python -m venv .venv || goto nopython
set PY=.venv\Scripts\python.exe
if exist pyproject.toml goto checkout
for %%W in (evallib-*.whl) do "%PY%" -m pip install --disable-pip-version-check "%%W[workspace]" || goto failed
goto run

:checkout
"%PY%" -m pip install --disable-pip-version-check -r requirements.lock || goto failed
"%PY%" -m pip install --disable-pip-version-check --no-deps -e . || goto failed

:run
if "%~1"=="" (
  "%PY%" -m evallib lab
) else (
  "%PY%" -m evallib %*
)
if errorlevel 1 goto failed
exit /b 0

:nopython
echo [evallib] Python 3.11 or newer is needed: https://www.python.org/downloads/
:failed
pause
exit /b 1
