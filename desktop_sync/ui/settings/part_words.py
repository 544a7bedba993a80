"""The words of what has no form: the options of schedules and mappings, where a difference names them.

Names that a person chose (of fields, of lookup tables) stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

NAMING = frozenset({"fields", "tables", "table_files"})
"""Tables whose keys are names."""
WORDS: dict[str, object] = {
    "every": QT_TRANSLATE_NOOP("Parts", "Every"),
    "at": QT_TRANSLATE_NOOP("Parts", "At"),
    "days": QT_TRANSLATE_NOOP("Parts", "Days"),
    "month_days": QT_TRANSLATE_NOOP("Parts", "Days of the month"),
    "cron": QT_TRANSLATE_NOOP("Parts", "Cron line"),
    "after": QT_TRANSLATE_NOOP("Parts", "Shortly after"),
    "until": QT_TRANSLATE_NOOP("Parts", "Until"),
    "window": QT_TRANSLATE_NOOP("Parts", "Only between"),
    "hours": QT_TRANSLATE_NOOP("Parts", "Hours"),
    "holidays": QT_TRANSLATE_NOOP("Parts", "Holidays"),
    "zone": QT_TRANSLATE_NOOP("Parts", "Time zone"),
    "missed": QT_TRANSLATE_NOOP("Parts", "Missed runs"),
    "resource": QT_TRANSLATE_NOOP("Parts", "Resource"),
    "partial": QT_TRANSLATE_NOOP("Parts", "Only what changed"),
    "reference": QT_TRANSLATE_NOOP("Parts", "External reference"),
    "version": QT_TRANSLATE_NOOP("Parts", "Version"),
    "rules": QT_TRANSLATE_NOOP("Parts", "Rules"),
    "fields": QT_TRANSLATE_NOOP("Parts", "Fields"),
    "checks": QT_TRANSLATE_NOOP("Parts", "Checks"),
    "tables": QT_TRANSLATE_NOOP("Parts", "Lookup tables"),
    "table_files": QT_TRANSLATE_NOOP("Parts", "Lookup tables in files"),
    "from": QT_TRANSLATE_NOOP("Parts", "From"),
    "constant": QT_TRANSLATE_NOOP("Parts", "Constant"),
    "default": QT_TRANSLATE_NOOP("Parts", "Else"),
    "convert": QT_TRANSLATE_NOOP("Parts", "Converted"),
    "each": QT_TRANSLATE_NOOP("Parts", "One for each"),
    "when": QT_TRANSLATE_NOOP("Parts", "When"),
    "then": QT_TRANSLATE_NOOP("Parts", "Then"),
    "mapping_file": QT_TRANSLATE_NOOP("Parts", "Mapping file"),
}


def part_words(name: str) -> str:
    """Of one that has no words here, the name itself, as a person would write it."""
    if name in WORDS:
        return QCoreApplication.translate("Parts", str(WORDS[name]))
    return name[:1].upper() + name[1:].replace("_", " ")


def path_words(path: Iterable[str]) -> Iterator[str]:
    """One for each step."""
    former = ""
    for step in path:
        yield step if former in NAMING else part_words(step)
        former = "" if former in NAMING else step
