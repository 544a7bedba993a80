"""The overview: everything well and at work, what asks for a word, nothing yet, no engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.link import Link
from desktop_sync.ui.overview.look import Look
from desktop_sync.ui.overview.page import Overview
from desktop_sync.ui.overview.steering import Steering
from desktop_sync.ui.picture import Picture
from tests.fake_engine import EMPTY, FakeEngine

Row = dict[str, Any]
PROGRESS: Row = {
    "event": "progress", "flow": "invoices", "why": "run by its schedule", "since": 1.0, "step": "deliver",
    "done": 1204, "total": 2000, "rate": 340.0, "left": 3.0, "cancelling": False, "hangs": False,
}  # fmt: skip
COUNTS: Row = {"created": 9, "updated": 3, "rejected": 0, "staged": 2}


def now() -> datetime:
    return datetime.now().astimezone()


def flow(name: str, title: str, **more: Any) -> Row:  # noqa: ANN401 - as the engine's
    """As ``snapshot`` tells one that is well."""
    return {
        "flow": name,
        "title": title,
        "enabled": True,
        "state": "idle",
        "reads": r"\\erp\export: ORD_*.xml",
        "writes": "orders",
        "schedule": "Every 5 minutes, counted from the end of the last run",
        "last": last(2),
        "last_success_at": now().timestamp() - 120,
        "last_item_at": now().timestamp() - 120,
        "failures": 0,
        "today": {"created": 200, "updated": 14},
        "waiting": 0,
        "held": 0,
        "problems": 0,
        "problem": None,
        "question": "",
        "paused": None,
        "next": {"at": (now() + timedelta(minutes=3)).isoformat(), "words": "in 3 min"},
        "progress": None,
        **more,
    }


def last(minutes: float, **more: Any) -> Row:  # noqa: ANN401 - as the engine's
    """A run that has ended so many minutes ago."""
    ended = now().timestamp() - minutes * 60
    return {
        "run": 812, "started_at": ended - 2, "ended_at": ended, "outcome": "done", "counts": dict(COUNTS), "note": "",
        **more,
    }  # fmt: skip


def trouble(cause: str, what: str, owner: str = "it") -> Row:
    return {"cause": cause, "what": what, "owner": owner, "opened_at": now().timestamp() - 7 * 3600}


def occasion(state: str = "met", faults: tuple[str, ...] = ()) -> Row:
    """Of today, as ``arrivals`` tells it."""
    today = now().replace(hour=18, minute=30)
    return {
        "day": today.date().isoformat(), "due": today.isoformat(), "state": state, "faults": list(faults), "items": 2,
        "in_time": 2, "documents": 12, "words": "",
    }  # fmt: skip


def arrivals(**by_flow: Row) -> list[Row]:
    expected = "at least 1 file by 18:30 on workdays (Europe/Berlin)"
    return [
        {
            "flow": name,
            "title": name,
            "enabled": True,
            "expected": [{"expected": expected, "now": "", "state": one["state"], "last": [one]}],
        }
        for name, one in by_flow.items()
    ]


def volume(today: Mapping[str, Mapping[str, int]] | None = None) -> Row:
    """Thirty days of a wholesaler, quiet on Sundays."""
    days: list[Row] = []
    for back in reversed(range(30)):
        day = date.today() - timedelta(days=back)  # noqa: DTZ011 - of this machine, as the engine counts
        many = 0 if day.weekday() == 6 else 160 + 37 * (day.day * 7 % 9)
        days.append({
            "day": day.isoformat(), "delivered": many, "unchanged": many // 12, "refused": 3 * (back % 11 == 4),
            "left_out": 0, "median": (0.3 + day.day * 3 % 7 / 10) if many else None, "slow": 2.1 if many else None,
        })  # fmt: skip
    today = today if today is not None else {"orders": {"created": 200, "updated": 14}}
    known = sum(one["delivered"] + one["unchanged"] + one["refused"] for one in days)
    return {"days": days, "documents": known, "median": 0.4, "slow": 2.1, "today": today}


def picture(flows: list[Row], mood: str = "well", key: str = "well", **values: Any) -> Row:  # noqa: ANN401 - as the engine's
    proof: Row = {
        "delivered_at": (now() - timedelta(minutes=3)).isoformat(), "delivered_what": "orders",
        "answered_at": now().isoformat(), "answered_by": "",
    }  # fmt: skip
    told = {"mood": mood, "key": key, "values": {"flows": len(flows), **proof, **values}, "text": "", "proof_at": None}
    return {**EMPTY, "sentence": told, "flows": flows}


EXPORT: Row = {"kind": "export", "reads": "orders", "writes": "ERP share, mail server"}
INVOICES: Row = {"reads": "SQL01: erp.Invoice", "writes": "invoices"}
REFUSED = "The folder \\\\erp\\export cannot be reached: Permission denied."


def _well(link: Link, engine: FakeEngine) -> Overview:
    flows = [
        flow("orders", "ERP orders"),
        flow("invoices", "SQL invoices", **INVOICES, state="syncing", progress=PROGRESS),
        flow("desk", "Order desk", reads="/srv/desk: AUF_*.csv", last=last(200, counts={}), waiting=4),
        flow("daily", "Orders of the day", **EXPORT, last=last(90, counts={"exports": 1, "rows": 12, "delivered": 2})),
        flow("shop", "Shop", reads="sftp.shop.example: *.xml", paused={"until": None}, next=None, state="paused"),
        flow("old", "Former ERP", enabled=False, next=None, last=None, reads="/srv/old: *.xml"),
    ]
    engine.answers["snapshot"] = picture(flows, "working", "working", who=["SQL invoices"], waiting=796)
    engine.answers["arrivals"] = arrivals(orders=occasion(), desk=occasion("awaited"))
    return _made(link, engine)


def _asking(link: Link, engine: FakeEngine) -> Overview:
    flows = [
        flow("orders", "ERP orders", state="attention", problem=trouble("source", REFUSED), problems=1),
        flow("first", "Archive", state="stopped", last=last(1, counts={}, outcome="stopped"), problems=1,
             question="1,204 files are already there, of 2019-03-01 to 2026-11-24.",
             problem=trouble("first run", "1,204 files are already there.")),
        flow("invoices", "SQL invoices", **INVOICES, state="attention", held=340, problems=1,
             problem=trouble("held", "340 documents are held.")),
    ]  # fmt: skip
    since = (now() - timedelta(hours=1)).isoformat()
    engine.answers["snapshot"] = picture(
        flows, "stopped", "problem", who="ERP orders", what=REFUSED, since=since, owner="it", cause="source", more=2
    )
    engine.answers["there"] = {"flow": "first", "files": 1204, "days": {"2019-03-01": 992, "2026-11-24": 212}}
    engine.answers["held"] = held(340)
    return _made(link, engine)


def held(many: int, shown: int = 40) -> Row:
    """As the facade's ``held``, over a limit of 100."""
    rows = [
        {
            "delivery": number, "resource": "invoices", "reference": f"R-{8000 + number}",
            "would": "update" if number % 3 == 0 else "create", "operation": "upsert", "path": "INV_0812.xml",
            "record": number + 1, "position": {"line": 14 * number}, "noticed_at": now().timestamp() - 600,
        }
        for number in range(min(shown, many))
    ]  # fmt: skip
    return {
        "flow": "invoices", "documents": many, "by_resource": {"invoices": many}, "updates": many // 3,
        "hold_above": 100, "hold_above_updates": None, "rows": rows,
    }  # fmt: skip


def _held(link: Link, engine: FakeEngine) -> QWidget:
    engine.answers["held"] = held(340)
    over = QWidget()
    over.resize(860, 640)
    steering = Steering(link, over)
    Look(over, link, steering, QSettings(), flow("invoices", "SQL invoices", **INVOICES, held=340))
    return over


def _nothing(link: Link, engine: FakeEngine) -> Overview:
    return _made(link, engine)


def _off(link: Link, engine: FakeEngine) -> Overview:
    """None has ever been there."""
    engine.go()
    page = _page(link)
    link.start_engine()
    return page


def _strange(link: Link, engine: FakeEngine) -> Overview:
    """The data folder comes from another machine."""
    engine.go()
    why = (
        "The data folder C:\\ProgramData\\Desktop Sync belongs to another machine. A copy would send things twice. If"
        " it was moved here and no longer runs there: desktop-sync ledger move-here. Else leave it off."
    )
    alone = Link(engine.connect, why=lambda: why, parent=link, move=lambda: None)
    alone.say = link.say
    page = _page(alone)
    alone.start()
    return page


def _loading(link: Link, engine: FakeEngine) -> Overview:
    """Nothing is known yet."""
    return _page(Link(engine.connect, parent=link))


def _made(link: Link, engine: FakeEngine) -> Overview:
    engine.answers.setdefault("volume", volume())
    engine.answers.setdefault("arrivals", [])
    return _page(link)


def _page(link: Link) -> Overview:
    seen = Picture(link)
    page = Overview(link, seen, QSettings())
    seen.setParent(page)
    seen.refresh()
    page.resize(860, 640)
    return page


SCENES: Mapping[str, Callable[[Link, FakeEngine], QWidget]] = {
    "well": _well,
    "asking": _asking,
    "held": _held,
    "nothing": _nothing,
    "off": _off,
    "strange": _strange,
    "loading": _loading,
}
