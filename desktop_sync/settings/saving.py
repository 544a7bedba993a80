"""Several files replaced as one: all of them, or none, whenever the machine goes off.

What shall stand is written aside first, then named in a plan, and put in place last. A plan that is found is one that
was cut off: it is carried out to its end. Knows nothing of what stands in the files.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from desktop_sync.durable import replace_file

PLAN = "plan.json"
Write = Callable[[Path, bytes], None]


class Saving:
    """``folder``: which names of files are relative to; ``aside``: a folder of its own. Who saves holds the lock."""

    def __init__(self, folder: Path, aside: Path, write: Write = replace_file) -> None:
        self._folder = folder
        self._aside = aside
        self._write = write

    @property
    def cut_off(self) -> bool:
        """Whether one was."""
        return (self._aside / PLAN).is_file()

    def put(self, files: Mapping[str, bytes]) -> None:
        """In the order given. Raises OSError: all stand as they did."""
        if len(files) == 1:
            self._carry_out(files)  # one is replaced whole anyway
            return
        former = {name: self._bytes(name) for name in files}
        try:
            self._prepare(files)
            self._carry_out(files)
        except OSError:
            for name, data in former.items():
                self._put_back(name, data)
            self._clear()
            raise
        self._clear()

    def finish(self) -> None:
        """What was cut off after it was planned is done now. Raises OSError."""
        if self.cut_off:
            plan: dict[str, str] = json.loads((self._aside / PLAN).read_bytes())
            self._carry_out({name: (self._aside / kept).read_bytes() for name, kept in plan.items()})
        self._clear()

    def _prepare(self, files: Mapping[str, bytes]) -> None:
        self._clear()
        self._aside.mkdir(parents=True, exist_ok=True)
        plan = {name: str(number) for number, name in enumerate(files)}
        for name, data in files.items():
            self._write(self._aside / plan[name], data)
        self._write(self._aside / PLAN, json.dumps(plan).encode())

    def _carry_out(self, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            target = self._folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            self._write(target, data)

    def _bytes(self, name: str) -> bytes | None:
        with suppress(FileNotFoundError):
            return (self._folder / name).read_bytes()
        return None

    def _put_back(self, name: str, former: bytes | None) -> None:
        if self._bytes(name) == former:
            return
        if former is None:
            (self._folder / name).unlink(missing_ok=True)
        else:
            self._write(self._folder / name, former)

    def _clear(self) -> None:
        (self._aside / PLAN).unlink(missing_ok=True)  # first: what is left without it is of no use to anybody
        shutil.rmtree(self._aside, ignore_errors=True)
