"""Reports into a folder, over the real local store: exactly once, whole, never over somebody else's file."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.core.exporting import Finished, Where
from desktop_sync.core.reports import About
from desktop_sync.destinations.files import FileOptions, Files
from desktop_sync.stores.local import Local, LocalOptions

DATA = b"Order;Net\r\nA-1;10.00\r\n"


def finished(name: str = "orders.csv", data: bytes = DATA, *, again: bool = False) -> Finished:
    digest = hashlib.sha256(data).hexdigest()
    about = About(datetime(2026, 5, 4, tzinfo=UTC))
    return Finished(
        "0" * 31 + "a", name, digest, len(data), "text/csv", 1, about, lambda: io.BytesIO(data), again=again
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def files(folder: Path, **options: str) -> Files:
    return Files(FileOptions.model_validate(options), Local(LocalOptions(path=str(folder))))


def left(folder: Path) -> Iterator[str]:
    return (str(one.relative_to(folder)) for one in sorted(folder.rglob("*")) if one.is_file())


class Ends:
    """Counts how often the step that cannot be taken back was announced."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def test_a_file_comes_whole_and_is_found_again(folder: Path) -> None:
    place, file, ends = files(folder), finished("2026/orders.csv"), Ends()
    assert place.look(file) is Where.ABSENT
    place.put(file, ends)
    assert (folder / "2026" / "orders.csv").read_bytes() == DATA
    assert place.look(file) is Where.THERE
    assert ends.times == 1
    place.put(file, ends)
    assert list(left(folder)) == ["2026/orders.csv"]
    assert ends.times == 1, "it is there already: nothing is written"


def test_nothing_is_written_when_the_end_may_not_begin(folder: Path) -> None:
    def no() -> None:
        raise RuntimeError("the ledger cannot be written")

    for existing in ("number", "replace"):
        with pytest.raises(RuntimeError):
            files(folder, existing=existing).put(finished(), no)
        assert not (folder / "orders.csv").exists()


def test_a_number_is_added_until_the_name_is_free(folder: Path) -> None:
    (folder / "orders.csv").write_bytes(b"somebody's")
    place = files(folder)
    assert place.choose("orders.csv", ()) == "orders (2).csv"
    assert place.choose("orders.csv", ["Orders (2).csv"]) == "orders (3).csv"
    assert place.choose("other.csv", ["OTHER.csv"]) == "other (2).csv"


def test_somebody_elses_file_is_never_touched(folder: Path) -> None:
    (folder / "orders.csv").write_bytes(b"somebody's")
    for existing in ("number", "refuse"):
        with pytest.raises(FileExistsError):
            files(folder, existing=existing).put(finished(), Ends())
    with pytest.raises(FileExistsError):
        files(folder).put(finished(again=True), Ends())
    assert (folder / "orders.csv").read_bytes() == b"somebody's"
    assert files(folder).look(finished()) is Where.ABSENT


def test_refusing_is_told_in_words(folder: Path) -> None:
    (folder / "orders.csv").write_bytes(b"somebody's")
    with pytest.raises(Rejected, match="There is a file"):
        files(folder, existing="refuse").choose("orders.csv", ())
    assert files(folder, existing="refuse").choose("free.csv", ()) == "free.csv"


def test_replacing_leaves_one_file(folder: Path) -> None:
    (folder / "orders.csv").write_bytes(b"the former one")
    place = files(folder, existing="replace")
    assert place.choose("orders.csv", ()) == "orders.csv"
    place.put(finished(), Ends())
    assert list(left(folder)) == ["orders.csv"]
    assert (folder / "orders.csv").read_bytes() == DATA


def test_replacing_goes_on_where_a_kill_has_left_it(folder: Path) -> None:
    (folder / ".desktop-sync-0000000000000000000000000000000a.part").write_bytes(DATA[:5])
    place = files(folder, existing="replace")
    place.put(finished(), Ends())
    assert list(left(folder)) == ["orders.csv"]
    assert (folder / "orders.csv").read_bytes() == DATA


def test_the_beginning_of_ours_is_written_anew_after_a_cut(folder: Path) -> None:
    for part in (b"", DATA[:7]):
        (folder / "orders.csv").write_bytes(part)
        with pytest.raises(FileExistsError):
            files(folder).put(finished(), Ends())
        files(folder).put(finished(again=True), Ends())
        assert (folder / "orders.csv").read_bytes() == DATA


def test_the_done_file_comes_last_and_belongs_to_it(folder: Path) -> None:
    place, file = files(folder, done_file="{name}.done"), finished("a/orders.csv")
    place.put(file, Ends())
    assert list(left(folder)) == ["a/orders.csv", "a/orders.csv.done"]
    (folder / "a" / "orders.csv.done").unlink()
    assert place.look(file) is Where.ABSENT, "without it the report is not there yet"
    place.put(file, Ends())
    assert place.look(file) is Where.THERE


def test_a_report_without_rows_may_have_no_bytes(folder: Path) -> None:
    file = finished(data=b"")
    place = files(folder)
    place.put(file, Ends())
    assert place.look(file) is Where.THERE
