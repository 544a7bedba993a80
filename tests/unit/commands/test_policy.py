"""What commands tell of a machine's policy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_sync.__main__ import main
from desktop_sync.settings import policy_place
from tests.crash.world import World
from tests.settings_desk import POLICY


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "policy.toml").write_text(POLICY, encoding="utf-8")
    monkeypatch.setenv(policy_place.VARIABLE, str(tmp_path / "policy.toml"))
    return str(World(tmp_path).data)


def test_config_validate_names_all_that_is_set(data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "validate", "--data", data]) == 0
    told, where = capsys.readouterr(), tmp_path / "policy.toml"
    assert f"set by your administrator ({where}): general → parallel_runs: 2" in told.out
    assert f"set by your administrator ({where}): connections of type acme → base_url: " in told.out
    assert f"set by your administrator ({where}): the connection central" in told.out
    assert "has no effect: your administrator has set it to" in told.err  # the file has another address
    assert main(["config", "validate", "--data", data, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["policy"]["file"] == str(where)


def test_check_names_what_is_set_of_the_connection(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "central", "--data", data])
    assert "the connection central" in capsys.readouterr().out
    main(["check", "orders", "--data", data])
    assert "administrator" not in capsys.readouterr().out


def test_a_fault_of_the_policy_is_told_where_it_stands(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policy.toml").write_text('version = 1\n[general]\nparallel_runs = "many"\n', encoding="utf-8")
    assert main(["config", "validate", "--data", data]) == 2
    told = capsys.readouterr().err
    assert f"{tmp_path / 'policy.toml'}, line 3: general.parallel_runs: found" in told
