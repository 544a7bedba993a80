"""The page of problems: with several causes, with none, and as one sees it who may only look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.link import Link, State
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.problems.page import ProblemsPage
from tests.fake_engine import EMPTY, FakeEngine
from tests.gallery.problem_rows import ARRIVED, HOST_KEY, RESOLVED, group, problems
from tests.gallery_scenes import later

FLOWS = [
    {"flow": "orders", "title": "ERP orders", "enabled": True, "schedule": "every 5 min"},
    {"flow": "invoices", "title": "SQL invoices", "enabled": True, "schedule": ""},
    {"flow": "reports", "title": "Archive", "enabled": False, "schedule": ""},
]
CONNECTIONS = {"acme": "Acme of Nordwind", "erp": "ERP share"}


def _page(link: Link, engine: FakeEngine, told: object = problems) -> ProblemsPage:
    """``told``: what the engine answers from the beginning; the page asks it at once."""
    engine.answers |= {
        "problems": told,
        "resolved": RESOLVED,
        "snapshot": {**EMPTY, "at": "2026-11-28T10:00:00+01:00", "flows": FLOWS, "connections": CONNECTIONS},
    }
    picture = Picture(link)
    page = ProblemsPage(link, picture, QSettings())
    picture.setParent(page)
    picture.refresh()
    page.resize(840, 640)
    return page


def _problems(link: Link, engine: FakeEngine) -> QWidget:
    return _page(link, engine)


def _none(link: Link, engine: FakeEngine) -> QWidget:
    return _page(link, engine, {"groups": [], "members": None})


def _looking(link: Link, engine: FakeEngine) -> QWidget:
    engine.refused = {"retry", "edit", "dismiss", "answer", "account"}
    return _page(link, engine)


def _off(link: Link, engine: FakeEngine) -> QWidget:
    page = _page(link, engine)
    engine.go()
    for _ in range(500):  # until it was looked for in vain: before that it only seems to be away
        QTest.qWait(10)
        if link.state is State.OFF:
            break
    return page


def _choose(page: ProblemsPage, group: str, action: str, tries: int = 20) -> None:
    place = next((at for at, one in enumerate(page.model.rows) if one["group"] == group), None)
    if place is None:  # not there yet
        assert tries, f"{group} has not come"
        later(page, partial(_choose, page, group, action, tries - 1))
        return
    page.list.setCurrentIndex(page.model.index(place))
    page.detail.buttons.wanted.emit(action)


def _waits(link: Link, engine: FakeEngine) -> QWidget:
    """Of a flow without a schedule: its run is offered."""
    engine.answers["retry"] = [{"name": "p20", "done": True, "what": "", "flow": "invoices", "grown": 0}]
    page = _page(link, engine)
    later(page, partial(_choose, page, "g20", "retry"))
    return page


def _asking(link: Link, engine: FakeEngine) -> QWidget:
    page = _page(link, engine)
    later(page, partial(_choose, page, "g1", "dismiss"))
    return page


def _unknown(link: Link, engine: FakeEngine) -> QWidget:
    page = _page(link, engine)
    later(page, partial(_choose, page, "unknown", "arrived"))
    return page


def _account(link: Link, engine: FakeEngine) -> QWidget:
    page = _page(link, engine)
    later(page, partial(_choose, page, "g30", "another"))
    return page


def _host_key(link: Link, engine: FakeEngine) -> QWidget:
    def other(name: str | None = None, **_: object) -> dict[str, Any]:
        one = group(HOST_KEY, can=["trust"])
        return {"groups": [one] if name is None else [], "members": None if name is None else [HOST_KEY]}

    page = _page(link, engine, other)
    page.resize(840, 800)
    later(page, partial(_choose, page, "g35", "trust"))
    return page


def _arrived(link: Link, engine: FakeEngine) -> QWidget:
    def asked(name: str | None = None, **_: object) -> dict[str, Any]:
        return {"groups": [group(ARRIVED)] if name is None else [], "members": None if name is None else [ARRIVED]}

    return _page(link, engine, asked)


def _technical(link: Link, engine: FakeEngine) -> QWidget:
    page = _page(link, engine)
    later(page, partial(_choose, page, "g20", "detail"))
    return page


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "problems": _problems,
    "problems none": _none,
    "problems looking": _looking,
    "no engine": _off,
    "waits": _waits,
    "asking": _asking,
    "unknown": _unknown,
    "account": _account,
    "host key": _host_key,
    "report arrived": _arrived,
    "technical": _technical,
}
