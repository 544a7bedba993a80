"""Erasing a person's data by reference: the ledger, the spool, and the files beside them that still name it.

What lies at the source (archived files) is named and never touched; so are log lines, which go by themselves. It must
not know how the ledger erases.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.core.ports import Clock, Spool
from desktop_sync.engine.backup import MADE
from desktop_sync.ledger.erasing import Erasable
from desktop_sync.ledger.ledger import Ledger

log = logging.getLogger("erase")
Row = dict[str, Any]
_BLOCK = 1 << 20


class Erasure:
    """``copies``: files with former states of ledger and spool; ``logs_kept``: seconds that a full log file is kept."""

    def __init__(
        self,
        ledger: Ledger,
        spool: Spool,
        logs: Path,
        copies: Callable[[], Sequence[Path]],
        clock: Clock,
        logs_kept: float,
    ) -> None:
        self._ledger = ledger
        self._spool = spool
        self._logs = logs
        self._copies = copies
        self._clock = clock
        self._logs_kept = logs_kept

    def look(self, reference: str, resource: str | None) -> Row:
        """What would go, and what would remain. Rejected when nobody knows this document."""
        return self._told(reference, _known(self._ledger.erasing.look(reference, resource), reference))

    def erase(
        self, reference: str, resource: str | None, who: str, reason: str, *, keep_payloads: bool, remove_copies: bool
    ) -> Row:
        """As ``look``, and it is gone. Rejected while something of it is under way.

        ``keep_payloads``: for files that hold others' documents, too. ``remove_copies``: those that still name it go.
        """
        remove = None if keep_payloads else self._spool.remove
        found = _known(self._ledger.erasing.erase(reference, resource, who, reason, remove), reference)
        if found.why_not:
            raise Rejected(f"Nothing was erased. {found.why_not}")
        log.info("the data of %d documents was erased by %s", len(found.lanes), who)
        finished = self.finish()
        told = self._told(reference, found)
        if remove_copies:
            self._remove([Path(one["file"]) for one in told["copies"]])
        return {**told, "finished": finished, "copies_removed": remove_copies, "payloads_kept": keep_payloads}

    def finish(self) -> str:
        """The bytes go from the files of ledger and spool. Empty: they have; else why that comes later, by itself."""
        if not self._ledger.erasing.to_finish():
            return ""
        try:
            self._spool.compact()
            self._ledger.erasing.finish()
        except RetryLater as error:
            log.warning("what was erased is not gone from the files yet: %s", error)
            return str(error)
        self._ledger.search.catch_up()
        return ""

    def _remove(self, copies: Sequence[Path]) -> None:
        """The next copy is due at once."""
        for path in copies:
            path.unlink(missing_ok=True)
        if copies:
            self._ledger.journal.note_fact(MADE, "0")
            log.warning("copies that named erased data were removed: %d", len(copies))

    def _told(self, reference: str, found: Erasable) -> Row:
        return {
            "reference": reference,
            "documents": [_document(lane) for lane in found.lanes],
            "files": [_file(file) for file in found.files],
            "counts": dict(found.counts),
            "why_not": found.why_not,
            "reports": list(found.reports),
            "kept_reports": [
                {"export": title, "many": many, "unknown": unknown}
                for title, (many, unknown) in found.kept_reports.items()
            ],
            "logs": [
                {"file": str(path), "lines": lines, "until": path.stat().st_mtime + self._logs_kept}
                for path in _files(self._logs)
                if (lines := _lines_with(path, reference))
            ],
            "copies": [{"file": str(path)} for path in self._copies() if _holds(path, reference)],
        }


def _known(found: Erasable, reference: str) -> Erasable:
    if not found.lanes:
        raise Rejected(f'No document "{reference}" is known.', "Give its external reference as Acme has it.")
    return found


def _document(lane: Mapping[str, Any]) -> Row:
    names = ("resource", "reference", "tenant", "base_url", "remote_id")
    return {**{name: lane[name] for name in names}, "versions": lane["deliveries"]}


def _file(file: Mapping[str, Any]) -> Row:
    names = ("flow", "connection", "path", "target", "others", "payload_size")
    return {
        **{name: file[name] for name in names},
        "payload_kept": bool(file["kept"]),
        "lies_there": bool(file["present"]),
    }


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.is_file()) if folder.is_dir() else iter(())


def _lines_with(path: Path, reference: str) -> int:
    wanted = reference.encode("utf-8", "surrogatepass")
    try:
        with path.open("rb") as file:
            return sum(wanted in line for line in file)
    except OSError:
        return 0


def _holds(path: Path, reference: str) -> bool:
    """Whether its bytes stand anywhere in the file, whatever is wrong with the file."""
    wanted = reference.encode("utf-8", "surrogatepass")
    kept = b""
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                if wanted in kept + block:
                    return True
                kept = block[-len(wanted) :]
    except OSError:
        return False
    return False
