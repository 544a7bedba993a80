"""What surrounds the program: versions, system, zone, drivers, proxy, disk, rights of the folders. Names of persons
(the account, the machine) have stand-ins; passwords of a proxy are left out."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import locale
import os
import platform
import re
import shutil
import ssl
import stat
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from desktop_sync import __version__
from desktop_sync.bundle.asking import within
from desktop_sync.core.stand_ins import StandIns
from desktop_sync.data_folder import DataFolder, holder
from desktop_sync.data_folder.disks import network_file_system
from desktop_sync.windows.links import is_link

_NAMED = re.compile(r"[A-Za-z0-9._-]+")
_SETTING = ("LANG", "LC_ALL", "TZ", "PYTHONUTF8", "SSL_CERT_FILE", "SSL_CERT_DIR", "XDG_SESSION_TYPE")
PATIENCE = 5.0  # seconds for the folders of connections
MOST = 20_000  # files that are counted in one folder


def versions() -> dict[str, Any]:
    """Of the program, of Python and what it is built with, of every library the program names."""
    return {
        "desktop-sync": __version__,
        "python": sys.version,
        "openssl": ssl.OPENSSL_VERSION,
        "libraries": dict(_libraries()),
        "odbc_drivers": _drivers(),
    }


def _libraries() -> Iterator[tuple[str, str]]:
    for wanted in sorted(importlib.metadata.requires("desktop-sync") or ()):
        if found := _NAMED.match(wanted):
            try:
                yield found[0], importlib.metadata.version(found[0])
            except importlib.metadata.PackageNotFoundError:
                yield found[0], "not installed"


def _drivers() -> list[str] | str:
    """Without pyodbc nobody asks for them."""
    if importlib.util.find_spec("pyodbc") is None:
        return "pyodbc is not installed"
    try:
        return sorted(importlib.import_module("pyodbc").drivers())
    except (ImportError, OSError) as error:
        return f"not known: {error}"


def environment(folder: DataFolder, stand_ins: StandIns) -> dict[str, Any]:
    """The machine as the program sees it."""
    now = datetime.now(UTC).astimezone()
    return {
        "made_at": now.isoformat(timespec="seconds"),
        "system": {"name": platform.system(), "release": platform.release(), "version": platform.version(),
                   "machine": platform.machine(), "cores": os.cpu_count()},
        "host": stand_ins.value(platform.node()),
        "zone": {"name": _zone(), "offset": now.strftime("%z"), "summer_time": bool(time.localtime().tm_isdst)},
        "locale": {"language": list(locale.getlocale()), "files": sys.getfilesystemencoding(),
                   "preferred": locale.getpreferredencoding(do_setlocale=False)},
        "settings": {name: stand_ins.code(os.environ[name]) for name in _SETTING if name in os.environ},
        "proxy": _proxy(stand_ins),
        "terminal": bool(sys.stdin and sys.stdin.isatty()),
        "data_folder": {
            "path": stand_ins.code(str(folder.path)),
            "network": network_file_system(folder.path),
            "owner": _owner(folder),
        },
    }  # fmt: skip


def _zone() -> str:
    from tzlocal import get_localzone_name

    try:
        return get_localzone_name() or "not known"
    except (LookupError, ValueError, OSError) as error:
        return f"not known: {error}"


def _owner(folder: DataFolder) -> str | None:
    found = holder(folder.lock)
    return None if found is None else str(found)


def _proxy(stand_ins: StandIns) -> dict[str, str]:
    from urllib.request import getproxies

    return {kind: stand_ins.code(address) for kind, address in sorted(getproxies().items())}


def folders(folder: DataFolder, connections: Sequence[Mapping[str, Any]], stand_ins: StandIns) -> dict[str, Any]:
    """The data folder: sizes, numbers, rights, no names but those the program gives. And the folders of connections."""
    usage = shutil.disk_usage(folder.path)
    ours = ("settings.toml", "ledger.db", "ledger.db-wal", "ledger.db-shm", "exports.jsonl", "owner.lock")
    return {
        "disk": {"total": usage.total, "free": usage.free},
        "files": {name: _file(folder.path / name) for name in ours},
        "folders": {
            one.name: _folder(one) for one in sorted(folder.path.iterdir()) if one.is_dir() and not is_link(one.lstat())
        },
        "connections": _places(connections, stand_ins),
    }


def _places(connections: Sequence[Mapping[str, Any]], stand_ins: StandIns) -> dict[str, Any]:
    """A share that is away may not answer at all."""
    named = {str(one["id"]): Path(one["path"]) for one in connections if isinstance(one.get("path"), str)}
    found = within(PATIENCE, {name: partial(_place, path) for name, path in named.items()})
    return {
        name: {"path": stand_ins.code(str(path)), **found.get(name, {"seen": "no answer in time"})}
        for name, path in sorted(named.items())
    }


def _place(path: Path) -> dict[str, Any]:
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        return {"seen": str(getattr(error, "strerror", None) or error)}
    return {"seen": "yes", "network": network_file_system(path), **_rights(path, found)}


def _file(path: Path) -> dict[str, Any] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    changed = datetime.fromtimestamp(found.st_mtime, UTC).isoformat(timespec="seconds")
    return {"size": found.st_size, "changed": changed, **_rights(path, found)}


def _rights(path: Path, found: os.stat_result) -> dict[str, Any]:
    told: dict[str, Any] = {"mode": stat.filemode(found.st_mode)}
    if sys.platform != "win32":
        told["mine"] = found.st_uid == os.geteuid()
    told["writable"] = os.access(path, os.W_OK)
    return told


def _folder(path: Path) -> dict[str, Any]:
    number = size = 0
    for one in _within(path):
        number, size = number + 1, size + one
        if number >= MOST:
            break
    return {"files": number, "bytes": size, "all": number < MOST, **_rights(path, path.lstat())}


def _within(path: Path) -> Iterator[int]:
    for root, _, names in os.walk(path):  # follows no links
        for name in names:
            try:
                yield os.lstat(os.path.join(root, name)).st_size  # noqa: PTH118 - of thousands of files
            except OSError:
                continue
