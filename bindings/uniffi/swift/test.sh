#!/usr/bin/env bash
# Builds the library, writes the Swift sources from it, and tests the package on Linux, with XCTest. What is written for
# a phone (Core NFC) runs against declarations of our own: Tests/CoreNFC. `test.sh reader` runs the test over a card
# reader alone, for ../pcscd.sh.
# Needs: cargo, python3, and what `scripts/install.sh swift` installs: Swift 6 in the PATH or in a root of Debian
# trixie.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
out=$root/target/swift
part=${1:-all}

prepare() {
    "$root/scripts/dev.sh" build --quiet
    rm -rf "$out/generated" "$out/readme"
    (cd .. && "$root/target/debug/uniffi-bindgen" generate "$root/target/debug/libdinhdanh_uniffi.so" \
        --language swift --no-format --out-dir "$out/generated")
    python3 ../readme_code.py README.md "$out/readme" swift
    # What did not change is not compiled again.
    take() { cmp -s "$1" "$2" || cp "$1" "$2"; }
    take "$out/generated/DinhDanh.swift" Sources/DinhDanh/DinhDanh.swift
    take "$out/generated/DinhDanhFFI.h" Sources/DinhDanhFFI/DinhDanhFFI.h
    local blocks=Tests/DinhDanhTests/Readme
    mkdir -p "$blocks"
    for block in "$out"/readme/*.swift; do
        take "$block" "$blocks/${block##*/}"
    done
    for block in "$blocks"/*.swift; do
        [ -e "$out/readme/${block##*/}" ] || rm "$block"
    done
}

# Goes on where the compiler is.
enter() {
    command -v swift >/dev/null && exec ./test.sh "$part" inside
    local tree=$root/.tools/trixie
    [ -e "$tree/.installed" ] || { echo "no Swift: run scripts/install.sh swift" >&2; exit 69; }
    # The compiler finds its own libraries through /proc. What is mounted is gone with the namespace.
    exec unshare --mount --propagation private sh -ec 'mount -t proc proc "$1/proc"; mount --bind "$2" "$1/mnt"
        if [ "$3" = reader ]; then mkdir -p "$1/run/pcscd"; mount --bind /run/pcscd "$1/run/pcscd"; fi
        exec chroot "$1" env -i PATH=/usr/bin:/bin HOME=/root LANG=C.UTF-8 \
            /mnt/bindings/uniffi/swift/test.sh "$3" inside' - "$tree" "$root" "$part"
}

if [ "${2:-}" != inside ]; then
    if [ "$part" = all ]; then
        prepare
    else
        # The service answers to the library of its own version.
        mkdir -p "$out/pcsclite"
        cp "$(ldconfig -p | sed -n 's/.*libpcsclite\.so\.1 .*=> //p' | sed -n 1p)" "$out/pcsclite/"
    fi
    enter
fi

export LD_LIBRARY_PATH=$root/target/debug
export DINHDANH_CARD_SERVER=$root/target/debug/card_server
export DINHDANH_VECTORS=$root/tests/vectors
export DINHDANH_CODES=$root/docs/codes.md
export RUST_BACKTRACE=0
# A transport that hangs must not hang everything.
package() { timeout 900 swift "$1" --scratch-path "$out/$2" -Xlinker "-L$root/target/debug" "${@:3}"; }

if [ "$part" = reader ]; then
    export LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$out/pcsclite DINHDANH_PCSCD_DONE=$root/target/uniffi/pcscd-done
    DINHDANH_STAND_INS=1 package test tests --quiet --disable-swift-testing --filter testOverACardReader
    exit
fi

# All but what is generated.
find Package.swift Sources Examples Tests -name '*.swift' ! -name DinhDanh.swift ! -path '*/Readme/*' -print0 \
    | xargs -0 swift format lint --strict

# As a program gets the package.
package build plain --quiet --product CheckIn

DINHDANH_STAND_INS=1 package test tests --quiet --disable-swift-testing

# In the language mode of Swift 6 types are checked only: the compiler 6.0.3 breaks down where it makes code of what
# uniffi writes for asynchronous callbacks.
modules=$out/tests/debug/Modules
check() { swiftc -typecheck -swift-version 6 -warnings-as-errors -I Sources/DinhDanhFFI -I "$modules" "$@"; }
check -module-name DinhDanh Sources/DinhDanh/*.swift
check -module-name CheckIn -parse-as-library Examples/CheckIn/*.swift
check -module-name Readme Tests/DinhDanhTests/Readme/*.swift
echo "Swift 6: the types check"
