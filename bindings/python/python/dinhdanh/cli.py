"""The command ``dinhdanh``: clean, find duplicates, anonymise.

Exit codes: 0 done, 1 done but cells are left for a person (only with ``--strict``), 2 wrong call, 3 a file that cannot
be read or written. What is wrong is said in Vietnamese and English with a stable code; see ``_problems``.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import time
from collections.abc import Iterable
from typing import Any

from . import _clean, _native
from ._errors import DinhDanhError
from ._files import ROWS, Source, Writer, reading
from ._problems import exit_code, problem
from ._stream import CleanStream

_DONE, _LOOK = 0, 1


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and gives its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        return code
    except DinhDanhError as error:
        _say(error, options.lang)
        return exit_code(error)
    except KeyboardInterrupt:
        return 130


def _say(error: DinhDanhError, lang: str) -> None:
    lines = {
        "vi": f"Lỗi [{error.code}] {error.place}: {error.message_vi} {error.remedy_vi}",
        "en": f"Error [{error.code}] {error.place}: {error.message_en} {error.remedy_en}",
    }
    for which in (lang, *(other for other in lines if other != lang)):
        print(lines[which], file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dinhdanh",
        description="Clean lists of citizens, offline. Làm sạch danh sách công dân, không cần mạng.",
        epilog="Exit codes: 0 done; 1 cells are left for a person (--strict); 2 wrong call; 3 a file cannot be read or "
        "written. Mã thoát: 0 xong; 1 còn ô cần người xem (--strict); 2 lệnh sai; 3 không đọc hoặc ghi được tệp.",
    )
    parser.add_argument("--version", action="version", version=_native.__version__)
    commands = parser.add_subparsers(required=True, metavar="clean | duplicates | anonymize")

    def command(name: str, run: Any, text: str, output: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text, epilog=parser.epilog)
        one.set_defaults(run=run)
        one.add_argument("file", type=pathlib.Path, help="CSV, XLSX or Parquet")
        one.add_argument("-o", "--output", type=pathlib.Path, required=True, metavar="OUT", help=output)
        one.add_argument(
            "-c",
            "--column",
            action="append",
            default=[],
            metavar="ROLE=NAME",
            help="what a column holds; repeatable, and instead of guessing. Roles: " + ", ".join(_native.column_roles()),
        )
        one.add_argument("--sheet", help="sheet of a workbook; the first with a list otherwise")
        one.add_argument("-y", "--yes", action="store_true", help="take the guessed columns without asking")
        one.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of reports, first of messages")
        one.add_argument("-q", "--quiet", action="store_true", help="no progress bar")
        one.add_argument("--progress", action="store_true", help="a progress bar even where nobody looks at it")
        return one

    table = "CSV to write, or Parquet by its name"
    clean = command("clean", _run_clean, "Repair cells and report issues. Làm sạch và báo cáo.", table)
    clean.add_argument("--report", type=pathlib.Path, help="HTML report to write")
    clean.add_argument("--issues", type=pathlib.Path, help="CSV of issues to write")
    clean.add_argument("--duplicates", type=pathlib.Path, help="CSV of duplicate pairs to write (keeps the list in memory)")
    clean.add_argument("--audit", type=pathlib.Path, help="audit trail to write (keeps the issues in memory)")
    clean.add_argument("--key", type=pathlib.Path, help="file with 32 secret bytes for --audit; made if missing")
    clean.add_argument("--operator", default="", help="account for the audit trail")
    clean.add_argument("--purpose", default="", help="purpose for the audit trail")
    clean.add_argument("--today", help="day of cleaning, YYYY-MM-DD")
    clean.add_argument("--tone", choices=("hòa", "hoà"), default="hòa", help="where tone marks stand")
    clean.add_argument("--threads", type=int, help="threads; as many as there are processors, four at most, otherwise")
    clean.add_argument("--rows", type=int, default=ROWS, help="rows in memory at once for each thread")
    clean.add_argument("--strict", action="store_true", help="exit with 1 where cells are left for a person")

    duplicates = command("duplicates", _run_duplicates, "Find people who occur twice. Tìm người bị trùng.", "CSV of pairs")
    duplicates.add_argument("--with", dest="other", type=pathlib.Path, metavar="FILE", help="match with this list instead")
    duplicates.add_argument("--minimum", type=float, default=0.5, help="lowest score to list, 0 to 1")

    anonymize = command("anonymize", _run_anonymize, "Mask, coarsen and suppress until k holds. Ẩn danh hóa.", table)
    anonymize.add_argument("-k", type=int, default=5, help="smallest group that may stay")
    anonymize.add_argument("--years", type=int, default=5, help="width of the bands of birth years")
    return parser


class _Progress:
    """A bar on standard error, where somebody looks at it."""

    def __init__(self, source: Source, options: argparse.Namespace) -> None:
        self.shown = options.progress or (not options.quiet and sys.stderr.isatty())
        self.total = max(source.rows or self._lines(source.path), 1) if self.shown else 1
        self.begun, self.last = time.monotonic(), 0.0

    @staticmethod
    def _lines(path: pathlib.Path) -> int:
        """The lines of a CSV file, which are about its rows, from those at its beginning."""
        with path.open("rb") as file:
            start = file.read(1 << 20)
        lines = start.count(b"\n") or 1
        return round(lines * path.stat().st_size / max(len(start), 1))

    def show(self, rows: int, *, end: bool = False) -> None:
        now = time.monotonic()
        if not self.shown or (now - self.last < 0.1 and not end):
            return
        self.last = now
        share = 1.0 if end else min(rows / self.total, 0.99)
        speed = rows / max(now - self.begun, 1e-6)
        bar = f"{'█' * round(28 * share):░<28}"
        print(f"\r{bar} {share:4.0%} {rows:,} rows, {speed:,.0f}/s", end="\n" if end else "", file=sys.stderr, flush=True)


def _columns(options: argparse.Namespace, source: Source, roles: list[str]) -> dict[str, Any]:
    """What columns hold: as given, or guessed, shown and confirmed."""
    names = source.columns
    if options.column:
        given: dict[str, list[str]] = {}
        for one in options.column:
            role, equals, name = one.partition("=")
            if not equals or role not in roles:
                raise problem("role-unknown", f"{one} ({', '.join(roles)})")
            if name not in names:
                raise problem("column-missing", f"{name} ({', '.join(names)})")
            given.setdefault(role, []).append(name)
        return {role: found if len(found) > 1 else found[0] for role, found in given.items()}
    guessed = {role: name for role, name in _clean.guess_columns(names).items() if role in roles}
    if not guessed:
        raise problem("columns-unknown", f"{source.path} ({', '.join(names)})")
    print("Columns / Các cột:", file=sys.stderr)
    of_name = {name: role for role, found in guessed.items() for name in ([found] if isinstance(found, str) else found)}
    for name in names:
        print(f"  {name} -> {of_name.get(name, '-')}", file=sys.stderr)
    if not options.yes:
        if not sys.stdin.isatty():
            raise problem("columns-unconfirmed", str(source.path))
        print("OK? [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() not in ("y", "yes", "c", "co", "có"):
            raise problem("columns-unconfirmed", str(source.path))
    return guessed


def _outputs(options: argparse.Namespace, *more: str) -> None:
    """No result may overwrite a list that is still being read, nor another result."""
    taken = [path.resolve() for path in (options.file, getattr(options, "other", None)) if path]
    for path in (options.output, *(getattr(options, name) for name in more)):
        if path is None:
            continue
        if path.resolve() in taken:
            raise problem("output-is-input", str(path))
        if not path.resolve().parent.is_dir() or path.is_dir():
            raise problem("output-unwritable", str(path))  # said before an hour of work, not after
        taken.append(path.resolve())


def _run_clean(options: argparse.Namespace) -> int:
    from . import _report

    _outputs(options, "report", "issues", "duplicates", "audit")
    if options.rows < 1 or (options.threads is not None and options.threads < 1):
        raise problem("option-value", f"--rows {options.rows} --threads {options.threads}")
    if options.audit and options.key is None:
        raise problem("audit-key-file", str(options.audit))
    source = Source(options.file, options.sheet, options.rows)
    columns = _columns(options, source, _native.column_roles())
    stream = _stream(options, source, columns)
    progress = _Progress(source, options)
    rows = 0
    kept, kept_issues = [], []
    worst = _report.Worst()
    with Writer(options.output) as writer, _maybe(options.issues) as issue_writer, reading(options.file):
        for cleaned, issues in stream:
            writer.write(cleaned)
            if issue_writer:
                issue_writer.write(issues)
            if options.duplicates:
                kept.append(cleaned)
            if options.audit:
                kept_issues.append(issues)
            if options.report:
                worst.add(issues)
            rows += cleaned.num_rows
            progress.show(rows)
    progress.show(rows, end=True)
    if not rows:
        options.output.unlink(missing_ok=True)
        raise problem("list-no-rows", str(options.file))
    summary = stream.summary
    found = None
    if options.duplicates:
        ready = _clean.matching_columns(columns, clean=True)
        found = _native.find_duplicates(_native.concat_tables(kept), ready, lang=options.lang)
        with Writer(options.duplicates) as pairs:
            pairs.write(found.pairs)
        print(f"duplicates / trùng: {len(found.clusters)} ({len(found.pairs)} pairs)", file=sys.stderr)
    if options.report:
        text = _report.html(
            summary, worst.table(), lang=options.lang, source=options.file.name, duplicates=found, today=options.today
        )
        _write_text(options.report, text)
    if options.audit:
        print("audit:", _write_audit(options, summary, _native.concat_tables(kept_issues)), file=sys.stderr)
    _print_summary(summary, options)
    open_cells = sum(column["candidates"] + column["unknown"] for column in summary["columns"].values())
    return _LOOK if options.strict and open_cells else _DONE


def _print_summary(summary: dict[str, Any], options: argparse.Namespace) -> None:
    """Counts and scores, and where everything was written. No value of any cell."""
    from ._report_words import WORDS

    words = WORDS[options.lang]
    for name, column in summary["columns"].items():
        counts = {kind: column[kind] for kind in ("right", "repaired", "empty")}
        counts["open"] = column["candidates"] + column["unknown"]
        print(f"{name}: " + ", ".join(f"{counts[kind]} {words[kind].lower()}" for kind in ("right", "repaired", "open", "empty")))
    print(", ".join(f"{words[name][0]} {score:.1%}" for name, score in summary["scores"].items()))
    written = (options.output, options.report, options.issues, options.duplicates, options.audit)
    print("-> " + ", ".join(str(path) for path in written if path))


def _stream(options: argparse.Namespace, source: Source, columns: dict[str, Any]) -> CleanStream:
    try:
        with reading(options.file):
            return CleanStream(source.parts, columns, threads=options.threads, today=options.today, tone=options.tone)
    except ValueError as error:
        if isinstance(error, DinhDanhError):
            raise
        raise problem("option-value", str(error)) from error


def _maybe(path: pathlib.Path | None) -> Any:
    import contextlib

    return Writer(path) if path else contextlib.nullcontext()


def _write_text(path: pathlib.Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise problem("output-unwritable", str(path)) from error


def _key(path: pathlib.Path) -> bytes:
    """The secret of the audit trail; made, for this account only, if there is none."""
    import secrets

    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        with reading(path):
            return path.read_bytes()
    except OSError as error:
        raise problem("output-unwritable", str(path)) from error
    key = secrets.token_bytes(32)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    return key


def _write_audit(options: argparse.Namespace, summary: dict[str, Any], issues: _native.Table) -> str:
    key = _key(options.key)
    if len(key) != 32:
        raise problem("audit-key-file", str(options.key))
    try:
        return _native.write_audit(
            options.audit,
            issues,
            key=key,
            key_id=options.key.stem,
            operator=options.operator,
            purpose=options.purpose,
            input_sha256=_native.file_sha256(options.file),
            rules_version=summary["rules_version"],
            units_version=summary["units_version"],
            rows=summary["rows"],
        )
    except OSError as error:
        raise problem("output-unwritable", str(options.audit)) from error


def _run_duplicates(options: argparse.Namespace) -> int:
    _outputs(options)
    if not 0 <= options.minimum <= 1:
        raise problem("option-value", f"--minimum {options.minimum}")
    source = Source(options.file, options.sheet)
    roles = sorted(set(_native.matching_roles()) | {"health_insurance"})
    columns = _columns(options, source, roles)
    if options.other is None:
        found = _clean.find_duplicates(source.whole(), columns, minimum=options.minimum, lang=options.lang)
    else:
        other = Source(options.other)
        its_own = _clean.guess_columns(other.columns)
        # The same names where the other list has them, otherwise what its own headings say.
        same = {role: name for role, name in columns.items() if name in other.columns}
        right = {role: name for role, name in its_own.items() if role in roles} | same
        if not right.keys() & columns.keys():
            raise problem("columns-unknown", f"{options.other} ({', '.join(other.columns)})")
        found = _clean.link(
            source.whole(), other.whole(), columns, right_columns=right, minimum=options.minimum, lang=options.lang
        )
    with Writer(options.output) as pairs:
        pairs.write(found.pairs)
    figures = (len(found.clusters), len(found.pairs), found.unsure)
    if options.lang == "vi":
        text = "{} người có nhiều hơn một dòng, {} cặp; {} cặp cần người xem".format(*figures)
    else:
        text = "{} people with more than one row, {} pairs; {} pairs for a person to see".format(*figures)
    print(f"{text} (rows count from 0 / dòng đếm từ 0) -> {options.output}")
    return _DONE


def _run_anonymize(options: argparse.Namespace) -> int:
    _outputs(options)
    if options.k < 2 or options.years < 1 or options.years > 100:
        raise problem("option-value", f"-k {options.k} --years {options.years}")
    source = Source(options.file, options.sheet)
    columns = _columns(options, source, _native.column_roles())
    result = _clean.clean(source.whole(), columns).table
    out: dict[str, list[Any]] = {}
    recognisable = list(_anonymous(columns, result, options.years, out))
    if not recognisable:
        raise problem("nothing-anonymous", str(options.file))
    # Masked numbers still begin with province and sex: they count as recognisable.
    report = _native.check_anonymity([out[name] for name in recognisable], k=options.k)
    rare = set(report["too_rare"])
    kept = {name: [cell for row, cell in enumerate(cells) if row not in rare] for name, cells in out.items()}
    proof = _native.check_anonymity([kept[name] for name in recognisable], k=options.k)
    if not proof["rows"] or proof["k"] < options.k:
        raise problem("k-not-reached", f"{options.file} (k = {options.k})")
    with Writer(options.output) as writer:
        writer.write(kept)
    figures = (proof["rows"], len(rare), proof["groups"], proof["k"])
    if options.lang == "vi":
        text = "Giữ {} dòng, bỏ {} dòng, {} nhóm, k = {}".format(*figures)
    else:
        text = "{} rows kept, {} suppressed, {} groups, k = {}".format(*figures)
    print(f"{text} -> {options.output}")
    return _DONE


def _anonymous(
    columns: dict[str, Any], result: _native.Table, years: int, out: dict[str, list[Any]]
) -> Iterable[str]:
    """Puts what may stay into ``out`` and gives the columns by which somebody could be recognised."""
    for role, names in columns.items():
        for name in [names] if isinstance(names, str) else names:
            match role:
                case "date_of_birth":
                    out[name] = _native.year_bands(result[name], width=years).to_pylist()
                case "sex":
                    out[name] = result[name].to_pylist()
                case "address":
                    name = f"{name}_province"
                    out[name] = result[f"{name}_name"].to_pylist()
                case "full_name" | "email" | "text" | "keep":
                    continue  # nothing of it can stay
                case _:
                    out[name] = _native.mask_column(result[name], front=3, back=0).to_pylist()
            yield name


if __name__ == "__main__":
    sys.exit(main())
