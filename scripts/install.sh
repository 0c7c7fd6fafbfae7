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
chromium)
    command -v chromium >/dev/null || [ -n "${CHROMIUM:-}" ] || debian chromium fonts-dejavu-core
    ;;
sso-packages)
    command -v node >/dev/null || { echo "needs node 20 or later" >&2; exit 69; }
    # The mark holds the lock file that was installed: a changed one installs anew.
    mark=tests/sso/node_modules/.installed
    cmp -s tests/sso/package-lock.json "$mark" \
        || { (cd tests/sso && thrice npm ci --no-progress --loglevel=error >/dev/null) && cp tests/sso/package-lock.json "$mark"; } \
        || exit 69
    ;;
python)
    python3 -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || debian python3 python3-venv
    # As above: another list of packages installs anew.
    list=bindings/python/tests/requirements.txt
    cmp -s "$list" .tools/python/.installed || {
        rm -rf .tools/python
        python3 -m venv .tools/python || { debian python3-venv && python3 -m venv .tools/python; }
        thrice .tools/python/bin/python -m pip install --quiet --disable-pip-version-check -r "$list" || exit 69
        cp "$list" .tools/python/.installed
    }
    ;;
zig)
    [ -x .tools/zig/bin/zig ] || {
        python3 -m venv .tools/zig || exit 69
        thrice .tools/zig/bin/python -m pip install --quiet --disable-pip-version-check ziglang==0.15.2 || exit 69
        printf '#!/bin/sh\nexec "%s" -m ziglang "$@"\n' "$PWD/.tools/zig/bin/python" >.tools/zig/bin/zig
        chmod +x .tools/zig/bin/zig
    }
    ;;
spark)
    command -v java >/dev/null || debian openjdk-17-jre-headless
    list=bindings/python/tests/spark-requirements.txt
    cmp -s "$list" .tools/spark/.installed || {
        rm -rf .tools/spark
        python3 -m venv .tools/spark || exit 69
        thrice .tools/spark/bin/python -m pip install --quiet --disable-pip-version-check -r "$list" || exit 69
        cp "$list" .tools/spark/.installed
    }
    ;;
bindings-c)
    for program in gcc g++ mcs mono fpc valgrind cmake pkg-config python3; do command -v "$program" >/dev/null || missing=yes; done
    [ -e /usr/lib/mono/4.5/System.Windows.Forms.dll ] || missing=yes
    pkg-config --exists libpcsclite 2>/dev/null || missing=yes
    [ -z "${missing:-}" ] || debian gcc g++ mono-mcs mono-runtime libmono-system-core4.0-cil \
        libmono-system-windows-forms4.0-cil fp-compiler fp-units-rtl fp-units-fcl fp-units-net valgrind cmake make \
        pkg-config python3 libpcsclite-dev
    # The header is compared byte for byte: the version that wrote it.
    [ -x .tools/bin/cbindgen ] || [ "$(cbindgen --version 2>/dev/null)" = "cbindgen 0.29.4" ] \
        || thrice cargo install --quiet --locked --root .tools cbindgen@0.29.4
    ;;
kotlin)
    command -v javac >/dev/null || debian openjdk-17-jdk-headless
    command -v mvn >/dev/null || debian maven
    command -v python3 >/dev/null || debian python3
    ;;
swift)
    # Debian has the compiler from trixie on. Older systems get a root of trixie for it: 500 MB to load, 2.5 GB on disk.
    tree=.tools/trixie
    packages=(swiftlang libc6-dev libstdc++-14-dev)
    if ! command -v swiftc >/dev/null && [ ! -e "$tree/.installed" ]; then
        if apt-cache show swiftlang >/dev/null 2>&1; then
            debian "${packages[@]}"
        else
            [ "$(id -u)" = 0 ] || { echo "needs root for a root of trixie, or swiftc in the PATH" >&2; exit 69; }
            unshare --mount true || { echo "needs a mount namespace for a root of trixie" >&2; exit 69; }
            command -v debootstrap >/dev/null || debian debootstrap
            # The mirror that this system itself loads from.
            debian_mirror() {
                apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' \
                    | sed -n 's/^Debian Debian //p' | sort -u | sed -n 1p
            }
            mirror=$(debian_mirror)
            [ -n "$mirror" ] || { thrice apt-get -qq update && mirror=$(debian_mirror); }
            [ -n "$mirror" ] || { echo "knows no mirror of Debian, and no swiftc is in the PATH" >&2; exit 69; }
            # What is mounted meanwhile is gone with the namespace.
            in_tree() {
                unshare --mount --propagation private sh -ec 'tree=$1; shift; mount -t proc proc "$tree/proc"
                    DEBIAN_FRONTEND=noninteractive exec chroot "$tree" "$@"' - "$tree" "$@" >/dev/null
            }
            make_tree() {
                rm -rf --one-file-system "$tree"
                mkdir -p "$tree"
                unshare --mount --propagation private debootstrap --variant=minbase trixie "$tree" "$mirror" >/dev/null
            }
            thrice make_tree || exit 69
            thrice in_tree apt-get -qq update || exit 69
            thrice in_tree apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "${packages[@]}" || exit 69
            in_tree apt-get clean
            touch "$tree/.installed"
        fi
    fi
    ;;
rust-with-sources)
    # A compiler with the sources of its standard library: for systems that the usual one has no library for. Unpacked
    # into a folder of its own; touches nothing else of the system.
    to=.tools/rust-with-sources
    [ -x $to/usr/bin/cargo ] || {
        command -v apt-get >/dev/null || { echo "needs Debian 12" >&2; exit 69; }
        rm -rf $to.partly
        mkdir -p $to.partly/debs
        # debian() also learns what there is.
        apt-cache show rustc-web >/dev/null 2>&1 || debian binutils
        std=$(apt-cache depends libstd-rust-web-dev | grep -om1 'libstd-rust-web-[0-9][0-9.]*')
        list="rustc-web cargo-web rust-web-src libstd-rust-web-dev $std $(apt-cache depends "$std" | grep -o 'libllvm[0-9]*')
            $(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
                --no-enhances cargo-web | grep -E '^(libgit2|libmbed|libhttp-parser|libssh2)')"
        # shellcheck disable=SC2086
        (cd $to.partly/debs && thrice apt-get -qq download $list 2>/dev/null) || exit 69
        for deb in $to.partly/debs/*.deb; do dpkg -x "$deb" $to.partly; done
        rm -r $to.partly/debs
        mv $to.partly $to
    }
    ;;
llvm)
    command -v llvm-nm-14 >/dev/null || debian llvm-14
    ;;
mingw)
    command -v x86_64-w64-mingw32-gcc >/dev/null && command -v i686-w64-mingw32-gcc >/dev/null \
        || debian gcc-mingw-w64-x86-64-win32 gcc-mingw-w64-i686-win32
    ;;
wine)
    [ -x /usr/lib/wine/wine64 ] || debian wine64
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
