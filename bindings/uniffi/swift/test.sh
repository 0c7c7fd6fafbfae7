#!/usr/bin/env bash
# Builds the library, writes the Swift sources from it, and tests the package on Linux, with XCTest. What is written for a
# phone (Core NFC) runs against declarations of our own: Tests/CoreNFC.
# Needs: cargo, python3, and what `scripts/install.sh swift` installs: Swift 6 in the PATH or in a root of Debian trixie.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
out=$root/target/swift

if [ "${1:-}" != built ]; then
    "$root/scripts/dev.sh" build --quiet
    library=$root/target/debug/libdinhdanh_uniffi.so
    rm -rf "$out/generated" "$out/readme"
    (cd .. && "$root/target/debug/uniffi-bindgen" generate "$library" --language swift --no-format \
        --out-dir "$out/generated")
    python3 ../readme_code.py README.md "$out/readme" swift
    # What did not change is not compiled again.
    take() { cmp -s "$1" "$2" || cp "$1" "$2"; }
    take "$out/generated/DinhDanh.swift" Sources/DinhDanh/DinhDanh.swift
    take "$out/generated/DinhDanhFFI.h" Sources/DinhDanhFFI/DinhDanhFFI.h
    mkdir -p Tests/DinhDanhTests/Readme
    for block in "$out"/readme/*.swift; do
        take "$block" "Tests/DinhDanhTests/Readme/${block##*/}"
    done
    for block in Tests/DinhDanhTests/Readme/*.swift; do
        [ -e "$out/readme/${block##*/}" ] || rm "$block"
    done

    tree=$root/.tools/trixie
    if command -v swift >/dev/null; then
        exec ./test.sh built
    fi
    [ -e "$tree/.installed" ] || { echo "no Swift: run scripts/install.sh swift" >&2; exit 69; }
    # The compiler finds its own libraries through /proc. What is mounted is gone with the namespace.
    exec unshare --mount --propagation private sh -ec 'mount -t proc proc "$1/proc"; mount --bind "$2" "$1/mnt"
        exec chroot "$1" env -i PATH=/usr/bin:/bin HOME=/root LANG=C.UTF-8 /mnt/bindings/uniffi/swift/test.sh built' \
        - "$tree" "$root"
fi

export LD_LIBRARY_PATH=$root/target/debug
export DINHDANH_CARD_SERVER=$root/target/debug/card_server
export DINHDANH_VECTORS=$root/tests/vectors
export DINHDANH_CODES=$root/docs/codes.md
# A planted panic writes its backtrace a thousand times otherwise.
export RUST_BACKTRACE=0
package() { swift "$1" --scratch-path "$out/$2" -Xlinker "-L$root/target/debug" "${@:3}"; }

# As a program gets the package.
package build plain --quiet --product CheckIn

DINHDANH_STAND_INS=1 package test tests --quiet --disable-swift-testing

# In the language mode of Swift 6 types are checked only: the compiler 6.0.3 breaks down where it makes code of what
# uniffi writes for asynchronous callbacks.
modules=$(cd "$out/tests/debug/Modules" && pwd)
check() { swiftc -typecheck -swift-version 6 -warnings-as-errors -I Sources/DinhDanhFFI -I "$modules" "$@"; }
check -module-name DinhDanh Sources/DinhDanh/*.swift
check -module-name CheckIn -parse-as-library Examples/CheckIn/*.swift
check -module-name Readme Tests/DinhDanhTests/Readme/*.swift
