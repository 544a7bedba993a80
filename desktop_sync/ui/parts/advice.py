"""What the engine advises, as it is done on the desk: where it names a command and a button does the same, the button.

Commands are the same in every language, and so is where a sentence ends; no problem is known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

_SENTENCES = re.compile(r"(?<=[.?!]) (?=[^\W\d_a-zß-öø-ÿ])")  # before a capital letter
_AGAIN = re.compile(r"desktop-sync (?:read|ask)-again\b")
_LONG = re.compile(r"\S{12}(?=\S{12})")


def here(advice: str) -> str:
    """Whole sentences in place of those that name a command which has a button; others as they are."""
    told = [_sentence(one) for one in _SENTENCES.split(advice)]
    return " ".join(one for number, one in enumerate(told) if one not in told[:number])


def breakable(text: str) -> str:
    """Long words, such as a fingerprint, may be broken: for showing alone, nobody must copy it."""
    return _LONG.sub("\\g<0>\u200b", text)


def _sentence(told: str) -> str:
    for command, words in _COMMANDS:
        if command in told:
            return words()
    where = QCoreApplication.translate("Advice", "“Read again…” in the menu of the flow, on the overview")
    return _AGAIN.sub(where, told)


def _secret() -> str:
    return QCoreApplication.translate("Advice", "Enter it in the settings, at the connection that needs it.")


def _trust() -> str:
    return QCoreApplication.translate("Advice", "If it is the same, press “Trust this key”.")


def _check() -> str:
    return QCoreApplication.translate("Advice", "Press “Test connection” in the settings, at that connection.")


_COMMANDS: Sequence[tuple[str, Callable[[], str]]] = (
    ("desktop-sync secret set", _secret),
    ("desktop-sync trust", _trust),
    ("desktop-sync check", _check),
)
