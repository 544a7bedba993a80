"""One rig for every kind of store: how a test makes one, and how it looks behind its back. No rig fails the build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_sync.core.ports import Store
from desktop_sync.stores.local import Local, LocalOptions


@dataclass(frozen=True, slots=True)
class StoreRig:
    """A store with the place behind it."""

    store: Store
    put: Callable[[str, bytes], None]
    files: Callable[[], dict[str, bytes]]  # every file there, also those that a listing does not show
    vanish: Callable[[], None]
    come_back: Callable[[], None]


def folder(place: Path) -> StoreRig:
    """A folder of this machine."""
    root = place / "store"
    root.mkdir()

    def put(path: str, content: bytes) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)

    def files() -> dict[str, bytes]:
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    away = place / "away"
    store = Local(LocalOptions(path=str(root)), pause=lambda seconds: None)

    def vanish() -> None:
        root.rename(away)

    def come_back() -> None:
        away.rename(root)

    return StoreRig(store, put, files, vanish, come_back)


RIGS: dict[str, Callable[[Path], StoreRig]] = {"folder": folder}
