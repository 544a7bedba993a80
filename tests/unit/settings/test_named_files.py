"""Files that settings name, beside whatever names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.core.errors import SettingsError
from desktop_sync.settings.named_files import NamedFiles


def test_a_table_beside_the_mappings_belongs_to_the_settings(tmp_path: Path) -> None:
    for name in ("mappings/order.toml", "tables/units.csv"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    files = NamedFiles(tmp_path)
    mapping = files.find("mappings/order.toml")
    files.find("../tables/units.csv", mapping)
    assert sorted(files.used) == ["mappings/order.toml", "tables/units.csv"]


def test_what_leads_out_does_not(tmp_path: Path) -> None:
    (tmp_path / "settings").mkdir()
    (tmp_path / "units.csv").touch()
    files = NamedFiles(tmp_path / "settings")
    files.find("../units.csv")
    assert files.used == {}
    with pytest.raises(SettingsError, match="there is no file"):
        files.find("nowhere.csv")
