"""What goes wrong at servers: cuts at every step, servers that can little, odd names, full disks, silence, a cancel."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_sync.core.errors import Ended, Rejected, RetryLater
from desktop_sync.core.model import Item, Payload, SettleResult, Settling, StepState
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources.files import Files, FilesOptions
from desktop_sync.sources.settling import Settlement
from desktop_sync.stores.sftp.servers import LAST_WINDOW, Remembered
from desktop_sync.stores.sftp.store import Sftp
from tests.cutting_proxy import CuttingProxy
from tests.sftp_servers import AsyncSsh, OpenSsh, store_of
from tests.unit.sources.looks import TwoClocks

CONTENT = b"0123456789" * 500


@pytest.fixture(scope="module")
def openssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSsh]:
    with OpenSsh(tmp_path_factory.mktemp("openssh")) as found:
        yield found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = tmp_path / "store"
    found.mkdir()
    return found


Opens = Callable[..., Sftp]


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Makes stores, and closes them."""
    with ExitStack() as stack:

        def made(server: OpenSsh | AsyncSsh, path: Path, **more: object) -> Sftp:
            told_to_end = more.pop("told_to_end", lambda: False)
            assert callable(told_to_end)
            store = store_of(server.options(path, **more), tmp_path, told_to_end=told_to_end)
            stack.callback(store.close)
            return store

        yield made


def contents(root: Path) -> dict[str, bytes]:
    return {one.relative_to(root).as_posix(): one.read_bytes() for one in root.rglob("*") if one.is_file()}


def test_a_cut_at_every_step_of_settling_loses_nothing(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    """Cut after every few bytes of what the server says, then done again with the same order."""
    for cut in range(1, 2200, 180):
        with CuttingProxy(openssh.port) as proxy:
            (root / "a.xml").write_bytes(CONTENT)
            store = opens(openssh, root, port=proxy.port)
            entity = store.stat("a.xml")
            assert entity is not None
            store.probe()
            order = Settling(Item(1, "flow", "place", entity, 1), f"archive/{cut}.xml", reason={"why": "a test"})
            proxy.cut_after(cut)
            results: list[object] = []
            while not results or isinstance(results[-1], RetryLater):
                try:
                    results.append(Settlement(store).settle(order))
                except RetryLater as error:
                    results.append(error)
                    time.sleep(0.02)
            assert results[-1] is SettleResult.DONE
            found = contents(root)
            assert found.pop(f"archive/{cut}.xml") == CONTENT
            assert f"archive/{cut}.xml.reason.json" in found
            assert "a.xml" not in found


def test_a_cut_at_every_step_of_reading(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    for number in range(40):
        (root / f"{number:02}.xml").write_bytes(CONTENT)
    for cut in range(100, 300_000, 23_456):
        with CuttingProxy(openssh.port) as proxy:
            store = opens(openssh, root, port=proxy.port)
            entities = sorted(store.list())
            items = [Item(number, "flow", "place", one, 1) for number, one in enumerate(entities)]
            proxy.cut_after(cut)
            source = Files(store, FilesOptions(pattern="*"), TwoClocks())
            left = list(items)
            while left:
                again = []
                for item, opener in zip(left, source.fetch_many(left), strict=True):
                    try:
                        with opener() as data:
                            assert data.read() == CONTENT
                    except RetryLater:
                        again.append(item)
                left = again
                time.sleep(0.1 if left else 0)


def test_a_server_that_starts_anew_in_the_middle(tmp_path: Path, root: Path, opens: Opens) -> None:
    (root / "a.xml").write_bytes(CONTENT)
    with OpenSsh(tmp_path / "server") as server:
        store = opens(server, root)
        assert len(list(store.list())) == 1
        server.stop()
        with pytest.raises(RetryLater, match=r"broke off|cannot be reached"):
            store.stat("a.xml")
        with pytest.raises(RetryLater, match="cannot be reached"):
            store.delete("a.xml")
        server.start()
        until = time.monotonic() + 10
        while True:
            try:
                assert store.stat("a.xml") is not None
                break
            except RetryLater:
                assert time.monotonic() < until
                time.sleep(0.1)


CAN_LITTLE = {
    "no rename": "ForceCommand internal-sftp -P rename,posix-rename,hardlink",
    "no rename, no delete": "ForceCommand internal-sftp -P rename,posix-rename,hardlink,remove",
    "read only": "ForceCommand internal-sftp -R",
}


@pytest.mark.parametrize("name", CAN_LITTLE)
def test_servers_that_can_little(tmp_path: Path, root: Path, opens: Opens, name: str) -> None:
    """Pitfall 36: what a server cannot do is found out once, and done another way."""
    (root / "a.xml").write_bytes(CONTENT)
    (root / "b.xml").write_bytes(b"theirs")
    with OpenSsh(tmp_path / "server", [CAN_LITTLE[name]]) as server:
        store = opens(server, root)
        steps = {step.name: step for step in store.check()}
        assert steps["write and rename"].state is StepState.WARNING
        assert steps["write and rename"].hint
        if name == "no rename":
            store.move("a.xml", "archive/2026/a.xml")
            with pytest.raises(FileExistsError):
                store.move("b.xml", "archive/2026/a.xml")
            assert store.write("c/d.txt", io.BytesIO(b"ours")).size == 4
            assert contents(root) == {"archive/2026/a.xml": CONTENT, "b.xml": b"theirs", "c/d.txt": b"ours"}
        else:
            with pytest.raises(RetryLater) as told:
                store.move("a.xml", "archive/a.xml")
            assert told.value.hint
            assert contents(root)["a.xml"] == CONTENT
            with store.open("a.xml") as data:
                assert data.read() == CONTENT


def test_a_rename_that_overwrites_is_guarded_against(tmp_path: Path, root: Path, opens: Opens) -> None:
    """Pitfall 36."""
    (root / "a.xml").write_bytes(CONTENT)
    (root / "b.xml").write_bytes(b"theirs")
    with AsyncSsh(tmp_path / "server") as server:
        server.faults.overwrites = True
        store = opens(server, root)
        with pytest.raises(FileExistsError):
            store.move("a.xml", "b.xml")
        with pytest.raises(FileExistsError):
            store.write("b.xml", io.BytesIO(b"ours"))
        store.move("a.xml", "archive/a.xml")
        assert contents(root) == {"archive/a.xml": CONTENT, "b.xml": b"theirs"}
        known = Remembered(tmp_path / "servers.json", "server").read(store.probe().server)
        assert (known.rename, known.overwrites, known.delete) == (True, True, True)


def test_between_two_disks_it_is_copied_compared_and_deleted(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    other = Path("/dev/shm") / f"desktop-sync-{os.getpid()}"  # noqa: S108 - another file system
    if not other.parent.is_dir() or other.parent.stat().st_dev == root.stat().st_dev:
        pytest.skip("there is no second file system here")
    other.mkdir()
    try:
        (root / "archive").symlink_to(other)
        (root / "a.xml").write_bytes(CONTENT)
        os.utime(root / "a.xml", (1_000_000_000, 1_000_000_000))
        store = opens(openssh, root)
        store.move("a.xml", "archive/a.xml")
        assert (other / "a.xml").read_bytes() == CONTENT
        assert int((other / "a.xml").stat().st_mtime) == 1_000_000_000
        assert not (root / "a.xml").exists()
    finally:
        for one in other.iterdir():
            one.unlink()
        other.rmdir()


def test_a_full_disk_of_the_server(tmp_path: Path, root: Path, opens: Opens) -> None:
    with AsyncSsh(tmp_path / "server") as server:
        store = opens(server, root)
        store.probe()
        server.faults.full = True
        with pytest.raises(RetryLater) as told:
            store.write("report.txt", io.BytesIO(CONTENT))
        assert told.value.hint
        assert contents(root) == {}


def test_too_many_open_files_are_fetched_one_after_the_other(tmp_path: Path, root: Path, opens: Opens) -> None:
    for number in range(60):
        (root / f"{number:02}.xml").write_bytes(CONTENT)
    with AsyncSsh(tmp_path / "server") as server:
        server.faults.most_open = 4
        store = opens(server, root)
        items = [Item(number, "flow", "place", one, 1) for number, one in enumerate(sorted(store.list()))]
        source = Files(store, FilesOptions(pattern="*"), TwoClocks())
        for opener in source.fetch_many(items):
            with opener() as data:
                assert data.read() == CONTENT
        assert Remembered(tmp_path / "servers.json", "server").read(store._session.software).window == 1


def test_what_a_server_takes_grows_and_is_remembered(
    openssh: OpenSsh, tmp_path: Path, root: Path, opens: Opens
) -> None:
    for number in range(200):
        (root / f"{number:03}.xml").write_bytes(f"{number}".encode() * 9)
    (root / "empty.xml").touch()
    (root / "large.xml").write_bytes(os.urandom(200_000))
    store = opens(openssh, root)
    entities = sorted(store.list())
    found = list(store.fetch_small(entities, 65_536))
    assert [one is None for one in found] == [entity.path == "large.xml" for entity in entities]
    assert all(
        one is None or one.content == (root / entity.path).read_bytes()
        for one, entity in zip(found, entities, strict=True)
    )
    assert all(one is None or one.before == one.after == entity for one, entity in zip(found, entities, strict=True))
    assert Remembered(tmp_path / "servers.json", "server").read(store._session.software).window == LAST_WINDOW


def test_what_is_replaced_or_gone_is_not_taken(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    for name in "abc":
        (root / name).write_bytes(CONTENT)
    store = opens(openssh, root)
    items = [Item(number, "flow", "place", one, 1) for number, one in enumerate(sorted(store.list()))]
    (root / "a").unlink()
    os.utime(root / "b", (1, 1))
    source = Files(store, FilesOptions(pattern="*"), TwoClocks())
    became: list[object] = []
    for opener in source.fetch_many(items):
        try:
            with opener() as data:
                became.append(len(data.read()))
        except Rejected as error:
            became.append(error.reason)
    assert became == ["gone", "replaced", len(CONTENT)]


def test_odd_names(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    names = [
        "a b.xml",
        "ü.xml",
        "it's.xml",
        'say "hi".xml',
        "back\\slash.xml",
        "new\nline.xml",
        "x" * 240 + ".xml",
        "con",
        "a:b",
    ]
    for name in names:
        (root / name).write_bytes(b"x")
    (Path(os.fsdecode(os.fsencode(root) + b"/bad-\xff.xml"))).write_bytes(b"x")
    store = opens(openssh, root)
    assert {one.path for one in store.list()} == set(names)
    assert [one for one in store.left_out() if "bad-" in one.words]
    for name in names:
        with store.open(name) as data:
            assert data.read() == b"x"
        store.move(name, f"moved/{names.index(name)}")
    old = opens(openssh, root, encoding="cp1252")
    assert [one.path for one in old.list()] == ["bad-ÿ.xml"]
    old.move("bad-ÿ.xml", "moved/ü.xml")
    assert os.fsencode(root) + b"/moved/\xfc.xml" in [os.fsencode(one) for one in (root / "moved").iterdir()]
    with pytest.raises(Rejected, match="cannot be spelt"):
        old.stat("日.xml")


def test_links_and_pipes_are_left_out_and_never_opened(
    openssh: OpenSsh, root: Path, opens: Opens, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (root / "link.xml").symlink_to(tmp_path / "secret")
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.xml")
    store = opens(openssh, root)
    assert list(store.list(recursive=True)) == []
    assert len(store.left_out()) == 3
    for name in ("link.xml", "pipe.xml"):
        assert store.stat(name) is None
        with pytest.raises(Rejected):
            store.open(name)


def test_ten_thousand_files(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    for number in range(10_000):
        (root / f"{number:05}.xml").touch()
    store = opens(openssh, root)
    begun = time.monotonic()
    assert len(list(store.list())) == 10_000
    assert time.monotonic() - begun < 20


def test_a_half_written_upload_is_not_read(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    clock = TwoClocks()
    source = Files(opens(openssh, root), FilesOptions(pattern="*", min_age=10.0), clock)

    class Nothing:
        quiet = None

        def as_before(self) -> None: ...
        def found_nothing(self, digest: int) -> None: ...
        def unseen(self, entities: list[object]) -> list[object]:
            return entities

    def ripe() -> list[str]:
        return [notice.entity.path for found in source.discover(None, Nothing()) for notice in found.notices]  # type: ignore[arg-type]

    with (root / "a.xml").open("ab") as upload:
        for _ in range(4):
            upload.write(CONTENT)
            upload.flush()
            assert ripe() == []
            clock.wait(1.0)
    assert ripe() == []
    clock.wait(11.0)
    assert ripe() == ["a.xml"]


def test_silence_ends(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    with CuttingProxy(openssh.port) as proxy:
        store = opens(openssh, root, port=proxy.port, timeout=1)
        store.stat("a")
        proxy.held.set()
        begun = time.monotonic()
        with pytest.raises(RetryLater, match="said nothing for 1 s"):
            store.stat("a")
        assert time.monotonic() - begun < 5
        proxy.held.clear()


def test_a_cancelled_run_ends_within_a_second(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    ends: list[bool] = []
    with CuttingProxy(openssh.port) as proxy:
        store = opens(openssh, root, port=proxy.port, told_to_end=lambda: bool(ends))
        store.stat("a")
        proxy.held.set()
        attempts: list[Callable[[], object]] = [
            lambda: store.stat("a"),
            lambda: list(opens(openssh, root, port=proxy.port, told_to_end=lambda: bool(ends)).list()),
        ]
        for attempt in attempts:
            ends.append(True)
            begun = time.monotonic()
            with pytest.raises(Ended):
                attempt()
            assert time.monotonic() - begun < 1
            ends.clear()
        proxy.held.clear()


def test_a_settled_item_of_a_remote_place(openssh: OpenSsh, root: Path, opens: Opens) -> None:
    """Verified by size and time after a rename; by its bytes where both stand there."""
    (root / "a.xml").write_bytes(CONTENT)
    store = opens(openssh, root)
    source = Files(store, FilesOptions(pattern="*"), TwoClocks())
    (entity,) = store.list()
    item = Item(1, "flow", "place", entity, 1, Payload("0" * 64, len(CONTENT)))
    order = source.plan(item, ItemOutcome.SUCCESS, None)
    assert source.settle(order) is SettleResult.DONE
    assert order.target is not None
    assert contents(root) == {order.target: CONTENT}
