"""SFTP (performance.md, section 4): small files, a large one, a listing, settling; beside OpenSSH's sftp and paramiko.

Against OpenSSH's server, without delay and behind a proxy that holds every byte up for 10 ms each way. Ours gives
openers, as the spool takes them, every file looked at before and after. Medians of the rounds, side by side.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import paramiko

from desktop_sync.clock import SystemClock
from desktop_sync.core.model import Item, SettleResult, Settling
from desktop_sync.core.states import ItemOutcome
from desktop_sync.engine.settle import MOST_AT_ONCE
from desktop_sync.engine.side_by_side import each, pieces
from desktop_sync.sources.files import Files, FilesOptions
from desktop_sync.stores.sftp.store import Sftp
from tests.sftp_servers import OpenSsh, store_of

SIZE = 2_000  # bytes of a small file
DELAY = 0.010  # seconds, one way
GOALS = {"small": 2.0, "small, 20 ms": 50.0, "large": 0.8, "listing, 20 ms": 5.0, "settling, 20 ms": 2.0}
FLAT = 24e6  # bytes held while a large file is read


class Place:
    """A server's folder, and the ways to it: ours, OpenSSH's sftp, paramiko's client."""

    def __init__(self, server: OpenSsh, folder: Path, port: int, work: Path) -> None:
        self._server = server
        self._folder = folder
        self._port = port
        self._work = work

    @contextlib.contextmanager
    def store(self) -> Iterator[Sftp]:
        store = store_of(self._server.options(self._folder, port=self._port, timeout=60), self._work)
        store.stat("nothing")  # connected
        try:
            yield store
        finally:
            store.close()

    def ours(self, names: Sequence[str]) -> float:
        with self.store() as store:
            entities = sorted(one for one in store.list() if one.path in set(names))
            source = Files(store, FilesOptions(pattern="*"), SystemClock())
            items = [Item(number, "flow", "place", one, 1) for number, one in enumerate(entities, 1)]
            begun = time.perf_counter()
            for opener in source.fetch_many(items):
                with opener() as data:
                    while data.read(1 << 20):
                        pass
            return time.perf_counter() - begun

    def openssh(self, names: Sequence[str]) -> float:
        """Without the time that connecting takes: that of a batch that fetches nothing is taken off."""
        return self._sftp(names) - self._sftp([])

    def _sftp(self, names: Sequence[str], line: str = "get {name}") -> float:
        target = self._work / "target"
        target.mkdir(exist_ok=True)
        lines = "\n".join([f"lcd {target}", f"cd {self._folder}", *(line.format(name=name) for name in names)])
        command = [
            "sftp", "-q", "-b", "-", "-P", str(self._port), "-i", str(self._server.key),
            "-o", "StrictHostKeyChecking=no",
            "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", f"{self._server.username}@127.0.0.1",
        ]  # fmt: skip
        begun = time.perf_counter()
        subprocess.run(command, input=lines.encode(), stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begun

    @contextlib.contextmanager
    def client(self) -> Iterator[paramiko.SFTPClient]:
        transport = paramiko.Transport(("127.0.0.1", self._port))
        transport.connect(username=self._server.username, pkey=paramiko.Ed25519Key(filename=str(self._server.key)))
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None
        try:
            yield client
        finally:
            transport.close()

    def listing(self) -> tuple[float, float]:
        """Ours, and paramiko's ``listdir_attr``."""
        with self.store() as store:
            begun = time.perf_counter()
            assert sum(1 for _ in store.list())
            ours = time.perf_counter() - begun
        with self.client() as client:
            begun = time.perf_counter()
            assert client.listdir_attr(str(self._folder))
            return ours, time.perf_counter() - begun

    def settling(self, names: Sequence[str], at_once: int) -> float:
        """Planned, compared, moved into an archive and verified; afterwards they are back where they were."""
        with self.store() as store:
            store.probe()
            source = Files(store, FilesOptions(pattern="*", archive="archive"), SystemClock())
            there = sorted(one for one in store.list() if one.path in set(names))
            items = [Item(number, "flow", "place", one, 1) for number, one in enumerate(there, 1)]
            begun = time.perf_counter()
            for piece in pieces(items, lambda: at_once, lambda _: ()):
                orders = each(lambda item: source.plan(item, ItemOutcome.SUCCESS, None), piece)
                done = each(source.settle, [one for one in orders if isinstance(one, Settling)])
                assert set(done) == {SettleResult.DONE}
            took = time.perf_counter() - begun
        for name in names:
            (self._folder / "archive" / name).rename(self._folder / name)
        return took

    def renaming(self, names: Sequence[str]) -> float:
        """OpenSSH's ``rename`` of each, which neither compares nor verifies."""
        (self._folder / "archive").mkdir(exist_ok=True)
        took = self._sftp(names, "rename {name} archive/{name}") - self._sftp([])
        for name in names:
            (self._folder / "archive" / name).rename(self._folder / name)
        return took

    def held(self, name: str) -> int:
        """Most bytes held while a large file is read."""
        with self.store() as store, store.open(name) as data:
            tracemalloc.start()
            while data.read(1 << 20):
                pass
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most


@contextlib.contextmanager
def delayed(port: int) -> Iterator[int]:
    """The port of a proxy in a process of its own, so that it takes no time from whom it delays."""
    code = (
        "import sys; from tests.cutting_proxy import CuttingProxy\n"
        f"with CuttingProxy({port}, {DELAY}) as proxy: print(proxy.port, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield int(process.stdout.readline())
        process.stdin.close()


def side_by_side(rounds: int, *ways: Callable[[], float]) -> list[float]:
    """The medians of each, in turn."""
    times = [[way() for way in ways] for _ in range(rounds)]
    return [statistics.median(one) for one in zip(*times, strict=True)]


def tell(row: str, ours: float, rival: float, unit: str) -> bool:
    """One line; whether the goal is met."""
    ratio, goal = ours / rival, GOALS[row]
    well = ratio >= goal
    judged = "ok" if well else "MISSED"
    print(f"{row:<16} ours {ours:>9,.1f}  rival {rival:>9,.1f} {unit:<8} {ratio:6.2f} x  goal {goal:g}  {judged}")
    return well


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000, help="small files (2000)")
    parser.add_argument("--delayed", type=int, default=1000, help="with delay; the rival gets a tenth (1000)")
    parser.add_argument("--large", type=int, default=200, help="MB of the large file (200)")
    parser.add_argument("--rounds", type=int, default=3)
    own = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sftp-bench-")))
        folder, many, large = work / "small", work / "many", work / "large"
        for one in (folder, many, large):
            one.mkdir()
        names = [f"order-{number:05}.xml" for number in range(own.files)]
        for name in names:
            (folder / name).write_bytes(os.urandom(SIZE))
        for number in range(10_000):
            (many / f"order-{number:05}.xml").touch()
        (large / "large.bin").write_bytes(os.urandom(1_000_000) * own.large)
        server = stack.enter_context(OpenSsh(work / "server"))
        slow = stack.enter_context(delayed(server.port))

        def at(place: Path, port: int) -> Place:
            return Place(server, place, port, work)

        near, far, whole = at(folder, server.port), at(folder, slow), at(large, server.port)
        ours, rival = side_by_side(own.rounds, lambda: near.ours(names), lambda: near.openssh(names))
        well = [tell("small", own.files / ours, own.files / rival, "files/s")]
        some, few = names[: own.delayed], names[: max(own.delayed // 10, 1)]
        ours, rival = side_by_side(own.rounds, lambda: far.ours(some), lambda: far.openssh(few))
        well.append(tell("small, 20 ms", len(some) / ours, len(few) / rival, "files/s"))
        ours, rival = side_by_side(own.rounds, lambda: whole.ours(["large.bin"]), lambda: whole.openssh(["large.bin"]))
        well.append(tell("large", own.large / ours, own.large / rival, "MB/s"))
        held = whole.held("large.bin")
        print(f"{'large, memory':<16} {held / 1e6:.1f} MB held for {own.large} MB  {'ok' if held < FLAT else 'MISSED'}")
        ours, rival = side_by_side(own.rounds, lambda: far.settling(some, MOST_AT_ONCE), lambda: far.renaming(few))
        well.append(tell("settling, 20 ms", len(some) / ours, len(few) / rival, "files/s"))
        pairs = [at(many, slow).listing() for _ in range(own.rounds)]
        ours, rival = (statistics.median(one) for one in zip(*pairs, strict=True))
        well.append(tell("listing, 20 ms", 10_000 / ours, 10_000 / rival, "names/s"))
    return 0 if all(well) and held < FLAT else 1
