"""The theme of settings: shown, saved, rolled back, read anew. A save that will not do changes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from desktop_sync.core.errors import Rejected
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row
from desktop_sync.settings.drafting import plain, rewritten
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.file_changes import change_of
from desktop_sync.settings.forms import forms
from desktop_sync.settings.mapping_files import MappingFile, edited, mapping_files, unchanged
from desktop_sync.settings.model import Flow, Settings
from desktop_sync.settings.report import Report


class Configuring:
    """``reload`` makes whoever works with the settings read them anew, and tell it; SettingsError: they will not do.

    ``stored`` tells whether there is a secret of a name.
    """

    def __init__(
        self, file: SettingsFile, reload: Callable[[], object], stored: Callable[[str], bool] = lambda _: True
    ) -> None:
        self._file = file
        self._reload = reload
        self._stored = stored

    def settings(self, call: Call) -> Row:
        """The file's ``text``, its ``tables`` as they stand there (None: it is no TOML), what is wrong with it, and its
        sound parts. Secrets are names in it, and no more. ``policy``: what the administrator of the machine has set
        (``core.locks``), which the tables are without. ``files``: mapping files beside it, as
        ``settings.mapping_files`` tells them.
        """
        text = self._file.text_or_empty()
        checked = self._file.validated()
        files = [one.told() for one in self._mapping_files(text).values()]
        found = {"file": str(self._file.path), "text": text, "tables": tables(text), "files": files}
        found["policy"] = plain(self._file.policy.read().locks.told())
        return {**found, **told(checked.report), **structure(checked.settings)}

    def forms(self, call: Call) -> Row:
        """What can be set, for whoever draws forms: as ``settings.forms``."""
        return forms(self._file.kinds)

    def check_settings(
        self,
        call: Call,
        *,
        text: str,
        tables: Mapping[str, object] | None = None,
        files: Mapping[str, object] | None = None,
    ) -> Row:
        """What is wrong with a draft, before it is saved. ``tables``: what the text shall say instead; the answer's
        ``text`` says it, with the comments of the person who wrote it. ``files``: tables of mapping files beside the
        settings, by name; so does the answer's ``files``.
        """
        draft = text if tables is None else rewritten(text, tables)
        texts = edited(self._mapping_files(draft), files or {})
        checked = self._file.validated(draft, stored=self._stored, files=texts)
        return {"text": draft, "files": texts, **told(checked.report)}

    def settings_version(self, call: Call, *, number: int) -> Row:
        """The ``text`` of a former version, its ``tables``, and what going back makes of the ``files`` that it named
        (``settings.file_changes``; without the lines of data). SettingsError when it is not kept.
        """
        text = self._file.former(number)
        files = files_told(self._file, self._file.former_files(number), lines=False)
        return {"number": number, "text": text, "tables": tables(text), "files": files}

    def save_settings(
        self,
        call: Call,
        *,
        text: str,
        beside: str | None = None,
        over: str | None = None,
        files: Mapping[str, str] | None = None,
        files_over: Mapping[str, str] | None = None,
    ) -> Row:
        """In force from now on; the former version is kept. SettingsError with every problem: nothing changed.

        ``over``: the text that this one was made of; RetryLater when the file says something else by now. ``beside``:
        the folder in which files that the text names by relative paths are looked for and taken from. ``files``: texts
        of mapping files beside the settings, saved with it or not at all; ``files_over``: what each was made of.
        """
        folder = None if beside is None else Path(beside)
        if folder is not None and not folder.is_absolute():
            raise Rejected(f"{folder} is not a whole path.", "Name the folder from its disk on.")
        if files is not None:
            known = self._mapping_files(text)
            unchanged(known, {name: (files_over or {}).get(name, "") for name in files})
        return self._saved(self._file.save(text, folder, over, files))

    def roll_back(self, call: Call, *, number: int | None = None) -> Row:
        """A former version (the newest by default) is in force from now on; what it replaces is kept."""
        return self._saved(self._file.roll_back(number))

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

    def _mapping_files(self, text: str) -> Mapping[str, MappingFile]:
        """Of a text, and of the one that is saved."""
        found = mapping_files(tables(text), self._file.path.parent)
        saved = self._file.text_or_empty()
        return found if text == saved else mapping_files(tables(saved), self._file.path.parent) | found

    def _saved(self, report: Report) -> Row:
        self._reload()
        return told(report)


def tables(text: str) -> Row | None:
    """As they stand in the text, as plain values; None where it is no TOML."""
    try:
        found: Row = plain(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    return found


def files_told(file: SettingsFile, brought: Mapping[str, bytes], *, lines: bool) -> list[Row]:
    """What becomes of the files that stand beside the settings; those that stay as they are, too."""
    there = file.there(brought)
    return [change_of(name, there[name], brought[name], lines=lines) for name in sorted(brought)]


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
