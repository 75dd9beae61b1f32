#!/usr/bin/env bash
# What ctest calls: `run.sh setup DIR` fetches playwright-core into DIR, `run.sh test FILE` runs a test file with it.
# By hand: `PARLEY=build/release/cli/parley run.sh pictures DIR` takes pictures of the console.
# Exits with 77, which ctest counts as skipped, where a tool is not installed or the npm registry cannot be reached.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

skip() {
  echo "skipped: $*"
  exit 77
}

need() {
  command -v "$1" >/dev/null || skip "$1 is not installed (Debian: apt-get install $2)"
}

find_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome ||
    skip "Chromium is not installed (Debian: apt-get install chromium)"
}

setup() {
  local modules=$1
  need npm npm
  mkdir -p "$modules"
  cmp -s "$here/package-lock.json" "$modules/installed-lock.json" && return
  cp "$here/package.json" "$here/package-lock.json" "$modules/"
  (cd "$modules" && npm ci --no-audit --no-fund >npm.log 2>&1) || {
    cat "$modules/npm.log"
    grep -qE 'ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENETUNREACH' "$modules/npm.log" || exit 1
    skip "npm cannot reach its registry"
  }
  cp "$here/package-lock.json" "$modules/installed-lock.json"
}

need node nodejs
CHROMIUM=$(find_chromium) || { echo "$CHROMIUM"; exit 77; }
export CHROMIUM

case $1 in
  setup) setup "$2" ;;
  test)
    [[ -f $PARLEY_NODE_MODULES/installed-lock.json ]] || skip "playwright-core was not fetched"
    exec node --test "$here/$2"
    ;;
  pictures)
    mkdir -p "$2"
    PARLEY_NODE_MODULES=$(cd "$2" && pwd)/modules
    export PARLEY_NODE_MODULES
    setup "$PARLEY_NODE_MODULES"
    exec node "$here/pictures.js" "$2"
    ;;
esac
