"""``desktop-sync schedule``: in words and as JSON, with and without a ledger."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop_sync.__main__ import main
from desktop_sync.app import open_app
from desktop_sync.clock import SystemClock, zone_here
from desktop_sync.core.errors import SettingsError
from desktop_sync.ledger.database import Database
from desktop_sync.ledger.ledger import Ledger
from desktop_sync.settings.current import CurrentSettings

SAMPLE = Path(__file__).parents[3] / "resources" / "samples" / "erp-orders" / "settings.toml"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def configure(data: Path, schedule: str, old: str = "", new: str = "") -> None:
    """The sample's flow with a schedule."""
    text = (
        SAMPLE.read_text(encoding="utf-8").replace("@FOLDER@", data.as_posix()).replace("@URL@", "http://127.0.0.1:9")
    )
    text = text.replace("[flows.target]", f"{schedule}\n[flows.target]")
    (data / "settings.toml").write_text(text.replace(old, new) if old else text, encoding="utf-8")


def asked(data: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["schedule", "--data", str(data), *arguments]) == 0
    return capsys.readouterr().out


def test_a_schedule_in_words_with_its_next_five_fires(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, '[flows.schedule]\nat = ["16:00"]\ndays = ["fri"]\nzone = "Europe/Berlin"')
    lines = asked(data, capsys, "erp-orders").splitlines()
    assert lines[0] == "erp-orders: Every Friday at 16:00 (Europe/Berlin)"
    assert len([line for line in lines if line.startswith("    Fri 20") and " 16:00" in line]) == 5


def test_as_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, '[flows.schedule]\nat = ["16:00"]\nzone = "Europe/Berlin"\nmissed = "skip"')
    [told] = json.loads(asked(data, capsys, "--json"))
    assert (told["flow"], told["zone"], told["missed"]) == ("erp-orders", "Europe/Berlin", "skip")
    fires = [datetime.fromisoformat(one["at"]) for one in told["next"]]
    assert [one.strftime("%H:%M") for one in fires] == ["16:00"] * 5
    assert len({one.date() for one in fires}) == 5
    assert datetime.now(UTC) - timedelta(minutes=1) < fires[0] < datetime.now(UTC) + timedelta(days=1, minutes=1)


def test_every_counts_from_the_last_run_in_the_ledger(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, '[flows.schedule]\nevery = "1h"\nzone = "Europe/Berlin"')
    ledger = Ledger(Database(data / "ledger.db"), SystemClock())
    ledger.journal.end_run(ledger.journal.begin_run("erp-orders"), "done", {})
    ledger.journal.begin_run("erp-orders")  # cut off: it has no end
    ledger.close()
    [told] = json.loads(asked(data, capsys, "--json"))
    first = datetime.fromisoformat(told["next"][0]["at"])
    assert abs(first.timestamp() - told["last_run_ended"] - 3600) < 1
    assert "The last run ended" in asked(data, capsys)


def test_by_hand_and_switched_off(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, "")
    assert asked(data, capsys) == "erp-orders: no schedule, it is run by hand: desktop-sync run erp-orders\n"
    configure(data, '[flows.schedule]\nevery = "1h"', 'title = "ERP orders"', "enabled = false")
    assert "Switched off" in asked(data, capsys)


def test_a_flow_that_is_not_there(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, "")
    assert main(["schedule", "--data", str(data), "erp"]) == 2
    assert 'There is no flow "erp".\nThe flows are: erp-orders.' in capsys.readouterr().err


def test_the_zone_of_this_machine(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    assert zone_here() == ZoneInfo("Asia/Kathmandu")
    configure(data, '[flows.schedule]\nat = "16:00"')
    assert "Every day at 16:00 (Asia/Kathmandu)" in asked(data, capsys)
    monkeypatch.setenv("TZ", "Mars/Olympus")
    with pytest.raises(SettingsError, match="time zone of this machine"):
        zone_here()


def test_while_an_engine_works_by_the_former_settings(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configure(data, '[flows.schedule]\nat = "16:00"\nzone = "Europe/Berlin"')
    app = open_app(str(data))
    with app.alone("engine"):
        CurrentSettings(app.settings_file, app.folder.history)  # as an engine does at its start
        (data / "settings.toml").write_text("version = 7", encoding="utf-8")
        assert main(["schedule", "--data", str(data)]) == 0
        out, err = capsys.readouterr()
        assert "at 16:00" in out
        assert "settings.toml has a fault; the former settings are in force." in err
        assert main(["schedule", "--data", str(data), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)[0]["flow"] == "erp-orders"
    assert main(["schedule", "--data", str(data)]) == 2
