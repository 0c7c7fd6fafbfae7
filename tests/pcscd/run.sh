#!/bin/sh
# Reads every simulated card through the real card service of the system and its virtual reader.
#
# Needs (Debian): pcscd libpcsclite-dev vsmartcard-vpcd. Installs nothing. Only one card service can run on a
# machine: if one runs already it is used and left running; otherwise one is started and stopped by its number.
# The virtual reader listens on all addresses (ports 35963 and 35964) while the service runs.
set -eu
cd "$(dirname "$0")/../.."

for program in pcscd pkg-config; do
    command -v "$program" >/dev/null || { echo "missing: $program"; exit 69; }
done
pkg-config --exists libpcsclite || { echo "missing: libpcsclite-dev"; exit 69; }
[ -n "$(find /usr/lib/pcsc /usr/local/lib/pcsc -name 'libifdvpcd*' 2>/dev/null)" ] \
    || { echo "missing: vsmartcard-vpcd"; exit 69; }

cargo build -p dinhdanh-examples --features vpcd --bin virtual_card
cargo test --no-run -p dinhdanh-tests --features pcsc --test pcsc_real

service=
stop() {
    if [ -n "$service" ]; then
        kill "$service" 2>/dev/null || true
        wait "$service" 2>/dev/null || true
    fi
}
trap stop EXIT
trap 'exit 1' INT TERM
if [ ! -e /run/pcscd/pcscd.comm ]; then
    pcscd --foreground >target/pcscd.log 2>&1 &
    service=$!
    tries=0
    until [ -e /run/pcscd/pcscd.comm ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] && kill -0 "$service" || { echo "pcscd does not start:"; cat target/pcscd.log; exit 69; }
        sleep 0.1
    done
fi

DINHDANH_PCSCD=1 DINHDANH_VIRTUAL_CARD="$PWD/target/debug/virtual_card" \
    cargo test -p dinhdanh-tests --features pcsc --test pcsc_real -- --nocapture
