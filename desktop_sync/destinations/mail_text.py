"""What a mail says about a report: subject, plain text, and simple HTML where there is a summary. Pure.

What comes from documents is one line of text wherever it stands, cut where it is long, and escaped in HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TypeAlias

from desktop_sync.core.exporting import Finished
from desktop_sync.core.notice_text import Text
from desktop_sync.core.periods import in_words
from desktop_sync.core.report_names import text_of
from desktop_sync.core.summaries import Summary
from desktop_sync.core.words import Words
from desktop_sync.destinations.mail_options import ReportMailOptions
from desktop_sync.destinations.spelling import one_line

Facts: TypeAlias = "Sequence[tuple[str, str]]"
_WIDEST = 32  # signs of a column in plain text
_STYLE = "font-family:Segoe UI,Helvetica,Arial,sans-serif;font-size:10pt"
_CELL = "padding:2px 8px;border-bottom:1px solid #ddd;vertical-align:top;text-align:"
_AS_WRITTEN = "white-space:pre-wrap;margin:0 0 1em 0"


def compose(file: Finished, options: ReportMailOptions, words: Words) -> Text:
    """The mail of one report."""
    summary = Summary.from_json(file.summary) if options.summary and file.summary else None
    period = _period(file, words)
    title = f"{file.about.flow if summary is None else summary.title} {file.about.document}".rstrip()
    subject = one_line(text_of(options.subject, file.values)) or ", ".join(filter(None, (title, period)))
    said = text_of(options.text, file.values)
    lines = [said.strip()] if said.strip() else list(_opening(file, title, words)) if options.attached else []
    facts = list(_facts(file, period, words)) if summary is not None or not said.strip() else []
    if summary is None:
        return Text(subject, _plain(lines, "", facts, "", []), "")
    head, rest = one_line(title), list(_rest(summary, words))
    text = _plain(lines, head, facts, _plain_table(summary, words), rest)
    return Text(subject, text, _html(lines, head, facts, _table(summary, words), rest))


def _period(file: Finished, words: Words) -> str:
    about = file.about
    return "" if about.window is None else in_words(about.window, about.zone, words, words.day)


def _opening(file: Finished, title: str, words: Words) -> Iterator[str]:
    yield words("The report {title} is attached: {name}", title=one_line(title), name=one_line(file.name))


def _facts(file: Finished, period: str, words: Words) -> Iterator[tuple[str, str]]:
    if period:
        yield words("Period"), period
    if file.about.account:
        yield words("Account"), one_line(file.about.account)
    yield words("Rows"), words.number(file.rows)
    yield words("Made"), words.moment(file.about.made_at.astimezone(file.about.zone))


def _rest(summary: Summary, words: Words) -> Iterator[str]:
    """What is not shown."""
    if not summary.count:
        yield words("Nothing in this period.")
    if more := summary.count - len(summary.rows):
        yield words.counted(more, "{count} further row is not shown here.", "{count} further rows are not shown here.")
    if summary.hidden:
        yield words.counted(
            summary.hidden, "{count} further column is not shown here.", "{count} further columns are not shown here."
        )


def _totals(summary: Summary, words: Words) -> Iterator[Sequence[str]]:
    """As rows; the currency stands behind each amount."""
    for total in summary.totals:
        cells = [f"{cell} {total.currency}".rstrip() if cell else "" for cell in total.cells]
        if cells and not cells[0]:
            cells[0] = words("Total")
        yield cells


# -- plain text -------------------------------------------------------------------------------------------------------


def _plain(lines: Sequence[str], head: str, facts: Facts, table: str, rest: Sequence[str]) -> str:
    widest = max((len(name) for name, _ in facts), default=0) + 2
    told = "\n".join(f"{f'{name}:':{widest}}{said}" for name, said in facts)
    return "\n\n".join(part for part in (*lines, head, told, table, "\n".join(rest)) if part) + "\n"


def _plain_table(summary: Summary, words: Words) -> str:
    if not summary.rows:
        return ""
    totals = list(_totals(summary, words))
    shown = [[_cut(cell) for cell in row] for row in (summary.headings, *summary.rows, *totals)]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    drawn = ["  ".join(map(_placed, row, widths, summary.right)).rstrip() for row in shown]
    rule = "-" * min(sum(widths) + 2 * (len(widths) - 1), 100)
    end = len(drawn) - len(totals)
    return "\n".join([drawn[0], rule, *drawn[1:end], *([rule] if totals else []), *drawn[end:]])


def _cut(cell: str) -> str:
    line = one_line(cell)
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"


def _placed(cell: str, width: int, right: bool) -> str:
    return cell.rjust(width) if right else cell.ljust(width)


# -- HTML -------------------------------------------------------------------------------------------------------------


def _html(lines: Sequence[str], head: str, facts: Facts, table: str, rest: Sequence[str]) -> str:
    said = "".join(f'<p style="{_AS_WRITTEN}">{escape(line)}</p>\n' for line in lines)
    told = "<br>\n".join(f"{escape(name)}: <strong>{escape(value)}</strong>" for name, value in facts)
    left = "".join(f"<p>{escape(line)}</p>\n" for line in rest)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(head)}</title></head>\n'
        f'<body style="{_STYLE}">\n{said}<h2>{escape(head)}</h2>\n<p>{told}</p>\n{table}{left}</body></html>\n'
    )


def _table(summary: Summary, words: Words) -> str:
    if not summary.rows:
        return ""
    rows = [_row("th", summary.headings, summary.right, "background:#eee;")]
    rows += [_row("td", row, summary.right) for row in summary.rows]
    rows += [_row("td", cells, summary.right, "font-weight:bold;") for cells in _totals(summary, words)]
    return f'<table style="border-collapse:collapse;{_STYLE}">\n{"".join(rows)}</table>\n'


def _row(tag: str, cells: Sequence[str], right: Sequence[bool], style: str = "") -> str:
    made = (
        f'<{tag} style="{style}{_CELL}{"right" if to_right else "left"}">{escape(one_line(cell))}</{tag}>'
        for cell, to_right in zip(cells, right, strict=True)
    )
    return f"<tr>{''.join(made)}</tr>\n"
