"""The report that a manager opens: one HTML file, no scripts, nothing loaded from anywhere, nobody's data unmasked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from . import _native
from ._report_words import WORDS

__all__ = ["Worst", "html", "short_html", "worst_of"]

_STYLE = """
.dd{--ink:#1b2430;--soft:#5b6675;--line:#dfe4ea;--good:#1a7f5a;--fixed:#3b82c4;--open:#d4622a;--gone:#c4ccd4;
--bad:#b3261e;font:15px/1.5 system-ui,'Segoe UI',Roboto,Arial,sans-serif;color:var(--ink);text-align:left}
.dd *{box-sizing:border-box}.dd h1{font-size:1.65rem;line-height:1.25;margin:0}.dd h2{font-size:1.15rem;
margin:2.2rem 0 .7rem;padding-bottom:.3rem;border-bottom:2px solid var(--line)}.dd p{margin:.4rem 0}
.dd .soft{color:var(--soft)}.dd .lead{font-size:1.08rem;margin:.9rem 0 1.2rem}.dd small{font-size:.82em;font-weight:400}.dd .row{display:grid;gap:.9rem}
.dd .four{grid-template-columns:repeat(4,minmax(0,1fr))}.dd .two{grid-template-columns:repeat(2,minmax(0,1fr))}
.dd .box{border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1rem;background:#fff;break-inside:avoid}
.dd .score{display:flex;gap:.8rem;align-items:center}.dd .score svg{width:5.2rem;flex:none}.dd .score b{font-size:1.1rem;
display:block}.dd .score span{color:var(--soft);font-size:.85rem;line-height:1.35;display:block}
.dd .big{font-size:1.75rem;font-weight:650;line-height:1.2;display:block;font-variant-numeric:tabular-nums}
.dd table{border-collapse:collapse;width:100%;font-size:.92rem}.dd th,.dd td{text-align:left;padding:.38rem .5rem;
border-bottom:1px solid var(--line);vertical-align:top;background:none}.dd th{font-weight:600;color:var(--soft);
font-size:.84rem}.dd .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.dd .mono{font-family:
ui-monospace,Consolas,'DejaVu Sans Mono',monospace;font-size:.86rem;word-break:break-all}.dd .bar{display:flex;
height:1rem;border-radius:.25rem;overflow:hidden;background:#eef1f4;min-width:11rem}.dd .bar i{display:block}
.dd .right{background:var(--good)}.dd .repaired{background:var(--fixed)}.dd .open{background:var(--open)}
.dd .empty{background:var(--gone)}.dd .error{background:var(--bad)}.dd .warning{background:#e0a021}
.dd .info{background:var(--fixed)}.dd .key{font-size:.86rem;color:var(--soft);margin:.2rem 0 .6rem}
.dd .key span{margin-right:1.1rem;white-space:nowrap}.dd .key i{display:inline-block;width:.75rem;height:.75rem;
border-radius:.15rem;margin-right:.35rem;vertical-align:-.05rem}.dd h3{font-size:.98rem;margin:0 0 .5rem}
.dd .issue{display:grid;grid-template-columns:minmax(0,1fr) 7rem 4.2rem;line-height:1.3;gap:.2rem .6rem;font-size:.86rem;
align-items:center;margin:.3rem 0}.dd .issue .track{height:.6rem;background:#eef1f4;border-radius:.2rem;overflow:hidden}
.dd .issue .track i{display:block;height:100%}.dd .chip{display:inline-block;border-radius:1rem;padding:.05rem .6rem;
font-size:.78rem;font-weight:600;color:#fff;white-space:nowrap}.dd .chip.warning{color:#3d2a00}.dd .heat{text-align:
center;font-variant-numeric:tabular-nums}.dd footer{margin-top:2.2rem;border-top:1px solid var(--line);padding-top:.8rem;
font-size:.84rem;color:var(--soft)}@media(max-width:52rem){.dd .four,.dd .two{grid-template-columns:repeat(2,minmax(0,
1fr))}}@media(max-width:34rem){.dd .four,.dd .two{grid-template-columns:1fr}}@media print{.dd{font-size:11pt}
.dd .two{grid-template-columns:repeat(2,minmax(0,1fr))}.dd .four{grid-template-columns:repeat(4,minmax(0,1fr))}
.dd tr{break-inside:avoid}.dd *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
_PAGE = "body{margin:0;background:#f5f7f9}.dd.page{max-width:66rem;margin:0 auto;padding:2rem 1.5rem;background:#fff}"
_KINDS = ("right", "repaired", "open", "empty")
_DIMENSIONS = ("correct", "complete", "clean", "alive")
#: Rows with the most issues, lines of what to do, and issues of a column that are shown.
_ROWS, _TODO, _ISSUES = 10, 8, 5
_ORDER = {"error": 0, "warning": 1, "info": 2}


class _Page:
    """Words, numbers and texts of one language."""

    def __init__(self, lang: str) -> None:
        if lang not in WORDS:
            raise ValueError("lang is 'vi' or 'en'")
        self.lang, self.words = lang, WORDS[lang]
        self.codes = _native.issue_codes()

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", ".") if self.lang == "vi" else f"{value:,}"

    def share(self, value: float) -> str:
        # Nothing that is not whole is shown as whole.
        text = f"{min(value, 0.999) if value < 1 else 1:.1%}" if value > 0.0005 or value == 0 else "<0.1%"
        return text.replace(".", ",") if self.lang == "vi" else text

    def day(self, today: str | None) -> str:
        """`2026-11-21` as people write it."""
        return "/".join(reversed(today.split("-"))) if today and self.lang == "vi" else today or ""

    def issue(self, code: str) -> str:
        return str(self.codes[code][f"text_{self.lang}"] if code in self.codes else code)

    def remedy(self, code: str) -> str:
        return str(self.codes[code][f"remedy_{self.lang}"] if code in self.codes else "")

    def severity(self, code: str) -> str:
        return str(self.codes[code]["severity"] if code in self.codes else "error")


class Worst:
    """The rows with the most serious issues of a list that comes in parts. Values are masked."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[int, list[tuple[str, str, str]]]] = {}

    def add(self, issues: Any) -> None:
        """Looks at the issues of one part."""
        found = _native.worst_rows(issues, _ROWS).to_pydict()
        for row, weight, *cell in zip(*found.values(), strict=True):
            self._rows.setdefault(row, (weight, []))[1].append((cell[0], cell[1], cell[2]))
        kept = sorted(self._rows, key=lambda row: (-self._rows[row][0], row))[:_ROWS]
        self._rows = {row: self._rows[row] for row in kept}

    def table(self) -> dict[int, list[tuple[str, str, str]]]:
        """Column, code and masked value of the cells, by row, worst first."""
        return {row: cells for row, (_, cells) in self._rows.items()}


def worst_of(issues: Iterable[Any]) -> dict[int, list[tuple[str, str, str]]]:
    """The worst rows of a list whose issues are at hand."""
    worst = Worst()
    for part in issues:
        worst.add(part)
    return worst.table()


def _parts(column: dict[str, Any]) -> dict[str, int]:
    seen = {kind: column[kind] for kind in ("right", "repaired", "empty")}
    return seen | {"open": column["candidates"] + column["unknown"]}


def _bar(column: dict[str, Any], page: _Page) -> str:
    parts, whole = _parts(column), max(column["cells"], 1)
    label = ", ".join(f"{page.words[kind]} {page.number(parts[kind])}" for kind in _KINDS)
    pieces = "".join(f'<i class="{kind}" style="width:{100 * parts[kind] / whole:.3f}%"></i>' for kind in _KINDS)
    return f'<div class="bar" role="img" aria-label="{escape(label)}" title="{escape(label)}">{pieces}</div>'


def _colour(score: float) -> str:
    if score >= 0.95:
        return "#1a7f5a"
    return "#b07d12" if score >= 0.8 else "#b3261e"


def _ring(score: float, text: str) -> str:
    """A ring that is closed as far as the score goes; the text in it says the same."""
    around = 2 * 3.14159265 * 40
    return (
        f'<svg viewBox="0 0 100 100" role="img" aria-label="{text}"><circle cx="50" cy="50" r="40" fill="none" '
        f'stroke="#e6eaee" stroke-width="11"/><circle cx="50" cy="50" r="40" fill="none" stroke="{_colour(score)}" '
        f'stroke-width="11" stroke-dasharray="{around * score:.2f} {around:.2f}" transform="rotate(-90 50 50)"/>'
        f'<text x="50" y="56" text-anchor="middle" font-size="19" font-weight="650" fill="#1b2430">{text}</text></svg>'
    )


def _scores(summary: dict[str, Any], page: _Page) -> str:
    boxes = "".join(
        f'<div class="box score">{_ring(summary["scores"][name], page.share(summary["scores"][name]))}'
        f"<div><b>{page.words[name][0]}</b><span>{page.words[name][1]}</span></div></div>"
        for name in _DIMENSIONS
    )
    return f'<div class="row four">{boxes}</div>'


def _totals(summary: dict[str, Any]) -> dict[str, int]:
    totals = dict.fromkeys(("cells", *_KINDS), 0)
    for column in summary["columns"].values():
        totals["cells"] += column["cells"]
        for kind, count in _parts(column).items():
            totals[kind] += count
    return totals


def _lead(summary: dict[str, Any], page: _Page) -> str:
    totals = _totals(summary)
    filled = max(totals["cells"], 1)
    figures = {name: f"<b>{page.number(count)}</b>" for name, count in totals.items()}
    shares = {f"{name}_share": page.share(count / filled) for name, count in totals.items()}
    rows = f"<b>{page.number(summary['rows'])}</b>"
    text: str = page.words["lead"].format(rows=rows, columns=len(summary["columns"]), **figures, **shares)
    return f'<p class="lead">{text}</p>'


def _named(name: str, column: dict[str, Any], page: _Page) -> str:
    """A column and, under its name, what it was taken for."""
    role = page.words["roles"].get(column["role"], column["role"].replace("_", " "))
    return f'<b>{escape(name)}</b><br><small class="soft">{escape(role)}</small>'


def _by_column(summary: dict[str, Any], page: _Page) -> str:
    words = page.words
    key = "".join(f'<span><i class="{kind}"></i>{words[kind]}</span>' for kind in _KINDS)
    heads = "".join(f'<th class="n">{words[kind]}</th>' for kind in _KINDS)
    heads += "".join(f'<th class="heat">{words[name][0]}</th>' for name in _DIMENSIONS)
    lines = ""
    for name, column in summary["columns"].items():
        parts = _parts(column)
        counts = "".join(f'<td class="n">{page.number(parts[kind])}</td>' for kind in _KINDS)
        heat = "".join(
            f'<td class="heat" style="color:{_colour(column["scores"][which])}">{page.share(column["scores"][which])}</td>'
            for which in _DIMENSIONS
        )
        lines += f"<tr><td>{_named(name, column, page)}</td><td>{_bar(column, page)}</td>{counts}{heat}</tr>"
    return (
        f'<h2>{words["columns"]}</h2><p class="key">{key}</p><table><thead><tr><th>{words["column"]}</th><th></th>'
        f"{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _by_issue(summary: dict[str, Any], page: _Page) -> str:
    """What is wrong in each column: bars of the column's own scale, shares of its cells."""
    words = page.words
    boxes = ""
    for name, column in summary["columns"].items():
        issues = sorted(column["issues"].items(), key=lambda one: (-one[1], one[0]))
        if not issues:
            continue
        most, cells, lines = issues[0][1], max(column["cells"], 1), ""
        for code, count in issues[:_ISSUES]:
            lines += (
                f'<div class="issue"><span>{escape(page.issue(code))}</span><span class="track">'
                f'<i class="{page.severity(code)}" style="width:{max(100 * count / most, 1):.2f}%"></i></span>'
                f'<span class="n">{page.number(count)}<br><small class="soft">{page.share(count / cells)}</small></span></div>'
            )
        rest = len(issues) - _ISSUES
        more = f'<p class="soft">{words["more"].format(n=rest)}</p>' if rest > 0 else ""
        boxes += f'<div class="box"><h3>{_named(name, column, page)}</h3>{lines}{more}</div>'
    key = "".join(f'<span><i class="{one}"></i>{words["severity"][one]}</span>' for one in _ORDER)
    body = f'<p class="key">{key}</p><div class="row two">{boxes}</div>' if boxes else f"<p>{words['none']}</p>"
    return f"<h2>{words['issues']}</h2>{body}"


def _to_do(summary: dict[str, Any], page: _Page) -> str:
    """What a person has to do, most serious first."""
    words = page.words
    found: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    for name, column in summary["columns"].items():
        for code, count in column["issues"].items():
            severity = page.severity(code)
            if severity != "info":
                found.setdefault((severity, page.issue(code), page.remedy(code)), []).append((count, name))
    order = sorted(found.items(), key=lambda one: (_ORDER[one[0][0]], -sum(n for n, _ in one[1]), one[0]))
    serious = [one for one in order if one[0][0] == "error"][:_TODO]
    lines = ""
    for (severity, text, remedy), places in serious + [one for one in order if one[0][0] != "error"][: _TODO // 2]:
        names = ", ".join(escape(name) for _, name in sorted(places, reverse=True))
        lines += (
            f'<tr><td><span class="chip {severity}">{words["severity"][severity]}</span></td>'
            f"<td><b>{escape(remedy or text)}</b><br><span class=soft>{escape(text if remedy else '')}</span></td>"
            f'<td>{names}</td><td class="n">{page.number(sum(n for n, _ in places))}</td></tr>'
        )
    if not lines:
        return ""
    head = f'<th></th><th>{words["action"]}</th><th>{words["column"]}</th><th class="n">{words["cells"]}</th>'
    return f"<h2>{words['next']}</h2><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _duplicates(found: Any, page: _Page) -> str:
    if found is None:
        return ""
    words, clusters = page.words, found.clusters
    extra = sum(len(cluster) - 1 for cluster in clusters)
    figures = ((len(clusters), "people"), (extra, "extra"), (found.unsure, "unsure"))
    boxes = "".join(
        f'<div class="box"><span class="big">{page.number(count)}</span>{words[name]}</div>' for count, name in figures
    )
    return f'<h2>{words["duplicates"]}</h2><div class="row four">{boxes}</div>'


def _shortened(masked: str) -> str:
    """As many stars for every value: its length is nobody's business either."""
    return re.sub(r"\*{5,}", "*****", masked)


def _worst(worst: dict[int, list[tuple[str, str, str]]], page: _Page) -> str:
    words, lines = page.words, ""
    for row, found in worst.items():
        by_cell: dict[tuple[str, str], list[str]] = {}
        for column, code, value in found:
            by_cell.setdefault((column, value), []).append(code)
        # What was put in order is not why the row is here.
        weighty = {cell: [code for code in codes if page.severity(code) != "info"] for cell, codes in by_cell.items()}
        serious = {cell: codes for cell, codes in weighty.items() if codes}
        first = f'<td class="n" rowspan="{len(serious)}"><b>{page.number(row + 1)}</b></td>'
        for (column, value), codes in serious.items():
            text = " ".join(page.issue(code) for code in codes)
            lines += (
                f'<tr>{first}<td>{escape(column)}</td><td class="mono">{escape(_shortened(value))}</td><td>{escape(text)}</td></tr>'
            )
            first = ""
    if not lines:
        return ""
    head = f'<th class="n">{words["row"]}</th><th>{words["column"]}</th><th>{words["value"]}</th><th>{words["issue"]}</th>'
    return f"<h2>{words['worst']}</h2><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def html(
    summary: dict[str, Any],
    worst: dict[int, list[tuple[str, str, str]]],
    *,
    lang: str = "vi",
    title: str = "",
    source: str = "",
    duplicates: Any = None,
    today: str | None = None,
) -> str:
    """The whole report."""
    page = _Page(lang)
    words = page.words
    title = title or words["title"]
    about = " · ".join(escape(part) for part in (source, page.day(today)) if part)
    versions = words["versions"].format(rules=escape(summary["rules_version"]), units=escape(summary["units_version"]))
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>{_PAGE}{_STYLE}</style></head><body><main class="dd page"><h1>{escape(title)}</h1>'
        f'<p class="soft">{about}</p>{_lead(summary, page)}{_scores(summary, page)}<p class="soft">{words["before"]}</p>'
        f"{_by_column(summary, page)}{_to_do(summary, page)}{_by_issue(summary, page)}{_duplicates(duplicates, page)}"
        f"{_worst(worst, page)}<footer><p>{versions}</p><p>{words['private']}</p></footer></main></body></html>\n"
    )


def short_html(summary: dict[str, Any], lang: str = "vi") -> str:
    """Scores and bars for a notebook; no values of any cell."""
    page = _Page(lang)
    return f'<div class="dd"><style>{_STYLE}</style>{_lead(summary, page)}{_scores(summary, page)}{_by_column(summary, page)}</div>'
