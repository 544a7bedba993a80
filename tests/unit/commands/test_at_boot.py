"""The start at boot: the flow with Windows replaced, what it says when Windows refuses, and what a trial start does."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_sync.__main__ import main
from desktop_sync.commands import boot_words
from desktop_sync.commands.at_boot import PATIENCE, PROBE, TOLD, Means, install, prove, remove, start, state
from desktop_sync.core.errors import Stop
from desktop_sync.core.standing import ENGINE_ACCOUNT
from desktop_sync.credentials import Credentials
from desktop_sync.data_folder import Lock, data_folder
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.journal import Journal
from desktop_sync.sandbox.memory_keyring import MemoryKeyring
from desktop_sync.windows.account import account_id
from desktop_sync.windows.boot_task import ENGINE, TRIAL, account_of
from desktop_sync.windows.tasks import DISABLED, READY, RUNNING, Registered
from tests.unit.ledger.desk import HandClock

SID, NAME, PASSWORD = "S-1-5-21-1-2-3-1001", "PC\\anna", "a secret of hers"
NOT_STARTED = 0x41303


def refusal(code: int) -> OSError:
    """As Windows refuses; elsewhere an OSError has no such code."""
    error = OSError(None, "as Windows says it")
    error.winerror = code  # type: ignore[attr-defined]
    return error


@dataclass
class Windows:
    """Does what a machine does. ``trial``: what the trial start writes; None: nothing."""

    folder: Path
    trial: dict[str, str] | None = field(default_factory=lambda: {"account": SID, "what": "", "hint": ""})
    elevated: bool = True
    refuses: dict[str, OSError] = field(default_factory=dict)
    ends_with: int = 0
    tasks: dict[str, Registered] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    slept: float = 0.0

    def means(self) -> Means:
        return Means(
            lambda: self.elevated, self.who, lambda sid: self._note("grant", sid),
            lambda name, password: self._note("sign in", name, password), self.register, self.tasks.get, self.start,
            self.remove, self.sleep,
        )  # fmt: skip

    def who(self, account: str) -> tuple[str, str]:
        if account in {"", "anna", NAME, SID}:
            return SID, NAME
        if account in {"bert", "S-1-5-21-1-2-3-1002"}:
            return "S-1-5-21-1-2-3-1002", "PC\\bert"
        raise refusal(1332)

    def register(self, name: str, xml: str, account: str, password: str) -> None:
        self._note("register", name, account, password)
        assert password not in xml
        self.tasks[name] = Registered(READY, NOT_STARTED, xml)

    def start(self, name: str) -> None:
        self._note("start", name)
        if name == TRIAL and self.trial is not None:
            (self.folder / TOLD).write_text(json.dumps(self.trial), encoding="utf-8")
        self.tasks[name] = Registered(READY, self.ends_with, self.tasks[name].xml)

    def remove(self, name: str) -> bool:
        self._note("remove", name)
        return self.tasks.pop(name, None) is not None

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def _note(self, *what: str) -> None:
        if what[0] in self.refuses:
            raise self.refuses[what[0]]
        self.done.append(" ".join(what))


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    return Windows(data_folder(str(tmp_path)).path)


def installed(windows: Windows, account: str = "", password: str = PASSWORD) -> int:
    return install(str(windows.folder), account, as_json=False, by=windows.means(), ask=lambda name: password)


def belongs_to(windows: Windows, sid: str) -> None:
    database = Database(windows.folder / "ledger.db")
    Journal(database, HandClock()).note_fact(ENGINE_ACCOUNT, sid)
    database.close()


def test_the_account_gets_its_right_signs_in_and_reads_a_secret_before_the_task_is_there(
    windows: Windows, capsys: pytest.CaptureFixture[str]
) -> None:
    assert installed(windows) == 0
    assert windows.done == [
        f"remove {TRIAL}",
        f"grant {SID}", f"sign in {NAME} {PASSWORD}", f"register {TRIAL} {NAME} {PASSWORD}", f"start {TRIAL}",
        f"remove {TRIAL}", f"register {ENGINE} {NAME} {PASSWORD}", f"start {ENGINE}",
    ]  # fmt: skip
    assert set(windows.tasks) == {ENGINE}
    assert account_of(windows.tasks[ENGINE].xml) == SID
    assert not (windows.folder / TOLD).exists()
    told = capsys.readouterr().out
    assert NAME in told
    assert PASSWORD not in told


def test_the_installation_belongs_to_one_account(windows: Windows) -> None:
    belongs_to(windows, SID)
    with pytest.raises(Stop, match=r"belongs to PC\\anna") as met:
        installed(windows, "bert")
    assert met.value.hint.endswith(f"--account {NAME}")
    assert windows.done == [f"remove {TRIAL}"]
    assert installed(windows) == 0  # whoever says it, an administrator: it is anna's


@pytest.mark.parametrize(
    "step, code, told",
    [
        ("grant", 5, "Run as administrator"),
        ("sign in", 1326, "not a PIN"),
        ("sign in", 1327, "only a PIN"),
        ("sign in", 1330, "has expired"),
        ("sign in", 1331, "is disabled"),
        ("sign in", 1385, "Deny log on as a batch job"),
        ("sign in", 1907, "must change its password"),
        ("register", -2147023570, "not a PIN"),  # 0x8007052E: 1326 as HRESULT
        ("start", -2147216609, "as Windows says it (0x8004131F)"),
    ],
)
def test_what_windows_refuses_is_told_in_words_and_leaves_no_task(
    windows: Windows, step: str, code: int, told: str
) -> None:
    windows.refuses[step] = refusal(code)
    with pytest.raises(Stop) as met:
        installed(windows)
    assert told in str(met.value)
    assert NAME in str(met.value)
    assert PASSWORD not in str(met.value)
    assert windows.tasks == {}


def test_an_account_whose_keyring_does_not_answer_is_refused(windows: Windows) -> None:
    windows.trial = {"account": SID, "what": "There is no keyring.", "hint": "Sign in once."}
    with pytest.raises(Stop, match="cannot read its secrets: There is no keyring") as met:
        installed(windows)
    assert met.value.hint == "Sign in once."
    assert windows.tasks == {}


@pytest.mark.parametrize("result, told", [(4, "may not work"), (0x8007052E, "does not take this password")])
def test_a_trial_that_writes_nothing_is_told_by_how_it_ended(windows: Windows, result: int, told: str) -> None:
    windows.trial, windows.ends_with = None, result
    with pytest.raises(Stop, match=told) as met:
        installed(windows)
    assert "/ENGINE=" in met.value.hint


def test_a_trial_that_does_not_end_is_not_waited_for_for_ever(windows: Windows) -> None:
    windows.trial, windows.ends_with = None, NOT_STARTED
    with pytest.raises(Stop, match="did not end in time"):
        installed(windows)
    assert windows.slept == PATIENCE
    assert windows.tasks == {}


def test_a_trial_of_another_account_proves_nothing(windows: Windows) -> None:
    windows.trial = {"account": "S-1-5-18", "what": "", "hint": ""}
    with pytest.raises(Stop, match="was not done by"):
        installed(windows)


def test_only_an_administrator_and_only_a_known_account(windows: Windows) -> None:
    with pytest.raises(Stop, match="There is no account carla"):
        installed(windows, "carla")
    windows.elevated = False
    with pytest.raises(Stop) as met:
        installed(windows)
    assert "Run as administrator" in met.value.hint


def test_it_is_removed_once(windows: Windows, capsys: pytest.CaptureFixture[str]) -> None:
    installed(windows)
    assert remove(as_json=False, by=windows.means()) == 0
    assert remove(as_json=True, by=windows.means()) == 0
    told = capsys.readouterr().out
    assert "does not start at boot any more" in told
    assert '"removed": false' in told


@pytest.mark.parametrize("how", ["remove", "again"])
def test_a_trial_that_was_ended_in_the_middle_leaves_no_task_for_long(windows: Windows, how: str) -> None:
    windows.tasks[TRIAL] = Registered(READY, NOT_STARTED, "")
    if how == "remove":
        assert remove(as_json=False, by=windows.means()) == 0
        assert windows.tasks == {}
        return
    windows.refuses["sign in"] = refusal(1326)
    with pytest.raises(Stop):
        installed(windows)
    assert windows.tasks == {}


def test_a_setup_starts_what_starts_at_boot(windows: Windows, capsys: pytest.CaptureFixture[str]) -> None:
    folder = data_folder(str(windows.folder))

    def started() -> bool:
        windows.done.clear()
        capsys.readouterr()
        assert start(str(windows.folder), as_json=True, by=windows.means()) == 0
        assert json.loads(capsys.readouterr().out) == {"started": f"start {ENGINE}" in windows.done}
        return bool(windows.done)

    assert not started()  # there is no task
    installed(windows)
    assert started()
    with Lock(folder.lock, "engine", datetime.now(UTC)):
        assert not started()  # one works
    windows.tasks[ENGINE] = Registered(DISABLED, 0, "")
    assert not started()


@pytest.mark.parametrize(
    "found, code, words",
    [
        (Registered(RUNNING, 0x41301, ""), 0, "at work"),
        (Registered(READY, 0, ""), 0, "it ended, as it was told"),
        (Registered(READY, 3, ""), 0, "another engine was at work"),
        (Registered(READY, 4, ""), 4, "may not work"),
        (Registered(READY, 0x8007052E, ""), 4, "does not take this password"),
        (Registered(DISABLED, 0, ""), 4, "disabled"),
        (Registered(READY, 0xC0000005, ""), 4, "0xC0000005"),
        (Registered(READY, 17, ""), 4, "ended with 17"),
    ],
)
def test_how_it_stands(
    windows: Windows, capsys: pytest.CaptureFixture[str], found: Registered, code: int, words: str
) -> None:
    installed(windows)
    windows.tasks[ENGINE] = Registered(found.state, found.result, windows.tasks[ENGINE].xml)
    capsys.readouterr()
    assert state(as_json=False, by=windows.means()) == code
    told = capsys.readouterr().out
    assert words in told
    assert NAME in told
    assert state(as_json=True, by=windows.means()) == code
    assert json.loads(capsys.readouterr().out)["account"] == NAME


def test_nothing_is_set_up(windows: Windows, capsys: pytest.CaptureFixture[str]) -> None:
    assert state(as_json=True, by=windows.means()) == 0
    assert json.loads(capsys.readouterr().out) == {"installed": False}


def test_every_refusal_says_what_to_do() -> None:
    for code in boot_words._REFUSED:
        told = boot_words.refused(code, NAME)
        assert NAME in told.what
        assert told.hint


def test_a_trial_start_reads_what_is_kept_or_something_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "desktop_sync.sandbox.memory_keyring.MemoryKeyring")
    folder, keyring = data_folder(str(tmp_path)), MemoryKeyring()
    credentials = Credentials(folder.secrets, backend=keyring)
    assert prove(str(tmp_path), as_json=False, credentials=credentials) == 0
    told = json.loads((folder.path / TOLD).read_bytes())
    assert told == {"account": account_id(), "what": "", "hint": ""}
    assert PROBE not in credentials.list()
    credentials.set(PROBE, "left by one that was ended in the middle")
    assert prove(str(tmp_path), as_json=False, credentials=credentials) == 0
    assert PROBE not in credentials.list()
    credentials.set("acme/api_key", "secret")
    assert prove(str(tmp_path), as_json=False, credentials=credentials) == 0
    keyring.delete_password("Desktop Sync/acme/api_key", "desktop-sync")
    assert prove(str(tmp_path), as_json=False, credentials=credentials) == 4
    assert "acme/api_key" in json.loads((folder.path / TOLD).read_bytes())["what"]


@pytest.mark.skipif(sys.platform == "win32", reason="the answer of other systems")
def test_elsewhere_it_says_what_to_do_there(capsys: pytest.CaptureFixture[str]) -> None:
    for what in ("install", "remove", "state", "start"):
        assert main(["engine", what]) == 4
        assert "is for Windows" in capsys.readouterr().err


def test_an_account_is_named_where_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["engine", "--account", "anna"]) == 2
    assert "engine install" in capsys.readouterr().err
