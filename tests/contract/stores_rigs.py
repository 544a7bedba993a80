"""One rig for every kind of store: how a test makes one, and how it looks behind its back. No rig fails the build."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from desktop_sync.core.ports import Store
from desktop_sync.stores.local import Local, LocalOptions
from desktop_sync.stores.sftp.session import CALM
from tests.cutting_proxy import CuttingProxy
from tests.sftp_servers import AsyncSsh, OpenSsh, store_of


@dataclass(frozen=True, slots=True)
class StoreRig:
    """A store with the place behind it."""

    store: Store
    put: Callable[[str, bytes], None]
    files: Callable[[], dict[str, bytes]]  # every file there, also those that a listing does not show
    vanish: Callable[[], None]
    come_back: Callable[[], None]
    close: Callable[[], None] = lambda: None


def behind(root: Path) -> tuple[Callable[[str, bytes], None], Callable[[], dict[str, bytes]]]:
    """How files are put there and seen, past the store."""

    def put(path: str, content: bytes) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)

    def files() -> dict[str, bytes]:
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    return put, files


def folder(place: Path) -> StoreRig:
    """A folder of this machine."""
    root = place / "store"
    root.mkdir()
    put, files = behind(root)
    away = place / "away"
    store = Local(LocalOptions(path=str(root)), pause=lambda seconds: None)

    def vanish() -> None:
        root.rename(away)

    def come_back() -> None:
        away.rename(root)

    return StoreRig(store, put, files, vanish, come_back)


def sftp_over(server_type: Callable[[Path], OpenSsh | AsyncSsh]) -> Callable[[Path], StoreRig]:
    """A folder of a server, behind a way that can be cut."""

    def make(place: Path) -> StoreRig:
        root = place / "store"
        root.mkdir()
        stack = ExitStack()
        server = server_type(place / "server")
        stack.enter_context(server)
        proxy = stack.enter_context(CuttingProxy(server.port))
        store = store_of(server.options(root, port=proxy.port), place)
        stack.callback(store.close)
        put, files = behind(root)

        def come_back() -> None:
            proxy.allow()
            time.sleep(CALM)

        return StoreRig(store, put, files, proxy.refuse, come_back, stack.close)

    return make


RIGS: dict[str, dict[str, Callable[[Path], StoreRig]]] = {
    "folder": {"local": folder},
    "sftp": {"openssh": sftp_over(OpenSsh), "asyncssh": sftp_over(AsyncSsh)},
}
"""By type of a connection, by counterpart."""

ALL = [(kind, counterpart) for kind, rigs in RIGS.items() for counterpart in rigs]
