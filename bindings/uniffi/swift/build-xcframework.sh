#!/usr/bin/env bash
# Makes DinhDanhFFI.xcframework and the Swift sources. Needs macOS, Xcode and
#   rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin
# Not run by this project's tests, which have no Xcode.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
out=$root/target/xcframework
rm -rf "$out" DinhDanhFFI.xcframework
mkdir -p "$out/headers" "$out/simulator" "$out/mac"

for target in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin; do
    cargo build --manifest-path "$root/Cargo.toml" --profile bindings -p dinhdanh-uniffi --lib --target "$target"
done
built() { echo "$root/target/$1/bindings/libdinhdanh_uniffi.a"; }
lipo -create "$(built aarch64-apple-ios-sim)" "$(built x86_64-apple-ios)" -output "$out/simulator/libdinhdanh_uniffi.a"
lipo -create "$(built aarch64-apple-darwin)" "$(built x86_64-apple-darwin)" -output "$out/mac/libdinhdanh_uniffi.a"

(cd .. && cargo run --manifest-path "$root/Cargo.toml" -p dinhdanh-uniffi --features cli --bin uniffi-bindgen -- \
    generate "$root/target/aarch64-apple-darwin/bindings/libdinhdanh_uniffi.dylib" --language swift --out-dir "$out/swift")
cp "$out/swift/"*.swift Sources/DinhDanh/
cp "$out/swift/"*.h "$out/headers/"
cat "$out/swift/"*.modulemap >"$out/headers/module.modulemap"

xcodebuild -create-xcframework \
    -library "$(built aarch64-apple-ios)" -headers "$out/headers" \
    -library "$out/simulator/libdinhdanh_uniffi.a" -headers "$out/headers" \
    -library "$out/mac/libdinhdanh_uniffi.a" -headers "$out/headers" \
    -output DinhDanhFFI.xcframework
