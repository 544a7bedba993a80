"""Signing in to a share: once, before anything is asked of it, and what it means when it is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import RetryLater, Stop, SyncError
from desktop_sync.core.model import StepState
from desktop_sync.credentials.refusals import AGAIN_AFTER, RefusedSignIns
from desktop_sync.stores.entering import Entrance
from desktop_sync.stores.local import Local, LocalOptions
from desktop_sync.windows.shares import ShareError, share_of, sign_in
from tests.unit.ledger.desk import HandClock

PATH, SHARE, NAME = r"\\erp\data\out\orders", r"\\erp\data", "ERP\\reader"


class Server:
    """Takes one password, or answers with a code."""

    def __init__(self) -> None:
        self.takes = "right"
        self.code = 0
        self.asked: list[tuple[str, str, str]] = []

    def sign_in(self, share: str, username: str, password: str) -> None:
        self.asked.append((share, username, password))
        if self.code:
            raise ShareError(self.code, "as Windows says it")
        if password != self.takes:
            raise ShareError(1326)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def refusals(tmp_path: Path, clock: HandClock) -> RefusedSignIns:
    return RefusedSignIns(tmp_path / "refusals.json", "erp", clock)


def entrance(server: Server, refusals: RefusedSignIns, password: str = "right") -> Entrance:
    return Entrance(PATH, NAME, lambda: password, refusals, server.sign_in)


@pytest.mark.parametrize(
    "path, share", [(PATH, SHARE), ("//erp/data/out", SHARE), (SHARE, SHARE), (r"\\erp\data\\", SHARE)]
)
def test_a_share_is_the_head_of_its_paths(path: str, share: str) -> None:
    assert share_of(path).rstrip("\\") == share


def test_it_signs_in_once(refusals: RefusedSignIns) -> None:
    server = Server()
    enter = entrance(server, refusals)
    enter()
    enter()
    assert server.asked == [(SHARE, NAME, "right")]


def test_a_wrong_password_is_not_tried_again_within_the_hour(refusals: RefusedSignIns, clock: HandClock) -> None:
    server = Server()
    for _ in range(3):
        with pytest.raises(Stop, match="refused the sign-in of") as told:
            entrance(server, refusals, "wrong")()
        assert "wrong" not in str(told.value)
    assert len(server.asked) == 1
    entrance(server, refusals)()  # another one is
    with pytest.raises(Stop):
        entrance(server, refusals, "wrong")()
    clock.time += AGAIN_AFTER + 1
    with pytest.raises(Stop):
        entrance(server, refusals, "wrong")()
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "code, kind, words",
    [
        (86, Stop, "refused the sign-in"),
        (1219, Stop, "under another name already"),
        (1330, Stop, "has expired"),
        (1331, Stop, "is disabled"),
        (1909, Stop, "is locked"),
        (50, Stop, "on Windows only"),
        (53, RetryLater, "as Windows says it (53)"),
    ],
)
def test_what_it_means_when_it_is_refused(
    refusals: RefusedSignIns, code: int, kind: type[SyncError], words: str
) -> None:
    server = Server()
    server.code = code
    with pytest.raises(kind) as told:
        entrance(server, refusals)()
    assert words in told.value.what
    assert told.value.hint


def test_a_store_signs_in_before_anything_is_asked_of_it(tmp_path: Path, refusals: RefusedSignIns) -> None:
    server = Server()
    server.code = 1219
    store = Local(LocalOptions(path=str(tmp_path)), enter=entrance(server, refusals))
    for ask in (store.list, lambda: store.stat("a.xml"), lambda: store.open("a.xml"), lambda: store.delete("a.xml")):
        with pytest.raises(Stop, match="under another name"):
            ask()
    assert len(server.asked) == 4


def test_a_test_of_the_connection_tries_at_once(tmp_path: Path, refusals: RefusedSignIns) -> None:
    server = Server()
    store = Local(LocalOptions(path=str(tmp_path)), enter=entrance(server, refusals, "changed meanwhile"))
    first = next(iter(store.check()))
    assert (first.state, "refused the sign-in" in first.detail) == (StepState.FAILED, True)
    server.takes = "changed meanwhile"
    assert [one.state for one in store.check()] == [StepState.OK] * 3
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "more, words",
    [
        ({"path": PATH, "username": NAME}, "go together"),
        ({"path": PATH, "password": "erp/password"}, "go together"),
        ({"path": r"C:\out", "username": NAME, "password": "erp/password"}, "is for a share"),
        ({"path": "/srv/out", "username": NAME, "password": "erp/password"}, "is for a share"),
    ],
)
def test_a_name_is_for_a_share_and_has_a_password(more: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        LocalOptions(**more)
    assert LocalOptions(path=PATH, username=NAME, password="erp/password").username == NAME


@pytest.mark.skipif(sys.platform == "win32", reason="the answer of other systems")
def test_elsewhere_shares_are_mounted_by_the_system() -> None:
    with pytest.raises(ShareError) as told:
        sign_in(SHARE, NAME, "any")
    assert told.value.code == 50
