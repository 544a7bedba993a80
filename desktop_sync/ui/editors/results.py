"""What the engine told of a mapping on a sample, by field: what came of the record shown, and what is wrong where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject

from desktop_sync.ui.editors import mapping_table as tables
from desktop_sync.ui.editors.kept import as_written
from desktop_sync.ui.editors.source import Source

LONGEST = 200


class Results(QObject):
    """Of the last answer; it may be older than the mapping, by one pause."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._body: Mapping[str, Any] = {}
        self._why: dict[str, tuple[str, Source]] = {}
        self._wrong: dict[str, list[tuple[str, str]]] = {}  # in short, and with its place

    def take(self, told: Mapping[str, Any], mapping: Mapping[str, Any]) -> None:
        """An answer of ``try_mapping`` for this mapping."""
        record = told["record"] or {}
        self._body = record.get("body") or {}
        self._wrong = {}
        for one in told["errors"]:
            if not one["warning"]:
                field = tables.field_at(mapping, one["at"]) if one["part"] == "mapping" else ""
                place = "" if field else ".".join(str(step) for step in one["at"])
                self._add(field, f"{place}: {one['what']}" if place else str(one["what"]))
        for one in record.get("faults", ()):
            words = self.tr("{what} ({position}; {who})")
            where = words.format(what=one["what"], position=one["position"], who=self._who(str(one["owner"])))
            self._add(tables.without_index(str(one["field"])), str(one["what"]), where)

    def clear(self) -> None:
        """There is no record any more."""
        self._body, self._wrong, self._why = {}, {}, {}

    def _who(self, owner: str) -> str:
        """Who can do something about it."""
        if owner == "clerk":
            return self.tr("whoever writes the data can correct it")
        return self.tr("IT can correct it") if owner == "it" else self.tr("the mapping has to be corrected")

    def propose(self, why: Mapping[str, tuple[str, Source]]) -> None:
        """Which fields were filled by a proposal, and why."""
        self._why |= why

    def why(self, field: str, sources: Sequence[Source]) -> str:
        """Of a field that is still filled as it was proposed, in a sentence; else empty. No field: the version."""
        reason, source = self._why.get(field, ("", Source((), "")))
        if not reason or [one.key for one in sources] != [source.key]:
            return ""
        words = {
            "same_name": self.tr("Proposed, because {name} has the same name. Look whether it is right."),
            "known_name": self.tr("Proposed, because {name} is a known word for it. Look whether it is right."),
            "similar_name": self.tr("Proposed, because {name} may stand for it. Look whether it is right."),
            "repeats": self.tr("Proposed, because {name} repeats and holds such fields. Look whether it is right."),
            "counter": self.tr("Proposed as version: {name} is a number. Look whether every change raises it."),
            "time": self.tr(
                "Proposed as version: {name} is a time with its zone. Look whether it is that of the change."
            ),
            "row_version": self.tr("Proposed as version: {name} is the database's own count of changes."),
            "marked": self.tr("Of several {one}, the one whose {mark} is {value}: change that in one and where."),
        }
        return words[reason].format(name=source.path, one=source.one, mark=source.mark, value=source.value)

    def wrong(self, field: str) -> str:
        """The first thing wrong with a field, in short; empty: nothing."""
        return next((short for short, _ in self._wrong.get(field, ())), "")

    def all_wrong(self, field: str) -> list[str]:
        """Without a field: what is wrong with the mapping as a whole."""
        return [whole for _, whole in self._wrong.get(field, ())]

    def value(self, field: str) -> str:
        """What the document holds there, in a line; of a list how many entries."""
        found = tables.value_of(self._body, field)
        if found is None or isinstance(found, Mapping):
            return ""
        if isinstance(found, list):
            return self.tr("%n entry(ies)", "", len(found))
        return (found if isinstance(found, str) else as_written(found))[:LONGEST]

    def source_words(self, entry: Any, sources: Sequence[Source]) -> str:  # noqa: ANN401 - TOML
        """What feeds a field, in a line."""
        if sources:
            return ", ".join(one.words for one in sources)
        if not isinstance(entry, Mapping):
            return ""
        if "constant" in entry:
            return self.tr("always {value}").format(value=as_written(entry["constant"]))
        if entry.get("position"):
            return self.tr("number of the entry")
        if "sum" in entry:
            return self.tr("sum of {what}").format(what=as_written(entry["sum"]))
        return self.tr("count of {what}").format(what=entry["count"]) if "count" in entry else ""

    def _add(self, field: str, short: str, whole: str = "") -> None:
        self._wrong.setdefault(field, []).append((short, whole or short))
