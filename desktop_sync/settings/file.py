"""The settings file on disk: load, save with the former version kept, history, roll back.

A save validates everything first. Comments of the person who wrote the file survive edits. Knows no connector;
who may save, and that only one process does, is the data folder's lock.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_sync.core.errors import RetryLater, SettingsError
from desktop_sync.durable import replace_file
from desktop_sync.settings.model import Kinds, Settings
from desktop_sync.settings.named_files import NamedFiles
from desktop_sync.settings.report import Report, SettingsProblem
from desktop_sync.settings.text import LARGEST
from desktop_sync.settings.validation import Validated, validate

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

KEPT = 200
_OWN_FOLDERS = frozenset({"backups", "history", "logs", "secrets", "spool"})
_OWN_FILES = ("ledger", "owner.lock", "settings.toml")
_NAME = re.compile(r"settings-(\d{8}T\d{6}Z)-(\d{4,})\.toml")
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """One kept version. ``number`` grows with every save and orders them, whatever the clock does."""

    number: int
    saved_over_at: datetime
    path: Path


def _own(name: str) -> bool:
    """Whether a file of this name in the data folder would be one of the program's own."""
    parts = Path(name).parts
    first = parts[0].casefold() if parts else ""
    return first in _OWN_FOLDERS or (len(parts) == 1 and first.startswith(_OWN_FILES))


class SettingsFile:
    """One installation's settings. ``now`` gives an aware time; it only names the kept versions."""

    def __init__(
        self, path: Path, history: Path, kinds: Kinds, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.path = path
        self._history = history
        self.kinds = kinds
        self._now = now
        self._saving = threading.RLock()

    def text(self) -> str:
        """The file's text, without a byte order mark. SettingsError when there is none, or it cannot be read."""
        return self._decoded(self._bytes())

    def load(self) -> Settings:
        """The settings. SettingsError with every problem."""
        validated = self._validated(self.text(), None)
        validated.report.raise_errors(str(self.path))
        return validated.settings

    def validate(self, text: str | None = None, beside: Path | None = None) -> Report:
        """All errors and warnings of ``text``, or of the file; compared with the newest kept version for a file.

        ``beside``: the folder of ``text``; files that it names are looked for there before they are in the data folder.
        """
        return self.validated(text, beside).report

    def validated(
        self, text: str | None = None, beside: Path | None = None, stored: Callable[[str], bool] | None = None
    ) -> Validated:
        """As ``validate``, with the sound parts of the settings; ``stored`` tells whether there is a secret."""
        try:
            asked = self.text() if text is None else text
        except SettingsError as error:
            return Validated(Settings(), Report((SettingsProblem(str(error), file=str(self.path)),)))
        return self._validated(asked, self._newest_kept() if text is None else self._current(), beside, stored)

    def text_or_empty(self) -> str:
        """As ``text``; empty where there is no file yet."""
        return self.text() if self.path.exists() else ""

    def save(self, text: str, beside: Path | None = None, over: str | None = None) -> Report:
        """Validates, keeps the former version, replaces the file. SettingsError with every problem: nothing changed.

        ``over``: the text that this one was made of; RetryLater when the file says something else by now.

        ``beside``: the folder of ``text``; files that it names by relative paths there are brought along.
        """
        with self._saving:
            if over is not None and over != self.text_or_empty():
                raise RetryLater(
                    "Somebody else has changed the settings meanwhile.",
                    "Nothing was saved. Look at what is different now, then save again.",
                )
            return self._saved(text, beside)

    def _saved(self, text: str, beside: Path | None) -> Report:
        report = self._validated(text, self._current(), beside).report
        report.raise_errors(str(self.path))
        if beside is not None:
            self._bring(text, beside)
            report = self._validated(text, self._current()).report
            report.raise_errors(str(self.path))
        data = text.encode()
        former = self.path.read_bytes() if self.path.exists() else None
        if data == former:
            return report
        try:
            if former is not None:
                self._keep(former)
            replace_file(self.path, data)
        except OSError as error:
            raise SettingsError(
                f"The settings could not be saved to {self.path}: {error.strerror or error}.",
                hint="The former settings still hold. See that the disk has room and the folder may be written.",
            ) from error
        return report

    def edit(self, change: Callable[[TOMLDocument], None]) -> Report:
        """Lets ``change`` alter the parsed file and saves it; comments and order stay. SettingsError as in ``save``."""
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            document = tomlkit.parse(self.text() if self.path.exists() else "version = 1\n")
        except TOMLKitError as error:
            self.validate().raise_errors(str(self.path))
            raise SettingsError(f"The settings in {self.path} cannot be edited: {error}.") from error
        change(document)
        return self.save(tomlkit.dumps(document))

    def history(self) -> tuple[FormerVersion, ...]:
        """The kept versions, newest first."""
        found = []
        for path in self._history.glob("settings-*.toml") if self._history.is_dir() else ():
            if match := _NAME.fullmatch(path.name):
                at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
                found.append(FormerVersion(int(match[2]), at, path))
        return tuple(sorted(found, key=lambda one: one.number, reverse=True))

    def roll_back(self, number: int | None = None) -> Report:
        """Saves a kept version (the newest by default) as a new one, under today's rules; what it replaces is kept."""
        return self.save(self.former(number))

    def former(self, number: int | None = None) -> str:
        """The text of a kept version, the newest by default. SettingsError when there is none."""
        versions = [one for one in self.history() if number in {None, one.number}]
        if not versions:
            none = "There is no former version of the settings yet."
            what = none if number is None else f"There is no version {number}."
            raise SettingsError(what, hint=f"The kept versions are in {self._history}.")
        try:
            return self._decoded(versions[0].path.read_bytes())
        except OSError as error:
            raise SettingsError(f"{versions[0].path} cannot be read: {error.strerror or error}.") from error

    def named(self) -> NamedFiles:
        """The files that the settings name."""
        files = self._files()
        validate(self.text(), self.kinds, self.path.name, None, files)
        return files

    def _validated(
        self,
        text: str,
        former: Settings | None,
        beside: Path | None = None,
        stored: Callable[[str], bool] | None = None,
    ) -> Validated:
        return validate(text, self.kinds, self.path.name, former, self._files(beside), stored)

    def _files(self, beside: Path | None = None) -> NamedFiles:
        return NamedFiles(*([beside] if beside is not None else []), self.path.parent)

    def _bring(self, text: str, beside: Path) -> None:
        """Copies what the text names beside it into the data folder; what is replaced there is kept in the history."""
        files = NamedFiles(beside)
        validate(text, self.kinds, self.path.name, None, files)
        for name in files.used:
            if _own(name):
                raise SettingsError(
                    f"The settings name {name}, which is the program's own.", hint="Give the file another name."
                )
        for name, path in files.used.items():
            target = self.path.parent / name
            data = path.read_bytes()
            former = target.read_bytes() if target.is_file() else None
            if former == data:
                continue
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                if former is not None:
                    self._history.mkdir(parents=True, exist_ok=True)
                    kept = f"{self._now().astimezone(UTC).strftime(_TIME)}-{name.replace('/', '-')}"
                    replace_file(self._history / kept, former)
                replace_file(target, data)
            except OSError as error:
                raise SettingsError(f"{name} could not be copied to {target}: {error.strerror or error}.") from error

    def _current(self) -> Settings | None:
        try:
            return self._validated(self.text(), None).settings
        except SettingsError:
            return None

    def _newest_kept(self) -> Settings | None:
        versions = self.history()
        if not versions:
            return None
        try:
            return self._validated(self._decoded(versions[0].path.read_bytes()), None).settings
        except (SettingsError, OSError):
            return None

    def _keep(self, former: bytes) -> None:
        """Idempotent, so that a save cut off after this step does not keep the same version twice."""
        versions = self.history()
        if versions and versions[0].path.read_bytes() == former:
            return
        self._history.mkdir(parents=True, exist_ok=True)
        number = versions[0].number + 1 if versions else 1
        replace_file(self._history / f"settings-{self._now().astimezone(UTC).strftime(_TIME)}-{number:04}.toml", former)
        for old in versions[KEPT - 1 :]:
            old.path.unlink(missing_ok=True)

    def _bytes(self) -> bytes:
        try:
            if self.path.stat().st_size > LARGEST:
                raise SettingsError(f"{self.path} is too large to be a settings file.")
            return self.path.read_bytes()
        except FileNotFoundError:
            raise SettingsError(
                f"There are no settings yet: {self.path} does not exist.",
                hint='Write the file, beginning with "version = 1", or name the right folder with --data.',
            ) from None
        except OSError as error:
            raise SettingsError(f"The settings in {self.path} cannot be read: {error.strerror or error}.") from error

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise SettingsError(
                f"{self.path} is not UTF-8 text (line {line}).", hint="Save it again with the encoding UTF-8."
            ) from None
