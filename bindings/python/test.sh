#!/usr/bin/env bash
# Builds the package, installs it into an environment of its own, and runs its tests; then those of Spark, in another
# environment (PySpark does not know pandas 3 yet). What this machine cannot run is said, and fails under CI=true.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
environment=$root/.tools/python
python=$environment/bin/python

# The invented card that every language reads.
(cd "$root" && cargo build --quiet -p dinhdanh-conformance --bin card_server)
# The development profile shares what the other tests have compiled. This build can panic on purpose.
rm -rf "$root/target/wheels-test"
"$environment/bin/maturin" build --quiet --profile dev --features planted-panic --interpreter "$python" --out "$root/target/wheels-test"
"$python" -m pip install --quiet --force-reinstall --no-deps "$root"/target/wheels-test/*.whl
"$python" -m pytest -q -W error::DeprecationWarning:dinhdanh -p no:cacheprovider tests --ignore tests/test_spark.py \
    --deselect tests/test_vectors.py
"$python" -m pytest -q -s -p no:cacheprovider tests/test_vectors.py
"$python" -m mypy.stubtest dinhdanh._native --ignore-missing-stub
# From the folder above, so that the package is found as one.
(cd python && "$python" -m mypy --strict --ignore-missing-imports -p dinhdanh)

if "$root/scripts/install.sh" spark; then
    spark=$root/.tools/spark/bin/python
    "$spark" -m pip install --quiet --force-reinstall --no-deps "$root"/target/wheels-test/*.whl
    "$spark" -m pytest -q -p no:cacheprovider tests/test_spark.py
else
    echo "!! NOT RUN: PySpark (needs Java 17 and 1 GB)" >&2
    [ "${CI:-}" != true ] || exit 1
fi
