#!/usr/bin/env bash
# Runs the tests of the modules in the current folder with Node's own runner; skipped where there is no Node.
command -v node >/dev/null || { echo "skipped: node is not installed (Debian: apt-get install nodejs)"; exit 77; }
exec node --test
