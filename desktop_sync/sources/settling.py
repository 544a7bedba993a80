"""Settles files over any store: compare, then move, verify, delete last (delivery.md, "Settle").

Every step may be cut off and is then done again with the same order, so each looks first at what the former try has
left. Nothing is overwritten, and nothing is deleted whose bytes were not processed. Knows no ledger.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable

from desktop_sync.core.errors import Owner, Rejected
from desktop_sync.core.model import Entity, Item, SettleResult, Settling
from desktop_sync.core.ports import Store
from desktop_sync.sources.naming import candidates
from desktop_sync.sources.stability import same_content

ASIDE_PREFIX = ".desktop-sync-"  # a name that stores never list
_BLOCK = 1 << 20


def reason_path(target: str) -> str:
    """Where the reason stands, beside the file."""
    return f"{target}.reason.json"


class Settlement:
    """Carries out settle orders."""

    def __init__(self, store: Store, done: Callable[[str], str] | None = None) -> None:
        """``done``: the name of a file's done file, which is settled with it."""
        self._store = store
        self._done = done

    def settle(self, order: Settling) -> SettleResult:
        """Rejected(reason='target taken') when something else has the planned name: a new name is to be planned."""
        if order.target is None and not order.delete:
            return SettleResult.DONE
        target = order.target if order.target is not None else _aside(order.item)
        if self._done is not None and self._look(order.item) is None:
            self._settle_done(order, self._done)
        # A reason is written before the move; else the move itself tells whether the name is free.
        there = self._store.stat(target) if order.reason is not None else None
        if there is not None:
            return self._again(order, target, there)
        found = self._look(order.item)
        if found is None and order.reason is not None:
            self._write_reason(target, order.reason)
            found = self._look(order.item)
        if found is None:
            return self._move(order, target)
        there = self._store.stat(target)
        return _wanted_anyway(order, found) if there is None else self._again(order, target, there)

    def _settle_done(self, order: Settling, done: Callable[[str], str]) -> None:
        """Before the file itself: one that stayed alone would call the next half-written file of this name finished."""
        path = done(order.item.entity.path)
        if self._store.stat(path) is None:
            return
        if order.target is None:
            self._store.delete(path)
            return
        for target in candidates(done(order.target), order.item.id):
            try:
                self._store.move(path, target)
            except FileExistsError:
                continue
            except Rejected as error:
                if error.reason != "gone":
                    raise
            return

    def _look(self, item: Item) -> SettleResult | None:
        """What stands against moving; None when the source is as it was noticed."""
        now = self._store.stat(item.entity.path)
        if now is None:
            return SettleResult.GONE
        return None if same_content(now, item.entity) else SettleResult.REPLACED

    def _move(self, order: Settling, target: str) -> SettleResult:
        try:
            self._store.move(order.item.entity.path, target)
        except FileExistsError as error:
            there = self._store.stat(target)
            if there is None:
                raise _taken(target) from error
            return self._again(order, target, there, refused=True)
        except Rejected as error:
            if error.reason == "gone":
                return _wanted_anyway(order, SettleResult.GONE)
            raise
        try:
            ours = self._moved(order.item, target)
        except Rejected as error:
            if error.reason == "gone":
                return SettleResult.GONE
            raise
        return self._finish(order, target) if ours else self._put_back(order.item, target)

    def _moved(self, item: Item, target: str) -> bool:
        """Whether what was moved is what was processed. A place without file ids is not local: size and time tell."""
        there = self._store.stat(target)
        if there is not None and not there.file_id and same_content(there, item.entity):
            return True
        return self._is_ours(item, target)

    def _again(self, order: Settling, target: str, there: Entity, *, refused: bool = False) -> SettleResult:
        """The target exists: from a try that was cut off, or it is somebody else's. ``refused``: by the move too."""
        found = self._look(order.item)
        if self._is_ours(order.item, target):
            if found is None:  # the copy was made, the delete was not
                self._store.delete(order.item.entity.path)
            return self._finish(order, target)
        if there.file_id and there.file_id == order.item.entity.file_id and found is not None:
            return self._put_back(order.item, target)
        if found is None and not refused:  # half of a copy, perhaps: the store knows its own
            return self._move(order, target)
        if found is None:
            raise _taken(target)
        return found

    def _finish(self, order: Settling, target: str) -> SettleResult:
        if order.delete:
            self._store.delete(target)
        return SettleResult.DONE

    def _is_ours(self, item: Item, path: str) -> bool:
        """Whether ``path`` holds the bytes that were processed. Rejected(reason='gone') when nothing is there."""
        if item.payload is not None:
            return self._sha256(path) == item.payload.sha256
        there = self._store.stat(path)
        return there is not None and same_content(there, item.entity)

    def _sha256(self, path: str) -> str:
        hashed = hashlib.sha256()
        with self._store.open(path) as data:
            while block := data.read(_BLOCK):
                hashed.update(block)
        return hashed.hexdigest()

    def _put_back(self, item: Item, target: str) -> SettleResult:
        """It was changed between our look and the move: what nobody has read goes back to where it is noticed."""
        for path in candidates(item.entity.path, item.id):
            try:
                self._store.move(target, path)
            except FileExistsError:
                continue
            break
        return SettleResult.REPLACED

    def _write_reason(self, target: str, reason: object) -> None:
        """Repeatable: the same content again is fine."""
        path = reason_path(target)
        content = json.dumps(reason, ensure_ascii=False, indent=2).encode() + b"\n"
        try:
            self._store.write(path, io.BytesIO(content))
        except FileExistsError as error:
            there = self._store.stat(path)
            if there is None or there.size != len(content) or self._sha256(path) != hashlib.sha256(content).hexdigest():
                raise _taken(path) from error


def _aside(item: Item) -> str:
    """Where a file waits, unseen, for being deleted: moved first, so that nothing newer can be hit."""
    folder, slash, _ = item.entity.path.rpartition("/")
    content = item.payload.sha256[:16] if item.payload is not None else f"{item.entity.mtime_ns:x}"
    return f"{folder}{slash}{ASIDE_PREFIX}{item.id}-{content}.delete"  # item numbers begin anew with a new ledger


def _wanted_anyway(order: Settling, found: SettleResult) -> SettleResult:
    """A file that was to be deleted and is not there is settled."""
    return SettleResult.DONE if order.delete and found is SettleResult.GONE else found


def _taken(path: str) -> Rejected:
    return Rejected(
        f"The name {path} was taken meanwhile.", "Another name is chosen by itself.", Owner.IT, "target taken"
    )
