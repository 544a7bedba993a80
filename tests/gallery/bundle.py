"""The support bundle: being made, ready to be read, for somebody who may only look."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.core.events import Publish
from desktop_sync.ui.bundle.sheet import BundleSheet
from desktop_sync.ui.link import Link
from tests.fake_engine import FakeEngine

Row = dict[str, Any]
TEXTS = {
    "README.txt": (
        "what this is",
        (
            "Support bundle of Desktop Sync 1.0, made 2026-11-28T14:35:00+01:00.\n\n"
            "What is in it: see the list below. There are no payloads, no documents and no secrets in it.\n"
        ),
    ),
    "versions.json": (
        "versions of the program and its libraries",
        '{\n "desktop-sync": "1.0",\n "python": "3.12"\n}\n',
    ),
    "environment.json": ("the machine, its zone, proxy and drivers", '{\n "host": "Xqmwl-73"\n}\n'),
    "folders.json": ("sizes and rights of the data folder and of connections' folders", "{}\n"),
    "certificates.json": ("who issued the certificates of the connections", "{}\n"),
    "settings/settings.toml": ("the settings", 'version = 1\n[[connections]]\nid = "acme"\ntitle = "Kvuwd Bo"\n'),
    "ledger/runs.json": ("the last 300 runs", "[]\n"),
    "logs/desktop-sync.log": (
        "a log file (its end)",
        "".join(
            f"2026-11-28T14:{minute:02d}:11.493+01:00 INFO  run  [orders #{4700 + minute}] done: 3 created\n"
            for minute in range(60)
        ),
    ),
}
ZIP = b"PK\x03\x04" + bytes(range(256)) * 40


def texts(bundle: int, name: str, at: int = 0) -> Row:
    text = TEXTS[name][1]
    after = at + 2000
    return {"name": name, "text": text[at:after], "next": after if after < len(text) else None}


def pieces(bundle: int, at: int = 0) -> Row:
    after = at + 4096
    data = base64.b64encode(ZIP[at:after]).decode()
    return {"data": data, "size": len(ZIP), "next": after if after < len(ZIP) else None}


def made(offline: bool) -> Row:
    files = [{"name": name, "what": what, "bytes": len(text.encode())} for name, (what, text) in TEXTS.items()]
    files = [one for one in files if not (offline and one["name"] == "certificates.json")]
    return {"bundle": 1, "name": "desktop-sync-bundle-20261128-143500.zip", "size": len(ZIP), "files": files}


def answers(engine: FakeEngine) -> None:
    engine.answers |= {"bundle": made, "bundle_file": texts, "bundle_piece": pieces, "put_bundle_away": None}


def opened(link: Link) -> tuple[QWidget, BundleSheet]:
    over = QWidget()
    over.resize(1040, 680)
    return over, BundleSheet(over, link, QSettings())


def _ready(link: Link, engine: FakeEngine) -> QWidget:
    answers(engine)
    return opened(link)[0]


def _going(link: Link, engine: FakeEngine) -> QWidget:
    answers(engine)

    def slowly(offline: bool, tell: Publish, cancelled: Any) -> Row:  # noqa: ANN401 - an event
        tell({"event": "bundle part", "done": 9, "total": 24, "name": "ledger/runs.json"})
        cancelled.wait(20)
        return made(offline)

    engine.answers["bundle"] = slowly
    return opened(link)[0]


def _viewer(link: Link, engine: FakeEngine) -> QWidget:
    engine.refused = {"bundle"}
    return opened(link)[0]


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {"ready": _ready, "going": _going, "viewer": _viewer}
