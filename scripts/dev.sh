#!/usr/bin/env bash
# cargo in the development profile for all the tests: dev.sh build|test|clippy [what cargo takes besides].
# Always the same packages with the same features, so that everything is compiled once: cargo compiles a library anew for
# every other choice, and without the tests their dependencies are another choice, too. The libraries of the bindings can panic on purpose here; what is shipped is built apart.
set -euo pipefail
cd "$(dirname "$0")/.."
verb=$1
shift
features=dinhdanh-c/planted-panic,dinhdanh-uniffi/planted-panic,dinhdanh-uniffi/cli,dinhdanh-python/planted-panic
features=$features,dinhdanh-examples/vpcd,dinhdanh-tests/aws-lc
# Card readers need a library of the system.
! pkg-config --exists libpcsclite 2>/dev/null || features=$features,dinhdanh-examples/pcsc,dinhdanh-tests/pcsc
# Benchmarks build their rivals: only when asked for.
benchmarks=(--exclude 'dinhdanh-*bench')
[ "$verb" != clippy ] || benchmarks=()
[ "$verb" = test ] || set -- --all-targets "$@"
# Python's extension module has the interpreter around it and links to none.
export PYO3_BUILD_EXTENSION_MODULE=1
exec cargo "$verb" --workspace "${benchmarks[@]}" --features "$features" "$@"
