"""The four lists of the activity screen: what each shows of a row, what it can be filtered by, what an export has.

They are made anew with each window, in its language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_sync.core.identity import version_words
from desktop_sync.ui import document_states
from desktop_sync.ui.activity import words
from desktop_sync.ui.parts.columns import Column
from desktop_sync.ui.spoken import ago, at, moment, number

Row = dict[str, Any]
Title = Callable[[str], str]
Now = Callable[[], datetime]
Value = Callable[[Row], object]
translate = QCoreApplication.translate
WHEN, FLOW, STATE, COUNT = 128, 132, 180, 92  # widths


@dataclass(frozen=True, slots=True)
class Exported:
    """A column of an export."""

    title: str
    value: Value


@dataclass(frozen=True, slots=True)
class Choice:
    """One of what a list is filtered by: its word, and what the facade is asked for."""

    word: str
    states: Sequence[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """``show``: as the facade calls it. ``many``: how many there are, in words."""

    show: str
    title: str
    columns: Sequence[Column]
    exported: Sequence[Exported]
    choices: Sequence[Choice]
    many: Callable[[int], str]
    empty: str


class Kinds:
    """``title``: of a flow. ``now``: the moment by whose zone times are told."""

    def __init__(self, title: Title, now: Now) -> None:
        self._title, self._now = title, now

    def all(self) -> list[Kind]:
        """In the order in which they stand beside each other."""
        return [self.documents(), self.files(), self.runs(), self.missed()]

    def documents(self) -> Kind:
        """What was delivered, or not."""
        sorts = words.kinds()
        columns = [
            self._when(translate("Activity", "Time"), "noticed_at"),
            Column("document", translate("Activity", "Document"), words.reference, 128),
            Column("kind", translate("Activity", "Kind"), lambda row: sorts.get(row["resource"], row["resource"]), 88),
            self._state(document_states.state, document_states.word, document_states.MOODS),
            self._flow(),
            Column(
                "file", translate("Activity", "File"), lambda row: _name(row["path"]), 0, tip=lambda row: row["path"]
            ),
            Column("note", translate("Activity", "What was said"), lambda row: row["note"], 260, shown=False),
            _count("record", translate("Activity", "Record"), "record", shown=False),
            Column(
                "version", translate("Activity", "Version"), lambda row: version_words(row["version"]), 140, shown=False
            ),
            self._when(translate("Activity", "Ended"), "ended_at", shown=False),
        ]
        return Kind(
            "documents",
            translate("Activity", "&Documents"),
            columns,
            _exported(columns, "noticed_at", "ended_at", file="path", record="record"),
            _choices(
                document_states.word,
                "created",
                "updated",
                "unchanged",
                "rejected",
                ["pending", "sending"],
                "unknown",
                "superseded",
                "dismissed",
            ),
            lambda many: translate("Activity", "%Ln document(s)", None, many),
            translate("Activity", "Each order, invoice or other document shows here, with what became of it."),
        )

    def files(self) -> Kind:
        """What came in."""
        columns = [
            self._when(translate("Activity", "Time"), "noticed_at"),
            Column(
                "file", translate("Activity", "File"), lambda row: _name(row["path"]), 0, tip=lambda row: row["path"]
            ),
            self._state(words.file_state, words.file_word, words.FILES),
            self._flow(),
            _count("documents", translate("Activity", "Documents"), "documents"),
            Column(
                "refused",
                translate("Activity", "Refused"),
                lambda row: number(_refused(row)) if _refused(row) else "",
                COUNT,
                right=True,
            ),
            _count("records", translate("Activity", "Records"), "records", shown=False),
            _count("size", translate("Activity", "Bytes"), "size", shown=False),
            Column("target", translate("Activity", "Moved to"), lambda row: row["target"] or "", 170, shown=False),
            Column("note", translate("Activity", "What was said"), lambda row: row["note"], 260, shown=False),
            self._when(translate("Activity", "Ended"), "ended_at", shown=False),
        ]
        return Kind(
            "files",
            translate("Activity", "&Files"),
            columns,
            _exported(
                columns,
                "noticed_at",
                "ended_at",
                file="path",
                documents="documents",
                records="records",
                size="size",
                refused=_refused,
            ),
            _choices(
                words.file_word,
                "success",
                "partial",
                "failure",
                "noticed",
                "staged",
                "rejected",
                "gone",
                "skipped",
                "replaced",
            ),
            lambda many: translate("Activity", "%Ln file(s)", None, many),
            translate("Activity", "Each file or table row that a flow has taken shows here."),
        )

    def runs(self) -> Kind:
        """When flows were at work."""
        columns = [
            self._when(translate("Activity", "Started"), "started_at"),
            self._flow(),
            self._state(words.run_state, words.run_word, words.RUNS),
            Column(
                "came",
                translate("Activity", "What it brought"),
                lambda row: row["note"] or words.what_came(row["counts"]),
                0,
            ),
            Column("took", translate("Activity", "Took"), words.took, COUNT, right=True),
            Column(
                "why", translate("Activity", "Asked for by"), lambda row: words.asked_by(row["why"]), 150, shown=False
            ),
            _count("number", translate("Activity", "Number"), "id", shown=False),
        ]
        return Kind(
            "runs",
            translate("Activity", "&Runs"),
            columns,
            _exported(columns, "started_at", number="id", took=_seconds),
            _choices(
                words.run_word, "done", "problems", "waiting", "stopped", "failed", "cancelled", "cut off", "going"
            ),
            lambda many: translate("Activity", "%Ln run(s)", None, many),
            translate("Activity", "Each time a flow has looked for something new shows here."),
        )

    def missed(self) -> Kind:
        """When flows should have been at work."""
        columns = [
            Column(
                "when",
                translate("Activity", "Should have run"),
                lambda row: ago(row["last_at"], self._now()),
                WHEN,
                tip=words.should_have_run,
            ),
            self._flow(),
            Column(
                "state",
                translate("Activity", "Why not"),
                lambda row: words.reason_word(row["reason"]),
                0,
                mood=lambda _: "paused",
            ),
            _count("count", translate("Activity", "Times"), "count"),
            Column("made_up", translate("Activity", "Made up for"), words.made_up, 252),
        ]
        return Kind(
            "missed",
            translate("Activity", "&Missed"),
            columns,
            _exported(columns, when=_stamps, count="count"),
            _choices(words.reason_word, "off", "asleep", "busy", "network", "clock", "failing"),
            lambda many: translate("Activity", "%Ln time(s) that runs were missed", None, many),
            translate("Activity", "When the computer was off or asleep at the time of a run, it shows here."),
        )

    def _when(self, title: str, name: str, *, shown: bool = True) -> Column:
        return Column(
            name,
            title,
            lambda row: "" if row[name] is None else ago(row[name], self._now()),
            WHEN,
            shown=shown,
            tip=lambda row: "" if row[name] is None else moment(row[name]),
        )

    def _flow(self) -> Column:
        return Column("flow", translate("Activity", "Flow"), lambda row: self._title(row["flow"]), FLOW)

    def _state(self, key: Callable[[Row], str], word: Callable[[str], str], moods: Mapping[str, str]) -> Column:
        told = {one: word(one) for one in moods}
        return Column(
            "state",
            translate("Activity", "Outcome"),
            lambda row: told.get(key(row), key(row)),
            STATE,
            tip=lambda row: row.get("note", ""),
            mood=lambda row: moods.get(key(row), "paused"),
        )


def _count(name: str, title: str, key: str, *, shown: bool = True) -> Column:
    return Column(name, title, lambda row: number(row[key]), COUNT, right=True, shown=shown)


def _choices(word: Callable[[str], str], *states: str | Sequence[str]) -> list[Choice]:
    sets = [[one] if isinstance(one, str) else one for one in states]
    return [Choice(word(one[0]), one) for one in sets]


def _exported(columns: Sequence[Column], *times: str, **values: str | Value) -> list[Exported]:
    """All columns, hidden ones too: times as a spreadsheet reads them, numbers as numbers, whole paths."""
    return [_plain(one, times, values) for one in columns]


def _plain(column: Column, times: Sequence[str], values: dict[str, str | Value]) -> Exported:
    value = values.get(column.name)
    if column.name in times:
        return Exported(column.title, lambda row: _stamp(row[column.name]))
    if isinstance(value, str):
        return Exported(column.title, lambda row: row[value])
    return Exported(column.title, column.text if value is None else value)


def _seconds(row: Row) -> float | str:
    return "" if row["ended_at"] is None else round(row["ended_at"] - row["started_at"], 1)


def _stamps(row: Row) -> str:
    return " / ".join(dict.fromkeys((_stamp(row["first_at"]), _stamp(row["last_at"]))))


def _stamp(value: float | None) -> str:
    return "" if value is None else _second(int(value))


@lru_cache(maxsize=256)
def _second(value: int) -> str:
    """Rows of one file were often noticed, and ended, in the same second."""
    return f"{at(value).astimezone():%Y-%m-%d %H:%M:%S}"


def _name(path: str) -> str:
    return PurePosixPath(path).name or path


def _refused(row: Row) -> int:
    return int(row["refused"] + row["faulty"])
