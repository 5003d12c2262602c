#!/usr/bin/env bash
# The digests of scripts/browser-digest.mjs, with Debian's Chromium installed where it is missing. Needs a build.
set -euo pipefail
if ! command -v chromium >/dev/null && command -v apt-get >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium
fi
node scripts/browser-digest.mjs
