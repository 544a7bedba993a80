"""``notices`` and ``check`` of a mail connection, against a real mail server; the chore as the engine has it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_sync.__main__ import main
from desktop_sync.app import open_app
from desktop_sync.core.errors import Owner
from desktop_sync.core.problem import Problem
from desktop_sync.data_folder import ENGINE
from desktop_sync.desks import door, facade, open_desk
from desktop_sync.engine.runs import Runs
from desktop_sync.engine_parts import chores
from tests.acme_rig import SystemClock
from tests.mail_server import MailServer

SETTINGS = """\
version = 1

[general]
language = "de"

[general.notices]
connection = "mail"
to = "it@example.com"
recipients = {{ clerk = ["clerk@example.com", "gone@example.com"] }}

[[connections]]
id = "mail"
type = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "sync@example.com"
"""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer(security="none", answers={"gone@example.com": "550 no such user"}) as made:
        yield made


@pytest.fixture
def data(tmp_path: Path, server: MailServer) -> Path:
    (tmp_path / "settings.toml").write_text(SETTINGS.format(port=server.port), encoding="utf-8")
    return tmp_path


def call(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> tuple[int, str]:
    code = main([*arguments, "--data", str(data)])
    out, err = capsys.readouterr()
    return code, out + err


def test_a_test_mail_goes_to_everybody_who_would_be_told(
    data: Path, server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = call(capsys, data, "notices", "--test")
    assert code == 4
    assert "but not to gone@example.com: 550 no such user" in said
    assert sorted(one.recipients for one in server.taken) == [("clerk@example.com",), ("it@example.com",)]
    assert "Testmail" in server.taken[0].message["Subject"]
    assert server.taken[0].message["Message-ID"].endswith(".desktop-sync@example.com>")
    server.answers.clear()
    assert call(capsys, data, "notices", "--test")[0] == 0


def test_nobody_to_tell_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.toml").write_text("version = 1\n", encoding="utf-8")
    code, said = call(capsys, tmp_path, "notices", "--test")
    assert (code, "[general.notices]" in said) == (2, True)
    code, said = call(capsys, tmp_path, "notices")
    assert code == 0
    assert said.startswith("No mail about problems yet.\nNone is set up: ")
    assert "[general.notices] to settings.toml" in said


def test_mails_that_are_set_up_are_not_asked_for(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, data, "notices") == (0, "No mail about problems yet.\n")


def test_check_of_a_mail_connection(data: Path, server: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = call(capsys, data, "check", "mail")
    assert code == 0, said
    assert "! TLS" in said
    assert "mail from sync@example.com is taken" in said
    assert server.taken == []


def test_the_engine_tells_of_problems(data: Path, server: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    with open_app(str(data)).owner("engine") as owner:
        owner.ledger.journal.report(
            [
                Problem("a", "c", "Der Ordner ist nicht erreichbar.", "Einschalten.", Owner.IT),
                Problem("b", "d", "Kunde 90012 fehlt.", "Anlegen.", Owner.CLERK, flow="erp"),
            ]
        )
        [chore] = [one for one in chores(owner, list, lambda flow: None) if one.name == "notices"]
        assert chore.due_in() <= 0
        chore.do(threading.Event())
        assert chore.due_in() > 0
    by_recipient = {one.recipients: one for one in server.taken}
    assert "Wer es beheben kann: die IT." in by_recipient["it@example.com",].text
    assert "Kunde 90012 fehlt." in by_recipient["clerk@example.com",].html
    assert "gone@example.com (550 no such user)" in by_recipient["it@example.com",].text
    code, said = call(capsys, data, "notices", "--json")
    told: list[dict[str, Any]] = json.loads(said)
    assert code == 0
    assert {one["audience"]: (one["state"], one["opened"]) for one in told} == {
        "it@example.com": ("sent", 2),
        "clerk@example.com, gone@example.com": ("sent", 1),
    }
    assert "550 no such user" in call(capsys, data, "notices")[1]


def test_an_engine_sends_the_test_mail_where_one_runs(
    data: Path, server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    app, runs = open_app(str(data)), Runs(1, SystemClock())
    with app.owner(ENGINE) as owner:
        pipe = door(app, facade(app, owner, runs), runs)
        pipe.start()
        try:
            assert call(capsys, data, "notices", "--test")[0] == 4
            with open_desk(str(data), "look") as desk:
                assert desk.ask("notices") == []
        finally:
            pipe.close()
            assert runs.stop(20)
    assert len(server.taken) == 2


@pytest.mark.parametrize(
    "old,new,words",
    [
        ('connection = "mail"', 'connection = "post"', "there is no connection of this id"),
        ('to = "it@example.com"', "", "nobody is told of what it, vendor can fix"),
        ('to = "it@example.com"', 'to = "it@"', "expected one mail address"),
        ('language = "de"', 'language = "fr"', "language"),
        ("to =", 'digest = "25:00"\nto =', "time of day"),
        ("to =", 'every = "10s"\nto =', "found 10s, expected at least 1min"),
    ],
)
def test_settings_are_told_with_their_place(
    data: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, words: str
) -> None:
    file = data / "settings.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    code, said = call(capsys, data, "config", "validate")
    assert code == 2
    assert "general" in said
    assert words in said
