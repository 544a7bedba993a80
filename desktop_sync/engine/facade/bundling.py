"""The theme of the support bundle: what would leave, file by file, and the .zip in pieces. It writes no file.

What was looked at is what is saved: a bundle is made once and kept until it is put away, or another one is made.
"""

from __future__ import annotations

import base64
import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop_sync.core.errors import RetryLater
from desktop_sync.engine.facade.calling import Call
from desktop_sync.engine.facade.telling import Row

SIGNS = 100_000  # of a file's text in one answer
PIECE = 1 << 20  # bytes of the .zip in one answer


class File(Protocol):
    """One file of a bundle, as it would leave."""

    @property
    def name(self) -> str: ...

    @property
    def what(self) -> str: ...

    @property
    def data(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle: the name that its .zip has where nobody chose one, its files, and the .zip."""

    name: str
    files: Sequence[File]
    zipped: bytes


Make = Callable[[bool, Callable[[int, int, str], None]], Made]
"""``offline``: nothing is asked over the network. Tells how many files are made, of how many, the next one's name."""


class Bundling:
    """Asked by several threads."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._kept: tuple[int, Made] | None = None

    def bundle(self, call: Call, *, offline: bool = False) -> Row:
        """A new one: its number ``bundle``, ``name``, ``size`` of the .zip, ``files`` with what each is and its bytes.

        Meanwhile ``{"event": "bundle part", "done", "total", "name"}`` is told.
        """

        def listen(done: int, total: int, name: str) -> None:
            if call.token.is_set():
                raise RetryLater("Nobody wanted the bundle any more.")
            call.tell({"event": "bundle part", "done": done, "total": total, "name": name})

        number = next(self._numbers)
        made = self._make(offline, listen)
        with self._lock:
            if self._kept is None or self._kept[0] < number:  # of two that were made at once the later one
                self._kept = number, made
        files = [{"name": one.name, "what": one.what, "bytes": len(one.data)} for one in made.files]
        return {"bundle": number, "name": made.name, "size": len(made.zipped), "files": files}

    def bundle_file(self, call: Call, *, bundle: int, name: str, at: int = 0) -> Row:
        """The text of one of its files from a sign on, and where it goes on (``next``; None: that was all)."""
        found = next((one for one in self._known(bundle).files if one.name == name), None)
        if found is None:
            raise RetryLater(f'There is no file "{name[:80]}" in this bundle.', "Make the bundle anew.")
        text, at = found.data.decode("utf-8", "backslashreplace"), max(at, 0)
        after = at + SIGNS
        return {"name": name, "text": text[at:after], "next": after if after < len(text) else None}

    def bundle_piece(self, call: Call, *, bundle: int, at: int = 0) -> Row:
        """A piece of the .zip in Base64, and where it goes on (``next``; None: that was all)."""
        zipped, at = self._known(bundle).zipped, max(at, 0)
        after = at + PIECE
        data = base64.b64encode(zipped[at:after]).decode("ascii")
        return {"data": data, "size": len(zipped), "next": after if after < len(zipped) else None}

    def put_bundle_away(self, call: Call, *, bundle: int) -> None:
        """Nobody wants it any more."""
        with self._lock:
            if self._kept is not None and self._kept[0] == bundle:
                self._kept = None

    def _known(self, number: int) -> Made:
        with self._lock:
            if self._kept is None or self._kept[0] != number:
                raise RetryLater("This bundle is not kept any more.", "Make it anew.")
            return self._kept[1]
