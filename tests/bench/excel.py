"""Reading workbooks: ours beside the bare libraries, openpyxl (read only, values) and xlrd, which group no rows.

A made-up workbook of orders, five rows each. Every reading runs in a process of its own, so that its peak memory is its
own; medians count, seconds are those of the processor. Nothing is judged but the memory.
``python tests/bench/excel.py --help``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

GOAL_MEMORY = 150.0  # MB
COLUMNS = ("Order", "Date", "Customer", "Name", "Article", "Text", "Quantity", "Unit", "Price", "Rev")
OLD = 60_000  # rows, of an .xls


def row(number: int) -> list[str | float]:
    order = number // 5
    return [f"A-{order:06}", 46_000 + order % 300, f"C{order % 977}", f"Customer {order % 977}", f"SKU-{number % 5000}",
            f"Article number {number} of the list", number % 17 + 0.5, "pcs", number % 1000 / 100, 1]  # fmt: skip


def write(path: Path, many: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet("Orders"), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, COLUMNS)
        sheet.set_column(1, 1, 12, day)
        for number in range(many):
            sheet.write_row(number + 1, 0, row(number))
            sheet.write_number(number + 1, 1, 46_000 + number // 5 % 300, day)


def write_old(path: Path, many: int) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Orders")
    table: list[list[str | float]] = [list(COLUMNS), *map(row, range(many))]
    for number, cells in enumerate(table):
        for column, cell in enumerate(cells):
            sheet.write(number, column, cell)
    book.save(str(path))


def ours(path: Path) -> int:
    from desktop_sync.core.sources import Sources
    from desktop_sync.formats.excel import ExcelFormat, ExcelOptions

    asked = Sources(set(COLUMNS[:4]), {"lines": Sources(set(COLUMNS[4:]))})
    with path.open("rb") as payload:
        found = ExcelFormat(ExcelOptions(key=("Order",)), {"": asked}).parse(payload)
        return sum(len(record.values["lines"] or ()) for record in found)


def by_openpyxl(path: Path) -> int:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for _ in book.active.iter_rows(values_only=True)) - 1


def by_xlrd(path: Path) -> int:
    import xlrd

    sheet = xlrd.open_workbook(str(path)).sheet_by_index(0)
    return sum(bool(sheet.row_values(number)) for number in range(1, sheet.nrows))


READINGS: dict[str, Callable[[Path], int]] = {"ours": ours, "openpyxl": by_openpyxl, "xlrd": by_xlrd}


def measure(name: str, path: Path) -> tuple[float, float, int]:
    """Seconds, peak MB and rows of one reading in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--reading", name, str(path)], check=True, capture_output=True, text=True
    )
    seconds, peak, count = json.loads(done.stdout)
    return float(seconds), float(peak), int(count)


def reading(name: str, path: Path) -> None:
    """The child's part."""
    import resource

    start = time.process_time()
    count = READINGS[name](path)
    seconds = time.process_time() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, count]))


def side_by_side(path: Path, names: Sequence[str], rounds: int) -> bool:
    """One table; whether ours keeps to its memory. The first name is ours, the second its rival."""
    seconds: dict[str, list[float]] = {name: [] for name in names}
    peaks: dict[str, float] = {}
    counts: dict[str, int] = {}
    for _ in range(rounds):
        for name in names:
            taken, peak, counts[name] = measure(name, path)
            seconds[name].append(taken)
            peaks[name] = max(peak, peaks.get(name, 0.0))
    rival, rows = statistics.median(seconds[names[1]]), counts[names[0]]
    print(f"{path.suffix}: {path.stat().st_size / 1e6:.1f} MB, {rows:,} rows, median of {rounds}")
    print(f"{'':12}{'rows/s':>11}{'ratio':>7}{'peak MB':>9}")
    for name in names:
        taken = statistics.median(seconds[name])
        print(f"{name:12}{rows / taken:11,.0f}{rival / taken:7.2f}{peaks[name]:9.0f}")
    assert len(set(counts.values())) == 1, counts
    return peaks[names[0]] <= GOAL_MEMORY


def main(argv: Sequence[str] | None = None) -> int:
    """0: memory is as it should be."""
    parser = argparse.ArgumentParser(prog="excel", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reading", nargs=2, metavar=("NAME", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--writing", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.writing:
        (write if chosen.writing.suffix == ".xlsx" else write_old)(chosen.writing, chosen.rows)
        return 0
    if chosen.reading:
        reading(chosen.reading[0], Path(chosen.reading[1]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        new, old = Path(folder, "orders.xlsx"), Path(folder, "orders.xls")
        for path, many in ((new, chosen.rows), (old, min(chosen.rows, OLD))):  # a child has its parent's peak
            subprocess.run([sys.executable, __file__, "--rows", str(many), "--writing", str(path)], check=True)
        met = [side_by_side(path, ("ours", rival), chosen.rounds) for path, rival in ((new, "openpyxl"), (old, "xlrd"))]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
