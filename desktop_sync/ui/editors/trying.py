"""What a mapping editor asks the engine: which options there are, the fields of a resource, what becomes of a sample.

Of several answers under way only the latest counts. It must not know how anything is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_sync.core.errors import SyncError
from desktop_sync.ui.editors.schedule_table import plain
from desktop_sync.ui.link import Asked, Failed, Link

PAUSE = 300  # ms without a change, after which the engine is asked
Table = Mapping[str, Any]


class Trying(QObject):
    """``forms``, ``resource``, ``tried``, ``proposed``: as the engine's methods answer; ``failed``: a SyncError."""

    forms = Signal(dict)
    resource = Signal(dict)
    tried = Signal(dict)
    proposed = Signal(list)
    failed = Signal(object)

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self.format: dict[str, Any] | None = None
        self.seen: dict[str, Any] | None = None  # the format that the sample seems to have
        self.target = ""
        self.file = ""  # where the mapping stands, when it has one of its own
        self.at = 0
        self._sample = ""
        self._table: Table = {}
        self._has_forms = False
        self._looking: Asked | None = None
        self._trying: Asked | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.now)
        link.changed.connect(self.look)

    @Slot()
    def look(self) -> None:
        """The engine is there (again)."""
        if not self._has_forms and self._link.may("mapping_forms"):
            self._link.ask(self, "mapping_forms", self._forms_told)
            self.look_at_resource()

    @property
    def has_sample(self) -> bool:
        return bool(self._sample)

    def show_table(self, table: Table) -> None:
        """What is tried from now on, after a pause."""
        self._table = table
        self._pause.start()

    def take(self, told: Table) -> None:
        """Another sample, as ``sample`` answered."""
        self._sample, self.at = str(told["sample"]), 0
        self.seen = told["detected"]["table"] or None
        self.now()

    def drop(self) -> None:
        """There is no sample any more."""
        self._sample, self.seen, self.at = "", None, 0
        if self._trying is not None:
            self._trying.forget()

    def step(self, at: int) -> None:
        """Another record."""
        self.at = max(0, at)
        self.now()

    def look_at_resource(self) -> None:
        """The fields of the table's resource; without one, which resources there are."""
        if not self._link.may("resource"):
            return
        name = self._table.get("resource")
        wanted = name if isinstance(name, str) else None
        self._look(wanted, self._no_resource)

    @Slot()
    def now(self) -> None:
        """Tries it."""
        self._pause.stop()
        if not self._sample or not self._link.may("try_mapping"):
            return
        if self._trying is not None:
            self._trying.forget()
        mapping = plain(self._table) if self._table else None
        values = {"sample": self._sample, "at": self.at, "mapping": mapping, **self._around()}
        values |= {"file": self.file} if self.file else {}
        self._trying = self._link.ask(self, "try_mapping", self.tried.emit, self.failed.emit, **values)

    def propose(self) -> None:
        """What could feed which field of the table's resource."""
        values = {"sample": self._sample, "resource": str(self._table.get("resource", "")), **self._around()}
        self._link.ask(self, "propose_mapping", self.proposed.emit, self.failed.emit, **values)

    def _around(self) -> dict[str, Any]:
        return {"format": plain(self.format) if self.format else None, "target": self.target}

    def _look(self, name: str | None, failed: Failed) -> None:
        if self._looking is not None:
            self._looking.forget()
        values = {"target": self.target, "name": name}
        self._looking = self._link.ask(self, "resource", self.resource.emit, failed, **values)

    def _no_resource(self, error: SyncError) -> None:
        self.failed.emit(error)
        if self._link.may("resource"):
            self._look(None, self.failed.emit)

    def _forms_told(self, told: dict[str, Any]) -> None:
        self._has_forms = True
        self.forms.emit(told)
