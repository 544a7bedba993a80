"""Former versions of the settings, each with the files that it named: ``history/settings-TIME-NUMBER.toml`` and, beside
it, ``….files.json``: name → SHA-256 of a content in ``history/files/``. Knows nothing of what stands in them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_sync.core.errors import SettingsError
from desktop_sync.durable import replace_file

KEPT = 200
_CONTENTS = "files"
_NAME = re.compile(r"settings-(\d{8}T\d{6}Z)-(\d{4,})\.toml")
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """One kept version. ``number`` grows with every save and orders them, whatever the clock does."""

    number: int
    saved_over_at: datetime
    path: Path

    @property
    def named(self) -> Path:
        """What tells of the files that it named."""
        return self.path.with_suffix(".files.json")


class Former:
    """In the folder ``history``. ``now`` gives an aware time; it only names the versions."""

    def __init__(self, history: Path, now: Callable[[], datetime]) -> None:
        self._history = history
        self._now = now

    def versions(self) -> tuple[FormerVersion, ...]:
        """Newest first."""
        found = []
        for path in self._history.glob("settings-*.toml") if self._history.is_dir() else ():
            if match := _NAME.fullmatch(path.name):
                at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
                found.append(FormerVersion(int(match[2]), at, path))
        return tuple(sorted(found, key=lambda one: one.number, reverse=True))

    def version(self, number: int | None = None) -> FormerVersion:
        """The newest by default. SettingsError when there is none."""
        versions = [one for one in self.versions() if number in {None, one.number}]
        if not versions:
            none = "There is no former version of the settings yet."
            what = none if number is None else f"There is no version {number}."
            raise SettingsError(what, hint=f"The kept versions are in {self._history}.")
        return versions[0]

    def files(self, number: int | None = None) -> Mapping[str, bytes]:
        """What it named by relative paths, as it was then; empty for one that was kept before files were.

        SettingsError when one of them is lost or damaged.
        """
        version = self.version(number)
        return {name: self._content(version, sha) for name, sha in _named(version).items()}

    def keep(self, text: bytes, files: Mapping[str, bytes]) -> None:
        """Idempotent, so that a save cut off after this step does not keep the same version twice. Raises OSError."""
        versions = self.versions()
        named = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        if versions and versions[0].path.read_bytes() == text and _named(versions[0]) == named:
            return
        self._history.mkdir(parents=True, exist_ok=True)
        number = versions[0].number + 1 if versions else 1
        at = self._now().astimezone(UTC)
        path = self._history / f"settings-{at.strftime(_TIME)}-{number:04}.toml"
        version = FormerVersion(number, at, path)
        for name, data in files.items():
            self._keep_content(named[name], data)
        replace_file(version.named, json.dumps(named, ensure_ascii=False, indent=1, sort_keys=True).encode())
        replace_file(path, text)  # last: with it, the version is whole
        self._forget(versions[KEPT - 1 :])

    def _keep_content(self, sha: str, data: bytes) -> None:
        kept = self._history / _CONTENTS / sha
        if kept.is_file() and kept.stat().st_size == len(data):
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_file(kept, data)

    def _content(self, version: FormerVersion, sha: str) -> bytes:
        try:
            found = (self._history / _CONTENTS / sha).read_bytes()
        except OSError as error:
            raise SettingsError(
                f"A file that version {version.number} named cannot be read: {error.strerror or error}."
            ) from error
        if hashlib.sha256(found).hexdigest() != sha:
            raise SettingsError(f"A file that version {version.number} named is damaged.")
        return found

    def _forget(self, old: tuple[FormerVersion, ...]) -> None:
        if not old:
            return
        for one in old:
            one.path.unlink(missing_ok=True)
            one.named.unlink(missing_ok=True)
        needed = {sha for one in self.versions() for sha in _named(one).values()}
        for content in (self._history / _CONTENTS).glob("*"):
            if content.name not in needed:
                content.unlink(missing_ok=True)


def _named(version: FormerVersion) -> dict[str, str]:
    try:
        found = json.loads(version.named.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
