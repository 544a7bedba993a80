"""Servers without a rename: a copy that is cut off, or whose program is killed, leaves no half file under its name."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_sync.core.errors import RetryLater
from desktop_sync.core.model import Item, Payload, SettleResult, Settling
from desktop_sync.sources.settling import Settlement
from desktop_sync.stores.names import OWN_PREFIX
from desktop_sync.stores.sftp.moving import Moving
from desktop_sync.stores.sftp.remote import Remote
from desktop_sync.stores.sftp.servers import Remembered
from desktop_sync.stores.sftp.store import Sftp
from tests.crash.killing import Killed, Killer, mortal
from tests.cutting_proxy import CuttingProxy
from tests.sftp_servers import PASSWORD, AsyncSsh, OpenSsh, Refused, Trusting, store_of

NO_RENAME = "ForceCommand internal-sftp -P rename,posix-rename,hardlink"
CONTENT = bytes(range(256)) * 4_000  # more than is ever written ahead
REASON = {"why": "a test"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSsh]:
    with OpenSsh(tmp_path_factory.mktemp("openssh"), [NO_RENAME]) as found:
        yield found


def whole(root: Path) -> dict[str, bytes]:
    """What a person sees there."""
    files = (one for one in root.rglob("*") if one.is_file() and not one.name.startswith(OWN_PREFIX))
    return {one.relative_to(root).as_posix(): one.read_bytes() for one in files}


def settled(store: Sftp, order: Settling) -> SettleResult:
    """In the end, with the same order again and again."""
    until = time.monotonic() + 60
    while True:
        try:
            return Settlement(store).settle(order)
        except RetryLater:
            assert time.monotonic() < until
            time.sleep(0.02)


def ordered(store: Sftp, root: Path, reason: dict[str, str] | None) -> Settling:
    (root / "a.xml").write_bytes(CONTENT)
    entity = store.stat("a.xml")
    assert entity is not None
    payload = Payload(hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    return Settling(Item(1, "flow", "place", entity, 1, payload), "archive/a.xml", reason=reason)


@pytest.mark.parametrize("reason", [None, REASON], ids=["archived", "failed"])
@pytest.mark.parametrize("cut", [2_000, 900_000, 1_600_000])
def test_a_cut_in_the_middle_of_a_copy(
    server: OpenSsh, tmp_path: Path, cut: int, reason: dict[str, str] | None
) -> None:
    root = tmp_path / "store"
    root.mkdir()
    with CuttingProxy(server.port) as proxy:
        store = store_of(server.options(root, port=proxy.port), tmp_path)
        store.probe()
        order = ordered(store, root, reason)
        proxy.cut_after(cut)
        assert settled(store, order) is SettleResult.DONE
        store.close()
    found = whole(root)
    assert found.pop("archive/a.xml.reason.json", None) is not None or reason is None
    assert found == {"archive/a.xml": CONTENT}


class Mortal(Sftp):
    """Dies between the single requests of a move, and in the middle of a copy."""

    killer = Killer()

    def _moving(self, remote: Remote) -> Moving:
        return Moving(mortal(remote, "server", self.killer), self._can(remote), self._folder(remote))


def test_a_kill_at_every_step_of_a_copy(server: OpenSsh, tmp_path: Path) -> None:
    """The next process does the same order again: nothing half is left, not even a mark."""
    steps = at = 0
    while at <= steps:
        place = tmp_path / str(at)
        root = place / "store"
        root.mkdir(parents=True)
        keys, remembered = Trusting(place / "keys.json"), Remembered(tmp_path / "servers.json", "server")
        dying = Mortal(server.options(root), lambda _: PASSWORD, Refused(), keys, remembered)
        order = ordered(dying, root, None)
        dying.killer = Killer(at)
        try:
            assert Settlement(dying).settle(order) is SettleResult.DONE
        except Killed:
            assert at
        finally:
            dying.close()
        steps = steps or len(dying.killer.crossings)
        after = store_of(server.options(root), place)
        assert settled(after, order) in {SettleResult.DONE, SettleResult.GONE} if at else True
        after.close()
        assert whole(root) == {"archive/a.xml": CONTENT}, f"killed at {at} of {steps}"
        at += 1
    assert steps > 10


def test_what_somebody_else_has_put_there_is_no_half_of_ours(server: OpenSsh, tmp_path: Path) -> None:
    root = tmp_path / "store"
    (root / "archive").mkdir(parents=True)
    store = store_of(server.options(root), tmp_path)
    (root / "a.xml").write_bytes(CONTENT)
    (root / "archive" / "a.xml").write_bytes(CONTENT[:100])  # the same beginning, and no mark
    with pytest.raises(FileExistsError):
        store.move("a.xml", "archive/a.xml")
    (root / "archive" / f"{OWN_PREFIX}a.xml.copy").touch()
    (root / "archive" / "a.xml").write_bytes(b"theirs")  # a mark, and another content
    with pytest.raises(FileExistsError):
        store.move("a.xml", "archive/a.xml")
    assert whole(root) == {"a.xml": CONTENT, "archive/a.xml": b"theirs"}
    store.close()


def test_a_half_that_cannot_be_taken_away_is_known_for_ours(tmp_path: Path) -> None:
    root = tmp_path / "store"
    root.mkdir()
    with AsyncSsh(tmp_path / "server") as server:
        server.faults.no_rename = True
        store = store_of(server.options(root), tmp_path)
        store.probe()
        (root / "a.xml").write_bytes(CONTENT)
        server.faults.full, server.faults.held = True, b"/report.csv"
        with pytest.raises(RetryLater):
            store.write("report.csv", io.BytesIO(CONTENT))
        server.faults.held = b"/archive/a.xml"
        with pytest.raises(RetryLater):
            store.move("a.xml", "archive/a.xml")
        assert sorted(whole(root)) == ["a.xml", "archive/a.xml", "report.csv"]
        server.faults.full, server.faults.held = False, b""
        assert store.write("report.csv", io.BytesIO(CONTENT)).size == len(CONTENT)
        store.move("a.xml", "archive/a.xml")
        store.close()
    assert whole(root) == {"archive/a.xml": CONTENT, "report.csv": CONTENT}
    assert not list(root.rglob(f"{OWN_PREFIX}*"))


def test_marks_without_a_file_go_after_a_day(server: OpenSsh, tmp_path: Path) -> None:
    root = tmp_path / "store"
    root.mkdir()
    marks = {name: root / f"{OWN_PREFIX}{name}.copy" for name in ("gone.csv", "half.csv", "new.csv")}
    for mark in marks.values():
        mark.touch()
    (root / "half.csv").write_bytes(CONTENT[:100])
    for old in (marks["gone.csv"], marks["half.csv"], root / "half.csv"):
        os.utime(old, (time.time() - 2 * 86400,) * 2)
    store = store_of(server.options(root), tmp_path)
    store.write("report.csv", io.BytesIO(CONTENT))
    store.close()
    assert sorted(root.glob(f"{OWN_PREFIX}*")) == [marks["half.csv"], marks["new.csv"]]
    assert whole(root) == {"half.csv": CONTENT[:100], "report.csv": CONTENT}


@pytest.mark.parametrize("cut", [800, 1_500, 2_200])
def test_a_file_that_was_written_half_is_written_anew(server: OpenSsh, tmp_path: Path, cut: int) -> None:
    root = tmp_path / "store"
    root.mkdir()
    with CuttingProxy(server.port) as proxy:
        store = store_of(server.options(root, port=proxy.port), tmp_path)
        store.probe()
        proxy.cut_after(cut)
        until = time.monotonic() + 60
        while True:
            try:
                assert store.write("report.csv", io.BytesIO(CONTENT)).size == len(CONTENT)
                break
            except RetryLater:
                assert time.monotonic() < until
                time.sleep(0.02)
            except FileExistsError:  # the cut came when all was there
                break
        store.close()
    assert whole(root) == {"report.csv": CONTENT}
