"""A clock and a ledger's memory that tests own, and a drop folder with a ``Files`` over it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from desktop_sync.core.model import Entity, Found, Item, Payload
from desktop_sync.sources.files import Files, FilesOptions
from desktop_sync.spool import Spool
from desktop_sync.stores.local import Local, LocalOptions

NOW = 1_800_000_000.0


class TwoClocks:
    """Wall time and monotonic time, each moved by hand."""

    def __init__(self, now: float = NOW) -> None:
        self.wall = now
        self.steady = 1000.0

    def now(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def wait(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


class Remembered:
    """What a ledger would know after every batch was committed; refuses to be asked twice for one path in a look."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[int, int]] = {}
        self.asked: list[str] = []
        self.quiet: int | None = None

    def unseen(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        self.asked.extend(entity.path for entity in entities)
        assert len(set(self.asked)) == len(self.asked)
        return [one for one in entities if self.known.get(one.path) != (one.size, one.mtime_ns)]

    def as_before(self) -> None:
        """Nothing to do: it has no notion of absence."""

    def found_nothing(self, digest: int) -> None:
        """Taken as a reason to answer ``quiet`` next time."""
        self.quiet = digest

    def commit(self, found: Found) -> None:
        if found.notices:
            self.quiet = None
        for notice in found.notices:
            self.known[notice.entity.path] = (notice.entity.size, notice.entity.mtime_ns)


class Drop:
    """A folder that a legacy system drops files into, watched by a flow."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.folder = folder / "drop"
        self.folder.mkdir()
        self.clock = TwoClocks()
        self.known = Remembered()
        self.store = Local(LocalOptions(path=str(self.folder)), pause=self.clock.wait)
        self.spool = Spool(folder / "spool", reserve=0)
        self.source = self.watch(**options)
        self._items = 0

    def watch(self, **options: object) -> Files:
        """A source as after a restart: it remembers nothing."""
        return Files(self.store, FilesOptions.model_validate(options), self.clock)

    def put(self, name: str, content: str = "<order/>", age: float = 0.0) -> Path:
        """A file, changed ``age`` seconds ago by the wall clock."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        changed = int((self.clock.wall - age) * 1e9)
        os.utime(path, ns=(changed, changed))
        return path

    def look(self) -> list[str]:
        """The paths that one look notices, committed batch by batch."""
        names = []
        for found in self.source.discover(None, self.known_now()):
            self.known.commit(found)
            names += [notice.entity.path for notice in found.notices]
        return names

    def known_now(self) -> Remembered:
        """For one further look."""
        self.known.asked.clear()
        return self.known

    def noticed(self, name: str) -> Item:
        """The item of a file as it is now, with its bytes in the spool."""
        entity = self.store.stat(name)
        assert entity is not None
        self._items += 1
        item = Item(self._items, "orders", "erp", entity, 1)
        return Item(self._items, "orders", "erp", entity, 1, self.fetch(item))

    def fetch(self, item: Item) -> Payload:
        with self.source.fetch(item) as data:
            return self.spool.add(data)

    def files(self) -> dict[str, str]:
        """Every file below the folder with its content."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_text(encoding="utf-8") for path in found}
