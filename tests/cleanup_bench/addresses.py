#!/usr/bin/env python3
"""vietnamadminunits on the addresses that address_figures wrote, judged alike, beside what ours gave in the same run.

addresses.py FILE COUNT; the result is one line of JSON.

The peer would ask a foreign geocoder where a divided commune has a street; that is replaced by "not found", so that
nothing leaves the machine. Rates are by processor time of one thread. It is told which
addresses are old and which are new, which a user would not know.
"""

import collections
import json
import resource
import sys
import time

import vietnamadminunits.converter.converter_2025 as converter
from vietnamadminunits import ParseMode, convert_address, parse_address

converter.get_geo_location = lambda address: None


def judge(gold, commune, province):
    if gold == "unsure":
        return "Wrong" if commune else "Right"
    if gold.startswith("province "):
        right = province is not None and int(province) == int(gold.split()[1])
        return "Wrong" if commune else "Right" if right else "Nothing"
    codes = [int(code) for code in gold.split(",")]
    if commune is None:
        return "Nothing"
    if len(codes) > 1:
        return "Silent" if int(commune) in codes else "Wrong"
    return "Right" if int(commune) == codes[0] else "Wrong"


def main():
    path, count = sys.argv[1], int(sys.argv[2])
    with open(path, encoding="utf-8") as file:
        rate = float(file.readline().split("\t")[1])
        rows = [line.rstrip("\n").split("\t") for line in file]
    ours, theirs = collections.Counter(), collections.Counter()
    forms = collections.defaultdict(collections.Counter)
    spent, crashed = 0.0, 0
    for form, mark, gold, text in rows[:count]:
        start = time.process_time()
        try:
            new = form.startswith("new")
            unit = parse_address(text, mode=ParseMode.FROM_2025) if new else convert_address(text)
            commune, province = getattr(unit, "ward_code", None), getattr(unit, "province_code", None)
        except Exception:
            commune = province = None
            crashed += 1
        spent += time.process_time() - start
        ambiguous = "," in gold
        judged = judge(gold, commune, province)
        for counter, value in ((ours, mark), (theirs, judged)):
            counter[value] += 1
            counter["ambiguous"] += ambiguous
            counter["silent"] += ambiguous and value in ("Silent", "Wrong")
        forms[form]["rows"] += 1
        forms[form]["ours"] += mark == "Right"
        forms[form]["theirs"] += judged == "Right"
        forms[form]["wrong ours"] += mark == "Wrong"
        forms[form]["wrong theirs"] += judged == "Wrong"
    done = min(count, len(rows))
    their_rate = done / spent
    shares = {}
    for name, counter in (("dinhdanh", ours), ("vietnamadminunits", theirs)):
        shares[name] = {key.lower(): counter[key] / done for key in ("Right", "Wrong", "Among", "Nothing")}
        shares[name]["silent"] = counter["silent"] / max(1, counter["ambiguous"])
    result = {
        "rows": done,
        "forms": {form: dict(counter) for form, counter in sorted(forms.items())},
        "shares": shares,
        "rate": {"dinhdanh": rate, "vietnamadminunits": their_rate},
        "exceptions": crashed,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
