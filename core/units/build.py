#!/usr/bin/env python3
"""Builds units.tsv from two published packages. Run: pip install vietnamadminunits==1.0.4
vietnam-address-converter==1.0.5 (no dependencies needed), then: build.py [--check] SITE_PACKAGES

The same packages give the same bytes. Numbers that say how far the sources agree go to standard error.
What the columns mean is written at the head of the file it makes, and in NOTICE.md.
"""

import collections
import json
import pathlib
import re
import sqlite3
import sys
import types
import unicodedata

VERSION = "2026.11"
KINDS = {
    "Thành phố": "C", "Tỉnh": "T", "Quận": "Q", "Huyện": "H", "Thị xã": "S",
    "Phường": "P", "Xã": "X", "Thị trấn": "R", "Đặc khu": "D",
}  # fmt: skip
# Police codes of provinces, as the residence portal's template lists them (facts, checked 2026-07).
POLICE = {
    "01": 101, "31": 103, "33": 109, "37": 117, "04": 203, "15": 205, "20": 209, "08": 211, "19": 215, "25": 217,
    "24": 223, "22": 225, "12": 301, "11": 302, "14": 303, "38": 401, "40": 403, "42": 405, "44": 409, "46": 411,
    "48": 501, "51": 505, "56": 511, "52": 603, "66": 605, "79": 701, "68": 703, "80": 709, "75": 713, "82": 803,
    "91": 805, "86": 809, "92": 815, "96": 823,
}  # fmt: skip
HEAD = """\
# Administrative units of Việt Nam before and since 1 July 2025. Made by build.py; do not edit. See NOTICE.md.
# v  format, version of the table, first day of the new units
# s  letter of a source, what it is, its licence
# p  province until 30 June 2025: code, kind, name
# d  its district: code, kind, name, aliases
# w  its commune: code, kind, name, heirs, aliases, source. Heirs: codes since 1 July 2025, likeliest first; a letter
#    behind a code says that only this source names the heir (the row is disputed). Source: empty when both know it.
# P  province since 1 July 2025: code, kind, name, police code
# W  its commune: code, kind, name, source
# Kinds: C thành phố, T tỉnh, Q quận, H huyện, S thị xã, P phường, X xã, R thị trấn, D đặc khu.
# Aliases: ~Name is another spelling of the same unit; K-key is a unit of kind K that became part of this one before
# 2025 (letters without diacritics and blanks, which is all that the source has).
"""


def fold(text):
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in text if not unicodedata.combining(c))


def words(text):
    """Folded words; numbers without leading zeros."""
    text = re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()
    return re.sub(r"\b0+(\d)", r"\1", text)


def split_kind(full):
    """'Thị Trấn Ái Tử' -> ('R', 'Ái Tử')"""
    for kind, letter in KINDS.items():
        if words(full).startswith(words(kind) + " "):
            return letter, tidy(full[len(kind) :])
    raise SystemExit(f"no kind in {full!r}")


TONES = [("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"), ("òe", "oè"), ("óe", "oé"),
         ("ỏe", "oẻ"), ("õe", "oẽ"), ("ọe", "oẹ"), ("ùy", "uỳ"), ("úy", "uý"), ("ủy", "uỷ"), ("ũy", "uỹ"),
         ("ụy", "uỵ")]  # fmt: skip


def tidy(name):
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    name = re.sub(r"\b0+(\d)", r"\1", name)
    for new, old in TONES:  # one place for the tone: òa, óe, úy at the end of a syllable
        for a, b in ((old, new), (old.capitalize(), new.capitalize())):
            name = re.sub(rf"(?<![qQ]){a}\b", b, name)
    return name


def apart(a, b):
    """Edit distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def read_a(packages):
    folder = packages / "vietnamadminunits" / "data"
    database = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    old = [dict(r) for r in database.execute("SELECT * FROM admin_units_legacy")]
    new = [dict(r) for r in database.execute("SELECT * FROM admin_units")]
    converter = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    code = {(r["provinceKey"], r["wardKey"]): r["wardCode"] for r in new}
    heirs = collections.defaultdict(list)
    for province, found in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for heir, rows in found.items():
            for row in rows:
                heirs[row].append(code[province, heir])
    for province, found in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for row, parts in found.items():
            for part in sorted(parts, key=lambda p: not p["isDefaultNewWard"]):
                heirs[row].append(code[province, part["newWardKey"]])
    for row in old:
        row["heirs"] = heirs[f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"]
    return old, new


def read_b(packages):
    """{(province, district): {commune: set of (new province, new commune)}}, all as spelled there."""
    path = packages / "vietnam_address_converter" / "data.py"
    module = types.ModuleType("data")
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
    found = collections.defaultdict(lambda: collections.defaultdict(set))
    for row in module.DEFAULT_DATA["mapping"]["rows"]:
        old, new = row["old"], row["new"]
        province = split_kind(old["province_name"])[1].replace("Thừa Thiên Huế", "Huế")
        district = (words(province), words(old["district_name"] or ""))
        found[district][old["ward_name"] or ""].add((words(split_kind(new["province_name"])[1]), new["ward_name"]))
    return found


def exact(text):
    """Lower case with diacritics: tells Cẩm Giang from Cẩm Giàng."""
    return tidy(text).lower().replace("-", " ").replace("  ", " ").replace("  ", " ")


def pairs(old, b):
    """For each row of source a its row in source b: by name, then by near spelling within the district."""
    by_district = collections.defaultdict(list)
    for row in old:
        by_district[words(row["provinceShort"]), words(row["district"])].append(row)
    matched = {}
    for district, rows in sorted(by_district.items()):
        left = dict(b.get(district, {}))
        for same in (exact, words):
            for row in rows:
                if row["wardCode"] not in matched and row["ward"]:
                    hits = [name for name in left if same(name) == same(row["ward"])]
                    if len(hits) == 1:
                        matched[row["wardCode"]] = (hits[0], left.pop(hits[0]))
        for row in rows:
            if row["ward"] and row["wardCode"] not in matched:
                near = [n for n in left if apart(words(n).replace(" ", ""), words(row["ward"]).replace(" ", "")) <= 2]
                number = any(c.isdigit() for c in row["ward"])
                if len(near) == 1 and not number:
                    matched[row["wardCode"]] = (near[0], left.pop(near[0]))
    return matched


MERGED = {
    "wardAlias": re.compile(r"(phuong|xa|thitran)([a-z0-9]+)"),
    "districtAlias": re.compile(r"(thixa|huyen|thanhpho|quan)([a-z0-9]+)"),
}
LETTER = {"phuong": "P", "xa": "X", "thitran": "R", "thixa": "S", "huyen": "H", "thanhpho": "C", "quan": "Q"}


def merged(rows, short, alias, key):
    """Units that became part of these before 2025: {row key: [(kind, name)]}, for the rows of one parent."""
    own = {words(r[short]).replace(" ", ""): r[key] for r in rows}
    found = collections.defaultdict(set)
    for row in rows:
        listed = json.loads(row[alias] or "[]")
        for item in listed:
            match = MERGED[alias].fullmatch(item)
            # What is listed with its kind only is so that the bare name is not taken for it; numbers never stand alone.
            if not match or match[2] not in listed and LETTER[match[1]] not in "SHQ" and not match[2].isdigit():
                continue
            name = re.sub(r"^0+", "", match[2])
            if name and name not in own:
                found[row[key]].add((LETTER[match[1]], name))
                # A part of a double name ("A - B") was divided: every unit that carries it is possible.
                for other, its in own.items():
                    if len(name) >= 6 and name in other and its != row[key]:
                        found[its].add((LETTER[match[1]], name))
    return found


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    packages = pathlib.Path(arguments[0])
    old, new = read_a(packages)
    b = read_b(packages)
    new_by_name = {}
    for row in new:
        for name in (exact, words):
            new_by_name.setdefault((words(row["provinceShort"]), name(row["ward"])), []).append(row["wardCode"])
    matched = pairs(old, b)
    count = collections.Counter()
    lines = [HEAD.rstrip("\n"), f"v\t1\t{VERSION}\t2025-07-01"]
    lines += ["s\ta\tvietnamadminunits 1.0.4\tMIT", "s\tb\tvietnam-address-converter 1.0.5\tApache-2.0"]
    lines += ["s\tc\tprovince list of the residence portal's template, 2026-07\tfacts"]

    provinces = collections.defaultdict(lambda: collections.defaultdict(list))
    for row in old:
        provinces[row["provinceCode"]][row["districtCode"]].append(row)
    known_by_b = set()
    for province, districts in sorted(provinces.items()):
        first = next(iter(districts.values()))[0]
        kind, name = split_kind(first["province"])
        lines.append(f"p\t{province}\t{kind}\t{name}")
        heads = [rows[0] for _, rows in sorted(districts.items())]
        gone = merged(heads, "districtShort", "districtAlias", "districtCode")
        for district, rows in sorted(districts.items()):
            kind, name = split_kind(rows[0]["district"])
            aliases = ",".join(f"{k}-{n}" for k, n in sorted(gone[district]))
            lines.append(f"d\t{district}\t{kind}\t{name}\t{aliases}".rstrip("\t"))
            gone_wards = merged([r for r in rows if r["ward"]], "wardShort", "wardAlias", "wardCode")
            for row in sorted(rows, key=lambda r: r["wardCode"] or ""):
                if not row["ward"]:  # an island district without communes
                    lines.append(f"w\t\t\t\t{','.join(row['heirs'])}\t\ta")
                    continue
                kind, name = split_kind(row["ward"])
                heirs, aliases, source = list(row["heirs"]), [], "a"
                if row["wardCode"] in matched:
                    spelled, theirs = matched[row["wardCode"]]
                    source = ""
                    codes = []
                    for in_province, commune in sorted(theirs):
                        hits = new_by_name.get((in_province, exact(commune)))
                        hits = hits or new_by_name.get((in_province, words(commune)), [])
                        codes += hits if len(hits) == 1 else []
                    known_by_b.update(codes)
                    if len(codes) == len(theirs):
                        count["equal" if set(codes) == set(heirs) else
                              "overlap" if set(codes) & set(heirs) else "apart"] += 1
                        both = [c for c in heirs if c in codes]
                        only_a = [c + "a" for c in heirs if c not in codes]
                        only_b = [c + "b" for c in codes if c not in heirs]
                        heirs = both + only_a + only_b
                    else:
                        count["heir unknown by name"] += 1
                    their_name = split_kind(spelled)[1]
                    if words(their_name).replace(" ", "") != words(name).replace(" ", ""):
                        aliases.append("~" + their_name)
                else:
                    count["only in a"] += 1
                aliases += [f"{k}-{n}" for k, n in sorted(gone_wards[row["wardCode"]])]
                count["merged before 2025"] += len(gone_wards[row["wardCode"]])
                tail = f"{','.join(heirs)}\t{','.join(aliases)}\t{source}".rstrip("\t")
                lines.append(f"w\t{row['wardCode']}\t{kind}\t{name}\t{tail}")

    provinces = collections.defaultdict(list)
    for row in new:
        provinces[row["provinceCode"]].append(row)
    for province, rows in sorted(provinces.items()):
        kind, name = split_kind(rows[0]["province"])
        lines.append(f"P\t{province}\t{kind}\t{name}\t{POLICE[province]}")
        for row in sorted(rows, key=lambda r: r["wardCode"]):
            if not row["ward"].startswith(row["wardType"]):
                print("kind and name of the source differ:", row["ward"], row["wardType"], file=sys.stderr)
            kind, name = split_kind(row["ward"])
            source = "" if row["wardCode"] in known_by_b else "a"
            lines.append(f"W\t{row['wardCode']}\t{kind}\t{name}\t{source}".rstrip("\t"))
    text = "\n".join(lines) + "\n"
    path = pathlib.Path(__file__).with_name("units.tsv")
    if "--check" in sys.argv:
        raise SystemExit(0 if path.read_text(encoding="utf-8") == text else "units.tsv is not what build.py makes")
    path.write_text(text, encoding="utf-8")
    print(dict(count), len(text.encode()), "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
