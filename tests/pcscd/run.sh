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

cargo build -p dinhdanh-examples --features vpcd,pcsc --bin virtual_card --bin front_desk
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

# The main program, as a clerk would use it: photograph and reader, nothing typed.
for profile in modern bac short extended picky; do
    sleep 2 # the virtual reader first has to notice that the last card was taken away
    rm -f target/anchor.der
    target/debug/virtual_card --profile "$profile" --write-anchor target/anchor.der >/dev/null &
    card=$!
    until [ -s target/anchor.der ]; do sleep 0.1; done
    code=0
    target/debug/front_desk --reader "Virtual PCD 00 00" --card-photo examples/assets/card-photo.jpg \
        --anchors target/anchor.der --test-cards --json >target/front_desk.json || code=$?
    kill "$card"
    wait "$card" 2>/dev/null || true
    if [ "$code" != 0 ] || ! grep -q '"assurance":"NotCloned"' target/front_desk.json; then
        echo "front_desk through the card service, $profile: exit code $code"
        cat target/front_desk.json
        exit 1
    fi
    echo "front_desk through the card service, $profile: NotCloned, exit code 0"
done
