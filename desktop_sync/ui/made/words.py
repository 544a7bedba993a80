"""What was made of an export in words: which period, and where it stands with a destination. Words only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_sync.ui import spoken
from desktop_sync.ui.parts.outside import said

Row = Mapping[str, Any]
MOODS = {
    "delivered": "well", "pending": "working", "sending": "working", "unknown": "attention", "rejected": "stopped",
    "dismissed": "paused", "": "paused",
}  # fmt: skip
LEAST = timedelta(microseconds=1)
translate = QCoreApplication.translate


def period(one: Row) -> str:
    """Whole days by their dates, anything else by its moments."""
    if one["end_at"] is None:
        return translate("Made", "everything")
    end = datetime.fromisoformat(one["end_at"]).astimezone()
    begin = None if one["begin_at"] is None else datetime.fromisoformat(one["begin_at"]).astimezone()
    if all(at is None or at.time() == time() for at in (begin, end)):
        last, first = spoken.day((end - LEAST).date()), None if begin is None else spoken.day(begin.date())
    else:
        last, first = _moment(end), None if begin is None else _moment(begin)
    return spoken.period(first, last)


def _moment(at: datetime) -> str:
    return f"{spoken.day(at.date())} {at:%H:%M}"


def state(row: Row) -> str:
    """What became of it at the destination; of one where nothing is to be delivered, that."""
    one = row["delivery"]
    if one is None:
        return translate("Made", "Nothing delivered")
    states = one.get("states", {})
    here, whole = states.get(one["state"], 0), sum(states.values())
    if here == whole:
        return _state(one)
    return translate("Made", "{state} ({many} of {all})").format(
        state=_state(one), many=spoken.number(here), all=spoken.number(whole)
    )


def _state(one: Row) -> str:
    if one["state"] == "unknown" and one["asked"]:
        return translate("Made", "Asks you whether it arrived")
    return {
        "delivered": translate("Made", "Delivered"),
        "pending": translate("Made", "Is tried again") if one["attempts"] else translate("Made", "Waits"),
        "sending": translate("Made", "Being delivered"),
        "unknown": translate("Made", "Nobody can tell whether it arrived"),
        "rejected": translate("Made", "Refused"),
        "dismissed": translate("Made", "Not delivered any more"),
    }.get(one["state"], str(one["state"]))


def file(row: Row) -> str:
    """Its name at the destination; of a period with several, how many."""
    if row["files"] > 1:
        return translate("Made", "%Ln file(s)", "", row["files"])
    one = row["delivery"]
    return "" if one is None else said(str(one["name"] or ""))


def mood(row: Row) -> str:
    """The shape beside the word."""
    return MOODS.get("" if row["delivery"] is None else row["delivery"]["state"], "paused")
