#!/usr/bin/env bash
# Packs DinhDanh.VERSION.nupkg into the folder that is given: the assembly as mono's compiler builds it, and the native
# libraries that are there. A NuGet package is a ZIP archive with a .nuspec, relations and content types.
#   package.sh OUT LINUX_X64_LIBRARY [WIN_X64_DLL [WIN_X86_DLL]]
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
linux=$(realpath "$2")
win64=${3:+$(realpath "$3")}
win86=${4:+$(realpath "$4")}
cd "$(dirname "$0")"
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' ../../../Cargo.toml | head -n 1)
grep -q "<Version>$version</Version>" DinhDanh.csproj || { echo "DinhDanh.csproj has another version than Cargo.toml"; exit 1; }
layout=$out/layout
rm -rf "$layout"
mkdir -p "$layout"/{lib/netstandard2.0,build,runtimes/linux-x64/native}
mcs -langversion:7 -warnaserror+ -warn:4 -target:library -doc:"$layout/lib/netstandard2.0/DinhDanh.xml" \
    -out:"$layout/lib/netstandard2.0/DinhDanh.dll" src/*.cs
cp build/DinhDanh.targets "$layout/build/"
cp README.md "$layout/"
python3 ../../licences.py dinhdanh-c x86_64-unknown-linux-gnu "$layout" >&2
install -m 644 "$linux" "$layout/runtimes/linux-x64/native/libdinhdanh.so"
strip --strip-all "$layout/runtimes/linux-x64/native/libdinhdanh.so"
for kind in "win-x64:$win64" "win-x86:$win86"; do
    dll=${kind#*:}
    [ -n "$dll" ] || continue
    install -D -m 644 "$dll" "$layout/runtimes/${kind%%:*}/native/dinhdanh.dll"
done
sed "s/@VERSION@/$version/" DinhDanh.nuspec >"$layout/DinhDanh.nuspec"
python3 - "$layout" "$out/DinhDanh.$version.nupkg" <<'EOF'
import pathlib
import sys
import zipfile

layout, package = pathlib.Path(sys.argv[1]), sys.argv[2]
files = sorted(path for path in layout.rglob("*") if path.is_file())
kinds = sorted({path.suffix[1:] for path in files} | {"rels"})
types = "".join(f'<Default Extension="{kind}" ContentType="application/'
                + ("vnd.openxmlformats-package.relationships+xml" if kind == "rels" else "octet") + '" />' for kind in kinds)
parts = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="utf-8"?>'
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="utf-8"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/DinhDanh.nuspec" Id="R1" /></Relationships>',
}
with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
    for path in files:
        parts[path.relative_to(layout).as_posix()] = path.read_bytes()
    for name, content in parts.items():
        # One moment for all: the same bytes for the same inputs.
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
EOF
echo "$out/DinhDanh.$version.nupkg"
