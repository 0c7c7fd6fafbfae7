#!/bin/sh
# Builds every target with libFuzzer's coverage counters on stable Rust, without cargo-fuzz and nightly.
# Prints the folder of the binaries.
set -eu
cd "$(dirname "$0")"
host=$(rustc -vV | sed -n 's/^host: //p')
# With --target build scripts and macros are spared: outside a target the counters have no runtime.
RUSTFLAGS="-Cpasses=sancov-module \
 -Cllvm-args=-sanitizer-coverage-level=4 \
 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
 -Cllvm-args=-sanitizer-coverage-pc-table \
 -Cllvm-args=-sanitizer-coverage-trace-compares \
 ${RUSTFLAGS:-}" cargo build --quiet --release --locked --bins --target "$host" "$@" >&2
echo "$PWD/target/$host/release"
