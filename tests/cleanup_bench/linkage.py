#!/usr/bin/env python3
"""Duplicates found by other tools in the rows that matching_figures cleaned: `linkage.py splink|rapidfuzz FOLDER`.

Both get the same cleaned cells as this library does. Splink 5 is used as its documentation advises: DuckDB, u from random
pairs, m by expectation maximisation over two blockings, names with term frequencies; nothing is labelled. RapidFuzz has no
model: candidates come from the same blocking, and the similarity of the written-out row decides. For both the threshold
that gives the best F1 against the truth is taken, which nobody has in practice. The result is one line of JSON.
"""

import collections
import itertools
import json
import pathlib
import resource
import sys
import time
import unicodedata

import numpy
import pyarrow
import pyarrow.csv

THRESHOLDS = (0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)


def fold(text):
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def read(folder):
    """The rows, and the place of each row's person."""
    options = pyarrow.csv.ParseOptions(delimiter="\t", quote_char=False)
    names = ["person", "name", "birth", "sex", "number", "phone", "province", "commune", "detail"]
    text = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=True, null_values=[""])
    rows = pyarrow.csv.read_csv(folder / "rows.tsv", parse_options=options, convert_options=text)
    return rows, numpy.array(rows["person"].to_pylist(), dtype=numpy.int64)


class Truth:
    """What is right, for pairs of rows and for people who look alike."""

    def __init__(self, folder, people):
        self.people = people
        counts = numpy.bincount(people)
        self.wanted = int((counts * (counts - 1) // 2).sum())
        self.alike = collections.defaultdict(list)
        for line in (folder / "alike.tsv").read_text().splitlines():
            kind, one, other = line.split("\t")
            self.alike[kind].append((int(one), int(other)))

    def quality(self, left, right):
        same = int((self.people[left] == self.people[right]).sum())
        precision, recall = same / max(1, len(left)), same / max(1, self.wanted)
        return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(1e-9, precision + recall)}

    def merged(self, left, right):
        """Look-alikes by kind: how many pairs of people, and how many with a wrong pair of rows."""
        a, b = self.people[left], self.people[right]
        met = set(zip(numpy.minimum(a, b).tolist(), numpy.maximum(a, b).tolist()))
        return {kind: [len(pairs), sum(pair in met for pair in pairs)] for kind, pairs in sorted(self.alike.items())}

    def best(self, left, right, scores, thresholds):
        found = [(self.quality(left[scores >= t], right[scores >= t]), t) for t in thresholds]
        quality, threshold = max(found, key=lambda item: item[0]["f1"])
        keep = scores >= threshold
        return quality | {"threshold": threshold, "alike": self.merged(left[keep], right[keep])}


def splink(rows, truth):
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    table = rows.drop_columns(["person"]).append_column("unique_id", pyarrow.array(range(len(rows))))
    folded = pyarrow.array([None if name is None else fold(name) for name in rows["name"].to_pylist()])
    given = pyarrow.array([None if name is None else name.as_py() and name.as_py().split()[-1] for name in folded])
    year = pyarrow.array([None if birth is None else birth[:4] for birth in rows["birth"].to_pylist()])
    for name, column in (("folded", folded), ("given", given), ("year", year)):
        table = table.append_column(name, column)
    blocking = [
        block_on("number"),
        block_on("folded", "year"),
        block_on("phone", "given"),
        block_on("birth", "given"),
        block_on("substr(number, 7, 6)", "given"),
        block_on("substr(number, 1, 6)", "birth"),
        block_on("phone", "birth"),
        block_on("folded", "phone"),
        block_on("commune", "detail", "given"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("folded", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("number", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("birth", [1, 2]),
            cl.ExactMatch("sex"),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.ExactMatch("commune").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("detail", [0.9]),
        ],
        blocking_rules_to_generate_predictions=blocking,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(table), settings, "ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("number"), block_on("folded", "birth")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("number"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("folded", "birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("phone", "given"))
    found = linker.inference.predict(threshold_match_probability=0.1)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(found, 0.95)
    pairs, groups = found.as_pyarrow_table(), clusters.as_pyarrow_table()
    left, right, score = (pairs[name].to_numpy() for name in ("unique_id_l", "unique_id_r", "match_probability"))
    swap = numpy.minimum(left, right), numpy.maximum(left, right)
    members = collections.defaultdict(list)
    for cluster, row in zip(groups["cluster_id"].to_pylist(), groups["unique_id"].to_pylist()):
        members[cluster].append(row)
    joined = [pair for rows in members.values() for pair in itertools.combinations(sorted(rows), 2)]
    joined = numpy.array(joined, dtype=numpy.int64).reshape(-1, 2)
    result = truth.best(*swap, score, THRESHOLDS)
    return result | {"cluster_f1": truth.quality(joined[:, 0], joined[:, 1])["f1"]}


def rapidfuzz(rows, truth):
    from rapidfuzz import fuzz, process

    cells = [[cell or "" for cell in rows[name].to_pylist()] for name in ("name", "birth", "number", "phone", "detail")]
    names = [fold(name) for name in cells[0]]
    groups = collections.defaultdict(list)
    for row, (name, birth, number, phone, detail) in enumerate(zip(names, *cells[1:])):
        given = name.split()[-1] if name else ""
        keys = [("n", number), ("y", name and birth and name + birth[:4]), ("p", phone and phone + given), ("b", birth and birth + given)]
        keys += [("s", number[6:12] and number[6:12] + given), ("h", number[:6] and birth and number[:6] + birth)]
        keys += [("pb", phone and birth and phone + birth)]
        for kind, key in keys:
            if key:
                groups[kind, key].append(row)
    pairs = {pair for rows in groups.values() if 1 < len(rows) <= 200 for pair in itertools.combinations(rows, 2)}
    left, right = (numpy.array(side, dtype=numpy.int64) for side in zip(*sorted(pairs)))
    texts = [" ".join((name, *rest)) for name, *rest in zip(names, *cells[1:])]
    one, two = ([texts[at] for at in side] for side in (left, right))
    scores = process.cpdist(one, two, scorer=fuzz.token_sort_ratio, workers=-1) / 100
    return truth.best(left, right, scores, numpy.arange(0.5, 0.99, 0.02).tolist())


def main():
    tool, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rows, people = read(folder)
    truth = Truth(folder, people)
    before, cpu, wall = memory(), time.process_time(), time.monotonic()
    result = {"splink": splink, "rapidfuzz": rapidfuzz}[tool](rows, truth)
    result |= {"cpu": time.process_time() - cpu, "wall": time.monotonic() - wall, "memory_mb": memory() - before, "rows": len(rows)}
    print(json.dumps(result))


def memory():
    """Most memory so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
