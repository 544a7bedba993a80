"""Which parts a bundle has, in which order, and the .zip. It is handed a data folder that need not be sound."""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from desktop_sync import __version__
from desktop_sync.bundle import environment, ledger, logs
from desktop_sync.bundle.parts import File, Listen, Part, all_made, nobody_listens
from desktop_sync.bundle.settings import Scrubber
from desktop_sync.bundle.trust import certificates
from desktop_sync.bundle.words import option_names, secret_names, vocabulary
from desktop_sync.core.errors import Stop
from desktop_sync.core.sentence import Facts
from desktop_sync.core.stand_ins import StandIns
from desktop_sync.core.standing import picture
from desktop_sync.data_folder import DataFolder
from desktop_sync.data_folder.room import room
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.standing import midnight, standing
from desktop_sync.program import product
from desktop_sync.settings.heads import Glance

LARGEST = 4 * 2**20  # bytes of a settings file
FORMER = 5  # versions of the settings
_READ_ME = """\
Support bundle of {product} {version}, made {when}.

What is in it: see the list below. There are no payloads, no documents and no secrets in it.
Names, numbers of documents, names of files, addresses and whatever else looks like data of persons or of the business
have stand-ins of the same shape: letters became letters, digits digits. The same word has the same stand-in everywhere
in this bundle, so that things can be followed; in another bundle it has another one. Nobody can turn them back.
Times are seconds since 1970 (UTC) in ledger/, else as they are written.

{listed}
"""


def collect(folder: DataFolder, now: datetime, *, offline: bool = False, listen: Listen = nobody_listens) -> list[File]:
    """Every file that would leave, in a fixed order, the table of contents first."""
    if not folder.path.is_dir():
        raise Stop(f"There is no data folder {folder.path}.", "Name the right one with --data.")
    stand_ins = StandIns(secrets.token_bytes(32), vocabulary())
    with contextlib.suppress(Exception):  # a ledger that is broken is told of in its own parts
        ledger.learn(stand_ins, folder.ledger)
    files = all_made(list(_parts(folder, stand_ins, offline=offline)), listen)
    listed = "\n".join(f"{len(one.data):>10,}  {one.name}: {one.what}" for one in files)
    read_me = _READ_ME.format(
        product=product(), version=__version__, when=now.isoformat(timespec="seconds"), listed=listed
    )
    return [File("README.txt", "what this is", read_me.encode()), *files]


def _parts(folder: DataFolder, stand_ins: StandIns, *, offline: bool) -> Iterator[Part]:
    scrubber = Scrubber(stand_ins, option_names(), secret_names())
    yield Part("versions.json", "versions of the program and its libraries", environment.versions)
    around = partial(environment.environment, folder, stand_ins)
    yield Part("environment.json", "the machine, its zone, proxy and drivers", around)
    settings = Glance(folder.settings)
    connections = settings.tables("connections")
    rights = partial(environment.folders, folder, connections, stand_ins)
    yield Part("folders.json", "sizes and rights of the data folder and of connections' folders", rights)
    if not offline:
        network = settings.table("general").get("network")
        issuers = partial(certificates, connections, network if isinstance(network, dict) else {}, stand_ins)
        yield Part("certificates.json", "who issued the certificates of the connections", issuers)
    yield Part("status.json", "how everything stands", partial(_status, folder, settings, stand_ins))
    yield Part("settings/settings.toml", "the settings", partial(_settings, folder.settings, scrubber))
    yield Part("settings/check.json", "what is wrong with the settings", partial(_check, folder, stand_ins))
    for path in _beside(folder):
        name = path.relative_to(folder.path).as_posix()
        yield Part(f"settings/{name}", "named by the settings", partial(_settings, path, scrubber))
    for path in _former(folder):
        yield Part(f"settings/former/{path.name}", "former settings", partial(_settings, path, scrubber))
    yield from ledger.parts(folder.ledger, stand_ins)
    yield from logs.parts(folder.logs, stand_ins)


def _status(folder: DataFolder, settings: Glance, stand_ins: StandIns) -> object:
    """Without the problems, which are a part of their own, and what ids are the keys of."""
    now = Facts(datetime.now(UTC).astimezone(), titles=settings.titles(), settings=settings.wrong)
    with read_only(folder.ledger) as sql:
        told = picture(standing(sql, midnight(now.now)), settings.heads(), None, now, room(folder))
    left = {"problems", "accounts", "connections"}
    return _texts({name: value for name, value in told.items() if name not in left}, stand_ins)


def _texts(thing: Any, stand_ins: StandIns) -> Any:  # noqa: ANN401 - JSON
    """Numbers stay; every text is one for people."""
    if isinstance(thing, dict):
        return {name: _texts(value, stand_ins) for name, value in thing.items()}
    if isinstance(thing, list):
        return [_texts(one, stand_ins) for one in thing]
    return stand_ins.text(thing) if isinstance(thing, str) else thing


def _settings(path: Path, scrubber: Scrubber) -> str:
    if path.stat().st_size > LARGEST:
        raise Stop(f"{path.name} is too large to be a settings file.")
    return scrubber.scrub(path.read_bytes().decode("utf-8-sig", "backslashreplace"))


def _check(folder: DataFolder, stand_ins: StandIns) -> object:
    from desktop_sync.kinds import kinds
    from desktop_sync.settings.file import SettingsFile
    from desktop_sync.settings.policy import PolicyFile
    from desktop_sync.settings.policy_place import policy_place

    policy = PolicyFile(policy_place(os.environ), kinds())
    report = SettingsFile(folder.settings, folder.history, kinds(), policy=policy).validate()
    told = {"errors": report.errors, "warnings": report.warnings}
    return {name: [_texts(one.as_dict(), stand_ins) for one in found] for name, found in told.items()}


def _beside(folder: DataFolder) -> list[Path]:
    """Mapping files in the data folder; tables are data and stay there."""
    found = (one for one in (folder.path / "mappings").glob("*.toml") if one.is_file() and not one.is_symlink())
    return sorted(found)[:50]


def _former(folder: DataFolder) -> list[Path]:
    found = (one for one in folder.history.glob("settings-*.toml") if one.is_file() and not one.is_symlink())
    return sorted(found, key=lambda one: one.name, reverse=True)[:FORMER]


def zipped(files: Sequence[File], now: datetime) -> bytes:
    """The .zip that leaves."""
    made = io.BytesIO()
    _zip_into(made, files, now)
    return made.getvalue()


def name_of(now: datetime) -> str:
    """Of a bundle's file, where nobody chose one."""
    return f"desktop-sync-bundle-{now:%Y%m%d-%H%M%S}.zip"


def write(files: Sequence[File], out: Path, now: datetime) -> None:
    """A new file, for this account only. Stop when it is there already or cannot be written."""
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:
        raise Stop(f"{out} is there already.", "Name another file with --out.") from None
    except OSError as error:
        raise Stop(f"{out} cannot be written: {error.strerror or error}.", "Name a file with --out.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            _zip_into(file, files, now)
    except OSError as error:
        out.unlink(missing_ok=True)
        raise Stop(f"{out} could not be written: {error.strerror or error}.", "See that the disk has room.") from error


def _zip_into(file: BinaryIO, files: Sequence[File], now: datetime) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for one in files:
            info = zipfile.ZipInfo(one.name, now.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            bundle.writestr(info, one.data)
