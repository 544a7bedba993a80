"""What the resource of a query has at Acme, for whoever chooses fields: asked once for each resource, and again when
the engine was away meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Slot

from desktop_sync.core.errors import SyncError
from desktop_sync.core.reconciling import RECONCILIATION
from desktop_sync.ui.link import Asked, Link

Row = dict[str, Any]
DATES = frozenset({"date", "time"})
INNER = frozenset({"list", "object"})


class Listed(QObject):
    """Nothing is offered until the engine has answered, and nothing where it cannot: fields are typed then."""

    def __init__(self, link: Link, parent: QObject) -> None:
        super().__init__(parent)
        self._link = link
        self._of: tuple[str, str] | None = None
        self._lost = False  # the engine was away since it was asked
        self._asked: Asked | None = None
        self._resources: list[Row] = []
        self._fields: list[Row] = []
        link.changed.connect(self._linked)

    def use(self, connection: str, resource: str) -> None:
        """Of this resource from now on."""
        if (connection, resource) != self._of:
            self._of, self._lost = (connection, resource), False
            self._begin()

    def declare(self, fields: object) -> None:
        """No resource from now on: these fields are declared by hand."""
        self._of, self._lost = None, False
        if self._asked is not None:
            self._asked.forget()
            self._asked = None
        named = [one for one in fields if isinstance(one, dict) and one.get("name")] if isinstance(fields, list) else []
        self._fields = [_row(str(one["name"]), _declared(one), [], inner=False) for one in named]

    @Slot()
    def _linked(self) -> None:
        """The engine has come or gone; what was told before still holds until it tells anew."""
        if not self._link.may("resource"):
            self._lost = True
        elif self._lost:
            self._lost = False
            self._begin()

    def _begin(self) -> None:
        if self._of is None:
            return
        if not self._link.may("resource"):
            self._lost = True
            return
        if self._asked is not None:
            self._asked.forget()
        self._ask(*self._of)

    def fitting(self, wanted: str) -> Sequence[Row]:
        """``one``, ``several``: fields with a value; ``list``, ``date``: those that are one; ``resource``: all."""
        if wanted == "resource":
            return self._resources
        if wanted == "list":
            return [one for one in self._fields if one["kind"] == "list"]
        if wanted == "date":
            return [one for one in self._fields if one["kind"] in DATES and not one["inner"]]
        return [one for one in self._fields if one["kind"] not in INNER]

    def _ask(self, connection: str, resource: str | None) -> None:
        def unknown(_: SyncError) -> None:
            if resource is not None:  # no such resource: those that there are can still be offered
                self._ask(connection, None)

        self._asked = self._link.ask(self, "resource", self._told, unknown, target=connection, name=resource or None)

    def _told(self, told: Mapping[str, Any]) -> None:
        self._asked = None
        names = [*map(str, told["resources"]), RECONCILIATION]
        self._resources = [{"path": one, "kind": "", "choices": []} for one in names]
        own = [_row(name, kind, [], inner=False) for name, kind in told["own_fields"].items()]
        self._fields = [*own, *_flat(told["fields"])]


def _declared(field: Row) -> str:
    """As what a field is read."""
    convert = field.get("convert")
    last = convert[-1] if isinstance(convert, list) and convert else None
    said = next(iter(last), "") if isinstance(last, dict) else str(last or field.get("kind") or "text")
    return {"unix": "time", "unix_ms": "time", "datetime": "time"}.get(said, said)


def _flat(fields: Sequence[Row], *, inner: bool = False) -> Iterator[Row]:
    """Each by its path as reports write it, ``lines.sku``; ``inner``: it stands in the entries of a list."""
    for one in fields:
        yield _row(str(one["path"]).replace("[]", ""), str(one["kind"]), list(one["choices"]), inner=inner)
        yield from _flat(one["children"], inner=inner or one["kind"] == "list")


def _row(path: str, kind: str, choices: list[str], *, inner: bool) -> Row:
    return {"path": path, "kind": kind, "choices": choices or (["true", "false"] if kind == "boolean" else []),
            "inner": inner}  # fmt: skip
