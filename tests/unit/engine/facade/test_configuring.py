"""Settings and secrets through the facade: a save is checked, kept, told, and takes effect; no secret comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import Rejected, RetryLater, SettingsError, Stop
from desktop_sync.engine.facade import Facade
from desktop_sync.engine.facade.configuring import Configuring
from desktop_sync.engine.facade.keeping import Keeping
from desktop_sync.kinds import kinds
from desktop_sync.settings.file import SettingsFile
from tests.crash.world import World
from tests.unit.engine.facade.desk import ANNA, Plain, at_desk


class Office:
    """A facade of settings only."""

    def __init__(self, world: World) -> None:
        self.reloads = 0
        self.file = SettingsFile(world.data / "settings.toml", world.data / "history", kinds())
        self.desk = Plain(Facade(Configuring(self.file, self.reload)))

    def reload(self) -> None:
        self.reloads += 1
        self.file.load()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def test_the_settings_as_text_and_as_structure(world: World, office: Office) -> None:
    told = office.desk.ask("settings")
    assert told["text"] == (world.data / "settings.toml").read_text(encoding="utf-8")
    assert (told["ok"], told["errors"]) == (True, [])
    assert [one["id"] for one in told["connections"]] == ["orders", "acme"]
    assert told["connections"][1]["options"]["api_key"] == "acme/api_key"  # the name, never the key
    assert told["flows"][0]["source"]["connections"] == ["orders"]
    assert told["general"]["parallel_runs"] == 4


def test_a_save_is_in_force_and_can_be_rolled_back(world: World, office: Office) -> None:
    former = office.file.text()
    told = office.desk.ask("save_settings", text=former.replace("version = 1", "version = 1  # changed"))
    assert told["ok"]
    assert office.reloads == 1
    [kept] = office.desk.ask("settings_history")
    assert kept["number"] == 1
    assert office.desk.ask("roll_back", number=1)["ok"]
    assert office.file.text() == former
    assert office.reloads == 2


def test_a_save_over_what_somebody_else_has_changed_changes_nothing(office: Office) -> None:
    former = office.file.text()
    theirs = former.replace("version = 1", "version = 1  # theirs")
    office.file.path.write_text(theirs, encoding="utf-8")
    with pytest.raises(RetryLater, match="Somebody else"):
        office.desk.ask("save_settings", text=former + "# mine\n", over=former)
    assert (office.file.text(), office.reloads) == (theirs, 0)
    assert office.desk.ask("save_settings", text=theirs + "# mine\n", over=theirs)["ok"]


def test_what_will_not_do_changes_nothing(office: Office) -> None:
    former = office.file.text()
    with pytest.raises(SettingsError) as refused:
        office.desk.ask("save_settings", text=former.replace('type = "xml"', 'type = "papyrus"'))
    assert refused.value.problems
    with pytest.raises(SettingsError, match="no former version"):
        office.desk.ask("roll_back")
    with pytest.raises(Rejected, match="not a whole path"):
        office.desk.ask("save_settings", text=former, beside="here")
    assert (office.file.text(), office.reloads) == (former, 0)


def test_a_reload_of_a_broken_file_says_so_and_whoever_works_hears_of_it(world: World, office: Office) -> None:
    (world.data / "settings.toml").write_text("version = 2", encoding="utf-8")
    with pytest.raises(SettingsError):
        office.desk.ask("reload")
    assert office.reloads == 1
    told = office.desk.ask("settings")
    assert (told["ok"], told["text"]) == (False, "version = 2")


def test_without_settings_there_is_nothing_to_show(world: World, office: Office) -> None:
    (world.data / "settings.toml").unlink()
    told = office.desk.ask("settings")
    assert (told["ok"], told["text"], told["flows"]) == (False, "", [])


def test_a_draft_is_checked_and_comments_stay(office: Office) -> None:
    told = office.desk.ask("settings")
    tables = told["tables"]
    assert office.desk.ask("check_settings", text=told["text"], tables=tables)["text"] == told["text"]
    tables["flows"][0]["source"]["min_age"] = "soon"
    checked = office.desk.ask("check_settings", text="# mine\n" + told["text"], tables=tables)
    assert checked["text"].startswith("# mine\n")
    assert [one["path"] for one in checked["errors"]] == [["flows", 0, "source", "min_age"]]
    assert office.file.text() == told["text"]


def test_a_draft_whose_secret_is_not_stored_is_told_at_its_field(world: World) -> None:
    file = SettingsFile(world.data / "settings.toml", world.data / "history", kinds())
    desk = Plain(Facade(Configuring(file, lambda: None, lambda name: name != "acme/api_key")))
    [warning] = desk.ask("check_settings", text=file.text())["warnings"]
    assert warning["path"] == ["connections", 1, "api_key"]


def test_a_former_version_can_be_read(office: Office) -> None:
    former = office.file.text()
    office.desk.ask("save_settings", text=former.replace("version = 1", "version = 1  # changed"))
    told = office.desk.ask("settings_version", number=1)
    assert told["text"] == former
    assert told["tables"]["version"] == 1
    with pytest.raises(SettingsError, match="no version 7"):
        office.desk.ask("settings_version", number=7)


def test_a_draft_is_tested_as_it_is(world: World, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    with at_desk(world) as desk:
        told = desk.ask("settings")
        tables = told["tables"]
        tables["connections"] += [
            {"id": "second", "type": "folder", "path": str(there)},
            {"id": "third", "type": "folder", "path": str(tmp_path / "nowhere")},
        ]
        values = {"text": told["text"], "tables": tables, "secrets": {}}
        steps = desk.ask("check_draft", connection="second", **values)
        assert {step["state"] for step in steps} == {"ok"}
        assert [event["step"] for event in desk.heard] == steps
        assert desk.ask("check_draft", connection="third", **values)[0]["state"] == "failed"
        with pytest.raises(SettingsError, match='no connection "ftp" in the draft'):
            desk.ask("check_draft", connection="ftp", **values)
        with pytest.raises(SettingsError, match='"second" is no database'):
            desk.ask("draft_tables", connection="second", **values)
        with pytest.raises(SettingsError, match='no connection "ftp" in the draft'):
            desk.ask("draft_tables", connection="ftp", **values)


def test_a_check_that_is_not_wanted_any_more_ends_after_its_step(world: World) -> None:
    with at_desk(world) as desk:
        values = {"connection": "acme"}
        steps = desk.facade.call("check", values, ANNA, lambda event: desk.facade.cancel(values))
        assert len(steps) == 1
        assert len(desk.ask("check", connection="acme")) > 1


class Safe:
    """Keeps secrets in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def set(self, reference: str, value: str) -> None:
        self.kept[reference] = value

    def delete(self, reference: str) -> bool:
        return self.kept.pop(reference, None) is not None

    def list(self) -> tuple[str, ...]:
        return tuple(sorted(self.kept))


def test_secrets_go_in_and_never_out() -> None:
    safe, changes = Safe(), []
    desk = Plain(Facade(Keeping(safe, lambda: changes.append(1))))
    assert desk.ask("put_secret", name="acme/api_key", value="hunter2") == {"kept": "acme/api_key"}
    assert safe.kept == {"acme/api_key": "hunter2"}
    assert desk.ask("list_secrets") == ["acme/api_key"]
    assert desk.ask("delete_secret", name="acme/api_key") == {"deleted": "acme/api_key"}
    with pytest.raises(SettingsError, match="no secret acme/api_key"):
        desk.ask("delete_secret", name="acme/api_key")
    assert len(changes) == 2


def test_no_answer_of_any_method_holds_a_secret(tmp_path: Path) -> None:
    """Not even for those who may do everything; the secret is used by the check and by the run."""
    world = World(tmp_path)
    key = world.around.sandbox.credentials.api_key
    world.drop("a.xml", [])
    with at_desk(world, Caller(ANNA.account, Role.CHANGE)) as desk:
        answers = [
            desk.ask("check", connection="acme"),
            desk.ask("run", flow="orders"),
            desk.ask("settings"),
            desk.ask("snapshot"),
            desk.ask("history", show=["runs", "files", "documents"]),
        ]
    assert key not in json.dumps([answers, desk.heard])


def test_a_check_tells_each_step_as_it_happens_and_all_at_the_end(world: World) -> None:
    with at_desk(world) as desk:
        for connection in ("acme", "orders"):
            desk.heard.clear()
            steps = desk.ask("check", connection=connection)
            assert steps
            assert [event["step"] for event in desk.heard] == steps
            assert {event["event"] for event in desk.heard} == {"check step"}
        with pytest.raises(SettingsError, match='no connection "ftp"'):
            desk.ask("check", connection="ftp")


def test_whose_account_it_is(world: World) -> None:
    with at_desk(world) as desk:
        assert desk.ask("account", connection="acme", answer="another")["tenant"] == "sandbox"
        with pytest.raises(SettingsError, match="is not an Acme account"):
            desk.ask("account", connection="orders", answer="same")


def test_a_copy_of_the_ledger(world: World, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with at_desk(world) as desk:
        assert desk.ask("backup", file=str(copy)) == {"backup": str(copy)}
        assert copy.stat().st_size
        with pytest.raises(SettingsError, match="exists already"):
            desk.ask("backup", file=str(copy))
        with pytest.raises(SettingsError, match="not a whole path"):
            desk.ask("backup", file="copy.db")
        with pytest.raises(Stop, match="cannot be made"):
            desk.ask("backup", file=str(tmp_path / "nowhere" / "copy.db"))
