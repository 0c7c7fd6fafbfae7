#!/bin/sh
# Logins as people make them, and as forgers would: portal_login against every sandbox, driven by Chromium.
#
# Needs node 20 or later with the packages of package-lock.json, and Chromium (Debian: chromium). Installs nothing.
# Everything stays on the loopback.
set -eu
cd "$(dirname "$0")/../.."

command -v node >/dev/null || { echo "missing: node"; exit 69; }
[ -d tests/sso/node_modules/playwright-core ] || { echo "missing: npm packages, run npm ci in tests/sso"; exit 69; }
command -v chromium >/dev/null || [ -n "${CHROMIUM:-}" ] || { echo "missing: chromium"; exit 69; }

scripts/dev.sh build --quiet
cd tests/sso
[ $# -gt 0 ] || set -- flows.mjs dialects.mjs forged.mjs
exec node --test --test-concurrency=1 --test-reporter=spec "$@"
