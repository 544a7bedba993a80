"""Reports (performance.md, section 6): ours beside a bare reportlab canvas, csv.writer, lxml's xmlfile, xlsxwriter.

The same rows (a thousand orders, over and over) with eight columns, taken from the documents by whoever writes. Bare
ones write what they are given: no totals, no wrapping, no kinds, nothing made harmless. Every writing runs in a process
of its own, so that its peak memory is its own; rivals take turns, and medians count. Seconds are those
of the processor. Then ours alone with ten times as many rows: the peak must not grow.
``python tests/bench/reports.py --help``.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

GOALS = {"pdf": 0.7, "delimited": 0.6, "xml": 0.6, "excel": 0.8}
GOAL_MEMORY = 120.0  # MB
COLUMNS: list[dict[str, object]] = [
    {"name": "Order", "from": "external_reference"},
    {"name": "Date", "from": "date", "kind": "date"},
    {"name": "Number", "from": "buyer.number"},
    {"name": "Customer", "from": "buyer.name"},
    {"name": "Status", "from": "status"},
    {"name": "Net", "from": "totals.net", "kind": "money", "total": True},
    {"name": "Tax", "from": "totals.tax", "kind": "money", "total": True},
    {"name": "Gross", "from": "totals.gross", "kind": "money", "total": True},
]
NAMES = [str(column["name"]) for column in COLUMNS]
ROWS_OF_A_PAGE = 45


class Nowhere:
    """Counts bytes."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)


def documents(count: int) -> Iterator[Mapping[str, Any]]:
    """Orders whose customers' names are as long as people's columns are."""
    from tests.report_rows import orders

    thousand = [{**row, "buyer": {"number": f"C{at % 90:04}", "name": f"Customer {at % 90} Ltd"}}
                for at, row in enumerate(orders(1000))]  # fmt: skip
    for number in range(count):
        yield thousand[number % 1000]


def picked(count: int) -> Iterator[list[str]]:
    for row in documents(count):
        buyer, totals = row["buyer"], row["totals"]
        yield [
            row["external_reference"], row["date"], buyer["number"], buyer["name"], row["status"], totals["net"],
            totals["tax"], totals["gross"],
        ]  # fmt: skip


# -- the writings: each gives the number of bytes ----------------------------------------------------------------------


def ours(kind: str, count: int) -> int:
    from desktop_sync.reports import OPTIONS, REPORTS
    from tests.report_rows import ABOUT

    sink = Nowhere()
    report = REPORTS[kind](OPTIONS[kind].model_validate({"columns": COLUMNS, "title": "Orders"}))
    assert report.render(documents(count), ABOUT, sink).rows == count
    return sink.size


def bare_canvas(count: int, font: str = "NotoSans-Regular") -> int:
    """Plain strings at fixed places, amounts to the right, a heading on each page; no rules, no widths."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if font != "Helvetica":
        pdfmetrics.registerFont(TTFont(font, str(ROOT / "resources" / "fonts" / f"{font}.ttf")))
    sink = Nowhere()
    canvas = Canvas(sink, pageCompression=1)  # type: ignore[arg-type] # it takes anything with write
    for number, row in enumerate(picked(count)):
        line = number % ROWS_OF_A_PAGE
        if not line:
            if number:
                canvas.showPage()
            canvas.setFont(font, 8.5)
            for at, name in enumerate(NAMES):
                canvas.drawString(50 + 62 * at, 800, name)
        y = 780 - 16 * line
        for at, text in enumerate(row):
            if at < 5:
                canvas.drawString(50 + 62 * at, y, text)
            else:
                canvas.drawRightString(100 + 62 * at, y, text)
    canvas.save()
    return sink.size


def bare_csv(count: int) -> int:
    sink = Nowhere()

    class Text:
        def write(self, text: str) -> int:
            return sink.write(text.encode())

    writer = csv.writer(Text(), delimiter=";")
    writer.writerow(NAMES)
    writer.writerows(picked(count))
    return sink.size


def bare_xml(count: int) -> int:
    from lxml import etree

    sink = Nowhere()
    with etree.xmlfile(sink, encoding="utf-8") as file, file.element("Report"):
        for row in picked(count):
            element = etree.Element("Row")
            for name, text in zip(NAMES, row, strict=True):
                etree.SubElement(element, name).text = text
            file.write(element)
    return sink.size


def standard_xml(count: int) -> int:
    """As ``xml.sax.saxutils`` of the standard library writes."""
    from xml.sax.saxutils import XMLGenerator

    sink = Nowhere()
    writer = XMLGenerator(sink, "utf-8")
    writer.startDocument()
    writer.startElement("Report", {})  # type: ignore[arg-type] # as does it any mapping
    for row in picked(count):
        writer.startElement("Row", {})  # type: ignore[arg-type]
        for name, text in zip(NAMES, row, strict=True):
            writer.startElement(name, {})  # type: ignore[arg-type]
            writer.characters(text)
            writer.endElement(name)
        writer.endElement("Row")
    writer.endElement("Report")
    return sink.size


def bare_excel(count: int) -> int:
    import io

    import xlsxwriter

    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "yyyy-mm-dd"})
        from datetime import date

        for at, name in enumerate(NAMES):
            sheet.write_string(0, at, name)
        for number, row in enumerate(picked(count), 1):
            for at, text in enumerate(row):
                if at == 1:
                    sheet.write_datetime(number, at, date.fromisoformat(text), day)
                elif at < 5:
                    sheet.write_string(number, at, text)
                else:
                    sheet.write_number(number, at, float(text), money)
    return len(sink.getvalue())


WRITINGS: dict[str, Callable[[int], int]] = {
    "ours, pdf": lambda count: ours("pdf", count),
    "canvas, same font": bare_canvas,
    "canvas, Helvetica": lambda count: bare_canvas(count, "Helvetica"),
    "ours, delimited": lambda count: ours("delimited", count),
    "csv.writer": bare_csv,
    "ours, xml": lambda count: ours("xml", count),
    "lxml xmlfile": bare_xml,
    "XMLGenerator": standard_xml,
    "ours, excel": lambda count: ours("excel", count),
    "xlsxwriter": bare_excel,
    "ours, json_lines": lambda count: ours("json_lines", count),
}
TABLES = {
    "pdf": ("ours, pdf", "canvas, same font", "canvas, Helvetica"),
    "delimited": ("ours, delimited", "csv.writer"),
    "xml": ("ours, xml", "lxml xmlfile", "XMLGenerator"),
    "excel": ("ours, excel", "xlsxwriter"),
}


# -- measuring ---------------------------------------------------------------------------------------------------------


def measure(name: str, count: int) -> tuple[float, float, int]:
    """Seconds, peak MB and bytes of one writing in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--writing", name, str(count)], check=True, capture_output=True, text=True
    )
    seconds, peak, size = json.loads(done.stdout)
    return float(seconds), float(peak), int(size)


def writing(name: str, count: int) -> None:
    """The child's part. Libraries are loaded before: what starting costs is measured elsewhere."""
    import resource

    import lxml.etree  # noqa: F401
    import reportlab.pdfgen.canvas  # noqa: F401
    import xlsxwriter  # noqa: F401

    WRITINGS[name](10)
    start = time.process_time()
    size = WRITINGS[name](count)
    seconds = time.process_time() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size]))


def side_by_side(kind: str, count: int, rounds: int) -> bool:
    """One table; whether the goal is met. The first name is ours, the second its rival."""
    names = TABLES[kind]
    seconds: dict[str, list[float]] = {name: [] for name in names}
    peaks: dict[str, float] = {}
    sizes: dict[str, int] = {}
    for _ in range(rounds):
        for name in names:
            taken, peak, sizes[name] = measure(name, count)
            seconds[name].append(taken)
            peaks[name] = max(peak, peaks.get(name, 0.0))
    rival = statistics.median(seconds[names[1]])
    print(f"{kind}: {count:,} rows, median of {rounds}")
    print(f"{'':28}{'rows/s':>11}{'ratio':>7}{'goal':>7}{'peak MB':>9}{'MB':>7}")
    for name in names:
        taken = statistics.median(seconds[name])
        goal = f"≥ {GOALS[kind]}" if name == names[0] else ""
        print(f"{name:28}{count / taken:11,.0f}{rival / taken:7.2f}{goal:>7}{peaks[name]:9.0f}{sizes[name] / 1e6:7.1f}")
    return rival / statistics.median(seconds[names[0]]) >= GOALS[kind]


def growth(kind: str, count: int) -> bool:
    """Peak memory of ours with a tenth of the rows and with all; whether it stays flat."""
    few, many = (measure(f"ours, {kind}", number)[1] for number in (count // 10, count))
    flat = many <= min(GOAL_MEMORY, few * 1.1 + 3)
    told = f"{few:.0f} MB with {count // 10:,} rows, {many:.0f} MB with {count:,}: {'met' if flat else 'MISSED'}"
    print(f"peak memory, {kind} (goal: ≤ {GOAL_MEMORY:.0f} MB and flat): {told}")
    return flat


def main(argv: Sequence[str] | None = None) -> int:
    """0: all goals are met."""
    parser = argparse.ArgumentParser(prog="reports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=sorted(TABLES), help="one kind")
    parser.add_argument("--writing", nargs=2, metavar=("NAME", "ROWS"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.writing:
        writing(chosen.writing[0], int(chosen.writing[1]))
        return 0
    kinds = [chosen.only] if chosen.only else list(TABLES)
    met = [side_by_side(kind, chosen.rows, chosen.rounds) for kind in kinds]
    met += [growth(kind, chosen.rows) for kind in (kinds if chosen.only else [*kinds, "json_lines"])]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
