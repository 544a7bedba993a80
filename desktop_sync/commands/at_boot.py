"""``engine install|remove|state|start``: the engine starts with the machine, nobody signed in, by a task of Windows.

Setting it up ends with a proof: the account is signed in as the task will do it, and a trial start reads a secret of
its keyring. The password is typed, goes to Windows, and is kept nowhere else.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import list2cmdline
from typing import Any

from desktop_sync.commands.boot_words import GOOD, NOT_STARTED, refused, start_in_words
from desktop_sync.commands.console import Exit, show_json
from desktop_sync.core.errors import Stop, SyncError
from desktop_sync.core.standing import ENGINE_ACCOUNT
from desktop_sync.credentials import Credentials, ask_password
from desktop_sync.data_folder import DataFolder, data_folder, engine_in
from desktop_sync.durable import replace_file
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import fact
from desktop_sync.program import program
from desktop_sync.windows.account import account_id
from desktop_sync.windows.boot_task import ENGINE, TRIAL, account_of, engine_task, trial_task
from desktop_sync.windows.tasks import DISABLED, READY, RUNNING, Registered

TOLD = "boot-trial.json"
PATIENCE = 90.0  # seconds for a trial start; a machine that is busy takes some
LOOKS = 0.5
PROBE = "desktop-sync/boot-trial"
_STATES = {READY: "ready", RUNNING: "at work", DISABLED: "disabled"}


@dataclass(frozen=True, slots=True)
class Means:
    """What Windows does for it, or a test. All of it raises OSError with the code of Windows.

    ``who``: SID and name of an account, by either, or empty for one's own. ``grant``: the right to work with nobody
    signed in, to a SID. ``sign_in``, ``register`` are given the name and the password.
    """

    administrator: Callable[[], bool]
    who: Callable[[str], tuple[str, str]]
    grant: Callable[[str], None]
    sign_in: Callable[[str, str], None]
    register: Callable[[str, str, str, str], None]
    registered: Callable[[str], Registered | None]
    start: Callable[[str], None]
    remove: Callable[[str], bool]
    sleep: Callable[[float], None] = time.sleep


def means() -> Means:
    """Those of this system."""
    if sys.platform == "win32":
        from desktop_sync.windows import boot_account, tasks

        return Means(
            boot_account.administrator, boot_account.who, boot_account.grant, boot_account.sign_in, tasks.register,
            tasks.registered, tasks.start, tasks.remove,
        )  # fmt: skip
    else:  # noqa: RET505 - both branches stand apart for the type checker
        raise Stop(
            "The start at boot by a task is for Windows.",
            "Here let the system start it: a unit of systemd with ExecStart=desktop-sync engine.",
        )


def do(what: str, data: str | None, account: str, *, as_json: bool) -> int:
    """``what``: install, remove, state, start or prove."""
    if what == "install":
        return install(data, account, as_json=as_json)
    if what == "prove":
        return prove(data, as_json=as_json)
    if what == "start":
        return start(data, as_json=as_json)
    return (remove if what == "remove" else state)(as_json=as_json)


def install(
    data: str | None,
    account: str,
    *,
    as_json: bool,
    by: Means | None = None,
    ask: Callable[[str], str] = lambda account: ask_password(account, sys.stdin),
) -> int:
    """Exit 4 when the account cannot, with the reason. Said again, it takes a new password."""
    by = by or means()
    if not by.administrator():
        raise refused(5, "the engine")
    with explained("the engine"):
        by.remove(TRIAL)  # of one that was ended in the middle
    folder = data_folder(data)
    sid, name = _engine_account(folder, account, by)
    password = ask(name)
    with explained(name):
        by.grant(sid)
        by.sign_in(name, password)
        _prove(folder, sid, name, password, by)
        by.register(ENGINE, engine_task(sid, *_action(folder)), name, password)
        works = engine_in(folder.lock)
        if works is None:
            by.start(ENGINE)
    if as_json:
        show_json({"account": name, "task": ENGINE, "started": works is None})
    else:
        print(f"The engine starts at boot as {name}; a trial start could read its secrets.")
        print("It was started now." if works is None else f"One is at work already: {works}.")
    return int(Exit.DONE)


def remove(*, as_json: bool, by: Means | None = None) -> int:
    """What is at work goes on."""
    by = by or means()
    with explained("the engine"):
        gone = by.remove(ENGINE)
        by.remove(TRIAL)  # of an ``install`` that was ended in the middle
    if as_json:
        show_json({"removed": gone})
    else:
        print("The engine does not start at boot any more. One that is at work goes on: desktop-sync stop ends it."
              if gone else "The engine was not started at boot.")  # fmt: skip
    return int(Exit.DONE)


def state(*, as_json: bool, by: Means | None = None) -> int:
    """Exit 4 when its last start failed, or it is disabled."""
    by = by or means()
    with explained("the engine"):
        found = by.registered(ENGINE)
    if found is None:
        if as_json:
            show_json({"installed": False})
        else:
            print("The engine does not start at boot, or this account may not see it. Set it up: "
                  "desktop-sync engine install")  # fmt: skip
        return int(Exit.DONE)
    account = _named(account_of(found.xml), by)
    words = start_in_words(found.result, account)
    well = found.state == RUNNING or (found.state != DISABLED and found.result in GOOD)
    if as_json:
        show_json({"installed": True, "account": account, "state": _STATES.get(found.state, "waiting"),
                   "last_start": words, "result": found.result, "well": well})  # fmt: skip
    else:
        print(f"The engine starts at boot as {account}; its task is {_STATES.get(found.state, 'waiting')}.")
        print(f"Of its last start: {words}.")
    return int(Exit.DONE if well else Exit.PERSON)


def start(data: str | None, *, as_json: bool, by: Means | None = None) -> int:
    """By its task, where there is one that is not disabled and no engine works: what a setup has ended goes on."""
    by = by or means()
    lock = data_folder(data).lock
    with explained("the engine"):
        found = by.registered(ENGINE)
        wanted = found is not None and found.state != DISABLED and engine_in(lock) is None
        if wanted:
            by.start(ENGINE)
    if as_json:
        show_json({"started": wanted})
    else:
        print("The engine was started." if wanted else "There is nothing to start: an engine works, or none starts at "
              "boot.")  # fmt: skip
    return int(Exit.DONE)


def prove(data: str | None, *, as_json: bool, credentials: Credentials | None = None) -> int:
    """The trial start, as the engine's account: writes whether it could read a secret."""
    folder = data_folder(data)
    told: dict[str, str] = {"account": account_id(), "what": "", "hint": ""}
    try:
        _read_a_secret(credentials or Credentials(folder.secrets))
    except SyncError as error:
        told |= {"what": error.what, "hint": error.hint}
    replace_file(folder.path / TOLD, json.dumps(told).encode())
    if as_json:
        show_json(told)
    return int(Exit.PERSON if told["what"] else Exit.DONE)


def _read_a_secret(credentials: Credentials) -> None:
    if PROBE in credentials.list():  # of a trial that was ended in the middle
        credentials.delete(PROBE)
    known = credentials.list()
    if known:
        credentials.get(known[0])
    else:  # none is there yet: then one of our own
        credentials.set(PROBE, "to be read back")
        credentials.delete(PROBE)


@contextmanager
def explained(account: str) -> Iterator[None]:
    """Errors of Windows, in words."""
    try:
        yield
    except OSError as error:
        code = getattr(error, "winerror", None)
        if code is None:
            raise
        raise refused(int(code), account, error.strerror or "") from error


def _engine_account(folder: DataFolder, wished: str, by: Means) -> tuple[str, str]:
    """That of the installation; before the engine has ever worked, the one that is wished, or one's own."""
    known = _known_account(folder)
    with explained(wished or known or "this account"):
        sid, name = by.who(wished or known or "")
    if known and sid != known:
        owner = _named(known, by)
        raise Stop(
            f"The engine of {folder.path} belongs to {owner}.",
            f"Only that account's keyring holds its secrets: desktop-sync engine install --account {owner}",
        )
    return sid, name


def _known_account(folder: DataFolder) -> str | None:
    if not folder.ledger.exists():
        return None
    with read_only(folder.ledger) as sql:
        return fact(sql, ENGINE_ACCOUNT)


def _named(account: str, by: Means) -> str:
    try:
        return by.who(account)[1]
    except OSError:
        return account


def _action(folder: DataFolder, what: str = "") -> tuple[str, str, str]:
    command, *more = program()
    arguments = [*more, "engine", *([what] if what else []), "--data", str(folder.path)]
    return command, list2cmdline(arguments), str(Path(command).parent)


def _prove(folder: DataFolder, sid: str, name: str, password: str, by: Means) -> None:
    file = folder.path / TOLD
    file.unlink(missing_ok=True)
    by.register(TRIAL, trial_task(sid, *_action(folder, "prove")), name, password)
    try:
        by.start(TRIAL)
        told = _told(file, name, by)
    finally:
        by.remove(TRIAL)
        file.unlink(missing_ok=True)
    if told.get("account") != sid:
        raise Stop(f"The trial start was not done by {name}.", "Say it again.")
    if told.get("what"):
        raise Stop(f"{name} was started, but cannot read its secrets: {told['what']}", str(told.get("hint", "")))


def _told(file: Path, name: str, by: Means) -> dict[str, Any]:
    for _ in range(int(PATIENCE / LOOKS)):
        found = by.registered(TRIAL)
        if file.exists():
            return dict(json.loads(file.read_bytes()))
        if found is not None and found.state == READY and found.result != NOT_STARTED:
            break
        by.sleep(LOOKS)
    else:
        raise Stop(f"The trial start of {name} did not end in time.", "Say it again when the machine is less busy.")
    raise Stop(
        f"The trial start of {name} wrote nothing into {file.parent}: {start_in_words(found.result, name)}.",
        f"The account must be able to write there. The setup sees to that: run it again with /S /ENGINE={name}.",
    )
