"""Where an installation's data lives: chosen, checked to be on a local disk, made private.

The ledger and its lock need a local disk: SQLite's WAL and file locks do not hold on network file systems
(sqlite.org/wal.html, "All processes using a database must be on the same host computer"). Knows no file within.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_sync.core.errors import Stop
from desktop_sync.data_folder.disks import network_file_system

VARIABLE = "DESKTOP_SYNC_DATA"
# Python 3.12.4 and newer give a folder of mode 0700 an access list of its own on Windows: its maker, SYSTEM and
# Administrators. The data folder gets that where no installer has made it; what is below inherits from it, so that an
# administrator who was there first locks nobody out.
_PRIVATE = 0o700
_BELOW = 0o777 if sys.platform == "win32" else _PRIVATE
_SUBFOLDERS = ("spool", "history", "logs", "secrets")
_ELSEWHERE = f"Choose a folder on a disk of this machine with --data DIR or {VARIABLE}."


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder and what stands where in it."""

    path: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.path / "settings.toml"

    @property
    def ledger(self) -> Path:
        """The ledger's database."""
        return self.path / "ledger.db"

    @property
    def ledger_mark(self) -> Path:
        """How the ledger was left: closed, or in the middle of work."""
        return self.path / "ledger.mark"

    @property
    def backups(self) -> Path:
        """Copies of the ledger, where the settings name no other folder."""
        return self.path / "backups"

    @property
    def lock(self) -> Path:
        """The file whose lock makes one owner at a time."""
        return self.path / "owner.lock"

    @property
    def no_engine(self) -> Path:
        """Why the last start of an engine failed, for a desk that finds none; not there where none has failed."""
        return self.path / "no-engine.txt"

    @property
    def spool(self) -> Path:
        """Payloads by SHA-256."""
        return self.path / "spool"

    @property
    def history(self) -> Path:
        """Former versions of the settings."""
        return self.path / "history"

    @property
    def logs(self) -> Path:
        """Log files."""
        return self.path / "logs"

    @property
    def secrets(self) -> Path:
        """Encrypted files of secrets that are too long for the keyring, and the list of names."""
        return self.path / "secrets"

    @property
    def refusals(self) -> Path:
        """Which sign-ins were refused, and when."""
        return self.secrets / "refused.json"

    @property
    def host_keys(self) -> Path:
        """Keys of servers that a person approved."""
        return self.path / "host-keys.json"

    @property
    def servers(self) -> Path:
        """What servers were found to be able to do."""
        return self.path / "servers.json"


def choose(option: str | None, environment: Mapping[str, str]) -> Path:
    """``--data DIR``, else ``DESKTOP_SYNC_DATA``, else the platform's place. Absolute; nothing is made yet."""
    named = option or environment.get(VARIABLE, "")
    if named:
        return Path(os.path.abspath(Path(named).expanduser()))  # noqa: PTH100 - a link shall stay visible in messages
    if os.name == "nt":
        return Path(environment.get("ProgramData") or r"C:\ProgramData") / "Desktop Sync"
    from platformdirs import user_data_path

    return user_data_path("desktop-sync", appauthor=False)


def closed_to_us(path: Path) -> bool:
    """Whether it is there and this account may not look into it, as Windows has it for all but administrators and the
    engine's account. Elsewhere its owner is asked for.
    """
    if sys.platform == "win32":
        try:
            os.scandir(path).close()
        except PermissionError:
            return True
        except OSError:
            return False
        return False
    else:  # noqa: RET505 - both branches stand apart for the type checker
        return False


def data_folder(
    option: str | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    by_pipe: bool = False,
    closed: Callable[[Path], bool] = closed_to_us,
) -> DataFolder:
    """The checked folder, made with its subfolders, closed to other accounts. Stop says what is wrong with it.

    ``by_pipe``: for who asks the engine first, which decides whom it answers: one that is ``closed`` is left alone.
    """
    path = choose(option, os.environ if environment is None else environment)
    if path in {Path(path.anchor), Path.home()}:
        raise Stop(f"The data folder cannot be {path} itself.", "Name a folder of its own, for example below it.")
    _refuse_network(path)
    if closed(path):
        if by_pipe:
            return DataFolder(path)
        raise Stop(
            f"This account may not look into the data folder {path}.",
            "Only administrators and the account of its engine may. Who else may ask the engine, by the icon or by "
            "desktop-sync status, is decided by local groups.",
        )
    try:
        _make_private(path, _PRIVATE)
        for name in _SUBFOLDERS:
            _make_private(path / name, _BELOW)
    except OSError as error:
        raise Stop(
            f"The data folder {path} cannot be used: {error.strerror or error}.",
            f"See that this account may write there and the disk has room. {_ELSEWHERE}",
        ) from error
    return DataFolder(path)


def _refuse_network(path: Path) -> None:
    kind = network_file_system(path)
    if kind:
        raise Stop(
            f"The data folder {path} is not on a local disk ({kind}); the ledger would not be safe there.", _ELSEWHERE
        )


def _make_private(path: Path, mode: int) -> None:
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    if sys.platform != "win32":  # there access is inherited: the installer may have given the folder its access list
        found = path.stat()
        if found.st_uid != os.geteuid():
            raise Stop(
                f"The data folder {path} belongs to another account.",
                f"Run Desktop Sync as the account that owns it (its keyring holds the secrets). {_ELSEWHERE}",
            )
        if found.st_mode & 0o077:
            path.chmod(0o700)
