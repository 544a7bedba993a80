"""What the engine advises, as it is done on the desk: where it names a command and a button does the same, the button.

Commands are the same in every language, and so is where a sentence ends; no problem is known here. It is used where
texts arrive (``told.py``), and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

PROGRAM = "desktop-sync "
_SENTENCES = re.compile(r"(?<=[.?!]) (?=[^\W\d_a-zß-öø-ÿ])")  # before a capital letter
_MISSING = re.compile(r"([^\W\d_A-ZÀ-ÖØ-Þ][^:]*): desktop-sync secret set \S+")  # at an option, which has a field


def here(advice: str) -> str:
    """Sentences that name a command which has a button, in the desk's words; others as they are. In any thread."""
    if PROGRAM not in advice:
        return advice
    missing = _MISSING.fullmatch(advice)
    if missing is not None:
        return missing[1]
    told = [_sentence(one) for one in _SENTENCES.split(advice)]
    return " ".join(one for number, one in enumerate(told) if one not in told[:number])


def _sentence(told: str) -> str:
    for command, words in _SAID.items():
        if command in told:
            return words()
    for pattern, words in _NAMED:
        told = pattern.sub(words(), told)
    return told


def _secret() -> str:
    return QCoreApplication.translate("Advice", "Enter it in the settings, at the connection that needs it.")


def _trust() -> str:
    return QCoreApplication.translate("Advice", "If it is the same, press “Trust this key”.")


def _check() -> str:
    return QCoreApplication.translate("Advice", "Press “Test connection” in the settings, at that connection.")


def _first_run() -> str:
    return QCoreApplication.translate(
        "Advice", "Say on the overview what shall become of the files that are already there."
    )


def _approve() -> str:
    return QCoreApplication.translate("Advice", "If so, send it on the overview.")


def _exports() -> str:
    return QCoreApplication.translate(
        "Advice", "Then say whether it arrived at “What was made…”, here or in the menu of the export on the overview."
    )


def _again() -> str:
    return QCoreApplication.translate("Advice", "“Read again…” in the menu of the flow, on the overview")


def _dry_run() -> str:
    return QCoreApplication.translate(
        "Advice", "“Dry run: what would happen now…” in the menu of the flow, on the overview"
    )


def _same() -> str:
    return QCoreApplication.translate("Advice", "“It is the same account…”, at this problem")


def _another() -> str:
    return QCoreApplication.translate("Advice", "“It is another account…”, at this problem")


_SAID: dict[str, Callable[[], str]] = {
    "desktop-sync secret set": _secret,
    "desktop-sync trust": _trust,
    "desktop-sync check": _check,
    "--first-run": _first_run,
    "desktop-sync approve": _approve,
    "desktop-sync exports": _exports,
    "--send-again": _exports,
}
"""What is said in place of the sentence."""
_NAMED: Sequence[tuple[re.Pattern[str], Callable[[], str]]] = (
    (re.compile(r"desktop-sync (?:read|ask)-again\b"), _again),
    (re.compile(r"desktop-sync dry-run [\w-]+"), _dry_run),
    (re.compile(r"desktop-sync account \S+ same\b"), _same),
    (re.compile(r"desktop-sync account \S+ another\b"), _another),
)
"""What stands in place of the command."""
