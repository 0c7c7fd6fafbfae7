#!/usr/bin/env bash
# Builds the package, installs it into an environment of its own, and runs its tests. Those of Spark run where PySpark is
# in that environment (1.1 GB, and Java).
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
environment=$root/.tools/python
python=$environment/bin/python

# The invented card that every language reads.
(cd "$root" && cargo build --quiet -p dinhdanh-conformance --bin card_server)
# The development profile shares what the other tests have compiled.
rm -rf "$root/target/wheels-test"
"$environment/bin/maturin" build --quiet --profile dev --interpreter "$python" --out "$root/target/wheels-test"
"$python" -m pip install --quiet --force-reinstall --no-deps "$root"/target/wheels-test/*.whl
"$python" -m pytest -q -W error::DeprecationWarning:dinhdanh -p no:cacheprovider --deselect tests/test_vectors.py tests
"$python" -m pytest -q -s -p no:cacheprovider tests/test_vectors.py
"$python" -m mypy.stubtest dinhdanh._native --ignore-missing-stub
"$python" -m mypy --strict python/dinhdanh/_errors.py python/dinhdanh/_card.py python/dinhdanh/pcsc.py
