#!/usr/bin/env bash
# Writes logs and reads them with pandas, DuckDB and pm4py, the real ones, in a Python environment of its own under
# runs/ (made once, some minutes; then seconds). Needs a build. Usage: check-logs.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
home=$PWD/runs/.check-logs

packages='pandas==3.1.1 pyarrow==26.0.1 duckdb==2.0.1 pm4py==2.7.23.11'
if [ "$(cat "$home/installed" 2>/dev/null)" != "$packages" ]; then
  rm -rf "$home"
  mkdir -p "$home"
  python3 -m venv "$home/venv"
  # shellcheck disable=SC2086 # one word a package
  "$home/venv/bin/pip" install --quiet --disable-pip-version-check $packages
  printf '%s\n' "$packages" > "$home/installed"
fi

simulate() {
  node dist/interfaces/cli/main.js simulate telecom-retention --customers 400 --quiet --json --force "$@"
}
simulate --log full --csv --out "$home/run" > "$home/simulated.json"
simulate --sample 0.5 --events "$home/events.parquet" > "$home/events.json"
simulate --sample 0.5 --events "$home/events.csv" > /dev/null
MPLCONFIGDIR=$home/matplotlib "$home/venv/bin/python" -W ignore scripts/check-logs.py "$home"
