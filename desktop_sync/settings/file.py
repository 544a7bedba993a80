"""The settings file on disk: load, save with the former version kept, history, roll back.

A save validates everything first. Comments of the person who wrote the file survive edits. Knows no connector;
who may save, and that only one process does, is the data folder's lock.
"""

from __future__ import annotations

import logging
import threading
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_sync.core.errors import RetryLater, SettingsError
from desktop_sync.settings.former import Former, FormerVersion
from desktop_sync.settings.model import Kinds, Settings
from desktop_sync.settings.named_files import NamedFiles, brought, laid_out, read_or_none
from desktop_sync.settings.policy import PolicyFile
from desktop_sync.settings.report import Report, SettingsProblem
from desktop_sync.settings.saving import Saving
from desktop_sync.settings.text import LARGEST
from desktop_sync.settings.validation import Validated, validate

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_ASIDE = "saving"
_OWN_FOLDERS = frozenset({"backups", "history", "logs", "secrets", "spool"})
_OWN_FILES = (
    "engine.", "exports.jsonl", "host-keys.json", "ledger", "no-engine.txt", "owner.lock", "servers.json",
    "settings.toml",
)  # fmt: skip
log = logging.getLogger("settings")


def _own(name: str) -> bool:
    """Whether a file of this name in the data folder would be one of the program's own."""
    parts = Path(name).parts
    first = parts[0].casefold() if parts else ""
    return first in _OWN_FOLDERS or (len(parts) == 1 and first.startswith(_OWN_FILES))


class SettingsFile:
    """One installation's settings. ``now`` gives an aware time; it only names the kept versions.

    ``policy``: what the administrator of the machine has set, over whatever is read here.
    """

    def __init__(
        self,
        path: Path,
        history: Path,
        kinds: Kinds,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        policy: PolicyFile | None = None,
    ) -> None:
        self.path = path
        self.kinds = kinds
        self.policy = policy or PolicyFile(None, kinds)
        self._saving = threading.RLock()
        self._history = history
        self._former = Former(history, now)
        self._whole = Saving(path.parent, history / _ASIDE)

    def by(self, policy: PolicyFile) -> SettingsFile:
        """The same file, read with another policy."""
        return SettingsFile(self.path, self._history, self.kinds, policy=policy)

    def text(self) -> str:
        """The file's text, without a byte order mark. SettingsError when there is none, or it cannot be read."""
        return self._decoded(self._bytes())

    def load(self) -> Settings:
        """The settings. SettingsError with every problem."""
        validated = self._validated(self.text_that_counts(), None)
        validated.report.raise_errors(str(self.path))
        return validated.settings

    def validate(self, text: str | None = None, beside: Path | None = None) -> Report:
        """All errors and warnings of ``text``, or of the file; compared with the newest kept version for a file.

        ``beside``: the folder of ``text``; files that it names are looked for there before they are in the data folder.
        """
        return self.validated(text, beside).report

    def validated(
        self,
        text: str | None = None,
        beside: Path | None = None,
        stored: Callable[[str], bool] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> Validated:
        """As ``validate``, with the sound parts of the settings; ``stored`` tells whether there is a secret; ``files``:
        what files beside the settings shall say, by name.
        """
        try:
            asked = self.text_that_counts() if text is None else text
        except SettingsError as error:
            return Validated(Settings(), Report((SettingsProblem(str(error), file=str(self.path)),)))
        return self._validated(asked, self._newest_kept() if text is None else self._current(), beside, stored, files)

    def text_that_counts(self) -> str:
        """As ``text``; where there is no file yet, and a policy sets something, that of an empty one."""
        return self.text() if self.path.exists() or not self.policy.read().file else "version = 1\n"

    def text_or_empty(self) -> str:
        """As ``text``; empty where there is no file yet."""
        return self.text() if self.path.exists() else ""

    def save(
        self, text: str, beside: Path | None = None, over: str | None = None, files: Mapping[str, str] | None = None
    ) -> Report:
        """Validates, keeps the former version, replaces the file. SettingsError with every problem: nothing changed.

        ``over``: the text that this one was made of; RetryLater when the file says something else by now.

        ``beside``: the folder of ``text``; files that it names by relative paths there are brought along, all or none.
        ``files``: what files beside the settings say from then on, by name, with the text or not at all.
        """
        with self._saving:
            if over is not None and over != self.text_or_empty():
                raise RetryLater(
                    "Somebody else has changed the settings meanwhile.",
                    "Nothing was saved. Look at what is different now, then save again.",
                )
            own = None if files is None else {name: one.encode() for name, one in files.items()}
            return self._saved(text, beside, own)

    def finish(self) -> None:
        """A save that was cut off when all it needed was written is done now. For whoever holds the data folder."""
        with self._saving:
            try:
                self._whole.finish()
            except (OSError, ValueError) as error:
                log.warning("a save of the settings that was cut off cannot be finished: %s", error)

    @property
    def cut_off(self) -> bool:
        """Whether there is one to be finished."""
        return self._whole.cut_off

    def _saved(self, text: str, beside: Path | None, files: Mapping[str, bytes] | None = None) -> Report:
        """``files``: what is brought along, by name; None: what the text names beside it."""
        named = self._files(beside, files)
        report = self._read(text, self._current(), named).report
        report.raise_errors(str(self.path))
        try:
            self._replace(text.encode(), brought(named, beside) if files is None else files)
        except OSError as error:
            raise SettingsError(
                f"The settings could not be saved to {self.path}: {error.strerror or error}.",
                hint="The former settings still hold. See that the disk has room and the folder may be written.",
            ) from error
        return report

    def _replace(self, text: bytes, files: Mapping[str, bytes]) -> None:
        """What is another is replaced, all of it or nothing, the settings last; what it replaces is kept."""
        there = self.there(files)
        new = {name: data for name, data in files.items() if data != there[name]}
        former = read_or_none(self.path)
        if former != text:
            new[self.path.name] = text
        if not new:
            return
        if former is not None:
            replaced = {name: data for name, data in there.items() if name in new and data is not None}
            self._former.keep(former, {**self._named_now(), **replaced})
        self._whole.put(new)

    def there(self, names: Iterable[str]) -> dict[str, bytes | None]:
        """What files of these names beside the settings hold now. SettingsError for one of the program's own."""
        found = {}
        for name in names:
            if _own(name):
                raise SettingsError(
                    f"The settings name {name}, which is the program's own.", hint="Give the file another name."
                )
            found[name] = read_or_none(self.path.parent / name)
        return found

    def brought(self, text: str, beside: Path) -> Mapping[str, bytes]:
        """The files ``beside`` that the text names by relative paths, by name. Raises OSError."""
        files = self._files(beside)
        validate(text, self.kinds, self.path.name, None, files)
        return brought(files, beside)

    def _named_now(self) -> Mapping[str, bytes]:
        """What the settings name by relative paths, as far as it can be read."""
        try:
            found = {name: read_or_none(path) for name, path in self.named().used.items()}
        except SettingsError:
            return {}
        return {name: data for name, data in found.items() if data is not None}

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
        return self._former.versions()

    def roll_back(self, number: int | None = None) -> Report:
        """Saves a kept version (the newest by default) as a new one, with the files that it named, under today's rules;
        what it replaces is kept.
        """
        text, files = self.former(number), self.former_files(number)
        with laid_out(files) as folder, self._saving:
            return self._saved(text, folder, files)

    def former(self, number: int | None = None) -> str:
        """The text of a kept version, the newest by default. SettingsError when there is none."""
        path = self._former.version(number).path
        try:
            return self._decoded(path.read_bytes())
        except OSError as error:
            raise SettingsError(f"{path} cannot be read: {error.strerror or error}.") from error

    def former_files(self, number: int | None = None) -> Mapping[str, bytes]:
        """The files that it named by relative paths, as they were then. SettingsError when one is lost."""
        return self._former.files(number)

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
        files: Mapping[str, str] | None = None,
    ) -> Validated:
        new = {name: one.encode() for name, one in (files or {}).items()}
        return self._read(text, former, self._files(beside, new), stored)

    def _read(
        self, text: str, former: Settings | None, files: NamedFiles, stored: Callable[[str], bool] | None = None
    ) -> Validated:
        policy = self.policy.read()
        was = self._tables_now() if policy.locks else None
        return validate(text, self.kinds, self.path.name, former, files, stored, policy, was)

    def _tables_now(self) -> Mapping[str, object]:
        try:
            return tomllib.loads(self.text_or_empty())
        except (tomllib.TOMLDecodeError, RecursionError, SettingsError):
            return {}

    def _files(self, beside: Path | None = None, new: Mapping[str, bytes] | None = None) -> NamedFiles:
        instead = {(self.path.parent / name).absolute(): data for name, data in (new or {}).items()}
        return NamedFiles(*([beside] if beside is not None else []), self.path.parent, instead=instead)

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
