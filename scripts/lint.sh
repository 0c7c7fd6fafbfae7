#!/usr/bin/env bash
# Formatting, lints, documentation and licences. Feature pcsc is linted where its library is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo fmt --all --check
scripts/dev.sh clippy -- -D warnings
RUSTDOCFLAGS="-D warnings" cargo doc --no-deps -p dinhdanh -p dinhdanh-readers

# Licences and sources of everything that is linked in. Advisories need a database that is fetched from outside
# and are checked before each release.
scripts/install.sh cargo-deny
PATH="$PWD/.tools/bin:$PATH" cargo deny check licenses bans sources
