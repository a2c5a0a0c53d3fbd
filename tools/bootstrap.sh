#!/bin/sh
# Sets this checkout up, from a bare Debian or Ubuntu machine to a working .venv. Safe to run again: what is done is not done twice.
#   sh tools/bootstrap.sh run     what the demo and the services need
#   sh tools/bootstrap.sh test    the same, and what the tests need
set -eu
cd "$(dirname "$0")/.."
set_name=${1:-run}
case $set_name in
run) pins=requirements.txt ;;
test) pins=requirements-test.txt ;;
*) sed -n 2,4p "$0"; exit 2 ;;
esac

say() { printf '==> %s\n' "$*"; }
stop() { printf '\nSet-up stopped: %s\n' "$*" >&2; exit 1; }

# 1. programs that only the system can give
missing=""
command -v tesseract >/dev/null 2>&1 || missing="$missing tesseract-ocr"
tesseract --list-langs 2>/dev/null | grep -qx vie || missing="$missing tesseract-ocr-vie"
command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
if [ "$set_name" = test ] && ! command -v chromium >/dev/null 2>&1; then missing="$missing chromium"; fi  # Playwright's own would be downloaded

find_python() {
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    path=$(command -v "$candidate" 2>/dev/null) || continue
    "$path" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo "$path"; return; }
  done
}
python=$(find_python)
if [ -z "$python" ]; then missing="$missing python3 python3-venv"
else "$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"; fi

if [ -n "$missing" ]; then
  line="apt-get install -y --no-install-recommends$missing"
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then root=""
  elif command -v apt-get >/dev/null 2>&1 && sudo -n true 2>/dev/null; then root="sudo"
  else stop "please run this line, then the same command again:  sudo $line"; fi
  say "Debian packages:$missing"
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  # an old package list is the usual cause of a failed install, so the second try renews it
  # shellcheck disable=SC2086
  $root $line >"$log" 2>&1 || { $root apt-get update >>"$log" 2>&1 && $root $line >>"$log" 2>&1; } || {
    tail -5 "$log" >&2; stop "apt-get could not install$missing (its last words are above)"; }
  rm -f "$log"
fi
[ -n "$python" ] || python=$(find_python)
[ -n "$python" ] || stop "Python 3.11, 3.12 or 3.13 is needed, and this system offers another. Debian 12 and newer and Ubuntu 24.04 have one; or set PYTHON=/path/to/python3.12"

# 2. Python packages, each pinned by hash; bytecode compiled, or each start of Airflow costs six seconds more
stamp=.venv/.hoso-set-up-$( { cat "$pins" pyproject.toml tools/uv.txt; "$python" --version; } | sha256sum | cut -c1-16)
if [ ! -f "$stamp" ]; then
  if [ ! -x .venv/bin/python ]; then
    say "virtual environment (.venv) with $("$python" --version)"
    "$python" -m venv .venv
  fi
  [ -x .venv/bin/uv ] || .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r tools/uv.txt
  say "Python packages of $pins ($(grep -cE '^[a-z0-9].*==' "$pins") of them, pinned by hash; about a minute)"
  export UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 VIRTUAL_ENV="$PWD/.venv" UV_LINK_MODE=copy
  .venv/bin/uv pip install -q --require-hashes -r "$pins"
  .venv/bin/uv pip install -q --no-deps --no-build-isolation --offline -e .
  touch "$stamp"
fi
