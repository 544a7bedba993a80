"""What the overview says of a flow: its state, its last run, what comes next, what is under way. Words only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from desktop_sync.ui import spoken

Row = Mapping[str, Any]
ENDED = ("created", "updated", "unchanged", "rejected", "superseded", "dismissed")
"""What becomes of documents."""
DOT = " · "
MINUTE = 60


def is_export(flow: Row) -> bool:
    """Whether it brings reports out of Acme, and no documents in."""
    return bool(flow.get("kind") == "export")


class Words(QObject):
    """Of flows, as ``snapshot`` tells them. ``now`` carries the zone in which times are told."""

    def state(self, flow: Row, now: datetime) -> tuple[str, str]:
        """The mood that its shape shows, and the word beside it."""
        if not flow["enabled"]:
            return "paused", self.tr("Switched off")
        if flow["progress"] is not None:
            return self._working(flow["progress"])
        if flow["paused"] is not None:
            return "paused", self._paused(flow["paused"]["until"], now)
        words = {"stopped": self.tr("Stopped"), "attention": self.tr("Needs you")}
        if flow["state"] in words:
            return flow["state"], words[flow["state"]]
        return "well", self.tr("All is well") if flow["last"] else self.tr("Has not run yet")

    def _paused(self, until: str | None, now: datetime) -> str:
        if until is None:
            return self.tr("Paused until resumed")
        return self.tr("Paused until {clock}").format(clock=self.clock(until, now))

    def _working(self, progress: Row) -> tuple[str, str]:
        if progress.get("hangs"):
            return "stopped", self.tr("Does not end")
        if progress.get("cancelling"):
            return "working", self.tr("Being cancelled")
        return "working", self.tr("Waits its turn") if progress["step"] == "wait" else self.tr("Working")

    def route(self, flow: Row) -> str:
        """What it reads and what it makes of it: ``SQL01: erp.Invoice → Invoices``."""
        names = {"orders": self.tr("Orders"), "invoices": self.tr("Invoices")}
        if is_export(flow):
            return f"{names.get(flow['reads'], flow['reads'])} → {flow['writes']}"
        made = ", ".join(names.get(one, one) for one in flow["writes"].split(", "))
        return f"{flow['reads']} → {made}" if made else str(flow["reads"])

    def counted(self, number: int, resources: str) -> str:
        """``12 orders``. ``resources``: what a flow writes; several of them are documents."""
        if resources == "orders":
            return self.tr("%Ln order(s)", "", number)
        if resources == "invoices":
            return self.tr("%Ln invoice(s)", "", number)
        return self.tr("%Ln document(s)", "", number)

    def last(self, flow: Row) -> str:
        """What the last run brought: ``12 orders``, ``nothing new``."""
        last = flow["last"]
        if last is None:
            return ""
        if is_export(flow):
            return self._exported(flow, last)
        many, held = sum(last["counts"].get(name, 0) for name in ENDED), last["counts"].get("held", 0)
        if many:
            return self.counted(many, flow["writes"])
        return self.tr("%Ln held", "", held) if held else self._without_documents(flow, last)

    def _exported(self, flow: Row, last: Row) -> str:
        """``2 reports``, which were delivered; what waits or was refused comes first."""
        counts = last["counts"]
        waits = counts.get("waiting", 0) + counts.get("asked", 0)
        if counts.get("rejected"):
            return self.tr("%Ln refused", "", counts["rejected"])
        if waits:
            return self.tr("%Ln waiting", "", waits)
        if counts.get("delivered"):
            return self.tr("%Ln report(s)", "", counts["delivered"])
        if counts.get("exports"):
            return self.tr("%Ln report(s) made", "", counts["exports"])
        broke = last["ended_at"] is None or last["outcome"] in {"failed", "stopped", "cancelled"}
        return self._without_documents(flow, last) if broke else self.tr("nothing was due")

    def _without_documents(self, flow: Row, last: Row) -> str:
        if flow["question"]:
            return self.tr("asks you")
        if last["ended_at"] is None:
            return self.tr("under way")
        if last["outcome"] in {"failed", "stopped"}:
            return self.tr("broke off")
        return self.tr("cancelled") if last["outcome"] == "cancelled" else self.tr("nothing new")

    def became(self, counts: Mapping[str, int]) -> list[str]:
        """``12 created``, ``3 updated``: what became of documents, each in words."""
        said = {
            "created": self.tr("%Ln created", "", counts.get("created", 0)),
            "updated": self.tr("%Ln updated", "", counts.get("updated", 0)),
            "unchanged": self.tr("%Ln unchanged", "", counts.get("unchanged", 0)),
            "rejected": self.tr("%Ln refused", "", counts.get("rejected", 0)),
            "superseded": self.tr("%Ln overtaken by newer", "", counts.get("superseded", 0)),
            "dismissed": self.tr("%Ln dismissed", "", counts.get("dismissed", 0)),
            "exports": self.tr("%Ln report(s) made", "", counts.get("exports", 0)),
            "rows": self.tr("%Ln row(s)", "", counts.get("rows", 0)),
            "delivered": self.tr("%Ln report(s) delivered", "", counts.get("delivered", 0)),
        }
        return [words for name, words in said.items() if counts.get(name)]

    def today(self, counts: Mapping[str, int]) -> str:
        """``today 12 created, 3 updated``; empty: none ended today."""
        found = self.became(counts)
        return self.tr("today {counts}").format(counts=", ".join(found)) if found else ""

    def waiting(self, flow: Row) -> str:
        """``3 waiting``; empty: nothing waits."""
        return self.tr("%Ln waiting", "", flow["waiting"]) if flow["waiting"] else ""

    def coming(self, flow: Row, now: datetime) -> str:
        """When it runs next by itself."""
        if not flow["enabled"]:
            return self.tr("does not run: it is switched off in the settings")
        if flow["next"] is not None:
            return self.tr("next run {when}").format(when=spoken.until(flow["next"]["at"], now))
        if not flow["schedule"]:
            return self.tr("runs when you say so")
        if flow["paused"] is not None:
            return self.tr("runs by itself when it is resumed")
        return self.tr("runs by itself while the engine runs")

    def resting(self, flow: Row) -> str:
        """Why a first run may find nothing; empty once something came."""
        if not flow.get("rests") or flow["last_item_at"] is not None:
            return ""
        return self.tr("rows are taken when they are {span} old").format(span=spoken.span(flow["rests"]))

    def expected(self, arrivals: Sequence[Row], now: datetime) -> list[str]:
        """How each expectation stands: ``expected by 18:30 ✓``."""
        return [self._expectation(one["last"][0], now) for one in arrivals if one["last"]]

    def _expectation(self, occasion: Row, now: datetime) -> str:
        clock, faults = self.clock(occasion["due"], now), occasion["faults"]
        if occasion["state"] == "awaited":
            return self.tr("expected by {clock}").format(clock=clock)
        if occasion["state"] == "met":
            return self.tr("expected by {clock} ✓").format(clock=clock)
        if occasion["state"] == "not looked yet":
            return self.tr("expected by {clock}, not looked since").format(clock=clock)
        if "missing" in faults:
            return self.tr("expected by {clock}, not come").format(clock=clock)
        if "too many" in faults or "too many documents" in faults:
            return self.tr("expected by {clock}: more than usual").format(clock=clock)
        return self.tr("expected by {clock}: not as usual").format(clock=clock)

    def progress(self, progress: Row) -> str:
        """``1,204 of 2,000 delivered · 340 a second · 3 s left``."""
        parts = [self._done(progress)]
        if progress.get("rate"):
            parts.append(self.tr("{number} a second").format(number=spoken.number(round(progress["rate"]))))
        if progress.get("left"):
            parts.append(self._left(progress["left"]))
        return DOT.join(parts)

    def _left(self, seconds: float) -> str:
        if seconds < MINUTE:
            return self.tr("%Ln s left", "", max(round(seconds), 1))
        return self.tr("{span} left").format(span=spoken.span(seconds))

    def _done(self, progress: Row) -> str:
        done = spoken.number(progress["done"])
        if progress["total"]:
            total = spoken.number(progress["total"])
            said = {
                "deliver": self.tr("{done} of {total} delivered"),
                "stage": self.tr("{done} of {total} files read"),
                "read": self.tr("{done} of {total} files read"),
            }
            words = said.get(progress["step"], self.tr("{done} of {total}"))
            return words.format(done=done, total=total)
        return self._step(progress["step"]).format(done=done)

    def _step(self, step: str) -> str:
        return {
            "wait": self.tr("waits for a free place"),
            "begin": self.tr("begins"),
            "notice": self.tr("looking for what is new: {done} found"),
            "stage": self.tr("{done} files read"),
            "read": self.tr("{done} files read"),
            "deliver": self.tr("{done} delivered"),
            "make": self.tr("{done} documents asked for"),
            "settle": self.tr("{done} files moved away"),
            "look up": self.tr("{done} compared with Acme"),
            "read again": self.tr("{done} files read again"),
            "read the archive": self.tr("{done} files of the archive read"),
        }.get(step, self.tr("{done} done"))

    def trouble(self, problem: Row, now: datetime) -> str:
        """``since 06:00 · IT can fix it``."""
        since = self.tr("since {clock}").format(clock=self.clock(problem["opened_at"], now))
        return DOT.join([since, self.who(problem["owner"])])

    def who(self, owner: str) -> str:
        """Who can fix it."""
        return {
            "clerk": self.tr("a clerk can fix it"),
            "it": self.tr("IT can fix it"),
            "vendor": self.tr("the vendor can fix it"),
        }.get(owner, self.tr("somebody has to look at it"))

    @staticmethod
    def clock(value: float | str, now: datetime) -> str:
        """``18:30``; with its date where that is not today."""
        then = spoken.at(value).astimezone(now.tzinfo)
        clock = f"{then:%H:%M}"
        return clock if then.date() == now.date() else f"{spoken.day(then)} {clock}"

    def send(self, number: int, resources: str) -> str:
        """What a button that sends does: ``Send 340 orders to Acme``."""
        if resources == "orders":
            return self.tr("Send %Ln order(s) to Acme", "", number)
        if resources == "invoices":
            return self.tr("Send %Ln invoice(s) to Acme", "", number)
        return self.tr("Send %Ln document(s) to Acme", "", number)
