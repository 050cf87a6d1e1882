@echo off
rem make demo, make test and the rest on Windows, as the Makefile does it elsewhere: keep the two alike.
rem Needs nothing but Python 3.11 or newer. In PowerShell say .\make demo
setlocal
cd /d "%~dp0"

if not defined VENV set "VENV=.venv"
set "BIN=%VENV%\Scripts"
if not defined PYTHON call :find_python
if not defined PYTHON (
    echo No Python 3.11 or newer found; install one, or say: set PYTHON=C:\path\to\python.exe 1>&2
    exit /b 1
)

if "%~1"=="" goto help
for %%T in (help demo serve test lowest lint format notebooks benchmarks template lock clean) do if /i "%~1"=="%%T" goto %%T
echo make: no such thing to make: %~1 1>&2
goto help

:help
echo   make demo       Plans the example workbooks into build\plan.xlsx
echo   make serve      Serves the pages on this computer, to plan in a browser
echo   make test       Lint, types and every test
echo   make lowest     Every test with the lowest versions that are allowed, on PYTHON=py -3.11
echo   make lint       Style and types
echo   make format     Lays out the code and mends what ruff can mend
echo   make notebooks  Opens the notebooks in Jupyter Lab
echo   make benchmarks Measures this program by size, and beside others, into build\; takes an hour or more
echo   make template   An empty workbook to fill in, build\template.xlsx
echo   make lock       Writes .ci\locks anew after a change of the dependencies
echo   make clean      Takes away whatever make made
if "%~1"=="" exit /b 0
if /i "%~1"=="help" exit /b 0
exit /b 1

:demo
call :environment run || exit /b 1
if not exist build mkdir build
"%BIN%\optimizer" plan spreadsheets\corridors.xlsx spreadsheets\cargo.xlsx -o build\plan.xlsx
exit /b %errorlevel%

:serve
call :environment server || exit /b 1
"%BIN%\optimizer" serve --open
exit /b %errorlevel%

:test
call :check || exit /b 1
"%BIN%\python" -m pytest -n 2 --dist loadfile %PYTEST_ARGS%
exit /b %errorlevel%

:lowest
set "VENV=build\lowest"
set "NUMBA_CACHE_DIR=%CD%\build\lowest\machine-code"
set "BIN=%VENV%\Scripts"
call :environment lowest || exit /b 1
"%BIN%\python" -m pytest -n 2 --dist loadfile %PYTEST_ARGS%
exit /b %errorlevel%

:lint
call :check
exit /b %errorlevel%

:format
call :environment test || exit /b 1
"%BIN%\ruff" check --fix-only || exit /b 1
"%BIN%\ruff" format
exit /b %errorlevel%

:notebooks
call :environment notebooks || exit /b 1
"%BIN%\jupyter" lab --notebook-dir=notebooks
exit /b %errorlevel%

:benchmarks
call :environment benchmarks || exit /b 1
"%BIN%\python" -m benchmarks.sizes -o build\sizes || exit /b 1
"%BIN%\python" -m benchmarks.peers -o build\peers
exit /b %errorlevel%

:template
call :environment run || exit /b 1
if not exist build mkdir build
"%BIN%\optimizer" template build\template.xlsx
exit /b %errorlevel%

:lock
set "VENV=build\tools"
set "BIN=%VENV%\Scripts"
call :environment tools || exit /b 1
"%BIN%\python" .ci\lock.py %LOCK_ARGS%
exit /b %errorlevel%

:clean
for %%D in ("%VENV%" build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis) do if exist "%%~D" rmdir /s /q "%%~D"
exit /b 0

:check
call :environment test || exit /b 1
"%BIN%\ruff" check || exit /b 1
"%BIN%\ruff" format --check || exit /b 1
"%BIN%\mypy"
exit /b %errorlevel%

:environment
call %PYTHON% .ci\environment.py --venv "%VENV%" %1
exit /b %errorlevel%

:find_python
for %%P in ("py -3.13" "py -3.12" "py -3.11" "python3" "python") do if not defined PYTHON (
    call %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=%%~P"
)
exit /b 0
