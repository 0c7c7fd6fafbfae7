#!/usr/bin/env bash
# Builds libdinhdanh_uniffi.a, what apps for phones link, and checks each: the processor it is for, the platform, and
# every call of the interface. Without Android's NDK and Xcode: cross.sh says how.
#   build-mobile.sh android|ios|TARGET...
# What needs the NDK is not done here: linking the .so that an Android app loads. With it, in the same place:
#   cargo ndk -t arm64-v8a -t armeabi-v7a -t x86_64 -o bindings/uniffi/kotlin/android/src/main/jniLibs \
#       build --profile bindings -p dinhdanh-uniffi
set -euo pipefail
cd "$(dirname "$0")"
case "${1:-}" in
android) set -- aarch64-linux-android armv7-linux-androideabi x86_64-linux-android ;;
ios) set -- aarch64-apple-ios aarch64-apple-ios-sim aarch64-apple-darwin ;;
*-*-*) ;;
*)
    sed -n '2,7s/^# *//p' "$0" >&2
    exit 64
    ;;
esac
../scripts/install.sh llvm
# The calls that a program is compiled against, of the library that this machine can run.
header=../target/packages/uniffi/swift/DinhDanhFFI.h
[ -e "$header" ] || uniffi/package.sh >&2
for target in "$@"; do
    built=$(./cross.sh dinhdanh-uniffi "$target" staticlib)
    python3 archive.py "$target" "$built/libdinhdanh_uniffi.a" "$header" >&2
    echo "$built/libdinhdanh_uniffi.a"
done
