"""What a folder as the destination of reports must do, over every store and its real counterparts."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from desktop_sync.core.errors import SyncError
from desktop_sync.core.exporting import Finished, Where
from desktop_sync.core.reports import About
from desktop_sync.destinations.files import FileOptions, Files
from tests.contract.stores_rigs import ALL, RIGS, StoreRig

NAME = "2026/Aufträge 03.05.csv"
DATA = b"Order;Net\r\n" + b"A-1;10.00\r\n" * 300_000  # several megabytes: it is cut in the middle


@pytest.fixture(params=ALL, ids="-".join)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreRig]:
    kind, counterpart = request.param
    made = RIGS[kind][counterpart](tmp_path)
    yield made
    made.store.close()
    made.close()


def finished(data: bytes = DATA, opened: Callable[[], BinaryIO] | None = None, *, again: bool = False) -> Finished:
    about = About(datetime(2026, 5, 4, tzinfo=UTC))
    digest = hashlib.sha256(data).hexdigest()
    return Finished(
        "0" * 32, NAME, digest, len(data), "text/csv", 1, about, opened or (lambda: io.BytesIO(data)), again=again
    )


def nothing() -> None:
    """The ledger knows that it begins."""


def shown(rig: StoreRig) -> dict[str, bytes]:
    """Files there, but for what a cut has left under a name of our own."""
    return {path: data for path, data in rig.files().items() if ".desktop-sync-" not in path}


@pytest.mark.parametrize("existing", ["number", "replace", "refuse"])
def test_a_report_comes_whole_and_once(rig: StoreRig, existing: str) -> None:
    place = Files(FileOptions.model_validate({"existing": existing, "done_file": "{name}.done"}), rig.store)
    assert place.choose(NAME, ()) == NAME
    assert place.look(finished()) is Where.ABSENT
    place.put(finished(), nothing)
    assert place.look(finished()) is Where.THERE
    place.put(finished(again=True), nothing)
    assert rig.files() == {NAME: DATA, f"{NAME}.done": b""}


def test_somebody_elses_file_stays_or_is_replaced_as_was_said(rig: StoreRig) -> None:
    rig.put(NAME, b"somebody's")
    place = Files(FileOptions(), rig.store)
    assert place.choose(NAME, ()) == NAME.replace(".csv", " (2).csv")
    with pytest.raises(FileExistsError):
        place.put(finished(), nothing)
    assert rig.files() == {NAME: b"somebody's"}
    Files(FileOptions(existing="replace"), rig.store).put(finished(), nothing)
    assert rig.files() == {NAME: DATA}


class _Cut(io.RawIOBase):
    """The report's bytes; in the middle of them the place goes away."""

    def __init__(self, away: Callable[[], None]) -> None:
        super().__init__()
        self._data = io.BytesIO(DATA)
        self._away = away
        self._gone = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self._gone and self._data.tell() >= len(DATA) // 2:
            self._gone = True
            self._away()
        return self._data.read(size)


@pytest.mark.parametrize("existing", ["number", "replace"])
def test_a_place_that_goes_away_in_the_middle_has_it_whole_in_the_end(rig: StoreRig, existing: str) -> None:
    place = Files(FileOptions.model_validate({"existing": existing, "done_file": "{name}.done"}), rig.store)
    with pytest.raises((SyncError, OSError)):
        place.put(finished(opened=lambda: cast("BinaryIO", _Cut(rig.vanish))), nothing)
    rig.come_back()
    place.put(finished(again=True), nothing)
    assert shown(rig) == {NAME: DATA, f"{NAME}.done": b""}
    assert place.look(finished()) is Where.THERE
