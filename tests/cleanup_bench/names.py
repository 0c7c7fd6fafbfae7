#!/usr/bin/env python3
"""underthesea on the names that name_figures wrote: `names.py FILE COUNT`. The result is one line of JSON.

What is compared is the part of underthesea that does like work: text_normalize, which composes letters and places tones.
It does not touch case, blanks or old encodings, and is not meant to; blanks and case are therefore put in order for it.
"""

import collections
import json
import resource
import sys
import time
import unicodedata

from underthesea import text_normalize


def peer(name):
    return " ".join(word.capitalize() for word in text_normalize(unicodedata.normalize("NFC", name)).split())


def main():
    path, count = sys.argv[1], int(sys.argv[2])
    with open(path, encoding="utf-8") as file:
        rate = float(file.readline().split("\t")[1])
        rows = [line.rstrip("\n").split("\t") for line in file][:count]
    peer("Nguyễn Thị Mẫu")  # loads what it needs
    start = time.process_time()
    theirs = [peer(text) for _, _, _, text in rows]
    spent = time.process_time() - start
    kinds = collections.defaultdict(lambda: [0, 0, 0])
    totals = {"dinhdanh": [0, 0], "underthesea": [0, 0]}
    broken = changed = 0
    for (kind, gold, ours, text), other in zip(rows, theirs):
        counts = kinds[kind]
        counts[0] += 1
        was_right = text == gold
        broken, changed = broken + (not was_right), changed + was_right
        for at, (name, value) in enumerate((("dinhdanh", ours), ("underthesea", other))):
            counts[1 + at] += value == gold
            totals[name][0] += value == gold and not was_right
            totals[name][1] += value != gold and was_right
    result = {
        "rows": len(rows),
        "kinds": {kind: counts for kind, counts in sorted(kinds.items())},
        "repaired": {name: fixed / max(1, broken) for name, (fixed, _) in totals.items()},
        "spoilt": {name: wrong / max(1, changed) for name, (_, wrong) in totals.items()},
        "rate": {"dinhdanh": rate, "underthesea": len(rows) / spent},
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
