#!/usr/bin/env bash
# Builds the package, installs it into an environment of its own, and runs its tests; then those of Spark, in another
# environment (PySpark does not know pandas 3 yet). What this machine cannot run is said, and fails under CI=true.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
environment=$root/.tools/python
python=$environment/bin/python

# The invented card that every language reads, and a native part that can panic on purpose.
"$root/scripts/dev.sh" build --quiet
# The tests run on what is shipped.
./build-wheel.sh
wheel=$(echo "$root"/target/packages/wheels/*.whl)
"$python" -m pip install --quiet --force-reinstall --no-deps "$wheel"
test() { "$python" -m pytest -q -p no:cacheprovider "$@"; }
test -W error::DeprecationWarning:dinhdanh tests --ignore tests/test_spark.py --ignore tests/test_panics.py \
    --deselect tests/test_vectors.py
test -s tests/test_vectors.py
planted=$root/target/python-planted
rm -rf "$planted"
mkdir -p "$planted"
cp -r python/dinhdanh "$planted/"
cp "$root/target/debug/lib_native.so" "$planted/dinhdanh/_native.abi3.so"
PYTHONPATH=$planted test tests/test_panics.py
"$python" -m mypy.stubtest dinhdanh._native --ignore-missing-stub
# From the folder above, so that the package is found as one.
(cd python && "$python" -m mypy --strict --ignore-missing-imports -p dinhdanh)

if "$root/scripts/install.sh" spark; then
    spark=$root/.tools/spark/bin/python
    "$spark" -m pip install --quiet --force-reinstall --no-deps "$wheel"
    "$spark" -m pytest -q -p no:cacheprovider tests/test_spark.py
else
    echo "!! NOT RUN: PySpark (needs Java 17 and 1 GB)" >&2
    [ "${CI:-}" != true ] || exit 1
fi
