"""The settings as a person is changing them: plain tables over the text that is saved, and secrets not stored yet.

Nothing is lost when it is wrong: the engine checks the whole after a pause and says where what is wrong. It outlives
the dialog that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_sync.core.errors import SyncError
from desktop_sync.core.locks import Locks
from desktop_sync.core.tables import Change, Tables, applied, changes, merged
from desktop_sync.ui.link import Asked, Link, State

Row = dict[str, Any]
Place = tuple[str | int, ...]
PAUSE = 400  # ms without a key, after which the draft is checked
EMPTY: Tables = {"version": 1}
FILES = "mapping files"
"""Among the tables of a draft: those of mapping files beside the settings, by name. No option is called so."""


@dataclass(frozen=True, slots=True)
class _Saving:
    """What a save saves: the checked ``text``, made ``over`` another, and its ``tables``."""

    text: str
    over: str
    tables: Tables
    changes: bool
    files: dict[str, str]
    files_over: dict[str, str]


class Draft(QObject):
    """``loaded``: the tables are others than what was shown; ``changed``: somebody edited; ``checked``: what is wrong
    is known; ``clashed``: others saved what is changed here, too; ``unreadable``: the file is no TOML.
    """

    loaded = Signal()
    changed = Signal()
    checked = Signal()
    clashed = Signal(list)
    merged_in = Signal()
    unreadable = Signal(str)

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.link = link
        self.text, self.file = "", ""
        self.base: Tables = deepcopy(EMPTY)
        self.now: Tables = deepcopy(EMPTY)
        self.forms: Row = {}
        self.locks = Locks()  # what the administrator has set, which the tables here show
        self._written: Tables = deepcopy(EMPTY)  # the file's, without that
        self.stored: frozenset[str] = frozenset()
        self.secrets: dict[str, str | None] = {}  # to be stored, or (None) deleted, with the next save
        self._early: set[str] = set()  # stored by a save that did not end
        self.errors: list[Row] = []
        self.warnings: list[Row] = []
        self.broken = False  # the file is no TOML: it cannot be edited here, and is not replaced
        self._sound_text = ""
        self._sound_files: dict[str, str] = {}
        self._files: dict[str, Row] = {}  # mapping files by name, as the engine tells them
        self._checking: Asked | None = None
        self._stale = False
        self._might = link.may("save_settings")  # the last time that there was an engine
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.check)
        link.happened.connect(self._happened)
        link.changed.connect(self._linked)

    @property
    def known(self) -> bool:
        """Whether forms and settings are here."""
        return bool(self.forms) and bool(self.file)

    @property
    def may_change(self) -> bool:
        """Whether this account may; without an engine, whether it might before: what is typed then is not lost."""
        return self.link.may("save_settings") if self.link.state is State.CONNECTED else self._might

    def set_pause(self, milliseconds: int) -> None:
        """How long nobody types before it is checked."""
        self._pause.setInterval(milliseconds)

    def load(self) -> None:
        """Asks for everything."""
        self.link.ask(self, "forms", self._formed)
        if self.link.may("list_secrets"):
            self.link.ask(self, "list_secrets", self._listed)

    def changes(self) -> list[Change]:
        """What a save would change in the file."""
        return changes(self.base, self.now)

    @property
    def count(self) -> int:
        """How many changes a save would make, secrets among them."""
        return len(self.changes()) + len(self.secrets)

    def refresh(self) -> None:
        """The file may be another."""
        self.link.ask(self, "settings", self._here)

    def listed(self, name: str) -> list[Row]:
        """``connections``, ``flows``, ``exports``: those of the draft, edited in place and told by ``touched``."""
        found = self.now.get(name)
        return found if isinstance(found, list) else []

    def add(self, name: str, one: Row) -> None:
        """One more of them, at the end."""
        self.now[name] = [*self.listed(name), one]
        self.touched()

    @property
    def settings(self) -> Tables:
        """What is saved, of the settings' own file."""
        return self._own(self.base)

    @property
    def own(self) -> Tables:
        """What that file shall say."""
        return self._own(self.now)

    def _own(self, tables: Tables) -> Tables:
        return self.locks.away({name: one for name, one in tables.items() if name != FILES}, self._written)

    def lent(self) -> Row:
        """For a call about what is not saved: the tables over their text, and the secrets that were typed."""
        typed = {name: value for name, value in self.secrets.items() if value is not None}
        return {"text": self.text, "tables": deepcopy(self.own), "secrets": typed}

    def is_set(self, name: str, one: Row) -> bool:
        """Whether the administrator has set up this connection, flow or export."""
        return one.get("id") in self.locks.ids(name)

    def mapping_file(self, name: str) -> Row | None:
        """The mapping file that a flow calls so: ``file``, ``flows``. None: it cannot be edited here."""
        return next((one for one in self._files.values() if name in one["names"] and one["tables"] is not None), None)

    def is_saved(self, name: str, identity: str) -> bool:
        """Whether the id is that of something in the file: it never changes then."""
        return any(one.get("id") == identity for one in self.base.get(name, ()))

    @Slot()
    def touched(self) -> None:
        """Something of ``now`` was changed."""
        self._stale = True
        self.changed.emit()
        self._pause.start()

    @property
    def knows_secrets(self) -> bool:
        """Whether this account may see which are stored."""
        return self.link.may("list_secrets")

    def keep_secret(self, name: str, value: str | None) -> None:
        """To be stored with the next save; None: to be deleted; empty: as it was."""
        self.secrets.pop(name, None)
        if value or (value is None and name in self.stored):
            self.secrets[name] = value
        self.touched()

    def has_secret(self, name: str) -> bool:
        """Whether there will be one of this name."""
        return self.secrets[name] is not None if name in self.secrets else name in self.stored

    def waits(self, name: str) -> bool:
        """Whether one of this name is to be stored with the next save."""
        return bool(self.secrets.get(name))

    def warned(self) -> list[Row]:
        """What can be saved, and is worth a look."""
        return [one for one in self.warnings if not self._told_otherwise(one)]

    def problems(self, at: Sequence[str | int]) -> list[tuple[Place, str, bool]]:
        """Those below a place: the rest of the path, what, and whether it is an error."""
        start = list(at)
        return [
            (tuple(one["path"][len(start) :]), str(one["message"]), wrong)
            for found, wrong in ((self.errors, True), (self.warnings, False))
            for one in found
            if one["path"][: len(start)] == start and not self._told_otherwise(one)
        ]

    def _told_otherwise(self, problem: Row) -> bool:
        """A secret that is to be stored is no warning."""
        here: Any = self.now
        for step in problem["path"]:
            if isinstance(here, list) and isinstance(step, int):
                here = here[step] if step < len(here) else None
            else:
                here = here.get(step) if isinstance(here, dict) else None
        return problem in self.warnings and isinstance(here, str) and bool(self.secrets.get(here))

    @Slot()
    def check(self) -> None:
        """Now. What was asked before interests nobody any more."""
        self._pause.stop()
        if self._checking is not None:
            self._checking.forget()
        if not self.link.may("check_settings"):
            return
        self._stale = False
        was, now = self.base.get(FILES, {}), self.now.get(FILES, {})
        files = {name: one for name, one in now.items() if was.get(name) != one}
        values: Row = {"text": self.text, "tables": self.own} | ({"files": files} if files else {})
        self._checking = self.link.ask(self, "check_settings", self._found, self._not_found, **values)

    @property
    def current(self) -> bool:
        """Whether it was checked as it is."""
        return not self._stale and self._checking is None

    @property
    def ready(self) -> bool:
        """Whether it was checked as it is, and may be saved."""
        return self.current and not self.errors and not self.broken and self.count > 0

    def save(self, done: Callable[[], None], failed: Callable[[SyncError], None]) -> None:
        """Stores the secrets, then the settings. What was stored stays so when the rest fails.

        What is saved, and over what, is what was checked at this moment, whatever somebody writes meanwhile.
        """
        files = dict(self._sound_files)
        over = {name: str(self._files[name]["text"]) for name in files}
        what = _Saving(self._sound_text, self.text, deepcopy(self.now), self.changes() != [], files, over)
        self._save(what, done, failed)

    def _save(self, what: _Saving, done: Callable[[], None], failed: Callable[[SyncError], None]) -> None:
        waiting = [(name, value) for name, value in self.secrets.items() if value is not None]
        if waiting:
            name, value = waiting[0]

            def kept(_: object) -> None:
                self._kept(name)
                self._save(what, done, failed)

            self.link.ask(self, "put_secret", kept, failed, name=name, value=value)
            return
        self._save_text(what, done, failed)

    def _save_text(self, what: _Saving, done: Callable[[], None], failed: Callable[[SyncError], None]) -> None:
        def saved(_: object) -> None:
            self._written = self._own(what.tables)
            self.text, self.base = what.text, what.tables
            for name, text in what.files.items():
                self._files[name] = {**self._files[name], "text": text}
            self._delete(done, failed)

        def refused(error: SyncError) -> None:
            self.refresh()  # perhaps somebody else has saved, of whom nobody has told yet
            failed(error)

        if what.changes:
            values: Row = {"text": what.text, "over": what.over}
            values |= {"files": what.files, "files_over": what.files_over} if what.files else {}
            self.link.ask(self, "save_settings", saved, refused, **values)
        else:
            self._delete(done, failed)

    def _delete(self, done: Callable[[], None], failed: Callable[[SyncError], None]) -> None:
        """Secrets that nothing names any more go last; one that something else names stays."""
        for named in [one for one in self.secrets if one in set(texts(self.now))]:
            del self.secrets[named]
        name = next(iter(self.secrets), None)
        if name is None:
            self._early.clear()
            self.changed.emit()
            self.check()
            done()
            return

        def gone(_: object) -> None:
            self._kept(name)
            self._delete(done, failed)

        self.link.ask(self, "delete_secret", gone, failed, name=name)

    def _kept(self, name: str) -> None:
        value = self.secrets.pop(name, None)
        if value is not None and name not in self.stored:
            self._early.add(name)
        self.stored = self.stored - {name} if value is None else self.stored | {name}

    def discard(self) -> None:
        """As it is saved. A secret that a save stored before it failed goes, too, when nothing names it."""
        for name in self._early - set(texts(self.base)):
            self.stored = self.stored - {name}
            self.link.ask(self.link, "delete_secret", name=name)
        self._early.clear()
        self.now, self.secrets = deepcopy(self.base), {}
        self.loaded.emit()
        self.touched()

    def take(self, tables: Tables) -> None:
        """Other tables in place of these, such as those of a former version."""
        self.now = self.locks.over(deepcopy(tables))
        self.loaded.emit()
        self.touched()

    def yield_to(self, clashes: list[Change]) -> None:
        """Where others changed the same, theirs stands."""
        self.take(applied(self.now, [Change(one.path, None, one.was) for one in clashes]))

    def _formed(self, told: Row) -> None:
        self.forms = told
        self.link.ask(self, "settings", self._here)

    def _listed(self, told: list[str]) -> None:
        self.stored = frozenset(told)
        if self.known:
            self.changed.emit()

    def _here(self, told: Row) -> None:
        """The file as it is; what is changed here stays on top of what others saved meanwhile."""
        tables = told["tables"]
        was_broken, self.broken = self.broken, tables is None
        if tables is None:
            self.file = str(told["file"])
            self.changed.emit()
            self.unreadable.emit(str(told["errors"][0]["message"]) if told["errors"] else "")
            return
        first, mine = not self.file, self.changes() if self.file else []
        files = {str(one["file"]): one for one in told["files"]}
        same = {name: one["text"] for name, one in files.items()} == {
            name: one["text"] for name, one in self._files.items()
        }
        locks = Locks.heard(told["policy"])
        if not first and told["text"] == self.text and same and locks == self.locks:
            self._files = files
            if was_broken:
                self.changed.emit()
            return
        self._files = files
        shared = {name: one["tables"] for name, one in files.items() if one["tables"] is not None}
        self.locks, self._written = locks, tables or deepcopy(EMPTY)
        former, theirs = self.base, locks.over(self._written) | ({FILES: shared} if shared else {})
        self.file, self.text, self.base = str(told["file"]), told["text"], theirs
        if self.text:  # before there is a file, nothing is wrong with it
            self.errors, self.warnings = self._placed(told["errors"]), self._placed(told["warnings"])
        self.now, clashes = merged(former, self.now, theirs) if mine else (deepcopy(theirs), [])
        self.loaded.emit()
        self.touched()
        if clashes:
            self.clashed.emit(clashes)
        elif mine and not first:
            self.merged_in.emit()

    def _found(self, told: Row) -> None:
        self._checking = None
        self.errors, self.warnings = self._placed(told["errors"]), self._placed(told["warnings"])
        self._sound_text, self._sound_files = str(told["text"]), dict(told["files"])
        self.checked.emit()

    def _placed(self, problems: Sequence[Row]) -> list[Row]:
        """What is wrong in a mapping file is told at the first flow that uses it."""
        return [{**one, "path": [*self._flow_of(one["path"]), *one["path"][1:]]} for one in problems]

    def _flow_of(self, path: Sequence[str | int]) -> list[str | int]:
        for number, flow in enumerate(self.listed("flows")):
            for one in [flow.get("mapping"), *(flow.get("mappings") or ())]:
                if path and isinstance(one, dict) and one.get("mapping_file") == path[0]:
                    return ["flows", number, "mapping"]
        return list(path[:1])

    def _not_found(self, error: SyncError) -> None:
        self._checking = None
        self._stale = True
        self.link.failed.emit(error)

    @Slot()
    def _linked(self) -> None:
        """An engine is there again: what was saved meanwhile nobody has told, and what was asked before is lost."""
        if self.link.state is not State.CONNECTED:
            return
        self._might = self.link.may("save_settings")
        if self.known:
            self.refresh()
            if self.link.may("list_secrets"):
                self.link.ask(self, "list_secrets", self._listed)
            if not self.current:
                self.check()

    @Slot(dict)
    def _happened(self, event: Row) -> None:
        if event.get("event") == "settings changed" and self.known:
            self.refresh()


def texts(value: object) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
