#!/bin/sh
# Pins again what pyproject.toml asks for: hashes for every platform and Python, and no address, so that any mirror serves.
set -eu
cd "$(dirname "$0")/.."
pin() { .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate "$@"; }
pin --extra setup pyproject.toml -o requirements.txt
pin --extra setup --extra test pyproject.toml -o requirements-test.txt
echo uv | pin - -o tools/uv.txt
