#!/usr/bin/env bash
# Executes notebooks from top to bottom and fails where a cell throws: TypeScript by deno's kernel, Python by
# ipykernel. Executed copies and HTML pages go to .cache/notebooks/out; --write puts the outputs into the notebooks.
# Usage: run-notebooks.sh [--write] [NOTEBOOK.ipynb ...]     (default: notebooks/*.ipynb)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
write=
[ "${1:-}" = --write ] && { write=1; shift; }
[ $# -gt 0 ] || set -- notebooks/*.ipynb
home=$PWD/.cache/notebooks

# A Python environment of our own, made again when the list below changes.
packages='nbconvert==7.17.2 jupyter_client==8.10.0 ipykernel==7.4.0 pandas==3.1.1 pyarrow==26.0.1 matplotlib==3.11.2'
if [ "$(cat "$home/installed" 2>/dev/null)" != "$packages" ]; then
  rm -rf "$home/venv"
  python3 -m venv "$home/venv"
  # shellcheck disable=SC2086 # one word a package
  "$home/venv/bin/pip" install --quiet --disable-pip-version-check $packages
  printf '%s\n' "$packages" > "$home/installed"
fi

# A kernel of our own for deno: nothing is registered in the user's account.
mkdir -p "$home/jupyter/kernels/deno" "$home/out"
printf '%s' '{"argv":["deno","jupyter","--kernel","--conn","{connection_file}"],"display_name":"Deno","language":"typescript"}' \
  > "$home/jupyter/kernels/deno/kernel.json"
export JUPYTER_PATH=$home/jupyter PATH="$PWD/node_modules/.bin:$home/venv/bin:$PATH"
export IPYTHONDIR=$home/ipython MPLCONFIGDIR=$home/matplotlib

npm run --silent build
for book in "$@"; do
  name=$(basename "$book" .ipynb)
  started=$SECONDS
  jupyter nbconvert --log-level ERROR --to notebook --execute "$book" --output-dir "$home/out" --output "$name.ipynb"
  jupyter nbconvert --log-level ERROR --to html "$home/out/$name.ipynb"
  [ -z "$write" ] || cp "$home/out/$name.ipynb" "$book"
  echo "$book: ok, $((SECONDS - started)) s"
done
