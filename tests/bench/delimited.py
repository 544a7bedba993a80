"""Reading delimited text (performance.md, section 1): ours beside csv.reader, its rows grouped, and DictReader.

One made-up file of orders in windows-1252: a header row and five line rows each. Every reading runs in a process of its
own, so that its peak memory is its own; all rivals take turns, round by round, and medians count. Seconds are those of
the processor. Then ours alone on 10 MB and on ``--large``: the peak must not grow.
``python tests/bench/delimited.py --help``.
"""

from __future__ import annotations

import argparse
import csv
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

GOAL = 0.7  # of csv.reader with its rows grouped
GOAL_MEMORY = 150.0  # MB
GOAL_GROWTH = 1.1  # peak of a large file to that of 10 MB
ORDER = ("Type", "No", "Date", "Currency", "Status", "CustomerNo", "Customer", "City")
LINE = ("Type", "Pos", "Sku", "Text", "Qty", "Unit", "Price")
CODEC = "cp1252"


# -- the files ---------------------------------------------------------------------------------------------------------


def order(number: int, wide: bool, quoted: bool) -> str:
    """Six rows by type, or five that repeat the order beside each line."""
    head = [
        f"A-{number:08}",
        f"{number % 28 + 1:02}.03.2024",
        "EUR",
        "A",
        f"C{number % 5000:05}",
        "Muster & Söhne",
        "Köln",
    ]
    lines = [
        [str(line), f"ART-{(number * 7 + line) % 10000:05}", f"Sechskantschraube M8x{line * 10} verzinkt",
         f"{line * 3},000", "PCE", f"{line}2,{number % 100:02}"]
        for line in range(1, 6)
    ]  # fmt: skip
    rows = [[*head, *line] for line in lines] if wide else [["H", *head], *(["L", *line] for line in lines)]
    sign = '"' if quoted else ""
    return "".join(";".join(f"{sign}{field}{sign}" for field in row) + "\r\n" for row in rows)


def write(path: Path, megabytes: float, *, wide: bool = False, quoted: bool = False) -> None:
    """Orders until the file has this size."""
    left, number = megabytes * 1e6, 0
    with path.open("wb") as file:
        while left > 0:
            data = "".join(order(number + one, wide, quoted) for one in range(100)).encode(CODEC)
            left, number = left - len(data), number + 100
            file.write(data)


# -- the readings: each gives the number of records --------------------------------------------------------------------


def ours(path: Path, *, wide: bool = False) -> int:
    from desktop_sync.core.mapping import Sources
    from desktop_sync.formats.delimited import Delimited, DelimitedOptions

    options: dict[str, object] = {"delimiter": ";", "encoding": "windows-1252", "header": False}
    line = {"Pos", "Sku", "Qty", "Unit", "Price"}
    if wide:
        options |= {"key": "No", "columns": [*ORDER[1:], *LINE[1:]]}
    else:
        types = {"order": {"type": "H", "columns": ORDER}, "line": {"type": "L", "below": "order", "columns": LINE}}
        options |= {"record_type": "1", "records": types}
    asked = Sources(set(ORDER[1:6]), {"lines" if wide else "line": Sources(line)})
    with path.open("rb") as payload:
        return sum(1 for _ in Delimited(DelimitedOptions.model_validate(options), {"": asked}).parse(payload))


def grouped(path: Path) -> int:
    """A dict for every row, the lines in a list of their order: the rival that counts."""
    count = 0
    lines: list[dict[str, str]] = []
    with path.open(encoding=CODEC, newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if row[0] == "H":
                lines = []
                current = (dict(zip(ORDER, row, strict=True)), lines)
                count += bool(current)
            else:
                lines.append(dict(zip(LINE, row, strict=True)))
    return count


def grouped_by_key(path: Path) -> int:
    count, key = 0, None
    lines: list[dict[str, str]] = []
    names = (*ORDER[1:], *LINE[1:])
    with path.open(encoding=CODEC, newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if row[0] != key:
                count, key, lines = count + 1, row[0], []
            lines.append(dict(zip(names, row, strict=True)))
    return count


def bare(path: Path) -> int:
    count = 0
    with path.open(encoding=CODEC, newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            count += row[0] == "H"
    return count


def dict_reader(path: Path) -> int:
    with path.open(encoding=CODEC, newline="") as file:
        return sum(row["Type"] == "H" for row in csv.DictReader(file, ORDER, delimiter=";"))


READINGS: dict[str, Callable[[Path], int]] = {
    "ours, by type": ours,
    "csv.reader, grouped": grouped,
    "csv.reader, nothing built": bare,
    "csv.DictReader": dict_reader,
    "ours, by key": lambda path: ours(path, wide=True),
    "csv.reader, grouped by key": grouped_by_key,
}
TABLES = (
    ("ours, by type", "csv.reader, grouped", "csv.reader, nothing built", "csv.DictReader"),
    ("ours, by key", "csv.reader, grouped by key"),
)


# -- measuring ---------------------------------------------------------------------------------------------------------


def measure(name: str, path: Path) -> tuple[float, float, int]:
    """Seconds, peak MB and records of one reading in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--reading", name, str(path)], check=True, capture_output=True, text=True
    )
    seconds, peak, count = json.loads(done.stdout)
    return float(seconds), float(peak), int(count)


def reading(name: str, path: Path) -> None:
    """The child's part."""
    import resource

    if name.startswith("ours"):
        import desktop_sync.formats.delimited  # noqa: F401 - what starting costs is measured elsewhere
    start = time.process_time()
    count = READINGS[name](path)
    seconds = time.process_time() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, count]))


def side_by_side(path: Path, names: Sequence[str], rounds: int, title: str) -> bool:
    """One table; whether the goal is met. The first name is ours, the second its rival."""
    megabytes = path.stat().st_size / 1e6
    rows = sum(1 for _ in path.open("rb"))
    seconds: dict[str, list[float]] = {name: [] for name in names}
    peaks: dict[str, float] = {}
    counts: dict[str, int] = {}
    for _ in range(rounds):
        for name in names:
            taken, peak, counts[name] = measure(name, path)
            seconds[name].append(taken)
            peaks[name] = max(peak, peaks.get(name, 0.0))
    rival = statistics.median(seconds[names[1]])
    print(f"{title}: {megabytes:.0f} MB, {rows:,} rows, {counts[names[0]]:,} records, median of {rounds}")
    print(f"{'':28}{'MB/s':>8}{'rows/s':>11}{'ratio':>7}{'goal':>7}{'peak MB':>9}")
    for name in names:
        taken = statistics.median(seconds[name])
        goal = f"≥ {GOAL}" if name == names[0] else ""
        print(f"{name:28}{megabytes / taken:8.1f}{rows / taken:11,.0f}{rival / taken:7.2f}{goal:>7}{peaks[name]:9.0f}")
    assert len(set(counts.values())) == 1, counts
    return rival / statistics.median(seconds[names[0]]) >= GOAL


def growth(folder: Path, megabytes: float, name: str, *, wide: bool) -> bool:
    """Peak memory of ours with 10 MB and with a large file; whether it stays flat."""
    peaks = []
    for size in (10.0, megabytes):
        path = folder / "growing.csv"
        write(path, size, wide=wide)
        _, peak, _ = measure(name, path)
        peaks.append(peak)
        path.unlink()
    flat = peaks[1] <= peaks[0] * GOAL_GROWTH and peaks[1] <= GOAL_MEMORY
    told = f"{peaks[0]:.0f} MB with 10 MB, {peaks[1]:.0f} MB with {megabytes:,.0f} MB: {'met' if flat else 'MISSED'}"
    print(f"peak memory of {name} (goal: ≤ {GOAL_MEMORY:.0f} MB, ≤ {GOAL_GROWTH} times that with 10 MB): {told}")
    return flat


def main(argv: Sequence[str] | None = None) -> int:
    """0: both goals are met."""
    parser = argparse.ArgumentParser(prog="delimited", description=__doc__)
    parser.add_argument("--size", type=float, default=50.0, help="MB of the files that all read (50)")
    parser.add_argument("--large", type=float, default=1000.0, help="MB of the file for memory (1000)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reading", nargs=2, metavar=("NAME", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.reading:
        reading(chosen.reading[0], Path(chosen.reading[1]))
        return 0
    met = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "orders.csv")
        for quoted in (False, True):
            for names in TABLES:
                wide = names is TABLES[1]
                write(path, chosen.size, wide=wide, quoted=quoted)
                met.append(side_by_side(path, names, chosen.rounds, "in quotes" if quoted else "plain"))
        path.unlink()
        met.append(growth(Path(folder), chosen.large, "ours, by type", wide=False))
        met.append(growth(Path(folder), chosen.large, "ours, by key", wide=True))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
