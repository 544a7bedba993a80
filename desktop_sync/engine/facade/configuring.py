"""The theme of settings: shown, saved, rolled back, read anew. A save that will not do changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from desktop_sync.core.errors import Rejected
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.model import Flow, Settings
from desktop_sync.settings.report import Report


class Configuring:
    """``reload`` makes whoever works with the settings read them anew, and tell it; SettingsError: they will not do."""

    def __init__(self, file: SettingsFile, reload: Callable[[], object]) -> None:
        self._file = file
        self._reload = reload
        self._saving = threading.Lock()

    def settings(self, call: Call) -> Row:
        """The file's ``text``, what is wrong with it, and its sound parts. Secrets are names in it, and no more."""
        checked = self._file.validated()
        text = self._file.text() if self._file.path.exists() else ""
        return {"file": str(self._file.path), "text": text, **told(checked.report), **structure(checked.settings)}

    def save_settings(self, call: Call, *, text: str, beside: str | None = None) -> Row:
        """In force from now on; the former version is kept. SettingsError with every problem: nothing changed.

        ``beside``: the folder in which files that the text names by relative paths are looked for and taken from.
        """
        folder = None if beside is None else Path(beside)
        if folder is not None and not folder.is_absolute():
            raise Rejected(f"{folder} is not a whole path.", "Name the folder from its disk on.")
        return self._saved(lambda: self._file.save(text, folder))

    def roll_back(self, call: Call, *, number: int | None = None) -> Row:
        """A former version (the newest by default) is in force from now on; what it replaces is kept."""
        return self._saved(lambda: self._file.roll_back(number))

    def settings_history(self, call: Call) -> list[Row]:
        """Former versions, newest first."""
        return [
            {"number": one.number, "saved_over_at": one.saved_over_at.isoformat(), "file": str(one.path)}
            for one in self._file.history()
        ]

    def reload(self, call: Call) -> Row:
        """Whoever works reads the file anew; runs under way end as they began. SettingsError: the former hold on."""
        self._reload()  # first: whoever works tells of a broken file, too
        report = self._file.validate()
        report.raise_errors(str(self._file.path))
        return told(report)

    def _saved(self, save: Callable[[], Report]) -> Row:
        with self._saving:
            report = save()
            self._reload()
        return told(report)


def told(report: Report) -> Row:
    """``ok``, ``errors``, ``warnings``."""
    return {
        "ok": report.ok,
        "errors": [problem.as_dict() for problem in report.errors],
        "warnings": [problem.as_dict() for problem in report.warnings],
    }


def structure(settings: Settings) -> Row:
    """Connections, flows and the general part as plain values."""
    connections = [
        {"id": one.id, "type": one.type, "title": one.title, "options": one.options.model_dump(mode="json")}
        for one in settings.connections
    ]
    return {
        "connections": connections,
        "flows": [_flow(one) for one in settings.flows],
        "general": settings.general.model_dump(mode="json"),
    }


def _flow(flow: Flow) -> Row:
    source = {"type": flow.source.type, "connections": list(flow.source.connections)}
    return {
        "id": flow.id,
        "title": flow.title,
        "enabled": flow.enabled,
        "source": {**source, "options": flow.source.options.model_dump(mode="json")},
        "format": {"type": flow.format.type, "options": flow.format.options.model_dump(mode="json")},
        "mappings": [
            {"of": one.of, "file": one.file, "model": one.model.model_dump(mode="json")} for one in flow.mappings
        ],
        "target": flow.target.model_dump(mode="json"),
        "schedule": None if flow.schedule is None else flow.schedule.model_dump(mode="json"),
    }
