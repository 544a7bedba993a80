"""The history in words: what became of a run, a file, a document, a run that was missed. Pure but for Qt's translation.

Rows are those of the facade's ``history``; moods are named as in ``core.sentence.Mood``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_sync.ui.spoken import moment, span

Row = dict[str, Any]
translate = QCoreApplication.translate
ERASED = "erased:"  # begins what stands for a reference that was erased
FILES: Mapping[str, str] = {
    "success": "well", "partial": "attention", "failure": "attention", "noticed": "working", "staged": "working",
    "rejected": "attention", "settling": "working", "done": "well", "gone": "paused", "skipped": "paused",
    "replaced": "paused",
}  # fmt: skip
RUNS: Mapping[str, str] = {
    "going": "working", "done": "well", "waiting": "working", "problems": "attention", "stopped": "stopped",
    "failed": "stopped", "cancelled": "paused", "cut off": "paused",
}  # fmt: skip


def file_state(row: Row) -> str:
    """The key of its word: how it ended, or its state."""
    return str(row["outcome"] or row["state"]) if row["state"] in {"done", "settling"} else str(row["state"])


def run_state(row: Row) -> str:
    """The key of its word: its outcome."""
    return str(row["outcome"] or "going")


def file_word(key: str) -> str:
    """What became of a file."""
    return {
        "success": translate("Activity", "Done"), "done": translate("Activity", "Done"),
        "partial": translate("Activity", "Partly refused"), "failure": translate("Activity", "Failed"),
        "noticed": translate("Activity", "Waiting"), "staged": translate("Activity", "Being sent"),
        "rejected": translate("Activity", "Not readable"), "settling": translate("Activity", "Being put away"),
        "gone": translate("Activity", "Gone before it was read"), "skipped": translate("Activity", "Left alone"),
        "replaced": translate("Activity", "Replaced by a newer one"),
    }.get(key, key)  # fmt: skip


def run_word(key: str) -> str:
    """How a run ended."""
    return {
        "going": translate("Activity", "Under way"), "done": translate("Activity", "Done"),
        "waiting": translate("Activity", "Goes on later"), "problems": translate("Activity", "With problems"),
        "stopped": translate("Activity", "Stopped"), "failed": translate("Activity", "Failed"),
        "cancelled": translate("Activity", "Cancelled"), "cut off": translate("Activity", "Cut off"),
    }.get(key, key)  # fmt: skip


def reason_word(key: str) -> str:
    """Why a run did not take place."""
    return {
        "off": translate("Activity", "The engine was off"), "asleep": translate("Activity", "The computer slept"),
        "busy": translate("Activity", "A run was under way"), "network": translate("Activity", "No network"),
        "clock": translate("Activity", "The clock was set"),
        "failing": translate("Activity", "It had failed and waited for its next try"),
    }.get(key, key)  # fmt: skip


def reference(row: Row) -> str:
    """By which people know a document; of one that was erased nothing is left to know it by."""
    return translate("Activity", "(erased)") if row["reference"].startswith(ERASED) else str(row["reference"])


def kinds() -> Mapping[str, str]:
    """What sort of document it is, by its resource."""
    return {
        "orders": translate("Activity", "Order"), "invoices": translate("Activity", "Invoice"),
        "customers": translate("Activity", "Customer"), "articles": translate("Activity", "Article"),
    }  # fmt: skip


def what_came(counts: Mapping[str, int]) -> str:
    """``12 created, 3 refused``; what a run brought."""
    told = [
        translate("Activity", "%Ln created", None, counts.get("created", 0)) if counts.get("created") else "",
        translate("Activity", "%Ln updated", None, counts.get("updated", 0)) if counts.get("updated") else "",
        translate("Activity", "%Ln unchanged", None, counts.get("unchanged", 0)) if counts.get("unchanged") else "",
        translate("Activity", "%Ln refused", None, counts.get("rejected", 0)) if counts.get("rejected") else "",
        translate("Activity", "%Ln not readable", None, counts.get("faulty", 0)) if counts.get("faulty") else "",
        translate("Activity", "%Ln held", None, counts.get("held", 0)) if counts.get("held") else "",
        translate("Activity", "%Ln report(s) made", None, counts.get("exports", 0)) if counts.get("exports") else "",
        translate("Activity", "%Ln delivered", None, counts.get("delivered", 0)) if counts.get("delivered") else "",
    ]
    return ", ".join(one for one in told if one) or translate("Activity", "nothing new")


def took(row: Row) -> str:
    """How long a run took."""
    return "" if row["ended_at"] is None else span(max(0.0, row["ended_at"] - row["started_at"]))


def should_have_run(row: Row) -> str:
    """When, and to when."""
    if row["count"] == 1 or row["first_at"] == row["last_at"]:
        return moment(row["first_at"])
    return translate("Activity", "{first} to {last}").format(first=moment(row["first_at"]), last=moment(row["last_at"]))


def made_up(row: Row) -> str:
    """Whether a run made up for it."""
    if row["run"] is None:
        return translate("Activity", "Not made up for")
    return translate("Activity", "Made up for by run {number}").format(number=row["run"])


def asked_by(why: str) -> str:
    """Who or what wanted a run; people stand there by their name."""
    return {
        "schedule": translate("Activity", "Schedule"),
        "something changed at its source": translate("Activity", "Something new at its source"),
        "young files are finished": translate("Activity", "Files that are finished now"),
        "the last run did not come to its end": translate("Activity", "The last run was cut off"),
    }.get(why, why)  # fmt: skip
