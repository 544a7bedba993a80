"""Writes the pages of resources/docs/reference from the program's option models; run it with the project's own Python.

    .venv/bin/python packaging/reference.py

A test fails when a page is stale.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "resources" / "docs" / "reference"


_PROFILE = """\
# API profile

Made from the program's option models; do not edit. A profile is a JSON file that tells the client what it must know of
an Acme API; how to write one for your own API is told in [For the vendor's integration engineer](../integration.md).
The one that ships is `resources/acme/profile.json`. A connection names another with `profile = '…'`.
"""


def pages() -> dict[str, str]:
    """The pages as they should be, by the names of their files."""
    from desktop_sync.acme.profile import Profile
    from desktop_sync.kinds import kinds
    from desktop_sync.settings.reference import model_page, reference

    return {
        "settings.md": reference(kinds(), (FOLDER / "settings.example.toml").read_text(encoding="utf-8")),
        "profile.md": model_page(_PROFILE, Profile),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
