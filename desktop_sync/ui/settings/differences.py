"""What a change of settings changes, in words: where, what was, what becomes of it.

The words of options come from the forms; secrets and texts are shown as the settings have them (a secret is a name).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_sync.core.tables import Change, Tables, at
from desktop_sync.ui.settings.draft import FILES
from desktop_sync.ui.settings.part_words import path_words
from desktop_sync.ui.settings.words import Field, said, value_words


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: ``subject`` (a connection, a flow, the installation), ``what`` of it, and both values."""

    subject: str
    what: str
    was: str
    now: str


def differences(found: Iterable[Change], before: Tables, after: Tables, forms: dict[str, Any]) -> list[Difference]:
    """In the order of ``found``."""
    return [_one(change, before, after, forms) for change in found]


def secret_differences(names: dict[str, str | None]) -> list[Difference]:
    """Of secrets that are stored or deleted with the save."""
    secrets = QCoreApplication.translate("Differences", "Secrets")
    kept = QCoreApplication.translate("Differences", "stored anew")
    gone = QCoreApplication.translate("Differences", "deleted")
    return [Difference(secrets, name, "", gone if value is None else kept) for name, value in names.items()]


def file_differences(files: Iterable[dict[str, Any]]) -> list[Difference]:
    """Of files that the settings name, as the engine tells what becomes of them."""
    return [one for file in files if file["state"] != "same" for one in _of_file(file)]


def _of_file(file: dict[str, Any]) -> list[Difference]:
    subject = _file(file["name"])
    found = [_in_file(subject, one) for one in file["changes"]]
    if file["state"] == "new":
        new = QCoreApplication.translate("Differences", "is new")
        return [Difference(subject, new, "", ""), *found]
    if file["more"]:
        words = QCoreApplication.translate("Differences", "and %n more", None, file["more"])
        found.append(Difference(subject, words, "", ""))
    return found or [Difference(subject, QCoreApplication.translate("Differences", "is another"), "", "")]


def _file(name: str) -> str:
    return QCoreApplication.translate("Differences", "File “{name}”").format(name=name)


def _in_file(subject: str, change: dict[str, Any]) -> Difference:
    path = change["path"]
    if path[0] == "line":
        what = QCoreApplication.translate("Differences", "Line {number}").format(number=path[1])
    else:
        what, _ = _named(path, ())
    return Difference(subject, what, value_words(change["was"], None), value_words(change["now"], None))


def _one(change: Change, before: Tables, after: Tables, forms: dict[str, Any]) -> Difference:
    path = change.path
    if path[0] == FILES and len(path) > 2:  # noqa: PLR2004 - its name, and a place in it
        return _in_file(_file(path[1]), {"path": path[2:], "was": change.was, "now": change.now})
    if path[0] not in {"connections", "flows", "exports"} or len(path) == 1:
        subject = QCoreApplication.translate("Differences", "General")
        fields = forms.get("general", []) if path[0] == "general" else []
        what, field = _named(path[1:] or path, fields)
        return Difference(subject, what, value_words(change.was, field), _now(change, field))
    title = _title(path[0], path[1], before, after)
    if len(path) == 2:  # noqa: PLR2004 - a whole connection, flow or export
        return _whole(title, change)
    what, field = _named(path[2:], _fields(path, before, after, forms))
    return Difference(title, what, value_words(change.was, field), _now(change, field))


def _now(change: Change, field: Field | None) -> str:
    """A table, or several, that are there no more are removed: there is no usual one in their place."""
    tables = isinstance(change.was, dict) or (
        isinstance(change.was, list) and any(isinstance(one, dict) for one in change.was)
    )
    if change.now is None and tables:
        return QCoreApplication.translate("Differences", "is removed")
    return value_words(change.now, field)


def _whole(title: str, change: Change) -> Difference:
    if change.was is None:
        what = QCoreApplication.translate("Differences", "is new")
    elif change.now is None:
        what = QCoreApplication.translate("Differences", "is deleted")
    else:
        what = QCoreApplication.translate("Differences", "is another")
    return Difference(title, what, "", "")


def _title(kind: str, identity: str, before: Tables, after: Tables) -> str:
    one = at(after, (kind, identity)) or at(before, (kind, identity)) or {}
    title = str(one.get("title") or identity)
    if kind == "flows":
        return QCoreApplication.translate("Differences", "Flow “{title}”").format(title=title)
    if kind == "exports":
        return QCoreApplication.translate("Differences", "Export “{title}”").format(title=title)
    return QCoreApplication.translate("Differences", "Connection “{title}”").format(title=title)


def _fields(path: Sequence[str], before: Tables, after: Tables, forms: dict[str, Any]) -> list[Field]:
    """Those that may stand at the place where the change is."""
    one = at(after, path[:2]) or at(before, path[:2]) or {}
    if path[0] == "connections":
        return [*forms["connection"], *_typed(forms["connections"], one.get("type"))]
    if path[0] == "exports":
        return _of_export(path, one, forms)
    parts = {
        "source": [*forms["source"], *_typed(forms["sources"], one.get("source", {}).get("type", "files"))],
        "format": [*forms["format"], *_typed(forms["formats"], one.get("format", {}).get("type"))],
        "target": forms["target"],
    }
    words = {
        "source": QCoreApplication.translate("Differences", "Source"),
        "format": QCoreApplication.translate("Differences", "Format"),
        "target": QCoreApplication.translate("Differences", "Target"),
        "mapping": QCoreApplication.translate("Differences", "Mapping"),
        "mappings": QCoreApplication.translate("Differences", "Mapping"),
        "schedule": QCoreApplication.translate("Differences", "Schedule"),
        "arrivals": QCoreApplication.translate("Differences", "Expected arrivals"),
    }
    tables = [{"name": name, "title": word, "of": parts.get(name, [])} for name, word in words.items()]
    return [*forms["flow"], *tables]


def _of_export(path: Sequence[str], one: dict[str, Any], forms: dict[str, Any]) -> list[Field]:
    """Of its destinations, those of the one in the path, which its id names."""
    report, places = one.get("report", {}), one.get("destinations", [])
    parts: list[Field] = [
        {
            "name": "query",
            "title": QCoreApplication.translate("Differences", "Query"),
            "of": [*forms["query"], *(field for told in forms["queries"].values() for field in told["fields"])],
        },
        {
            "name": "format",
            "title": QCoreApplication.translate("Differences", "Format"),
            "of": [*forms["format"], *_typed(forms["formats"], one.get("format", {}).get("type"))],
        },
        {
            "name": "report",
            "title": QCoreApplication.translate("Differences", "Report"),
            "of": [*forms["report"], *_typed(forms["reports"], report.get("type"))],
        },
        {
            "name": "destinations",
            "title": QCoreApplication.translate("Differences", "Destinations"),
            "of": [
                {
                    "name": place.get("id"),
                    "title": str(place.get("id")),
                    "of": [*forms["destination"], *_typed(forms["destinations"], place.get("type", "file"))],
                }
                for place in places
                if place.get("id") in path
            ],
        },
        {"name": "schedule", "title": QCoreApplication.translate("Differences", "Schedule"), "of": []},
    ]
    return [*forms["export"], *parts]


def _typed(by_type: dict[str, Any], type_: object) -> list[Field]:
    return list(by_type[type_]["fields"]) if type_ in by_type else []


def _named(path: Sequence[str], fields: Sequence[Field]) -> tuple[str, Field | None]:
    """``Source · Unchanged for``; names that no form has, as they are."""
    words: list[str] = []
    field: Field | None = None
    here = list(fields)
    for step, word in zip(path, path_words(path), strict=True):
        field = next((one for one in here if one["name"] == step), None)
        words.append(said(field["title"]) if field else word)
        inside = field.get("of", []) if field else []
        here = inside if isinstance(inside, list) else []
    return " · ".join(words), field
