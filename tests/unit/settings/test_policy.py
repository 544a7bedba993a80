"""The policy of a machine: it stands over the settings, refuses what is against it, and a fault in it stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError
from desktop_sync.kinds import kinds
from desktop_sync.settings.current import CurrentSettings
from desktop_sync.settings.file import SettingsFile
from desktop_sync.settings.policy import PolicyFile, policy_of
from desktop_sync.settings.policy_place import VARIABLE, foreign_owner, machine_policy, policy_place
from tests.crash.world import World

POLICY = """version = 1

[general]
parallel_runs = 2

[general.network]
proxy = "none"

[connection_types.acme]
base_url = "https://api.acme.example/eu"

[[connections]]
id = "central"
type = "folder"
path = "/srv/central"
"""


class Office:
    """An installation with one flow, and a policy that may be written."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.history = self.world.data / "history"
        self.path = self.world.data / "settings.toml"
        self.policy = folder / "machine" / "policy.toml"
        self.policy.parent.mkdir()
        self.file = SettingsFile(self.path, self.history, kinds(), policy=PolicyFile(self.policy, kinds()))

    def rule(self, text: str) -> None:
        self.policy.write_text(text, encoding="utf-8")

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def add(self, text: str) -> None:
        self.path.write_text(f"{self.text}\n{text}\n", encoding="utf-8")

    def line(self, word: str) -> int:
        """Of the policy: the one that begins with ``word``."""
        lines = self.policy.read_text(encoding="utf-8").split("\n")
        return next(number for number, one in enumerate(lines, 1) if one.startswith(word))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def url_of(file: SettingsFile) -> str:
    return str(getattr(file.load().connection_by_id["acme"].options, "base_url", ""))


def test_without_a_policy_nothing_is_another(office: Office) -> None:
    policy = office.file.policy.read()
    assert (bool(policy.locks), policy.file, policy.errors) == (False, "", ())
    assert url_of(office.file).startswith("http://127.0.0.1")


def test_what_it_says_holds_whatever_the_settings_say(office: Office) -> None:
    office.add(
        '[general]\nparallel_runs = 9\n[general.network]\nproxy = "manual"\nproxy_address = "http://p.example:1"'
    )
    office.rule(POLICY)
    found = office.file.load()
    assert (found.general.parallel_runs, found.general.network.proxy) == (2, "none")
    assert found.general.network.proxy_address == ""  # which matters only beside what is locked
    assert url_of(office.file) == "https://api.acme.example/eu"
    assert [one.id for one in found.connections] == ["central", "orders", "acme"]
    assert [one.id for one in found.flows] == ["orders"]


def test_what_stood_there_before_is_told_with_its_place_and_may_stay(office: Office) -> None:
    office.add("[general]\nparallel_runs = 9")
    office.rule(POLICY)
    report = office.file.validate()
    assert report.ok
    told = [(one.file, one.place, one.path, one.what) for one in report.warnings if "administrator" in one.what]
    assert told == [
        (
            "settings.toml",
            'connections[1] "acme" → base_url',
            ("connections", 2, "base_url"),  # in what holds: the policy's own come first
            f'has no effect: your administrator has set it to "https://api.acme.example/eu" in {office.policy}',
        ),
        (
            "settings.toml",
            "general.parallel_runs",
            ("general", "parallel_runs"),
            f"has no effect: your administrator has set it to 2 in {office.policy}",
        ),
    ]
    assert office.file.save(office.text + "# a note\n").ok


def test_a_save_against_it_is_refused_with_every_place(office: Office) -> None:
    office.rule(POLICY)
    wanted = office.text + '\n[[connections]]\nid = "central"\ntype = "folder"\npath = "/elsewhere"\n[general]\n'
    wanted += 'parallel_runs = 3\n[general.network]\nproxy = "manual"\nproxy_address = "http://p.example:1"\n'
    with pytest.raises(SettingsError) as refused:
        office.file.save(wanted)
    told = "\n".join(refused.value.problems)
    assert len(refused.value.problems) == 4
    assert "general.parallel_runs: cannot be changed: your administrator has set it to 2" in told
    assert 'general.network.proxy: cannot be changed: your administrator has set it to "none"' in told
    assert "general.network.proxy_address: cannot be changed: your administrator has set it to nothing" in told
    assert (
        'connections[2] "central": cannot be changed: your administrator has set up the connection of this id' in told
    )


def test_what_it_says_itself_may_be_written_too(office: Office) -> None:
    office.rule(POLICY)
    assert office.file.save(office.text + "\n[general]\nparallel_runs = 2\n").ok


def test_a_fault_of_the_settings_beside_it_is_placed_in_the_settings(office: Office) -> None:
    office.add('[[connections]]\nid = "bad"\ntype = "folder"\npaht = "/x"')
    office.rule(POLICY)
    [error] = [one for one in office.file.validate().errors if one.place.endswith("paht")]
    assert (error.file, error.place) == ("settings.toml", 'connections[2] "bad" → paht')
    assert error.line == office.text.split("\n").index('paht = "/x"') + 1
    assert error.path == ("connections", 3, "paht")


def test_every_fault_of_a_policy_is_told_at_once_with_its_place(office: Office) -> None:
    office.rule(
        'version = 2\ncolour = "red"\n[general]\nparallel_runs = 99\n[general.network]\nproxy = "manual"\n'
        '[connection_types.acme]\nbase_ulr = "https://x.example"\ntimeout = "soon"\n[connection_types.fax]\nline = 1\n'
    )
    errors = office.file.validate().errors
    assert {one.file for one in errors} == {str(office.policy)}
    told = {one.place: (one.line, one.what) for one in errors}
    assert set(told) == {
        "version", "colour", "general.parallel_runs", "connection_types.acme.base_ulr",
        "connection_types.acme.timeout", "connection_types.fax", "general.network",
    }  # fmt: skip
    assert told["connection_types.acme.base_ulr"] == (8, 'is not an option here; did you mean "base_url"?')
    assert told["connection_types.fax"][1].startswith("is no type of connection; known here: ")


def test_a_fault_of_a_whole_connection_is_placed_in_the_policy(office: Office) -> None:
    office.rule(POLICY.replace('path = "/srv/central"', 'paht = "/srv/central"'))
    found = [(one.file, one.line, one.place) for one in office.file.validate().errors]
    assert (str(office.policy), office.line("paht"), 'connections[0] "central" → paht') in found


@pytest.mark.parametrize(
    "make, what",
    [
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "is not UTF-8 text"),
        (lambda path: path.write_text("general = [", encoding="utf-8"), "this is not TOML"),
        (lambda path: path.mkdir(), "cannot be read"),
        (lambda path: path.write_text("#" * (4 * 2**20 + 1), encoding="utf-8"), "is too large"),
    ],
)
def test_one_that_cannot_be_used_is_told(office: Office, make: Callable[[Path], object], what: str) -> None:
    make(office.policy)
    [error] = office.file.validate().errors
    assert error.file == str(office.policy)
    assert error.what.startswith(what)


def test_one_that_somebody_else_has_put_there_is_not_believed(office: Office) -> None:
    office.rule(POLICY)
    found = PolicyFile(office.policy, kinds(), lambda _: "PC\\mallory").read()
    assert [one.what for one in found.errors] == ["belongs to PC\\mallory: only administrators may write a policy"]
    assert not found.locks
    assert foreign_owner(office.policy) == ""


def test_a_policy_that_gets_a_fault_stops_nothing_not_even_over_a_restart(office: Office) -> None:
    office.rule(POLICY)
    current = CurrentSettings(office.file, office.history)
    assert current().general.parallel_runs == 2
    office.rule(POLICY.replace("parallel_runs = 2", 'parallel_runs = "many"'))
    found = current.look()
    assert found.error is not None
    assert str(office.policy) in found.error.problems[0]
    assert current().general.parallel_runs == 2
    again = CurrentSettings(office.file, office.history)
    assert again.error is not None
    assert again().general.parallel_runs == 2
    office.rule(POLICY.replace("parallel_runs = 2", "parallel_runs = 3"))
    assert again.look().changed
    assert again().general.parallel_runs == 3


def test_a_first_policy_with_a_fault_leaves_what_ran_without_one(office: Office) -> None:
    CurrentSettings(office.file, office.history)
    office.rule("version = 7")
    current = CurrentSettings(office.file, office.history)
    assert current.error is not None
    assert current().general.parallel_runs == 4


def test_a_policy_that_is_changed_or_taken_away_is_seen(office: Office) -> None:
    current = CurrentSettings(office.file, office.history)
    assert not current.look().changed
    office.rule(POLICY)
    assert current.look().changed
    assert current().general.parallel_runs == 2
    office.policy.unlink()
    assert current.look().changed
    assert current().general.parallel_runs == 4


def test_where_there_are_no_settings_yet_the_policy_alone_holds(office: Office) -> None:
    office.path.unlink()
    office.rule(POLICY)
    assert [one.id for one in CurrentSettings(office.file, office.history)().connections] == ["central"]


def test_a_flow_can_be_set_up_for_all_machines(office: Office) -> None:
    flow = office.text[office.text.index("[[flows]]") :]
    fleet = flow.replace('id = "orders"', 'id = "fleet"', 1)
    office.rule(f"version = 1\n{fleet}")
    office.path.write_text(office.text.replace(flow, ""), encoding="utf-8")
    assert [one.id for one in office.file.load().flows] == ["fleet"]


def test_an_export_can_be_set_up_too_and_nobody_else_takes_its_id(office: Office) -> None:
    export = """
[[exports]]
id = "fleet"
[exports.query]
connection = "acme"
resource = "orders"
window = { of = "yesterday", field = "updated_at" }
[exports.report]
type = "delimited"
template = "order_summary"
[[exports.destinations]]
id = "office"
connection = "orders"
name = "{flow} {from}.csv"
"""
    office.rule(f"version = 1\n{export}")
    assert office.file.validate().errors == ()
    assert [one.id for one in office.file.load().exports] == ["fleet"]
    with pytest.raises(SettingsError) as refused:
        office.file.save(office.text + export.replace("yesterday", "last_week"))
    assert "has set up the export of this id" in "".join(refused.value.problems)


def test_a_persons_environment_names_one_only_where_the_machine_has_none(tmp_path: Path) -> None:
    machine, own = tmp_path / "machine.toml", tmp_path / "own.toml"
    assert policy_place({VARIABLE: str(own)}, machine) == own
    assert policy_place({}, machine) == machine
    machine.write_text("version = 1\n", encoding="utf-8")
    assert policy_place({VARIABLE: str(own)}, machine) == machine
    assert machine_policy().name == "policy.toml"


def test_locks_come_back_from_json_as_they_were() -> None:
    locks = policy_of(POLICY, "policy.toml", kinds()).locks
    assert type(locks).heard(locks.told()) == locks
