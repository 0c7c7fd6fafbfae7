#!/usr/bin/env bash
# Writes include/dinhdanh.h anew; with `--check`, fails where it is not what the Rust code says.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
PATH="$root/.tools/bin:$PATH"
written=$(mktemp)
trap 'rm -f "$written"' EXIT
# Its warnings are about private constants, which it leaves out.
cbindgen --quiet --config cbindgen.toml --output "$written" src/lib.rs
if [ "${1:-}" = --check ]; then
    diff -u include/dinhdanh.h "$written" || { echo "include/dinhdanh.h is not what the code says: run bindings/c/header.sh"; exit 1; }
else
    cp "$written" include/dinhdanh.h
fi
