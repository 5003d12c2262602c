#!/usr/bin/env bash
# dieharder's battery on nextmove's luck: every test on each stream of random-battery.mjs, or on those that are named.
#   bash scripts/random-battery.sh [--quick] [STREAM ...]
# All tests of a stream take long; --quick runs fifteen of them, in 1 to 3 minutes a stream. Needs a build. Ends with 1 where
# a test fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v dieharder >/dev/null || { echo 'dieharder is missing: on Debian, apt-get install dieharder' >&2; exit 1; }
quick=''
[ "${1:-}" = --quick ] && { quick=1; shift; }
streams=("$@")
[ ${#streams[@]} -gt 0 ] || streams=(decisions kernel purpose keys)
out=runs/random-battery
mkdir -p "$out"

battery() {
  if [ -z "$quick" ]; then
    dieharder -a -g 200
    return
  fi
  for test in 0 1 2 3 4 8 9 10 11 12 13 15 16 100 102; do dieharder -d "$test" -g 200; done
}

failed=0
for stream in "${streams[@]}"; do
  file="$out/$stream${quick:+-quick}.txt"
  node scripts/random-battery.mjs "$stream" | battery > "$file.partial"
  mv "$file.partial" "$file"
  weak=$(grep -c 'WEAK' "$file" || true)
  bad=$(grep -c 'FAILED' "$file" || true)
  passed=$(grep -c 'PASSED' "$file" || true)
  failed=$((failed + bad))
  echo "$stream: $((passed + weak + bad)) p-values, $weak WEAK, $bad FAILED ($file)"
done
dieharder -h 2>&1 | grep -o 'dieharder version [0-9.]*'
node --version
[ "$failed" -eq 0 ]
