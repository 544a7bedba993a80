"""The pages of the kinds of system: their examples hold, and steps and messages are those of the program."""

from __future__ import annotations

import json
import re
import socket
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
import tomlkit
from reference import APART, CONNECTORS, FOLDER

from desktop_sync import stores
from desktop_sync.clock import SystemClock
from desktop_sync.kinds import kinds
from desktop_sync.resources import resources
from desktop_sync.settings.validation import validate
from desktop_sync.sources import CHECKS
from desktop_sync.sources.asked import Access
from desktop_sync.sources.http_api import HttpConnectionOptions
from desktop_sync.sources.mssql.checking import NAMES
from desktop_sync.stores import STORES
from desktop_sync.stores.reaching import Reaching
from tests.contract.asked_rigs import NoRefusals
from tests.settings_desk import TEXT

PAGES = sorted(file.name for file in CONNECTORS.glob("*.md"))
REST = (
    "[flows.format]\ntype = 'json'\n[flows.mapping]"
    + TEXT.partition("[flows.mapping]")[2].partition("[flows.schedule]")[0]
)
ACME = {
    "id": "acme", "type": "acme", "base_url": "https://api.acme.example", "sign_in": "api_key", "api_key": "acme/key"
}  # fmt: skip


def steps_of(name: str, folder: Path) -> list[str]:
    """Of a test of what is not there: what is not reached is named all the same."""
    with socket.socket() as taken:  # nobody listens at its port
        taken.bind(("127.0.0.1", 0))
        told = {"host": "localhost", "port": taken.getsockname()[1], "timeout": 5}
        kind = name.removesuffix(".md").replace("-", "_")
        if kind in STORES:
            reaching = Reaching("one", str, NoRefusals(), folder / "keys", folder / "servers")
            options = {"path": str(folder / "gone")} if kind == "folder" else {**told, "username": "one", "agent": True}
            with closing(STORES[kind](reaching, stores.OPTIONS[kind].model_validate(options))) as store:
                return [step.name for step in store.check()]
        connection = HttpConnectionOptions.model_validate(
            {"base_url": f"http://localhost:{told['port']}", "unencrypted": True, "timeout": 5}
        )
        return [step.name for step in CHECKS[kind](Access(connection, str, NoRefusals(), SystemClock()))]


def page(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def table_below(text: str, head: str) -> list[str]:
    """The first cells of the rows."""
    rows = text.partition(head)[2].partition("\n\n")[0].splitlines()[2:]
    return [row.split(" | ")[0].removeprefix("| ").strip() for row in rows]


@pytest.mark.parametrize("name", PAGES)
def test_the_example_of_a_page_holds(name: str) -> None:
    example = page(name).partition("```toml\n")[2].partition("```")[0]
    whole = tomlkit.parse(f"version = 1\n\n{example}\n{REST}").unwrap()
    whole["connections"].append(ACME)
    assert validate(tomlkit.dumps(whole), kinds()).report.errors == ()
    assert tomllib.loads(example)["flows"][0]["id"] == "orders"


@pytest.mark.parametrize("name", PAGES)
def test_the_steps_of_a_page_are_those_of_the_test(name: str, tmp_path: Path) -> None:
    steps = list(NAMES) if name == "mssql.md" else steps_of(name, tmp_path)
    assert table_below(page(name), "| step |") == [f"`{step}`" for step in steps]


@pytest.mark.parametrize("name", [one for one in PAGES if one != "mssql.md"])
def test_what_a_page_says_is_said_by_the_program(name: str) -> None:
    catalogue = json.loads((Path(str(resources())) / "i18n" / "engine_de.json").read_text(encoding="utf-8"))
    said = [re.sub(r"\{\d+\}", "…", text) for text in catalogue]
    for what in table_below(page(name), "| what is said |"):
        assert any(text.startswith(what.removesuffix(" …")) for text in said), what


def test_what_has_a_page_is_told_there_only() -> None:
    settings = page("settings.md")
    for kind in APART:
        told = settings.split(f'### `type = "{kind}"`')[1:]
        assert told
        assert all(one.lstrip().startswith("Its options, its test and an example: ") for one in told)
