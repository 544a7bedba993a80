"""The settings that hold now, in a process that lives long: read again when the file changed, kept when it is broken.

The last good ones, and the policy with which they were read, are also kept as copies, for a start while one of the
files is broken. Knows no ledger: what a broken file
means is told as a value.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_sync.core.errors import SettingsError
from desktop_sync.durable import replace_file
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.model import Settings
from desktop_sync.settings.policy import PolicyFile

COPY = "last-good.toml"
POLICY = "last-good-policy.toml"


@dataclass(frozen=True, slots=True)
class Look:
    """What a look has found. ``error``: why the file cannot be used; what held before still holds."""

    changed: bool = False
    error: SettingsError | None = None


class CurrentSettings:
    """Made from the file; SettingsError when that is broken and there never was a good one.

    Where there never was a file, nothing is set up yet: that is no fault, and the first save is taken over.
    """

    def __init__(self, file: SettingsFile, history: Path) -> None:
        self._file = file
        self._copy = history / COPY
        self._policy = () if file.policy.path is None else (file.policy.path,)
        self._lock = threading.Lock()
        self._files: tuple[Path, ...] = ()
        self._seen = self._stamp(())
        self.error: SettingsError | None = None
        try:
            self._now = self._load()
        except SettingsError as error:
            self._now = last_good(file, history, error)
            self.error = error
        else:
            self._keep()
        self._read()

    def __call__(self) -> Settings:
        """Those that hold now."""
        return self._now

    def look(self, *, anyway: bool = False) -> Look:
        """Reads the file when it, or one that it names, is another than before (or ``anyway``)."""
        with self._lock:
            stamp = self._stamp(self._files)
            if stamp == self._seen and not anyway:
                return Look(error=self.error)
            self._seen = stamp
            try:
                found = self._load()
            except SettingsError as error:
                self.error = error
                return Look(error=error)
            changed = found != self._now or self.error is not None
            self._now, self.error = found, None
            self._read()
            self._keep()
            return Look(changed)

    def _read(self) -> None:
        """What was read is what was seen before; a file that was changed meanwhile is read again by the next look."""
        unchanged = self._stamp(self._files) == self._seen
        self._files = self._named()
        if unchanged:
            self._seen = self._stamp(self._files)

    def _load(self) -> Settings:
        once = self._file.path.exists() or self._copy.exists()
        return self._file.load() if once or self._file.policy.read().file else Settings()

    def _named(self) -> tuple[Path, ...]:
        """The files that the settings name, as far as these can be read: mappings, tables, schemas."""
        try:
            return tuple(sorted(self._file.named().found))
        except SettingsError:
            beside = self._file.path.parent
            return tuple(beside / one.file for flow in self._now.flows for one in flow.mappings if one.file)

    def _stamp(self, named: tuple[Path, ...]) -> tuple[object, ...]:
        return tuple(_stamp_of(path) for path in (self._file.path, *self._policy, *named))

    def _keep(self) -> None:
        with suppress(OSError, SettingsError):  # a courtesy to the next start
            policy = self._file.policy.read().text
            for copy, text in ((self._copy, self._file.text_that_counts()), (self._copy.with_name(POLICY), policy)):
                if not copy.is_file() or copy.read_bytes() != text.encode():
                    replace_file(copy, text.encode())


def last_good(file: SettingsFile, history: Path, error: SettingsError) -> Settings:
    """What the kept copy says; ``error``, which the file has, when there is no copy that can be used.

    Read with today's policy; with the one of then when that is what has the fault: it stops nothing that ran.
    """
    try:
        text = (history / COPY).read_text(encoding="utf-8")
    except OSError:
        raise error from None
    validated = file.validated(text)
    if not validated.report.ok and file.policy.read().errors:
        validated = file.by(_policy_of_then(file, history)).validated(text)
    if not validated.report.ok:
        raise error
    return validated.settings


def _policy_of_then(file: SettingsFile, history: Path) -> PolicyFile:
    """None where none is kept: there was none, or this program was an older one."""
    copy = history / POLICY
    kept = copy if copy.is_file() and copy.stat().st_size else None
    return PolicyFile(kept, file.kinds, lambda _: "")


def _stamp_of(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


Changed = Callable[[Settings], None]
