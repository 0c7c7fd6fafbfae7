#!/usr/bin/env bash
# Builds a binding for another system, on Debian 12 and without rustup: the distribution's newer compiler brings the
# sources of its standard library, which is built along. Prints the folder that holds what was built.
#   cross.sh PACKAGE TARGET KIND [FEATURE,...]      e.g. cross.sh dinhdanh-c x86_64-pc-windows-gnu cdylib
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,4s/^# *//p' "$0" >&2; exit 64; }
package=$1 target=$2 kind=$3 features=${4:-}
cd "$(dirname "$0")/.."
scripts/install.sh rust-with-sources
case "$target" in
*-windows-gnu)
    scripts/install.sh mingw
    upper=$(echo "$target" | tr 'a-z-' 'A-Z_')
    export "CARGO_TARGET_${upper}_LINKER=${target%%-*}-w64-mingw32-gcc"
    ;;
esac
tools=$PWD/.tools/rust-with-sources/usr
export LD_LIBRARY_PATH=$tools/lib/x86_64-linux-gnu RUSTC=$tools/bin/rustc
# -Zbuild-std is not stable yet; the compiler is.
export RUSTC_BOOTSTRAP=1
# One folder for all targets: what runs while building is built once. Features apart: they must not reach a package.
"$tools/bin/cargo" rustc --quiet --locked --profile bindings -Zbuild-std=std,panic_unwind --target "$target" \
    --target-dir "target/cross${features:+-$features}" -p "$package" --lib --crate-type "$kind" --features "$features" >&2
echo "$PWD/target/cross${features:+-$features}/$target/bindings"
