"""The spool on a real disk: durable, verified, swept without losing what somebody needs."""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pytest

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.core.model import Payload
from desktop_sync.spool import Spool
from desktop_sync.spool.spool import GROUP, SMALL

DAY = 24 * 3600.0
LARGE = b"content " * 10_000


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with closing(Spool(tmp_path / "spool", reserve=0)) as opened:
        yield opened


def put(spool: Spool, content: bytes) -> Payload:
    return spool.add(io.BytesIO(content))


def read(spool: Spool, sha256: str) -> bytes:
    with spool.open(sha256) as data:
        return data.read()


def blob(tmp_path: Path, payload: Payload) -> Path:
    """The file of a large payload."""
    return tmp_path / "spool" / payload.sha256[:2] / payload.sha256


def edit(tmp_path: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """What somebody, or a failing disk, does to the small ones."""
    with closing(sqlite3.connect(tmp_path / "spool" / "small.db", isolation_level=None)) as sql:
        return sql.execute(statement, values).fetchall()


def in_blocks(data: BinaryIO, size: int, got: list[bytes] | None = None) -> None:
    while block := data.read(size):
        if got is not None:
            got.append(block)


def blobs(tmp_path: Path) -> list[str]:
    """The hashes of the small ones and the names of all files."""
    if not (tmp_path / "spool" / "small.db").exists():
        return sorted(path.name for path in (tmp_path / "spool").rglob("*") if path.is_file())
    small = [str(row[0]) for row in edit(tmp_path, "SELECT lower(hex(sha256)) FROM blob JOIN content ON blob = id")]
    files = (tmp_path / "spool").rglob("*")
    return sorted(small + [path.name for path in files if path.is_file() and not path.name.startswith("small.db")])


@pytest.mark.parametrize("content", [b"", b"<order/>", os.urandom(2_000_001)], ids=["empty", "small", "large"])
def test_what_goes_in_comes_out(spool: Spool, content: bytes) -> None:
    payload = put(spool, content)
    assert (payload.sha256, payload.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert read(spool, payload.sha256) == content


@pytest.mark.parametrize("size", [SMALL - 1, SMALL, SMALL + 1, 1_000_000])
def test_it_is_there_for_the_next_process(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    payload = put(Spool(tmp_path / "spool", reserve=0), content)
    assert read(Spool(tmp_path / "spool", reserve=0), payload.sha256) == content
    assert blob(tmp_path, payload).exists() == (size > SMALL)


def test_equal_bytes_are_kept_once(spool: Spool, tmp_path: Path) -> None:
    assert put(spool, b"x") == put(spool, b"x")
    assert put(spool, LARGE) == put(spool, LARGE)
    twice = list(spool.add_many([lambda: io.BytesIO(b"x"), lambda: io.BytesIO(b"x")]))
    assert twice == [put(spool, b"x")] * 2
    assert len(blobs(tmp_path)) == 2


def test_a_truncated_blob_is_made_whole_again(spool: Spool, tmp_path: Path) -> None:
    large, small = put(spool, LARGE), put(spool, b"content")
    blob(tmp_path, large).write_bytes(LARGE[:1000])
    edit(tmp_path, "UPDATE content SET bytes = ?", b"con")
    assert {put(spool, LARGE), put(spool, b"content")} == {large, small}
    assert (read(spool, large.sha256), read(spool, small.sha256)) == (LARGE, b"content")
    with closing(Spool(tmp_path / "spool")) as later:
        assert read(later, small.sha256) == b"content"


@pytest.mark.parametrize("damage", [LARGE[:-1] + b"T", LARGE + b" and more", LARGE[:5], b""])
def test_damage_is_noticed_before_the_end(spool: Spool, tmp_path: Path, damage: bytes) -> None:
    payload = put(spool, LARGE)
    blob(tmp_path, payload).write_bytes(damage)
    with spool.open(payload.sha256) as data, pytest.raises(Rejected) as told:
        in_blocks(data, 1000)
    assert told.value.reason == "damaged"


@pytest.mark.parametrize("damage", [b"contenT", b"content and more", b"con", b""])
def test_damage_of_a_small_one_is_noticed(spool: Spool, tmp_path: Path, damage: bytes) -> None:
    payload = put(spool, b"content")
    edit(tmp_path, "UPDATE content SET bytes = ?", damage)
    with closing(Spool(tmp_path / "spool")) as later, pytest.raises(Rejected) as told:
        later.open(payload.sha256)
    assert told.value.reason == "damaged"


def test_a_ruined_file_of_small_ones_is_set_aside(spool: Spool, tmp_path: Path) -> None:
    """What was in it is lost, told once, and fetched again; new ones are kept."""
    payload = put(spool, b"content")
    spool.close()
    (tmp_path / "spool" / "small.db").write_bytes(b"no database at all" * 1000)
    with closing(Spool(tmp_path / "spool", reserve=0)) as later:
        with pytest.raises(RetryLater, match=r"small\.db is damaged"):
            later.open(payload.sha256)
        with pytest.raises(Rejected) as told:
            later.open(payload.sha256)
        assert told.value.reason == "lost"
        assert read(later, put(later, b"content").sha256) == b"content"
    assert list((tmp_path / "spool").glob("small-damaged-*.db"))


def test_the_last_block_of_what_is_damaged_is_not_handed_out(spool: Spool, tmp_path: Path) -> None:
    payload = put(spool, b"a" * 1_000_000)
    with blob(tmp_path, payload).open("r+b") as file:
        file.write(b"b")
    got: list[bytes] = []
    with spool.open(payload.sha256) as data, pytest.raises(Rejected):
        in_blocks(data, 1 << 18, got)
    assert len(b"".join(got)) < 1_000_000


def test_an_xml_parser_hears_of_damage(spool: Spool, tmp_path: Path) -> None:
    from lxml import etree

    payload = put(spool, b"<a>" + b"<b>1</b>" * 100_000 + b"</a>")
    with blob(tmp_path, payload).open("r+b") as file:
        file.seek(500_006)
        file.write(b"7")
    with spool.open(payload.sha256) as data, pytest.raises(Rejected):
        deque(etree.iterparse(data, tag="b"), maxlen=1)


@pytest.mark.parametrize("content", [b"x", LARGE], ids=["small", "large"])
def test_what_is_lost_is_told(spool: Spool, content: bytes) -> None:
    payload = put(spool, content)
    spool.remove([payload.sha256, payload.sha256])
    with pytest.raises(Rejected) as told:
        spool.open(payload.sha256)
    assert told.value.reason == "lost"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "g" * 64, "a" * 63])
def test_only_hashes_are_names(spool: Spool, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        spool.open(name)


class Breaks(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise Rejected("It was replaced.", reason="replaced")
        return super().read(3)


def test_a_stream_that_breaks_leaves_nothing(spool: Spool, tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="replaced"):
        spool.add(Breaks(b"content"))
    assert blobs(tmp_path) == []


def age(tmp_path: Path, payload: Payload) -> None:
    """It was added two days ago."""
    long_ago = time.time() - 2 * DAY
    if payload.size > SMALL:
        os.utime(blob(tmp_path, payload), (long_ago, long_ago))
    else:
        edit(tmp_path, "UPDATE blob SET added_at = ? WHERE sha256 = ?", long_ago, bytes.fromhex(payload.sha256))


@pytest.mark.parametrize("more", [b"", LARGE], ids=["small", "large"])
def test_sweep_keeps_what_is_young_or_referred_to(spool: Spool, tmp_path: Path, more: bytes) -> None:
    needed, orphan, young = (put(spool, content + more) for content in (b"needed", b"orphan", b"young"))
    age(tmp_path, needed)
    age(tmp_path, orphan)
    assert spool.sweep(lambda sha256: sha256 == needed.sha256, DAY) == 1
    assert set(blobs(tmp_path)) == {needed.sha256, young.sha256}


def test_sweep_takes_what_killed_processes_left_and_nothing_foreign(spool: Spool, tmp_path: Path) -> None:
    orphan = put(spool, LARGE)
    part = tmp_path / "spool" / ".part-of-a-killed-process"
    fresh_part = tmp_path / "spool" / ".part-of-a-running-one"
    foreign = blob(tmp_path, orphan).with_name("notes.txt")
    for path in (part, fresh_part, foreign):
        path.write_bytes(b"")
    long_ago = time.time() - 2 * DAY
    for path in (blob(tmp_path, orphan), part, foreign):
        os.utime(path, (long_ago, long_ago))
    assert spool.sweep(lambda sha256: False, DAY) == 2
    assert set(blobs(tmp_path)) == {fresh_part.name, foreign.name}


def test_a_sweep_looks_at_every_one(spool: Spool, tmp_path: Path) -> None:
    kept = [put(spool, str(number).encode()) for number in range(2500)]
    edit(tmp_path, "UPDATE blob SET added_at = 1")
    needed = {payload.sha256 for payload in kept[::2]}
    assert spool.sweep(needed.__contains__, DAY) == 1250
    assert set(blobs(tmp_path)) == needed


@pytest.mark.parametrize("content", [b"x", LARGE], ids=["small", "large"])
def test_an_old_orphan_that_is_added_again_is_young(spool: Spool, tmp_path: Path, content: bytes) -> None:
    """Its transaction has not been committed yet: nobody refers to it, and it must not be swept."""
    payload = put(spool, content)
    age(tmp_path, payload)
    put(spool, content)
    assert spool.sweep(lambda sha256: False, DAY) == 0
    assert read(spool, payload.sha256) == content


@pytest.mark.parametrize("content", [b"x", LARGE], ids=["small", "large"])
def test_adding_while_sweeping_loses_nothing(spool: Spool, tmp_path: Path, content: bytes) -> None:
    """An orphan from long ago is added again while a sweep looks at it: it is swept before or kept, never after."""
    stop = threading.Event()

    def sweep() -> None:
        while not stop.is_set():
            spool.sweep(lambda sha256: False, DAY)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for _ in range(200):
            payload = put(spool, content)
            with closing(Spool(tmp_path / "spool")) as other:
                assert read(other, payload.sha256) == content
            age(tmp_path, payload)
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
    with pytest.raises(RetryLater, match="full"):
        put(spool, LARGE)
    assert [str(one)[:30] for one in spool.add_many([lambda: io.BytesIO(b"new")])] == ["The disk of the data folder is"]
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


def test_what_is_slow_is_taken_in_small_groups(spool: Spool) -> None:
    """Whoever adds does nothing else meanwhile."""
    opened: list[int] = []

    def opener(number: int) -> BinaryIO:
        opened.append(number)
        time.sleep(0.3 if number == GROUP - 1 else 0)
        return io.BytesIO(b"%d" % number)

    added = spool.add_many(partial(opener, number) for number in range(4 * GROUP))
    for _ in range(GROUP):
        next(added)
    assert len(opened) == GROUP
    next(added)
    assert GROUP < len(opened) < 1.5 * GROUP
    assert len(list(added)) == 3 * GROUP - 1
    assert sorted(opened) == list(range(4 * GROUP))


@pytest.mark.parametrize("content", [b"content " * 3, LARGE])
def test_a_part_is_read_wherever_it_stands(spool: Spool, content: bytes) -> None:
    kept = put(spool, content)
    assert spool.part(kept.sha256, 8, 7) == (b"content", len(content))
    assert spool.part(kept.sha256, len(content) - 1, 100) == (b" ", len(content))
    assert spool.part(kept.sha256, len(content) + 5, 100) == (b"", len(content))
    spool.remove([kept.sha256])
    with pytest.raises(Rejected) as gone:
        spool.part(kept.sha256, 0, 1)
    assert gone.value.reason == "lost"
