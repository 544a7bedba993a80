"""``desktop-sync arrivals``: what is expected, how it stands, the last ten; and what could be expected."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop_sync.__main__ import main
from desktop_sync.app import open_app
from desktop_sync.clock import SystemClock
from desktop_sync.core.model import Entity, Found, Notice
from desktop_sync.kinds import kinds
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.settings.current import CurrentSettings
from desktop_sync.settings.validation import validate

SAMPLE = Path(__file__).parents[3] / "resources" / "samples" / "erp-orders" / "settings.toml"
BERLIN = ZoneInfo("Europe/Berlin")


class MovedClock(SystemClock):
    """Shows what a test says."""

    moment = 0.0

    def now(self) -> float:
        return self.moment


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def configure(data: Path, arrivals: str) -> str:
    """The sample's flow with what is expected of it."""
    text = SAMPLE.read_text(encoding="utf-8")
    text = text.replace("@FOLDER@", data.as_posix()).replace("@URL@", "http://127.0.0.1:9")
    text = text.replace("[flows.target]", f"{arrivals}\n[flows.target]")
    (data / "settings.toml").write_text(text, encoding="utf-8")
    return text


def history(data: Path, days: int) -> None:
    """One file at about ten past six on each of the last days, noticed when it came."""
    clock = MovedClock()
    ledger = Ledger(Database(data / "ledger.db"), clock)
    place = ledger.places.number("erp-orders", "erp")
    today = datetime.now(BERLIN).date()
    for number in range(days, 0, -1):
        at = datetime.combine(today - timedelta(days=number), time(18, 10 + number % 3)).replace(tzinfo=BERLIN)
        clock.moment = at.timestamp()
        entity = Entity(f"{number}.xml", 40_000 + number, int(clock.moment * 10**9))
        ledger.items.notice(place, Found((Notice(entity),)), 1)
        ledger.places.looked(place, 0, clock.moment)
    clock.moment = datetime.now(UTC).timestamp()
    ledger.places.looked(place, 0, clock.moment)
    ledger.close()


def asked(data: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["arrivals", "--data", str(data), *arguments]) == 0
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is folded."""
    monkeypatch.setenv("COLUMNS", "400")


def test_nothing_is_expected_and_nothing_has_run(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, "")
    assert asked(data, capsys) == (
        "erp-orders: nothing is expected; to see what could be: desktop-sync arrivals erp-orders --suggest\n"
    )
    assert "nothing is proposed. No file came before today." in asked(data, capsys, "erp-orders", "--suggest")
    configure(data, '[flows.arrivals]\nby = "23:59"\nzone = "UTC"')
    assert "  now: awaited until 23:59" in asked(data, capsys)


def test_what_is_expected_and_the_last_ten(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, '[flows.arrivals]\nby = "18:11"\nzone = "Europe/Berlin"')
    history(data, 14)
    lines = asked(data, capsys, "erp-orders").splitlines()
    assert lines[0] == "erp-orders: expected: at least 1 file by 18:11 every day (Europe/Berlin)"
    assert lines[1].startswith("  now: ")
    assert len(lines) == 12
    assert sum("met: 1 file, 18:10" in line for line in lines[2:]) >= 3
    assert sum("met late: 1 file, 18:12" in line for line in lines[2:]) >= 3
    [told] = json.loads(asked(data, capsys, "--json"))
    [one] = told["expected"]
    assert len(one["last"]) == 10
    assert {each["state"] for each in one["last"][1:]} == {"met"}
    assert one["last"][1]["due"].startswith(one["last"][1]["day"] + "T18:11")


def test_what_is_proposed_can_be_pasted(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    text = configure(data, "")
    history(data, 30)
    said = asked(data, capsys, "erp-orders", "--suggest")
    assert "confidence high: it would have raised no problem in 30 occasions" in said
    assert "[[flows.arrivals]]" in said
    [told] = json.loads(asked(data, capsys, "--suggest", "--json"))
    [one] = told["proposed"]
    assert one["options"]["by"] in {"18:30", "18:45"}
    pasted = text.replace("[flows.target]", f"{told['toml']}\n[flows.target]")
    assert validate(pasted, kinds()).report.errors == ()


def test_a_flow_that_is_not_there(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, "")
    assert main(["arrivals", "--data", str(data), "erp"]) == 2
    assert 'There is no flow "erp".' in capsys.readouterr().err


def test_while_an_engine_works_by_the_former_settings(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, '[flows.arrivals]\nby = "18:11"\nzone = "Europe/Berlin"')
    app = open_app(str(data))
    with app.alone("engine"):
        CurrentSettings(app.settings_file, app.folder.history)  # as an engine does at its start
        (data / "settings.toml").write_text("version = 7", encoding="utf-8")
        assert main(["arrivals", "--data", str(data)]) == 0
        out, err = capsys.readouterr()
        assert "by 18:11" in out
        assert "settings.toml has a fault; the former settings are in force." in err
        assert main(["arrivals", "--data", str(data), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)[0]["flow"] == "erp-orders"
    assert main(["arrivals", "--data", str(data)]) == 2
