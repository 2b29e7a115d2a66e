#!/bin/sh
# Opens the workspace in JupyterLab; installs evallib first where it is missing (macOS: double-click; Linux: ./start.command).
set -e
cd "$(dirname "$0")"
PY=.venv/bin/python
if [ ! -x "$PY" ]; then
  WHEEL=$(ls evallib-*.whl 2>/dev/null | tail -n 1)
  if [ -f pyproject.toml ] || [ -n "$WHEEL" ]; then
    echo "[evallib] 正在安装到 .venv …"
    python3 -m venv .venv
    if [ -f pyproject.toml ]; then
      "$PY" -m pip install --disable-pip-version-check -r requirements.lock
      "$PY" -m pip install --disable-pip-version-check --no-deps -e .
    else
      "$PY" -m pip install --disable-pip-version-check "./$WHEEL[workspace]"
    fi
  elif python3 -c "import evallib" 2>/dev/null; then
    PY=python3
  else
    echo "[evallib] 没有安装。请把 evallib-*.whl 放进这个文件夹，再启动一次。"
    exit 1
  fi
fi
[ $# -gt 0 ] || set -- lab
exec "$PY" -m evallib "$@"
