"""The spool on a real disk: durable, verified, swept without losing what somebody needs."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.core.model import Payload
from desktop_sync.spool import Spool

DAY = 24 * 3600.0


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", reserve=0)


def put(spool: Spool, content: bytes) -> Payload:
    return spool.add(io.BytesIO(content))


def read(spool: Spool, sha256: str) -> bytes:
    with spool.open(sha256) as data:
        return data.read()


def in_blocks(data: BinaryIO, size: int, got: list[bytes] | None = None) -> None:
    while block := data.read(size):
        if got is not None:
            got.append(block)


def blobs(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "spool").rglob("*") if path.is_file())


@pytest.mark.parametrize("content", [b"", b"<order/>", os.urandom(2_000_001)], ids=["empty", "small", "large"])
def test_what_goes_in_comes_out(spool: Spool, content: bytes) -> None:
    payload = put(spool, content)
    assert (payload.sha256, payload.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert read(spool, payload.sha256) == content
    assert spool.path(payload.sha256).read_bytes() == content


def test_equal_bytes_are_kept_once(spool: Spool, tmp_path: Path) -> None:
    assert put(spool, b"x") == put(spool, b"x")
    assert len(blobs(tmp_path)) == 1


def test_a_truncated_blob_is_made_whole_again(spool: Spool) -> None:
    payload = put(spool, b"content")
    spool.path(payload.sha256).write_bytes(b"con")
    put(spool, b"content")
    assert read(spool, payload.sha256) == b"content"


@pytest.mark.parametrize("damage", [b"contenT", b"content and more", b"con", b""])
def test_damage_is_noticed_before_the_end(spool: Spool, damage: bytes) -> None:
    payload = put(spool, b"content")
    spool.path(payload.sha256).write_bytes(damage)
    with spool.open(payload.sha256) as data, pytest.raises(Rejected) as told:
        in_blocks(data, 1)
    assert told.value.reason == "damaged"


def test_the_last_block_of_what_is_damaged_is_not_handed_out(spool: Spool) -> None:
    payload = put(spool, b"a" * 1_000_000)
    with spool.path(payload.sha256).open("r+b") as file:
        file.write(b"b")
    got: list[bytes] = []
    with spool.open(payload.sha256) as data, pytest.raises(Rejected):
        in_blocks(data, 1 << 18, got)
    assert len(b"".join(got)) < 1_000_000


def test_an_xml_parser_hears_of_damage(spool: Spool) -> None:
    from lxml import etree

    payload = put(spool, b"<a>" + b"<b>1</b>" * 100_000 + b"</a>")
    with spool.path(payload.sha256).open("r+b") as file:
        file.seek(500_006)
        file.write(b"7")
    with spool.open(payload.sha256) as data, pytest.raises(Rejected):
        deque(etree.iterparse(data, tag="b"), maxlen=1)


def test_what_is_lost_is_told(spool: Spool) -> None:
    payload = put(spool, b"x")
    spool.remove([payload.sha256, payload.sha256])
    with pytest.raises(Rejected) as told:
        spool.open(payload.sha256)
    assert told.value.reason == "lost"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "g" * 64, "a" * 63])
def test_only_hashes_are_names(spool: Spool, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        spool.path(name)


class Breaks(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise Rejected("It was replaced.", reason="replaced")
        return super().read(3)


def test_a_stream_that_breaks_leaves_nothing(spool: Spool, tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="replaced"):
        spool.add(Breaks(b"content"))
    assert blobs(tmp_path) == []


def test_sweep_keeps_what_is_young_or_referred_to(spool: Spool, tmp_path: Path) -> None:
    needed, orphan, young = (put(spool, content) for content in (b"needed", b"orphan", b"young"))
    part = tmp_path / "spool" / ".part-of-a-killed-process"
    fresh_part = tmp_path / "spool" / ".part-of-a-running-one"
    foreign = spool.path(orphan.sha256).with_name("notes.txt")
    for path in (part, fresh_part, foreign):
        path.write_bytes(b"")
    long_ago = time.time() - 2 * DAY
    for path in (spool.path(needed.sha256), spool.path(orphan.sha256), part, foreign):
        os.utime(path, (long_ago, long_ago))
    assert spool.sweep(lambda sha256: sha256 == needed.sha256, DAY) == 2
    assert set(blobs(tmp_path)) == {needed.sha256, young.sha256, fresh_part.name, foreign.name}


def test_an_old_orphan_that_is_added_again_is_young(spool: Spool) -> None:
    """Its transaction has not been committed yet: nobody refers to it, and it must not be swept."""
    payload = put(spool, b"x")
    os.utime(spool.path(payload.sha256), (1, 1))
    put(spool, b"x")
    assert spool.sweep(lambda sha256: False, DAY) == 0
    assert read(spool, payload.sha256) == b"x"


def test_adding_while_sweeping_loses_nothing(spool: Spool) -> None:
    """An orphan from long ago is added again while a sweep looks at it: it is swept before or kept, never after."""
    stop = threading.Event()

    def sweep() -> None:
        while not stop.is_set():
            spool.sweep(lambda sha256: False, 3600)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for _ in range(200):
            path = spool.path(put(spool, b"x").sha256)
            assert path.read_bytes() == b"x"
            os.utime(path, (1, 1))
    finally:
        stop.set()
        sweeper.join()


def test_many_keep_their_order_and_each_its_own_trouble(spool: Spool) -> None:
    def opener(number: int) -> Callable[[], BinaryIO]:
        if number % 10 == 3:
            return lambda: Breaks(b"content")
        return lambda: io.BytesIO(str(number).encode())

    results = list(spool.add_many(opener(number) for number in range(100)))
    for number, result in enumerate(results):
        if number % 10 == 3:
            assert isinstance(result, Rejected)
        else:
            assert isinstance(result, Payload)
            assert read(spool, result.sha256) == str(number).encode()


def test_many_do_not_open_everything_at_once(spool: Spool) -> None:
    opened: list[int] = []

    def opener(number: int) -> Callable[[], BinaryIO]:
        opened.append(number)
        return lambda: io.BytesIO(b"x")

    results = spool.add_many(opener(number) for number in range(1000))
    next(results)
    assert len(opened) < 100
    assert sum(1 for _ in results) == 999


def test_a_nearly_full_disk_takes_nothing_new(tmp_path: Path) -> None:
    payload = put(Spool(tmp_path / "spool", reserve=0), b"here already")
    spool = Spool(tmp_path / "spool", reserve=2**60)
    with pytest.raises(RetryLater, match="full") as told:
        put(spool, b"new")
    assert told.value.after
    assert read(spool, payload.sha256) == b"here already"


FULL = """
import io, resource, signal, sys
from pathlib import Path
from desktop_sync.core.errors import RetryLater
from desktop_sync.spool import Spool
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    Spool(Path(sys.argv[1])).add(io.BytesIO(b"x" * 500_000))
except RetryLater as error:
    print(error.what)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_disk_that_fills_while_writing(tmp_path: Path) -> None:
    """The limit on the size of a file ends a write like a full disk does."""
    code = [sys.executable, "-c", FULL, str(tmp_path / "spool")]
    done = subprocess.run(code, check=True, capture_output=True, text=True)
    assert done.stdout == "The disk of the data folder is full.\n"
    assert blobs(tmp_path) == []
