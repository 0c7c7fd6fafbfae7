"""The command ``dinhdanh``: clean, find duplicates, anonymise. Exit codes: 0 done, 1 done with issues for a person to
look at (with ``--strict``), 2 wrong call, 3 a file that cannot be read or written."""

from __future__ import annotations

import argparse
import pathlib
import secrets
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from . import _clean, _native, _report
from ._errors import DinhDanhError

_DONE, _LOOK, _USAGE, _FILE = 0, 1, 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and gives its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except DinhDanhError as error:
        vi = options.lang == "vi"
        print(f"{error.message_vi if vi else error.message_en} [{error.code}]", file=sys.stderr)
        print(error.remedy_vi if vi else error.remedy_en, file=sys.stderr)
        return _FILE
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return _FILE
    except (KeyError, ValueError) as error:
        print(str(error.args[0] if error.args else error), file=sys.stderr)
        return _USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dinhdanh",
        description="Clean lists of citizens, offline. Làm sạch danh sách công dân, không cần mạng.",
    )
    parser.add_argument("--version", action="version", version=_native.__version__)
    commands = parser.add_subparsers(required=True, metavar="clean | duplicates | anonymize")

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        one.add_argument("file", type=pathlib.Path, help="CSV or XLSX")
        one.add_argument("-o", "--output", type=pathlib.Path, required=True, metavar="OUT", help="CSV to write")
        one.add_argument(
            "-c", "--column", action="append", default=[], metavar="ROLE=NAME", help="what a column holds; repeatable"
        )
        one.add_argument("--sheet", help="sheet of a workbook; the first with a list otherwise")
        one.add_argument("-y", "--yes", action="store_true", help="take the guessed columns without asking")
        one.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of messages and reports")
        one.add_argument("-q", "--quiet", action="store_true", help="no progress")
        return one

    clean = command("clean", _run_clean, "Repair cells and report issues. Làm sạch và báo cáo.")
    clean.add_argument("--report", type=pathlib.Path, help="HTML report to write")
    clean.add_argument("--issues", type=pathlib.Path, help="CSV of issues to write")
    clean.add_argument("--duplicates", type=pathlib.Path, help="CSV of duplicate pairs to write (keeps the list in memory)")
    clean.add_argument("--audit", type=pathlib.Path, help="audit trail to write")
    clean.add_argument("--key", type=pathlib.Path, help="file with 32 secret bytes for --audit; made if missing")
    clean.add_argument("--operator", default="", help="account for the audit trail")
    clean.add_argument("--purpose", default="", help="purpose for the audit trail")
    clean.add_argument("--today", help="day of cleaning, YYYY-MM-DD")
    clean.add_argument("--tone", choices=("hòa", "hoà"), default="hòa", help="where tone marks stand")
    clean.add_argument("--strict", action="store_true", help="exit with 1 where cells are left for a person")

    duplicates = command("duplicates", _run_duplicates, "Find people who occur twice. Tìm người bị trùng.")
    duplicates.add_argument("--with", dest="other", type=pathlib.Path, metavar="FILE", help="match with this list instead")
    duplicates.add_argument("--minimum", type=float, default=0.5, help="lowest score to list")

    anonymize = command("anonymize", _run_anonymize, "Mask, coarsen and suppress until k holds. Ẩn danh hóa.")
    anonymize.add_argument("-k", type=int, default=5, help="smallest group that may stay")
    anonymize.add_argument("--years", type=int, default=5, help="width of the bands of birth years")
    return parser


class _Progress:
    """A bar on standard error, where somebody looks at it."""

    def __init__(self, path: pathlib.Path, quiet: bool) -> None:
        self.shown = not quiet and sys.stderr.isatty()
        self.total = max(_lines(path), 1) if self.shown else 1
        self.begun, self.last = time.monotonic(), 0.0

    def show(self, rows: int) -> None:
        now = time.monotonic()
        if not self.shown or (now - self.last < 0.1 and rows < self.total):
            return
        self.last = now
        share = min(rows / self.total, 1.0)
        bar = "█" * round(28 * share)
        speed = rows / max(now - self.begun, 1e-6)
        print(f"\r{bar:<28} {share:4.0%} {rows:,} rows, {speed:,.0f}/s", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown:
            print(file=sys.stderr)


def _lines(path: pathlib.Path) -> int:
    """The lines of a CSV file, which are about its rows; a workbook is one part and needs no count."""
    if _is_workbook(path):
        return 1
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _is_workbook(path: pathlib.Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm")


def _parts(options: argparse.Namespace, path: pathlib.Path) -> Iterable[_native.Table]:
    """The list in parts, to be gone through more than once: CSV is read anew each time, a workbook is kept."""
    if _is_workbook(path):
        return [_native.read_workbook(path.read_bytes(), sheet=options.sheet)]
    return _CsvParts(path)


class _CsvParts:
    def __init__(self, path: pathlib.Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[_native.Table]:
        return iter(_native.CsvReader(self.path))


def _columns(options: argparse.Namespace, names: list[str], roles: list[str] | None = None) -> dict[str, Any]:
    """What columns hold: as given, or guessed and confirmed."""
    if options.column:
        given: dict[str, Any] = {}
        for one in options.column:
            role, equals, name = one.partition("=")
            if not equals:
                raise ValueError(f"--column {one}: give ROLE=NAME")
            given.setdefault(role, []).append(name)
        return {role: found if len(found) > 1 else found[0] for role, found in given.items()}
    guessed = _clean.guess_columns(names)
    guessed = {role: name for role, name in guessed.items() if roles is None or role in roles}
    if not guessed:
        raise ValueError("no column has a known name: give --column ROLE=NAME. Columns: " + ", ".join(names))
    print("Columns / Các cột:", file=sys.stderr)
    for role, name in guessed.items():
        print(f"  {name} -> {role}", file=sys.stderr)
    if not options.yes:
        if not sys.stdin.isatty():
            raise ValueError("add --yes to take these columns, or give --column ROLE=NAME")
        answer = input("OK? [y/N] ")
        if answer.strip().lower() not in ("y", "yes", "c", "co", "có"):
            raise ValueError("give --column ROLE=NAME")
    return guessed


def _run_clean(options: argparse.Namespace) -> int:
    parts = _parts(options, options.file)
    first = next(iter(parts), None)
    if first is None:
        raise ValueError("the list is empty")
    columns = _columns(options, first.column_names, _native.column_roles())
    cleaner = _native.Cleaner(columns, today=options.today, tone=options.tone)
    for part in parts:
        if not cleaner.observe(part):
            break
    progress = _Progress(options.file, options.quiet)
    rows, kept, kept_issues = 0, [], []
    writer = _native.CsvWriter(options.output)
    issue_writer = _native.CsvWriter(options.issues) if options.issues else None
    worst: list[_native.Table] = []
    with writer:
        for part in parts:
            cleaned, issues = cleaner.clean(part, first_row=rows)
            writer.write(cleaned)
            if issue_writer:
                issue_writer.write(issues)
            if options.duplicates:
                kept.append(cleaned)
            if options.audit:
                kept_issues.append(issues)
            if not worst:
                worst.append(issues)
            rows += part.num_rows
            progress.show(rows)
    if issue_writer:
        issue_writer.close()
    progress.end()
    summary = cleaner.summary()
    if options.report:
        title = f"{_report._WORDS[options.lang]['title']}: {options.file.name}"
        options.report.write_text(_report.html(summary, worst[0], lang=options.lang, title=title), encoding="utf-8")
    if options.duplicates:
        found = _clean.find_duplicates(_native.concat_tables(kept), columns, clean=False, lang=options.lang)
        with _native.CsvWriter(options.duplicates) as pairs:
            pairs.write(found.pairs)
        print(f"duplicates / trùng: {len(found.clusters)} ({len(found.pairs)} pairs)", file=sys.stderr)
    if options.audit:
        print("audit:", _write_audit(options, summary, _native.concat_tables(kept_issues)), file=sys.stderr)
    for name, column in summary["columns"].items():
        left = column["candidates"] + column["unknown"]
        print(f"{name}: {column['right']} right, {column['repaired']} repaired, {left} open, {column['empty']} empty")
    print(", ".join(f"{name} {score:.1%}" for name, score in summary["scores"].items()))
    open_cells = sum(column["candidates"] + column["unknown"] for column in summary["columns"].values())
    return _LOOK if options.strict and open_cells else _DONE


def _write_audit(options: argparse.Namespace, summary: dict[str, Any], issues: _native.Table) -> str:
    if options.key is None:
        raise ValueError("--audit needs --key FILE: 32 secret bytes, made if the file is missing")
    if not options.key.exists():
        options.key.touch(mode=0o600)
        options.key.write_bytes(secrets.token_bytes(32))
    return _native.write_audit(
        options.audit,
        issues,
        key=options.key.read_bytes(),
        key_id=options.key.stem,
        operator=options.operator,
        purpose=options.purpose,
        input_sha256=_native.file_sha256(options.file),
        rules_version=summary["rules_version"],
        units_version=summary["units_version"],
        rows=summary["rows"],
    )


def _whole(options: argparse.Namespace, path: pathlib.Path) -> _native.Table:
    parts = list(_parts(options, path))
    if not parts:
        raise ValueError(f"{path}: the list is empty")
    return _native.concat_tables(parts)


def _run_duplicates(options: argparse.Namespace) -> int:
    table = _whole(options, options.file)
    columns = _columns(options, table.column_names, _native.matching_roles())
    if options.other is None:
        found = _clean.find_duplicates(table, columns, minimum=options.minimum, lang=options.lang)
    else:
        other = _whole(options, options.other)
        found = _clean.link(table, other, columns, minimum=options.minimum, lang=options.lang)
    with _native.CsvWriter(options.output) as pairs:
        pairs.write(found.pairs)
    print(f"{len(found.pairs)} pairs, {len(found.clusters)} people; {found.unsure} to look at; threshold {found.threshold}")
    return _DONE


def _run_anonymize(options: argparse.Namespace) -> int:
    table = _whole(options, options.file)
    columns = _columns(options, table.column_names, _native.column_roles())
    result = _clean.clean(table, columns).table
    out, recognisable = {}, []
    for role, names in columns.items():
        for name in [names] if isinstance(names, str) else names:
            match role:
                case "date_of_birth":
                    out[name] = _native.year_bands(result[name], width=options.years).to_pylist()
                    recognisable.append(name)
                case "sex":
                    out[name] = result[name].to_pylist()
                    recognisable.append(name)
                case "address":
                    out[f"{name}_province"] = result[f"{name}_province_name"].to_pylist()
                    recognisable.append(f"{name}_province")
                case "full_name" | "email" | "text" | "keep":
                    pass  # nothing of it can stay
                case _:
                    out[name] = _native.mask_column(result[name], front=3, back=0).to_pylist()
                    recognisable.append(name)
    if not recognisable:
        raise ValueError("none of the columns may stay in an anonymous table")
    # Masked numbers still begin with province and sex: they count as recognisable.
    report = _native.check_anonymity([out[name] for name in recognisable], k=options.k)
    rare = set(report["too_rare"])
    kept = {name: [cell for row, cell in enumerate(cells) if row not in rare] for name, cells in out.items()}
    proof = _native.check_anonymity([kept[name] for name in recognisable], k=options.k)
    if proof["rows"] and proof["k"] < options.k:
        raise ValueError("the result does not reach k; nothing was written")
    with _native.CsvWriter(options.output) as writer:
        writer.write(kept)
    print(f"{proof['rows']} rows kept, {len(rare)} suppressed, {proof['groups']} groups, k = {proof['k']}")
    return _DONE


if __name__ == "__main__":
    sys.exit(main())
