#!/usr/bin/env bash
# All tests. Parts that this machine cannot run are named at the end; under CI=true they fail the run.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
part() { printf '\n== %s\n' "$1"; }
# Installs what a part needs; notes the part as not run where that is impossible.
needs() {
    if ! scripts/install.sh "$1"; then
        missing+=("$2: could not install $1")
        return 1
    fi
}

part "the README's main job"
cargo run --quiet --release --bin front_desk

needs openssl "signatures checked by OpenSSL" || true
needs xmllint "declarations validated against their schemas" || true
# Before the first build: with its library the programs for readers are built, too.
needs pcscd "simulated cards through the real card service" && card_service=yes || card_service=no
part "tests of the workspace"
scripts/dev.sh test --no-fail-fast

mkdir -p target/languages
rm -f target/languages/*.log
part "the vectors"
scripts/dev.sh test -q --test vectors -- --nocapture 2>&1 | tee target/languages/rust.log
# The libraries and programs that the parts below drive.
scripts/dev.sh build --quiet

part "programs that measure, built"
measured=(-p dinhdanh-tests -p dinhdanh-list-maker -p dinhdanh-outbox-tests)
cargo build --quiet --release "${measured[@]}" --bin portal_export --example matching_figures --example name_rate \
    --example address_figures --test kills --test million

part "10 000 guests into the portal's spreadsheet: time and memory"
target/release/portal_export

part "duplicates in lists of 100 000 rows: right, time and memory"
for profile in matching usual; do
    target/release/examples/matching_figures --profile "$profile" --seed 2026 --bars
done

if needs libreoffice "the filled spreadsheet opened by LibreOffice"; then
    part "the filled spreadsheet opened by LibreOffice"
    python3 tests/residence/libreoffice.py target/release/portal_export
fi

if needs sso-packages "logins through a browser" && needs chromium "logins through a browser"; then
    part "logins through a browser, against every sandbox, and forged ones"
    tests/sso/run.sh
fi

if needs python "the Python package" && needs sso-packages "Python against providers of logins"; then
    part "the Python package: built, installed, tested"
    bindings/python/test.sh 2>&1 | tee target/languages/python.log
fi

if [ "$card_service" = yes ] && needs bindings-c "C, C++, C# and Pascal"; then
    part "the C library, from C, C++, C# and Pascal"
    bindings/c/test.sh 2>&1 | tee target/languages/c.log
fi

if [ "$card_service" = yes ] && needs kotlin "Kotlin" && needs sso-packages "Kotlin against providers of logins"; then
    part "the library for Kotlin and Swift, from Kotlin"
    bindings/uniffi/test.sh pcscd 2>&1 | tee target/languages/kotlin.log
    part "the Kotlin package as it is shipped"
    bindings/uniffi/package.sh
fi

if needs swift "Swift"; then
    part "the library for Kotlin and Swift, from Swift"
    bindings/uniffi/swift/test.sh 2>&1 | tee target/languages/swift.log
    if [ "$card_service" = yes ]; then
        bindings/uniffi/pcscd.sh swift
    fi
fi

if [ "$card_service" = yes ]; then
    part "simulated cards through the real card service"
    tests/pcscd/run.sh
fi

if needs cargo-deny "licences"; then
    part "formatting, lints, documentation, licences"
    scripts/lint.sh
fi

part "a thousand kills over ten thousand declarations; a million declarations summarised"
cargo test --quiet --release "${measured[@]}" --test kills --test million -- --ignored --nocapture

part "lists: the rate of names beside plain normalising, addresses right and wrong"
target/release/examples/name_rate
target/release/examples/address_figures 31 50000

part "every language ran every vector"
scripts/vectors.sh

part "fuzz targets, one second each"
SECONDS_PER_TARGET=1 fuzz/smoke.sh

if [ "${#missing[@]}" -gt 0 ]; then
    printf '\n!! NOT RUN: %s\n' "${missing[@]}"
    [ "${CI:-}" != true ] || exit 1
else
    printf '\nEverything was run.\n'
fi
