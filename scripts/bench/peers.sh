#!/usr/bin/env bash
# Two simulators of customers from PyPI in a virtual environment of their own, and their steps a second as JSON lines.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=runs/peers-venv
if [ ! -e "$venv/ready" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check \
    recsim-no-tf==0.2.3 six gin-config absl-py recogym==0.1.2.2 >&2
  touch "$venv/ready"
fi
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "$venv/bin/python" scripts/bench/peers.py
