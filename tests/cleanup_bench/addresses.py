#!/usr/bin/env python3
"""vietnamadminunits on the addresses that address_figures wrote, judged alike, beside what ours gave in the same run.

addresses.py FILE COUNT

The peer would ask a foreign geocoder where a divided commune has a street; that is replaced by "not found", so that
nothing leaves the machine. Rates are by processor time of one thread. It is told which addresses are old and which are new, which a user would not know.
"""

import collections
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
    print(f"{'form':20} {'rows':>6} {'right':>7} {'peer':>7} {'wrong':>7} {'peer':>7}")
    for form, counter in sorted(forms.items()):
        shares = [counter[key] / counter["rows"] for key in ("ours", "theirs", "wrong ours", "wrong theirs")]
        print(f"{form:20} {counter['rows']:>6} " + " ".join(f"{share:7.4f}" for share in shares))
    print(f"\n{'':26}{'right':>8} {'wrong':>8} {'among':>8} {'nothing':>8} {'silent where several fit':>26} {'rate/s':>10}")
    for name, counter, speed in (("dinhdanh", ours, rate), ("vietnamadminunits 1.0.4", theirs, their_rate)):
        shares = [counter[key] / done for key in ("Right", "Wrong", "Among", "Nothing")]
        silent = counter["silent"] / max(1, counter["ambiguous"])
        print(f"{name:26}" + " ".join(f"{share:8.4f}" for share in shares) + f" {silent:26.4f} {speed:10.0f}")
    print(f"\nrate ratio {rate / their_rate:.0f} on {done} addresses; the peer raised {crashed} exceptions")


if __name__ == "__main__":
    main()
