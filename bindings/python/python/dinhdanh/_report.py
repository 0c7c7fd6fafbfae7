"""The report that a manager opens: one HTML file, no scripts, nothing loaded from anywhere."""

from __future__ import annotations

from html import escape
from typing import Any

from . import _native

_WORDS = {
    "vi": {
        "title": "Báo cáo chất lượng danh sách",
        "correct": ("Đúng", "không có lỗi nghiêm trọng"),
        "complete": ("Đủ", "có giá trị"),
        "clean": ("Sạch", "không cần sửa"),
        "alive": ("Sống", "theo dạng hiện hành"),
        "rows": "dòng",
        "before": "Điểm của danh sách trước khi làm sạch. Điểm không chứng minh dữ liệu đúng người: cần đối chiếu với "
        "Cơ sở dữ liệu quốc gia về dân cư.",
        "columns": "Theo cột",
        "column": "Cột",
        "right": "Đúng sẵn",
        "repaired": "Đã sửa",
        "open": "Cần người xem",
        "empty": "Trống",
        "issues": "Các vấn đề thường gặp",
        "issue": "Vấn đề",
        "cells": "Số ô",
        "next": "Việc cần làm",
        "worst": "Các dòng nhiều lỗi nhất (đã che)",
        "row": "Dòng",
        "value": "Giá trị (che)",
        "none": "Không có vấn đề nào.",
        "versions": "Phiên bản quy tắc {rules}, bảng đơn vị hành chính {units}.",
    },
    "en": {
        "title": "Quality of the list",
        "correct": ("Correct", "no serious issue"),
        "complete": ("Complete", "has a value"),
        "clean": ("Clean", "needed no repair"),
        "alive": ("Alive", "in the form of today"),
        "rows": "rows",
        "before": "Scores of the list before cleaning. They do not prove that a value is the person's: that takes the "
        "national population database.",
        "columns": "By column",
        "column": "Column",
        "right": "Right",
        "repaired": "Repaired",
        "open": "For a person to see",
        "empty": "Empty",
        "issues": "Frequent issues",
        "issue": "Issue",
        "cells": "Cells",
        "next": "What to do next",
        "worst": "Rows with the most issues (masked)",
        "row": "Row",
        "value": "Value (masked)",
        "none": "No issues.",
        "versions": "Rules {rules}, administrative units {units}.",
    },
}
_STYLE = """
:root{color-scheme:light}body{font:16px/1.5 system-ui,'Segoe UI',Arial,sans-serif;margin:2rem auto;max-width:62rem;
padding:0 1rem;color:#1b1f24}h1{font-size:1.7rem;margin:0 0 .3rem}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}
.scores{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:1.2rem 0}
.score{border:1px solid #d0d7de;border-radius:.6rem;padding:.9rem 1rem}.score b{font-size:1.9rem;display:block}
.score span{color:#57606a;font-size:.9rem}table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d8dee4;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.bar{display:flex;height:.9rem;border-radius:.2rem;
overflow:hidden;background:#eaeef2;min-width:9rem}.bar i{display:block}.r{background:#1a7f5a}.p{background:#3b82c4}
.o{background:#d4622a}.e{background:#c4ccd4}.key span{margin-right:1.2rem}.key i{display:inline-block;width:.8rem;
height:.8rem;border-radius:.15rem;margin-right:.35rem}p.note{color:#57606a}ol li{margin:.35rem 0}
"""
_KINDS = (("right", "r"), ("repaired", "p"), ("open", "o"), ("empty", "e"))
_SHOWN = 12


def _words(lang: str) -> dict[str, Any]:
    if lang not in _WORDS:
        raise ValueError("lang is 'vi' or 'en'")
    return _WORDS[lang]


def _parts(column: dict[str, Any]) -> dict[str, int]:
    seen = {"right": column["right"], "repaired": column["repaired"], "empty": column["empty"]}
    return seen | {"open": column["candidates"] + column["unknown"]}


def _bar(column: dict[str, Any], words: dict[str, Any]) -> str:
    parts, whole = _parts(column), max(column["cells"], 1)
    label = ", ".join(f"{words[kind]} {parts[kind]}" for kind, _ in _KINDS)
    pieces = "".join(f'<i class="{css}" style="width:{100 * parts[kind] / whole:.3f}%"></i>' for kind, css in _KINDS)
    return f'<div class="bar" role="img" aria-label="{escape(label)}">{pieces}</div>'


def _scores(summary: dict[str, Any], words: dict[str, Any]) -> str:
    boxes = (
        f'<div class="score"><span>{words[name][0]}</span><b>{score:.1%}</b><span>{words[name][1]}</span></div>'
        for name, score in summary["scores"].items()
    )
    return f'<div class="scores">{"".join(boxes)}</div>'


def _counts(summary: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Cells, column and code, most frequent first."""
    every = ((n, name, code) for name, column in summary["columns"].items() for code, n in column["issues"].items())
    return sorted(every, key=lambda one: (-one[0], one[1], one[2]))


def _worst(issues: _native.Table, words: dict[str, Any], texts: dict[str, Any], lang: str) -> str:
    """The rows with the most serious issues. Values are masked: a report travels further than its list."""
    weights = {"info": 0, "warning": 1, "error": 5}
    by_row: dict[int, int] = {}
    rows, severities = issues["row"].to_pylist(), issues["severity"].to_pylist()
    for row, severity in zip(rows, severities, strict=True):
        by_row[row] = by_row.get(row, 0) + weights.get(severity, 0)
    worst = sorted((row for row, weight in by_row.items() if weight), key=lambda row: (-by_row[row], row))[:_SHOWN]
    wanted = set(worst)
    found: dict[int, list[tuple[str, str, str]]] = {row: [] for row in worst}
    columns, codes, befores = (issues[name].to_pylist() for name in ("column", "code", "before"))
    for row, column, code, before in zip(rows, columns, codes, befores, strict=True):
        if row in wanted:
            found[row].append((column, code, before))
    lines = []
    for row in worst:
        for column, code, before in found[row]:
            text = texts.get(code, {}).get(f"text_{lang}", code)
            (masked,) = _native.mask_column([before], front=2, back=1).to_pylist()
            lines.append(
                f'<tr><td class="n">{row + 1}</td><td>{escape(column)}</td><td>{escape(masked)}</td>'
                f"<td>{escape(text)}</td></tr>"
            )
    if not lines:
        return ""
    head = f'<th class="n">{words["row"]}</th><th>{words["column"]}</th><th>{words["value"]}</th><th>{words["issue"]}</th>'
    return f'<h2>{words["worst"]}</h2><table><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def html(summary: dict[str, Any], issues: _native.Table, *, lang: str = "vi", title: str = "") -> str:
    """The whole report."""
    words, texts = _words(lang), _native.issue_codes()
    title = title or words["title"]
    columns = "".join(
        f'<tr><td>{escape(name)}</td><td>{_bar(column, words)}</td>'
        + "".join(f'<td class="n">{_parts(column)[kind]}</td>' for kind, _ in _KINDS)
        + "</tr>"
        for name, column in summary["columns"].items()
    )
    heads = "".join(f'<th class="n">{words[kind]}</th>' for kind, _ in _KINDS)
    key = "".join(f'<span><i class="{css}"></i>{words[kind]}</span>' for kind, css in _KINDS)
    counts = _counts(summary)
    frequent = "".join(
        f'<tr><td>{escape(column)}</td><td>{escape(texts.get(code, {}).get(f"text_{lang}", code))}</td>'
        f'<td class="n">{n}</td></tr>'
        for n, column, code in counts[:_SHOWN]
    )
    todo: list[str] = []
    for n, column, code in counts:
        text = texts.get(code)
        if text and text["severity"] != "info":
            todo.append(f'<li><b>{escape(column)}</b> ({n}): {escape(text[f"remedy_{lang}"])}</li>')
    versions = words["versions"].format(rules=escape(summary["rules_version"]), units=escape(summary["units_version"]))
    issue_table = (
        f'<table><thead><tr><th>{words["column"]}</th><th>{words["issue"]}</th><th class="n">{words["cells"]}</th></tr>'
        f"</thead><tbody>{frequent}</tbody></table>"
        if frequent
        else f'<p>{words["none"]}</p>'
    )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1><p>{summary['rows']} {words['rows']}</p>"
        f"{_scores(summary, words)}<p class=note>{words['before']}</p><h2>{words['columns']}</h2><p class=key>{key}</p>"
        f'<table><thead><tr><th>{words["column"]}</th><th></th>{heads}</tr></thead><tbody>{columns}</tbody></table>'
        f"<h2>{words['issues']}</h2>{issue_table}"
        + (f"<h2>{words['next']}</h2><ol>{''.join(todo[:_SHOWN])}</ol>" if todo else "")
        + _worst(issues, words, texts, lang)
        + f"<p class=note>{versions}</p></body></html>\n"
    )


def short_html(summary: dict[str, Any]) -> str:
    """Scores and bars for a notebook, in English; no values of any cell."""
    words = _words("en")
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td style='width:14rem'>{_bar(column, words)}</td></tr>"
        for name, column in summary["columns"].items()
    )
    return f"<style>{_STYLE}</style>{_scores(summary, words)}<table>{rows}</table>"
