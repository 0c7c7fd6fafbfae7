#!/usr/bin/env bash
# Installs one thing that a test needs, if it is missing. Downloads are tried three times.
# Ends with 69 where this machine cannot have it.
set -euo pipefail
cd "$(dirname "$0")/.."

thrice() {
    for attempt in 1 2 3; do
        "$@" && return
        echo "attempt $attempt failed: $*" >&2
        sleep $((attempt * 5))
    done
    return 69
}

debian() {
    command -v apt-get >/dev/null || { echo "not a Debian system: install $* yourself" >&2; exit 69; }
    root=
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || { echo "needs root for: apt-get install $*" >&2; exit 69; }
        root=sudo
    fi
    thrice $root apt-get -qq update
    thrice $root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

case "$1" in
pcscd)
    if ! command -v pcscd >/dev/null || ! pkg-config --exists libpcsclite 2>/dev/null \
        || [ -z "$(find /usr/lib/pcsc -name 'libifdvpcd*' 2>/dev/null)" ]; then
        debian pcscd libpcsclite-dev vsmartcard-vpcd pkg-config
    fi
    ;;
openssl)
    command -v openssl >/dev/null || debian openssl
    ;;
xmllint)
    command -v xmllint >/dev/null || debian libxml2-utils
    ;;
libreoffice)
    command -v soffice >/dev/null && command -v python3 >/dev/null || debian libreoffice-calc python3
    ;;
cargo-deny)
    [ -x .tools/bin/cargo-deny ] || command -v cargo-deny >/dev/null \
        || thrice cargo install --quiet --locked --root .tools cargo-deny@0.20.2
    ;;
*)
    echo "unknown: $1" >&2
    exit 64
    ;;
esac
