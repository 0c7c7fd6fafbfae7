#!/bin/sh
# Takes over into the corpus what fuzzing found and what covers code that the corpus does not reach yet.
# With names of targets as arguments only these.
set -eu
cd "$(dirname "$0")"
binaries=$(./build.sh)
[ $# -gt 0 ] || set -- $(ls src/bin | sed 's/\.rs$//')
for target; do
    [ -d "found/$target" ] || continue
    "$binaries/$target" -merge=1 -rss_limit_mb=512 -timeout=5 "corpus/$target" "found/$target" >"found/$target.merge" 2>&1
    rm -r "found/$target"
done
du -sh --apparent-size corpus
