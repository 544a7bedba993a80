"""The honest sentence as the desk says it, and its short form. The engine decides what is said; here it gets its words.

Two things only the desk knows, for no engine tells them: that it looks for the engine, and that there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_sync.core.sentence_words import said
from desktop_sync.ui.spoken import ago

SHORT = 64  # characters
translate = QCoreApplication.translate


def honest(sentence: Mapping[str, Any], now: datetime) -> str:
    """``sentence`` as ``Picture`` has it, in the desk's language. The zone of ``now`` is that of its times."""
    if sentence["key"] == "connecting":
        return translate("Honest", "Looking for the engine…")
    if sentence["key"] == "no_engine":
        why = str(sentence["values"].get("why") or "")
        return translate("Honest", "Nothing runs. {why}").format(why=why or translate("Honest", "The engine is off."))
    return said(sentence["key"], sentence["values"], now, QLocale().name()[:2])


def in_short(sentence: Mapping[str, Any], now: datetime) -> str:
    """``All is well · last proof 14:35``, or what is said where there is no proof: for a line of a menu."""
    proof = sentence["proof_at"]
    if not proof:
        return cut(honest(sentence, now).rstrip("."), SHORT)
    mood = mood_word(sentence["mood"])
    return translate("Honest", "{state} · last proof {time}").format(state=mood, time=ago(proof, now))


def cut(words: str, longest: int) -> str:
    """As much as there is room for, to the end of a word."""
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def mood_word(mood: str) -> str:
    """Of ``core.sentence.Mood``, by its name."""
    return {
        "well": translate("Honest", "All is well"),
        "working": translate("Honest", "Syncing"),
        "attention": translate("Honest", "Needs you"),
        "stopped": translate("Honest", "Stopped"),
        "paused": translate("Honest", "Paused"),
    }[mood]
