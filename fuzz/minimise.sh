#!/bin/sh
# Takes over into the corpus what fuzzing found and what covers code that the corpus does not reach yet. How often
# code runs does not count: the corpus stays in the repository and is to stay small.
# With names of targets as arguments only these.
set -eu
cd "$(dirname "$0")"
binaries=$(./build.sh)
[ $# -gt 0 ] || set -- $(ls src/bin | sed 's/\.rs$//')
for target; do
    [ -d "found/$target" ] || continue
    "$binaries/$target" -merge=1 -use_counters=0 -use_cmp=0 -rss_limit_mb=512 -timeout=5 "corpus/$target" "found/$target" >"found/$target.merge" 2>&1
    rm -r "found/$target"
done
du -sh --apparent-size corpus
