"""Writes the words of the option models into desktop_sync/ui/settings/option_words.py, where Qt's tools find them.

    .venv/bin/python packaging/option_words.py

A test fails when the file is stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "desktop_sync" / "ui" / "settings" / "option_words.py"
_HEAD = '''\
"""The words of the options, for the catalogues of languages. Made by packaging/option_words.py; do not edit."""

# ruff: noqa: E501
# fmt: off

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

WORDS = (
'''


def page() -> str:
    """The file as it should be."""
    from desktop_sync.kinds import kinds
    from desktop_sync.settings.forms import forms

    words = dict.fromkeys(_words(forms(kinds())))
    lines = [f'    QT_TRANSLATE_NOOP("Options", {json.dumps(one, ensure_ascii=False)}),\n' for one in words if one]
    return f"{_HEAD}{''.join(lines)})\n"


def _words(told: Any) -> Iterator[str]:  # noqa: ANN401 - plain JSON
    if isinstance(told, dict):
        yield from (told[name] for name in ("title", "help", "none") if isinstance(told.get(name), str))
        for name, one in told.items():
            if name != "schema":  # is shown as it is
                yield from _words(one)
    elif isinstance(told, list):
        for one in told:
            yield from _words(one)


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8", newline="\n")
