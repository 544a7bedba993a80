"""Mapping files beside the settings are offered with who shares them, and edited only when nobody else has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.settings.mapping_files import edited, mapping_files, unchanged

TEXT = 'resource = "orders"  # of the ERP\n'


def tables(*names: str) -> dict[str, Any]:
    return {"flows": [{"id": f"f{n}", "mapping": {"mapping_file": name}} for n, name in enumerate(names)]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "maps").mkdir(parents=True)
    for name in ("data/maps/orders.toml", "outside.toml"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    return tmp_path / "data"


def test_each_once_with_all_that_share_it(folder: Path) -> None:
    whole = str(folder / "maps" / "orders.toml")
    found = mapping_files(tables("maps/orders.toml", whole, "maps/orders.toml"), folder)
    (one,) = found.values()
    assert (one.file, one.flows) == ("maps/orders.toml", ["f0", "f1", "f2"])
    assert one.names == ["maps/orders.toml", whole]
    assert one.told()["tables"] == {"resource": "orders"}


@pytest.mark.parametrize("name", ["../outside.toml", "nowhere.toml", ""])
def test_none_that_is_elsewhere_or_gone(folder: Path, name: str) -> None:
    assert mapping_files(tables(name), folder) == {}
    assert mapping_files(tables(str(folder.parent / "outside.toml")), folder) == {}
    assert mapping_files({"flows": [3, {"mappings": 4}, {"mapping": {"mapping_file": 5}}]}, folder) == {}


def test_only_these_are_written(folder: Path) -> None:
    found = mapping_files(tables("maps/orders.toml"), folder)
    new = edited(found, {"maps/orders.toml": {"resource": "invoices"}})
    assert new == {"maps/orders.toml": 'resource = "invoices"  # of the ERP\n'}
    unchanged(found, {"maps/orders.toml": TEXT})
    with pytest.raises(RetryLater, match="Somebody else has changed"):
        unchanged(found, {"maps/orders.toml": "resource = 'x'"})
    for name in ("settings.toml", "../outside.toml", "ledger.db"):
        with pytest.raises(Rejected, match="no mapping file"):
            edited(found, {name: {}})
        with pytest.raises(Rejected, match="no mapping file"):
            unchanged(found, {name: ""})
