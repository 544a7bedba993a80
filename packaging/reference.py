"""Writes resources/docs/reference/settings.md from the program's option models; run it with the project's own Python.

    .venv/bin/python packaging/reference.py

A test fails when the page is stale.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "resources" / "docs" / "reference"


def page() -> str:
    """The page as it should be."""
    from desktop_sync.kinds import kinds
    from desktop_sync.settings.reference import reference

    return reference(kinds(), (FOLDER / "settings.example.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    (FOLDER / "settings.md").write_text(page(), encoding="utf-8", newline="\n")
