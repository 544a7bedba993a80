"""The settings dialog: connections with their test, what is wrong, the differences before a save, nothing yet."""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.resources import resources
from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.connections import Connections
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.flows import Flows
from desktop_sync.ui.settings.general import General
from desktop_sync.ui.settings.mapping_part import MappingPart
from desktop_sync.ui.settings.open import settings_dialog
from tests.fake_engine import FakeEngine
from tests.gallery_scenes import later
from tests.settings_desk import POLICY, TEXT, Office, mapping_beside

FOLDERS: list[tempfile.TemporaryDirectory[str]] = []  # that scenes read from, until the end
WIDE = 1200, 780  # as on a screen that has not room for more
ARRIVALS = """
[[flows.arrivals]]
by = ["18:30"]
days = ["mon-fri"]
bytes_at_least = "1kB"
ask = "Ms Berger in accounting"
"""
STEPS = [
    {"name": "name", "state": "ok", "detail": "api.acme.example leads to 203.0.113.7", "hint": ""},
    {"name": "reach", "state": "ok", "detail": "api.acme.example:443 answers", "hint": ""},
    {"name": "proxy", "state": "ok", "detail": "no proxy is used", "hint": ""},
    {"name": "TLS", "state": "ok", "detail": "TLSv1.3, certificate issued by Example Trust, CA 1", "hint": ""},
    {
        "name": "sign-in",
        "state": "failed",
        "detail": 'Acme refused the API key "acme/api_key".',
        "hint": "Store the right one with: desktop-sync secret set acme/api_key. The refused one is not tried again "
        "within the hour.",
    },
    {"name": "permission: orders", "state": "not reached", "detail": "", "hint": ""},
    {"name": "clock", "state": "not reached", "detail": "", "hint": ""},
]


def in_dialog(link: Link, engine: FakeEngine, text: str = TEXT, policy: str = "") -> SettingsDialog:
    """The dialog over a file with this text."""
    kept = tempfile.TemporaryDirectory(prefix="settings-")
    Office(Path(kept.name), text, policy).serve(engine)
    engine.answers["check_draft"] = _check
    dialog = settings_dialog(Draft(link), QSettings(str(Path(kept.name) / "desk.ini"), QSettings.Format.IniFormat))
    dialog.draft.setParent(dialog)
    dialog.draft.set_pause(0)
    dialog.resize(*WIDE)
    FOLDERS.append(kept)
    return dialog


def _check(connection: str, tell: Callable[[Mapping[str, object]], None], **_: object) -> list[Any]:
    for step in STEPS:
        tell({"event": "check step", "connection": connection, "step": step})
    return STEPS


def _connection(link: Link, engine: FakeEngine) -> QWidget:
    """The Acme account, tested."""
    dialog = in_dialog(link, engine)
    page = dialog.show_place("connections")
    assert isinstance(page, Connections)

    def show() -> None:
        if page.current == 0:
            page.choose_id("acme")
            page.detail.test.button.click()

    dialog.draft.checked.connect(show)
    return dialog


SFTP = """
[[connections]]
id = "sftp"
title = "Brandt's SFTP server"
type = "sftp"
host = "sftp.brandt.example"
username = "desktop-sync"
key_file = "/srv/keys/desktop-sync"
path = "/out/orders"
"""
NEW_KEY = "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw"
KEY = {"place": "sftp.brandt.example", "kind": "ssh-ed25519", "fingerprint": NEW_KEY}
REACHED: list[dict[str, Any]] = [
    {"name": "name", "state": "ok", "detail": "203.0.113.9", "hint": "", "key": None},
    {"name": "reach", "state": "ok", "detail": "203.0.113.9, SSH-2.0-OpenSSH_9.2p1", "hint": "", "key": None},
]
BEHIND = ("sign-in", "folder", "write and rename", "clock")
SAME = f"If it is the same: desktop-sync trust sftp.brandt.example {NEW_KEY}"
UNTRUSTED = (
    "Nobody has approved the key of the server sftp.brandt.example yet.",
    (
        f"It shows {NEW_KEY} (ssh-ed25519). Compare this fingerprint with the one that who runs the server tells you,"
        f" by telephone, not by mail. {SAME}"
    ),
)
CHANGED = (
    "The server sftp.brandt.example shows another key than the approved one. Nothing was sent to it.",
    (
        f"Approved is SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8; it shows {NEW_KEY} (ssh-ed25519). Compare the"
        " new one, by telephone, not by mail, with who runs the server: it was renewed, or somebody pretends to be it."
        " If it is right: desktop-sync trust sftp.brandt.example FINGERPRINT"
    ),
)
WELL = [
    *REACHED,
    {"name": "host key", "state": "ok", "detail": f"{NEW_KEY} (ssh-ed25519)", "hint": "", "key": None},
    {"name": "sign-in", "state": "ok", "detail": "desktop-sync, with the private key", "hint": "", "key": None},
    {
        "name": "folder",
        "state": "ok",
        "detail": "/out/orders of sftp.brandt.example can be read; files in it: 12",
        "hint": "",
        "key": None,
    },
    {"name": "write and rename", "state": "ok", "detail": "times to 1 s", "hint": "", "key": None},
    {"name": "clock", "state": "ok", "detail": "", "hint": "", "key": None},
]


def _sftp(*key_step: str) -> Callable[[Link, FakeEngine], QWidget]:
    """An SFTP server, tested: what is said of its key, and why, or all is well."""
    steps: list[dict[str, Any]] = list(WELL)
    if key_step:
        detail, hint = key_step
        steps = [*REACHED, {"name": "host key", "state": "failed", "detail": detail, "hint": hint, "key": KEY}]
        steps += [{"name": one, "state": "not reached", "detail": "", "hint": "", "key": None} for one in BEHIND]

    def scene(link: Link, engine: FakeEngine) -> QWidget:
        dialog = in_dialog(link, engine, TEXT + SFTP)
        page = dialog.show_place("connections")
        assert isinstance(page, Connections)

        def check(connection: str, tell: Callable[[Mapping[str, object]], None], **_: object) -> list[Any]:
            for step in steps:
                tell({"event": "check step", "connection": connection, "step": step})
            return steps

        engine.answers["check_draft"] = check
        engine.answers["trust"] = {**KEY, "former": ""}

        def show() -> None:
            if page.current == 0:
                page.choose_id("sftp")
                page.detail.test.button.click()

        dialog.draft.checked.connect(show)
        return dialog

    return scene


def _flow(part: str) -> Callable[[Link, FakeEngine], QWidget]:
    def scene(link: Link, engine: FakeEngine) -> QWidget:
        dialog = in_dialog(link, engine, TEXT + ARRIVALS)
        page = dialog.show_place("flows")
        assert isinstance(page, Flows)
        page.detail.show_part(part)
        return dialog

    return scene


HTTP = """
[[connections]]
id = "shop"
title = "Web shop"
type = "http_api"
base_url = "https://shop.example.com/api"
sign_in = "key"
key = "shop/key"
key_name = "X-API-Key"
test_path = "/orders?limit=1"
"""
QUERY = """
[flows.source]
type = "http_api"
connection = "shop"
path = "/orders"
query = { changed_after = "{since}", page = "{page}" }
rows = "data/orders"
key = ["id"]
paging = "page"
"""


def _http_connection(link: Link, engine: FakeEngine) -> QWidget:
    """A system that can only be queried, signed in to with a key."""
    dialog = in_dialog(link, engine, TEXT + HTTP)
    page = dialog.show_place("connections")
    assert isinstance(page, Connections)
    dialog.draft.checked.connect(lambda: page.choose_id("shop") if page.current == 0 else None)
    return dialog


def _http_source(link: Link, engine: FakeEngine) -> QWidget:
    """The query of a flow."""
    begin, _, rest = TEXT.partition("[flows.source]")
    text = f"{begin}{QUERY.lstrip()}\n[flows.format]{rest.partition('[flows.format]')[2]}"
    dialog = in_dialog(link, engine, text.replace("[[flows]]", f"{HTTP}\n[[flows]]", 1))
    page = dialog.show_place("flows")
    assert isinstance(page, Flows)
    page.detail.show_part("source")
    return dialog


def _mapping(link: Link, engine: FakeEngine) -> QWidget:
    """The mapping of a flow beside a sample of it, as the window first opens."""
    sample = resources() / "samples" / "erp-orders"
    text = (sample / "settings.toml").read_text(encoding="utf-8").replace("@FOLDER@", "/srv/erp")
    dialog = in_dialog(link, engine, text.replace("@URL@", "https://api.acme.example"))
    page = dialog.show_place("flows")
    assert isinstance(page, Flows)
    content = base64.b64encode((sample / "ORD_0812.xml").read_bytes()).decode()

    def show() -> None:
        part = page.detail.parts.get("mapping")
        if part is None:
            page.detail.show_part("mapping")
        if not isinstance(part, MappingPart) or not part.isVisible():
            later(dialog, show)  # it is made piece by piece
        elif not part.editor.has_sample:
            part.editor.take_sample({"name": "ORD_0812.xml", "content": content})

    dialog.draft.checked.connect(show)
    later(dialog, show)
    return dialog


def _shared(link: Link, engine: FakeEngine) -> QWidget:
    """Two mappings of one flow; the one that shows stands in a file that another flow shares."""
    text, mapping = mapping_beside(TEXT)
    second = text[text.index("[[flows]]") :].replace('"orders"', '"late"').replace("ERP orders", "Late orders")
    second = second.replace("ORD_*.xml", "LATE_*.xml")
    both = '[[flows.mappings]]\nmapping_file = "orders.toml"\n\n[[flows.mappings]]\nresource = "invoices"\n'
    both += '[flows.mappings.fields]\nexternal_reference = { from = "Invoice" }\n'
    text = text.replace('[flows.mapping]\nmapping_file = "orders.toml"\n', both) + second
    dialog = in_dialog(link, engine, text)
    (Path(FOLDERS[-1].name) / "orders.toml").write_text(mapping, encoding="utf-8")
    page = dialog.show_place("flows")
    assert isinstance(page, Flows)
    page.detail.show_part("mapping")
    return dialog


def _general(part: str) -> Callable[[Link, FakeEngine], QWidget]:
    def scene(link: Link, engine: FakeEngine) -> QWidget:
        notices = '[general.notices]\nconnection = "mail"\nto = ["orders@brandt.example"]\n'
        network = '[general.network]\nproxy = "manual"\nproxy_address = "http://proxy.brandt.example:3128"\n'
        dialog = in_dialog(link, engine, TEXT.replace("[[connections]]", f"{notices}\n{network}\n[[connections]]", 1))
        page = dialog.show_place("general")
        assert isinstance(page, General)
        dialog.draft.loaded.connect(lambda: page.show_part(part))
        return dialog

    return scene


def _locked(link: Link, engine: FakeEngine) -> QWidget:
    """The way out is the administrator's."""
    dialog = in_dialog(link, engine, policy=POLICY)
    page = dialog.show_place("general")
    assert isinstance(page, General)
    dialog.draft.loaded.connect(lambda: page.show_part("network"))  # before, there are no tabs
    return dialog


def _about(link: Link, engine: FakeEngine) -> QWidget:
    dialog = in_dialog(link, engine)
    dialog.show_place("about")
    return dialog


def _of_a_vendor(link: Link, engine: FakeEngine) -> QWidget:
    """Shipped under another name, with links of its own."""
    told = {"launcher": "Order Bridge", "home": "https://bridge.example", "support": "https://bridge.example/support"}
    with patch.dict(sys._xoptions, told):
        return _about(link, engine)


def _history(link: Link, engine: FakeEngine) -> QWidget:
    """Two former versions."""
    dialog = in_dialog(link, engine)
    office = Office(Path(FOLDERS[-1].name), TEXT.replace('"ORD_*.xml"', '"*.xml"').replace('"5min"', '"15min"'))
    office.file.save(office.file.text().replace('"*.xml"', '"ORD_*.xml"'))
    office.file.save(TEXT)
    dialog.draft.loaded.connect(dialog.more.show_history)
    return dialog


def _import(link: Link, engine: FakeEngine) -> QWidget:
    """From another installation."""
    text, mapping = mapping_beside(TEXT)
    dialog = in_dialog(link, engine, text)
    (Path(FOLDERS[-1].name) / "orders.toml").write_text(mapping, encoding="utf-8")
    other = tempfile.TemporaryDirectory(prefix="settings-")
    FOLDERS.append(other)
    (Path(other.name) / "orders.toml").write_text(
        mapping.replace('"Date"', '"OrderDate"').replace('constant = "EUR"', 'from = "Currency"'), encoding="utf-8"
    )
    text = text.replace("api.acme.example", "test.acme.example").replace('"5min"', '"1h"')
    content = Office(Path(other.name), text).answers()["export_settings"]()["content"]
    dialog.draft.loaded.connect(lambda: dialog.more.exchange.read.emit(content))
    return dialog


def _wrong(link: Link, engine: FakeEngine) -> QWidget:
    """A folder that is no whole path."""
    text = TEXT.replace("path = '\\\\erp\\export'", "path = 'export'").replace(
        'sender = "desktop', 'sender = "desk top'
    )
    dialog = in_dialog(link, engine, text)
    dialog.show_place("connections")
    return dialog


def _empty(link: Link, engine: FakeEngine) -> QWidget:
    dialog = in_dialog(link, engine, "")
    dialog.show_place("connections")
    return dialog


def _saving(link: Link, engine: FakeEngine) -> QWidget:
    """Three changes."""
    dialog = in_dialog(link, engine)
    draft = dialog.draft

    def change() -> None:
        if draft.count == 0:
            draft.now["connections"][0]["path"] = "D:\\ERP\\export"
            draft.now["flows"][0]["source"]["min_age"] = "30s"
            draft.now["flows"][0]["source"]["after_success"] = "keep"
            del draft.now["flows"][0]["schedule"]
            draft.now["general"] = {"retention": {"history": "800d"}}
            draft.keep_secret("mail/password", "made up")
        elif draft.ready:
            draft.checked.disconnect(change)
            dialog.save.click()

    draft.checked.connect(change)
    return dialog


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "connection": _connection,
    "sftp": _sftp(),
    "sftp new key": _sftp(*UNTRUSTED),
    "sftp changed key": _sftp(*CHANGED),
    "http connection": _http_connection,
    "http source": _http_source,
    "flow-source": _flow("source"),
    "flow-format": _flow("format"),
    "flow-mapping": _mapping,
    "flow-mappings": _shared,
    "flow-target": _flow("target"),
    "flow-arrivals": _flow("arrivals"),
    "general-desk": _general("desk"),
    "general-runs": _general("runs"),
    "general-notices": _general("notices"),
    "general-network": _general("network"),
    "general-retention": _general("retention"),
    "general-locked": _locked,
    "about": _about,
    "of a vendor": _of_a_vendor,
    "history": _history,
    "import": _import,
    "wrong": _wrong,
    "empty": _empty,
    "saving": _saving,
}
