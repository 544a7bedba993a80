"""Looking at a folder of known files (performance.md, section 3): ours beside names alone, scandir + stat, and pathlib.

Times are medians of seven rounds (of a million files: three), side by side; peak memory is measured in a process of its
own (Linux). The ledger is filled by SQL, not file by file. With --large also 1,000,000 files, and 100,000 files with
10,000,000 items that were settled before: about 4 GB below ``--place`` and 1,000,000 inodes, some minutes.
"""

from __future__ import annotations

import argparse
import gc
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
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
    place = ledger.places.number(*PLACE)

    def look() -> None:
        known = ledger.places.look(place)
        assert not any(found.notices for found in files.discover(None, known))
        assert known.end() == 0

    return look


def first_look(folder: Path, data: Path) -> Callable[[], None]:
    """Each time as after a start: nothing is remembered of the look before, every file is asked about."""
    files = source(folder)

    def look() -> None:
        ledger = Ledger(Database(data / "ledger.db"), SystemClock())
        known = ledger.places.look(ledger.places.number(*PLACE))
        assert not any(found.notices for found in files.discover(None, known))
        assert known.end() == 0
        ledger.close()

    return look


ROWS: dict[str, Callable[[Path, Path], Callable[[], None]]] = {
    "names alone": names,
    BASE: bare,
    "pathlib": pathlib,
    "ours, ledger left out": ours,
    JUDGED: with_ledger,
    "ours, after a start": first_look,
}


def fill(folder: Path, count: int) -> None:
    for number in range(count):
        file = os.open(f"{folder}/order-{number:07}.xml", os.O_CREAT | os.O_WRONLY)
        os.write(file, b"<order/>")
        os.close(file)


def notice_all(folder: Path, data: Path, history: int) -> None:
    """The ledger knows every file of the folder, and ``history`` more that are settled."""
    ledger = Ledger(Database(data / "ledger.db"), SystemClock())
    place = ledger.places.number(*PLACE)
    ledger.close()
    with closing(sqlite3.connect(data / "ledger.db", isolation_level=None)) as sql:
        sql.execute("PRAGMA synchronous = OFF")
        sql.execute("DROP TRIGGER total_files_noticed")  # the totals take no part in a look
        sql.execute("BEGIN")
        rows = _stated(folder)
        sql.executemany(f"INSERT INTO entity VALUES ({place}, ?, ?, ?, 1, 1)", rows)
        sql.execute(
            "INSERT INTO item (place, path, size, mtime_ns, file_id, generation, state, noticed_at, came_at)"
            " SELECT place, path, size, mtime_ns, '', 1, 'staged', 0, 0 FROM entity"
        )
        series = f"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {history})"
        former = "printf('former-%08d.xml', i), 4096, 1700000000000000000 + i"
        if history:
            sql.execute(f"INSERT INTO entity {series} SELECT {place}, {former}, 1, 0 FROM n")
            sql.execute(
                "INSERT INTO item (place, path, size, mtime_ns, file_id, generation, state, payload, payload_size,"
                f" noticed_at, came_at, stage, staged_at, records, documents, outcome, target, ended_at) {series}"
                f" SELECT {place}, {former}, '66306:' || i, 1, 'done', printf('%064x', i), 4096, i, i, 1, i, 1, 1,"
                " 'success', printf('archive/2026/11/20/former-%08d.xml', i), i FROM n"
            )
        sql.execute("COMMIT")
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _stated(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            seen = entry.stat()
            yield entry.name, seen.st_size, seen.st_mtime_ns


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


def side_by_side(folder: Path, data: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of every look, round by round, so that a busy machine is busy for all."""
    looks = {row: make(folder, data) for row, make in ROWS.items()}
    seconds: dict[str, list[float]] = {row: [] for row in ROWS}
    for _ in range(rounds):
        for row, look in looks.items():
            begun = time.perf_counter()
            look()
            seconds[row].append(time.perf_counter() - begun)
    return seconds


def compare(count: int, place: Path, history: int = 0) -> bool:
    """Prints one size; False when a goal is missed."""
    folder, data = place / "drop", place / "data"
    folder.mkdir()
    data.mkdir()
    fill(folder, count)
    notice_all(folder, data, history)
    peaks = {row: peak_of(row, folder, data) for row in ROWS}
    seconds = side_by_side(folder, data, LOOKS if count < 1_000_000 else 3)
    ratios = {row: statistics.median(map(truediv, seconds[row], seconds[BASE])) for row in ROWS}
    size = (data / "ledger.db").stat().st_size / 1e6
    print(f"\n{count:,} known files; {count + history:,} items in the ledger ({size:,.0f} MB)")
    for row in ROWS:
        took = statistics.median(seconds[row])
        print(
            f"  {row:<22} {took:7.3f} s {1e6 * took / count:6.2f} us a file {ratios[row]:5.2f} x {peaks[row]:6.1f} MB"
        )
    met = ratios[JUDGED] <= GOAL_TIME and peaks[JUDGED] <= GOAL_MEMORY
    print(f"  goal: {JUDGED}: <= {GOAL_TIME} x and <= {GOAL_MEMORY:.0f} MB above idle: {'met' if met else 'MISSED'}")
    sys.stdout.flush()
    return met


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every goal is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also 1,000,000 files, and 10,000,000 items in the ledger")
    parser.add_argument("--place", default=None, help="folder below which all is made; left out: the system's for such")
    parser.add_argument("--row", nargs=3, metavar=("ROW", "FOLDER", "DATA"), help="measure one row here")
    options = parser.parse_args(argv)
    if options.row:
        row, folder, data = options.row
        print(measure_here(row, Path(folder), Path(data)))
        return 0
    sizes = [(10_000, 0), (100_000, 0)]
    sizes += [(100_000, 10_000_000), (1_000_000, 0)] if options.large else []
    good = True
    for count, history in sizes:
        with tempfile.TemporaryDirectory(dir=options.place) as place:
            good = compare(count, Path(place), history) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
