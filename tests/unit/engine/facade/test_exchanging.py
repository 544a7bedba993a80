"""A configuration leaves one installation as a file and is taken over by another, without secrets, with its files."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from desktop_sync.core.errors import Rejected, RetryLater, SettingsError
from desktop_sync.settings.exchange import Packed, pack
from tests.settings_desk import TEXT, Office

MAPPING = TEXT[TEXT.index("[flows.mapping]") : TEXT.index("[flows.target]")]


@pytest.fixture
def here(tmp_path: Path) -> Office:
    """Its mapping stands in a file beside the settings."""
    (tmp_path / "here" / "mappings").mkdir(parents=True)
    office = Office(
        tmp_path / "here", TEXT.replace(MAPPING, "[flows.mapping]\nmapping_file = 'mappings/orders.toml'\n\n")
    )
    mapping = MAPPING.replace("[flows.mapping]\n", "").replace("[flows.mapping.", "[")
    (office.folder / "mappings" / "orders.toml").write_text(mapping, encoding="utf-8")
    return office


@pytest.fixture
def there(tmp_path: Path) -> Office:
    (tmp_path / "there").mkdir()
    office = Office(tmp_path / "there", "")
    office.safe.kept.clear()
    return office


def test_it_travels(here: Office, there: Office) -> None:
    assert here.file.validate().errors == ()
    told = here.answers()["export_settings"]()
    assert told["files"] == ["mappings/orders.toml"]
    look = there.answers()["read_export"](content=told["content"])
    assert (look["ok"], look["secrets"]) == (True, ["acme/api_key", "mail/password"])
    assert [(one["name"], one["state"]) for one in look["files"]] == [("mappings/orders.toml", "new")]
    assert look["tables"]["flows"][0]["id"] == "orders"
    assert not there.file.path.exists()  # it was only looked at
    assert there.answers()["import_settings"](content=told["content"])["ok"]
    assert there.file.text() == here.file.text()
    assert there.file.load().flows[0].mappings == here.file.load().flows[0].mappings
    assert (there.folder / "mappings" / "orders.toml").is_file()


def test_going_back_brings_back_the_files_that_an_import_replaced(here: Office, there: Office) -> None:
    answers = there.answers()
    answers["import_settings"](content=here.answers()["export_settings"]()["content"])
    mapping, former = there.folder / "mappings" / "orders.toml", here.folder / "mappings" / "orders.toml"
    before = mapping.read_bytes()
    former.write_bytes(before.replace(b'"Date"', b'"OrderDate"'))
    content = here.answers()["export_settings"]()["content"]
    (told,) = answers["read_export"](content=content)["files"]
    change = {"path": ["fields", "date", "from"], "was": "Date", "now": "OrderDate"}
    assert (told["state"], told["changes"]) == ("changed", [change])
    answers["import_settings"](content=content)
    assert mapping.read_bytes() == former.read_bytes()
    (told,) = answers["settings_version"](number=1)["files"]
    assert told["changes"] == [{**change, "was": "OrderDate", "now": "Date"}]
    answers["roll_back"](number=1)
    assert mapping.read_bytes() == before
    answers["roll_back"]()  # and back to what that replaced
    assert mapping.read_bytes() == former.read_bytes()


def test_an_import_that_cannot_be_finished_leaves_everything_as_it_was(here: Office, there: Office) -> None:
    there.file.path.write_text(TEXT, encoding="utf-8")
    (there.folder / "mappings").write_text("a file where a folder is wanted", encoding="utf-8")
    with pytest.raises(SettingsError, match="could not be saved"):
        there.answers()["import_settings"](content=here.answers()["export_settings"]()["content"])
    assert there.file.text() == TEXT
    assert (there.folder / "mappings").is_file()
    assert not there.file.cut_off


@pytest.mark.parametrize(
    "name",
    [
        "ledger.db", "Exports.jsonl", "Spool/aa", "history/x.csv", "owner.lock", "secrets/x.csv", "host-keys.json",
        "servers.json", "engine.owner", "no-engine.txt",
    ],
)  # fmt: skip
def test_nothing_of_the_programs_own_is_replaced(there: Office, name: str) -> None:
    table = f"[flows.mapping.table_files]\nunits = {{ file = '{name}', delimiter = ';' }}\n\n[flows.target]"
    packed = pack(Packed(TEXT.replace("[flows.target]", table), {name: b"a;b\n1;2\n"}))
    own = there.folder / "ledger.db"
    own.write_bytes(b"the ledger")
    with pytest.raises(SettingsError, match="the program's own"):
        there.answers()["import_settings"](content=base64.b64encode(packed).decode())
    assert own.read_bytes() == b"the ledger"
    assert not there.file.path.exists()


def test_an_import_over_what_others_saved_is_refused(here: Office, there: Office) -> None:
    there.file.path.write_text(TEXT, encoding="utf-8")
    told = here.answers()["export_settings"]()
    with pytest.raises(RetryLater, match="Somebody else"):
        there.answers()["import_settings"](content=told["content"], over="version = 1")
    assert there.file.text() == TEXT
    assert there.answers()["import_settings"](content=told["content"], over=TEXT)["ok"]


def test_no_secret_travels(here: Office) -> None:
    here.safe.kept["acme/api_key"] = "hunter2hunter2"
    told = here.answers()["export_settings"]()
    assert b"hunter2" not in base64.b64decode(told["content"])
    assert "hunter2" not in json.dumps(told)


def test_what_will_not_do_changes_nothing(here: Office, there: Office) -> None:
    there.file.path.write_text(TEXT, encoding="utf-8")
    broken = Office(here.folder, TEXT.replace("\\\\erp\\export", "export"))
    content = broken.answers()["export_settings"]()["content"]
    look = there.answers()["read_export"](content=content)
    assert [one["path"] for one in look["errors"]] == [["connections", 0, "path"]]
    with pytest.raises(SettingsError):
        there.answers()["import_settings"](content=content)
    with pytest.raises(Rejected, match="no configuration"):
        there.answers()["import_settings"](content=base64.b64encode(b"PK").decode())
    with pytest.raises(Rejected, match="damaged"):
        there.answers()["read_export"](content="%%%")
    assert there.file.text() == TEXT
