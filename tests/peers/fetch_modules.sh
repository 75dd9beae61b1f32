#!/usr/bin/env bash
# fetch_modules.sh DIR: fetches the packages of package.json into DIR. Exits with 77, which ctest counts as skipped,
# where npm is not installed or cannot reach its registry.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
modules=$1

command -v npm >/dev/null || { echo "skipped: npm is not installed (Debian: apt-get install npm)"; exit 77; }
mkdir -p "$modules"
cmp -s "$here/package.json" "$modules/installed.json" && exit 0
cp "$here/package.json" "$modules/package.json"
(cd "$modules" && npm install --no-audit --no-fund --no-package-lock >npm.log 2>&1) || {
  cat "$modules/npm.log"
  grep -qE 'ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENETUNREACH' "$modules/npm.log" || exit 1
  echo "skipped: npm cannot reach its registry"
  exit 77
}
cp "$here/package.json" "$modules/installed.json"
