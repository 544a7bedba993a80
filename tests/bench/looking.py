"""Looking at a folder of known files (performance.md, section 3): ours beside names alone, scandir + stat, and pathlib.

Times are medians of seven rounds, side by side; peak memory is measured in a process of its own (Linux).
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from operator import truediv
from pathlib import Path

from desktop_sync.clock import SystemClock
from desktop_sync.core.model import Entity
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.sources.files import Files, FilesOptions
from desktop_sync.stores.local import Local, LocalOptions

LOOKS = 7
GOAL_TIME = 1.6  # times scandir + stat
GOAL_MEMORY = 40.0  # MB above idle
BASE = "scandir + stat"
JUDGED = "ours, with the ledger"
PLACE = ("orders", "erp")


class KnownSet:
    """Answers from memory, as fast as Python can: what is left is the cost of the source alone."""

    def __init__(self, folder: Path) -> None:
        self._known: dict[str, tuple[int, int]] = {}
        for entry in os.scandir(folder):
            seen = entry.stat()
            self._known[entry.name] = (seen.st_size, seen.st_mtime_ns)

    @property
    def quiet(self) -> int | None:
        return None

    def as_before(self) -> None:
        """Never: it is always asked."""

    def found_nothing(self, digest: int) -> None:
        """It is always asked."""

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        known = self._known
        return [one for one in entities if known.get(one.path) != (one.size, one.mtime_ns)]


def names(folder: Path, data: Path) -> Callable[[], None]:
    def look() -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                _ = entry.name

    return look


def bare(folder: Path, data: Path) -> Callable[[], None]:
    def look() -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                entry.stat()

    return look


def pathlib(folder: Path, data: Path) -> Callable[[], None]:
    def look() -> None:
        for path in folder.iterdir():
            if path.is_file():
                path.stat()

    return look


def source(folder: Path) -> Files:
    return Files(Local(LocalOptions(path=str(folder))), FilesOptions(min_age=0.0), SystemClock())


def ours(folder: Path, data: Path) -> Callable[[], None]:
    files, known = source(folder), KnownSet(folder)

    def look() -> None:
        assert not any(found.notices for found in files.discover(None, known))

    return look


def with_ledger(folder: Path, data: Path) -> Callable[[], None]:
    files, ledger = source(folder), Ledger(Database(data / "ledger.db"), SystemClock())
    place = ledger.items.place(*PLACE)

    def look() -> None:
        known = ledger.items.look(place)
        assert not any(found.notices for found in files.discover(None, known))
        assert known.end() == 0

    return look


ROWS: dict[str, Callable[[Path, Path], Callable[[], None]]] = {
    "names alone": names,
    BASE: bare,
    "pathlib": pathlib,
    "ours, ledger left out": ours,
    JUDGED: with_ledger,
}


def fill(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"order-{number:07}.xml").write_bytes(b"<order/>")


def notice_all(folder: Path, data: Path) -> None:
    """The ledger comes to know every file."""
    ledger = Ledger(Database(data / "ledger.db"), SystemClock())
    place, run = ledger.items.place(*PLACE), ledger.journal.begin_run(PLACE[0])
    known = ledger.items.look(place)
    for found in source(folder).discover(None, known):
        ledger.items.notice(place, found, run)
    ledger.close()


def memory(what: str) -> float:
    """MB of this process by Linux: VmRSS now, VmHWM at its peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(what)) / 1024


def measure_here(row: str, folder: Path, data: Path) -> float:
    """MB that looks need above what the process had when it was ready."""
    look = ROWS[row](folder, data)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    idle = memory("VmRSS")
    for _ in range(2):
        look()
    return memory("VmHWM") - idle


def peak_of(row: str, folder: Path, data: Path) -> float:
    """The same in a process of its own."""
    code = [sys.executable, "-m", "tests.bench.looking", "--row", row, str(folder), str(data)]
    return float(subprocess.run(code, check=True, capture_output=True, text=True).stdout)


def side_by_side(folder: Path, data: Path) -> dict[str, list[float]]:
    """Seconds of every look, round by round, so that a busy machine is busy for all."""
    looks = {row: make(folder, data) for row, make in ROWS.items()}
    seconds: dict[str, list[float]] = {row: [] for row in ROWS}
    for _ in range(LOOKS):
        for row, look in looks.items():
            begun = time.perf_counter()
            look()
            seconds[row].append(time.perf_counter() - begun)
    return seconds


def compare(count: int, place: Path) -> bool:
    """Prints one size; False when a goal is missed."""
    folder, data = place / "drop", place / "data"
    folder.mkdir()
    data.mkdir()
    fill(folder, count)
    notice_all(folder, data)
    peaks = {row: peak_of(row, folder, data) for row in ROWS}
    seconds = side_by_side(folder, data)
    ratios = {row: statistics.median(map(truediv, seconds[row], seconds[BASE])) for row in ROWS}
    print(f"\n{count:,} known files")
    for row in ROWS:
        print(f"  {row:<22} {statistics.median(seconds[row]):7.3f} s {ratios[row]:5.2f} x {peaks[row]:6.1f} MB")
    met = ratios[JUDGED] <= GOAL_TIME and peaks[JUDGED] <= GOAL_MEMORY
    print(f"  goal: {JUDGED}: <= {GOAL_TIME} x and <= {GOAL_MEMORY:.0f} MB above idle: {'met' if met else 'MISSED'}")
    return met


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every goal is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also 1,000,000 files")
    parser.add_argument("--row", nargs=3, metavar=("ROW", "FOLDER", "DATA"), help="measure one row here")
    options = parser.parse_args(argv)
    if options.row:
        row, folder, data = options.row
        print(measure_here(row, Path(folder), Path(data)))
        return 0
    good = True
    for count in (10_000, 100_000, *([1_000_000] if options.large else [])):
        with tempfile.TemporaryDirectory() as place:
            good = compare(count, Path(place)) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
