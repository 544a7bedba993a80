#!/usr/bin/env python3
"""The desk's catalogues of Qt Linguist: texts of its source into ``.ts``, what was translated into ``.qm`` beside them.

    python3 packaging/translations.py

Run it after a text of ``desktop_sync/ui`` was changed, translate what it counts as missing (in ``resources/i18n``, by
Qt Linguist or by hand), and run it again. German has every text, English the plurals only: its texts are the keys.
"""

from __future__ import annotations

import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from dev_environment import prepare, venv_program
from dev_steps import ROOT, StepError, quietly, say

SOURCE = ROOT / "desktop_sync" / "ui"
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = {"de": (), "en": ("-pluralonly",)}
"""What ships, and what is said to ``lupdate`` for it."""
EXTRACT = (
    "-silent", "-no-obsolete", "-locations", "none", "-sort-messages", "-source-language", "en",
    "-disable-heuristic", "sametext", "-disable-heuristic", "similartext",
)  # fmt: skip
HINT = "Run: python3 packaging/dev.py check (it sets up the environment), then this again."


def extract(folder: Path = FOLDER, tools: Path | None = None) -> None:
    """Brings the ``.ts`` up to date: new texts are unfinished, what the source has no more is gone."""
    files = sorted(str(path) for path in SOURCE.rglob("*.py"))
    for language, more in LANGUAGES.items():
        ts = folder / f"desk_{language}.ts"
        quietly(
            [tool("pyside6-lupdate", tools), *EXTRACT, *more, "-target-language", language, *files, "-ts", ts], HINT
        )


def release(source: Path = FOLDER, target: Path = FOLDER, tools: Path | None = None) -> None:
    """Writes the ``.qm`` of each ``.ts``: the same bytes for the same texts."""
    for language in LANGUAGES:
        ts, qm = source / f"desk_{language}.ts", target / f"desk_{language}.qm"
        quietly([tool("pyside6-lrelease", tools), "-silent", ts, "-qm", qm], HINT)


def unfinished(ts: Path) -> list[str]:
    """The English texts that have no translation yet, each with its context."""
    return [
        f"{context.findtext('name')}: {message.findtext('source')}"
        for context in ET.parse(ts).iter("context")  # noqa: S314 - our own file
        for message in context.iter("message")
        if message.find("translation[@type='unfinished']") is not None
    ]


def tool(name: str, folder: Path | None = None) -> str:
    """Of the environment, or of the folder with its programs."""
    if folder is None:
        return str(venv_program(name))
    found = shutil.which(name, path=str(folder))
    if found is None:
        raise StepError(f"There is no {name} in {folder}.", HINT)
    return found


def main() -> int:
    """1 when texts are not translated yet."""
    prepare()
    extract()
    release()
    missing = [f"{ts.name}  {one}" for ts in sorted(FOLDER.glob("desk_*.ts")) for one in unfinished(ts)]
    for one in missing:
        say(one)
    say(f"-- {len(missing)} texts are not translated yet.")
    return 1 if missing else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StepError as error:
        say(str(error))
        sys.exit(1)
