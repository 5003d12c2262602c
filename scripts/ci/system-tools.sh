#!/usr/bin/env bash
# What building tfjs-node and running the notebooks need beside Node: installed with apt-get where it is missing.
set -euo pipefail
missing=()
for pair in python3:python3 g++:g++ unzip:unzip strip:binutils git:git; do
  command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
python3 -m ensurepip --version >/dev/null 2>&1 || missing+=(python3-venv)
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
[ ${#missing[@]} -eq 0 ] && { echo 'all there'; exit 0; }
command -v apt-get >/dev/null || { echo "missing: ${missing[*]}; install them by hand" >&2; exit 1; }
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}"
