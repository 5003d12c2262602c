# Sourced by .ci/run: step NAME COMMAND..., suite NAME COMMAND..., finish.
export CI=true NO_COLOR=1 TF_CPP_MIN_LOG_LEVEL=2
ci_logs=.cache/ci
ci_passed=0 ci_failed=0 ci_number=0
rm -rf "$ci_logs"
mkdir -p "$ci_logs"

# Runs one command, prints its heading, time and verdict, and the tail of its output where it failed.
step() {
  local name=$1 started=$SECONDS status
  shift
  ci_number=$((ci_number + 1))
  ci_log=$ci_logs/$(printf '%02d' "$ci_number").log
  printf '\n== %d. %s\n   %s\n' "$ci_number" "$name" "$*"
  "$@" >"$ci_log" 2>&1 </dev/null
  status=$?
  if [ "$status" -eq 0 ]; then
    ci_passed=$((ci_passed + 1))
    printf '   ok, %d s\n' $((SECONDS - started))
  else
    ci_failed=$((ci_failed + 1))
    printf '   FAILED with exit code %d, %d s; the end of its output:\n' "$status" $((SECONDS - started))
    tail -n 60 "$ci_log" | sed 's/^/   | /'
  fi
}

# A step whose command is vitest: each of its tests counts, and a skipped one counts as failed.
suite() {
  step "$@"
  local passed failed
  passed=$(ci_tests passed) failed=$(($(ci_tests failed) + $(ci_tests skipped) + $(ci_tests todo)))
  ci_passed=$((ci_passed + passed)) ci_failed=$((ci_failed + failed))
  printf '   %d tests passed, %d failed or skipped\n' "$passed" "$failed"
  if [ $((passed + failed)) -eq 0 ]; then
    ci_failed=$((ci_failed + 1))
    printf '   FAILED: no test ran\n'
  fi
}

# The number before a word of vitest's last line of counts: `Tests  1 failed | 12 passed (13)`.
ci_tests() {
  local count
  count=$(grep -E '^ +Tests +' "$ci_log" | tail -n 1 | grep -oE "[0-9]+ $1" | grep -oE '[0-9]+')
  printf '%d' "${count:-0}"
}

finish() {
  printf '\n%d s in all\n\n%d passed, %d failed\n' "$SECONDS" "$ci_passed" "$ci_failed"
  [ "$ci_failed" -eq 0 ]
  exit
}
