#!/usr/bin/env bash
# Makes DinhDanhFFI.xcframework and the Swift source that calls it, with the notices of what is linked in, in this folder.
# On macOS with Xcode and
#   rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin
# Elsewhere without them, for Apple's own processors only (../../build-mobile.sh says how): the libraries are checked and
# laid out here, but nothing of this project's machine can link or run them. Run ../package.sh before.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
out=$root/target/packages/xcframework
rm -rf "$out" DinhDanhFFI.xcframework
mkdir -p "$out/headers" "$out/ios-arm64" "$out/ios-arm64-simulator" "$out/macos-arm64"

if [ "$(uname)" = Darwin ]; then
    for target in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin; do
        cargo rustc --manifest-path "$root/Cargo.toml" --locked --profile bindings -p dinhdanh-uniffi --lib \
            --crate-type staticlib --target "$target"
    done
    built() { echo "$root/target/$1/bindings/libdinhdanh_uniffi.a"; }
    cp "$(built aarch64-apple-ios)" "$out/ios-arm64/"
    lipo -create "$(built aarch64-apple-ios-sim)" "$(built x86_64-apple-ios)" \
        -output "$out/ios-arm64-simulator/libdinhdanh_uniffi.a"
    lipo -create "$(built aarch64-apple-darwin)" "$(built x86_64-apple-darwin)" -output "$out/macos-arm64/libdinhdanh_uniffi.a"
else
    built() { ../../build-mobile.sh "$1"; }
    cp "$(built aarch64-apple-ios)" "$out/ios-arm64/"
    cp "$(built aarch64-apple-ios-sim)" "$out/ios-arm64-simulator/"
    cp "$(built aarch64-apple-darwin)" "$out/macos-arm64/"
fi

swift=$root/target/packages/uniffi/swift
cp "$swift/"*.swift Sources/DinhDanh/
cp "$swift/"*.h "$out/headers/"
cat "$swift/"*.modulemap >"$out/headers/module.modulemap"
if [ "$(uname)" = Darwin ]; then
    libraries=()
    for slice in ios-arm64 ios-arm64-simulator macos-arm64; do
        libraries+=(-library "$out/$slice/libdinhdanh_uniffi.a" -headers "$out/headers")
    done
    xcodebuild -create-xcframework "${libraries[@]}" -output DinhDanhFFI.xcframework
else
    python3 xcframework.py "$out" DinhDanhFFI.xcframework
fi
python3 ../../licences.py dinhdanh-uniffi aarch64-apple-ios DinhDanhFFI.xcframework
echo "$PWD/DinhDanhFFI.xcframework"
