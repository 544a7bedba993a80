"""Whose program the setup installs: one file, read whole, with every fault told."""

from __future__ import annotations

from pathlib import Path

import pytest
from dev_steps import StepError
from windows.branding import BRAND, brand


def test_ours_is_sound() -> None:
    found = brand()
    assert (found.name, found.icon, found.api_address) == ("Desktop Sync", None, "")
    assert found.licence.is_file()


@pytest.mark.parametrize(
    "old, new",
    [
        ('name = "Desktop Sync"', 'name = "Desktop\\" Sync"'),
        ('name = "Desktop Sync"', 'name = "desktop-sync"'),
        ('publisher = "Acme"', 'publisher = "$TEMP"'),
        ('api_address = ""', 'api_address = "http://acme.example"'),
        ('api_address = ""', "api_address = 'https://acme.example/\"$\\r'"),
        ('licence = "../LICENSE"', 'licence = "none"'),
        ('icon = ""', 'icon = "none.ico"'),
        ('icon = ""', 'picture = ""'),
    ],
)
def test_what_will_not_do_is_told(tmp_path: Path, old: str, new: str) -> None:
    text = BRAND.read_text(encoding="utf-8")
    assert old in text
    folder = tmp_path / "installer"
    folder.mkdir()
    (tmp_path / "LICENSE").write_bytes(b"")
    (folder / "brand.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(StepError, match=r"brand\.toml"):
        brand(folder / "brand.toml")
