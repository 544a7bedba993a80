"""The settings that hold: a changed file is taken over, a broken one changes nothing, also over a restart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError
from desktop_sync.kinds import kinds
from desktop_sync.settings.current import CurrentSettings
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.model import Settings
from tests.crash.world import World


class Office:
    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.path = self.world.data / "settings.toml"

    def current(self) -> CurrentSettings:
        history = self.world.data / "history"
        return CurrentSettings(SettingsFile(self.path, history, kinds()), history)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_changed_file_holds_from_the_next_look_on(office: Office) -> None:
    current = office.current()
    assert not current.look().changed
    office.world.configure(flows=("orders", "invoices"))
    assert [one.id for one in current().flows] == ["orders"]
    assert current.look().changed
    assert [one.id for one in current().flows] == ["orders", "invoices"]
    assert not current.look().changed


class Meanwhile(SettingsFile):
    """Somebody saves just after the file was read: the first of ``saves``, once."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.path, office.world.data / "history", kinds())
        self.saves: list[Callable[[], None]] = []

    def load(self) -> Settings:
        found = super().load()
        if self.saves:
            self.saves.pop()()
        return found


@pytest.mark.parametrize("at_start", [True, False])
def test_what_is_saved_while_the_file_is_read_holds_from_the_next_look_on(office: Office, at_start: bool) -> None:
    file = Meanwhile(office)
    save = partial(office.world.configure, flows=("orders", "invoices"))
    if at_start:
        file.saves.append(save)
    current = CurrentSettings(file, office.world.data / "history")
    if not at_start:
        office.world.configure(flows=("orders", "returns"))
        file.saves.append(save)
        assert current.look().changed
    assert current.look().changed
    assert [one.id for one in current().flows] == ["orders", "invoices"]
    assert not current.look().changed


def test_a_broken_file_changes_nothing_until_it_is_right_again(office: Office) -> None:
    current, good = office.current(), office.path.read_text(encoding="utf-8")
    office.path.write_text(good + "\nwrong = 1", encoding="utf-8")
    found = current.look()
    assert not found.changed
    assert found.error is not None
    assert "wrong" in "".join(found.error.problems)
    assert [one.id for one in current().flows] == ["orders"]
    assert current.look().error is found.error  # told as long as it is so
    office.path.write_text(good, encoding="utf-8")
    found = current.look()
    assert (found.changed, found.error) == (True, None)


def test_a_start_with_a_broken_file_goes_on_with_the_last_good_ones(office: Office) -> None:
    office.current()
    office.path.write_text("version = 7", encoding="utf-8")
    current = office.current()
    assert current.error is not None
    assert [one.id for one in current().flows] == ["orders"]


def test_without_any_good_settings_nothing_starts(office: Office) -> None:
    office.path.write_text("version = 7", encoding="utf-8")
    with pytest.raises(SettingsError):
        office.current()


def test_before_the_first_save_nothing_is_set_up_which_is_no_fault(office: Office) -> None:
    first = office.path.read_text(encoding="utf-8")
    office.path.unlink()
    current = office.current()
    assert (current().flows, current.error, current.look(anyway=True).error) == ((), None, None)
    office.path.write_text(first, encoding="utf-8")
    assert current.look().changed
    office.path.unlink()
    gone = current.look()
    assert gone.error is not None
    assert "no settings" in str(gone.error)
    assert [one.id for one in current().flows] == ["orders"]


def test_a_mapping_file_counts_too(office: Office) -> None:
    head, rest = office.path.read_text(encoding="utf-8").split("[flows.mapping]\n")
    mapping, target = rest.split("[flows.target]")
    named = f'{head}[flows.mapping]\nmapping_file = "orders.toml"\n[flows.target]{target}'
    office.path.write_text(named, encoding="utf-8")
    lines = mapping.replace("[flows.mapping.fields", "[fields")
    (office.world.data / "orders.toml").write_text(lines, encoding="utf-8")
    current = office.current()
    before = current().flows[0].mappings[0].model
    (office.world.data / "orders.toml").write_text(lines.replace('"EUR"', '"USD"'), encoding="utf-8")
    assert current.look().changed
    assert current().flows[0].mappings[0].model != before


def test_a_table_in_a_file_of_its_own_counts_too(office: Office) -> None:
    table = office.world.data / "units.csv"
    table.write_text("ours,theirs\nST,PCE\n", encoding="utf-8")
    head, rest = office.path.read_text(encoding="utf-8").split("[flows.mapping.fields]\n", 1)
    named = '[flows.mapping.table_files.units]\nfile = "units.csv"\nkey = "ours"\nvalue = "theirs"\n'
    office.path.write_text(f"{head}{named}[flows.mapping.fields]\n{rest}", encoding="utf-8")
    current = office.current()
    before = current().flows[0]
    assert not current.look().changed
    table.write_text("ours,theirs\nST,C62\nKG,KGM\n", encoding="utf-8")
    assert current.look().changed
    assert current().flows[0] is not before
    assert current().flows[0].mappings[0].model != before.mappings[0].model
