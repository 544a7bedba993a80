"""The honest sentence in English: one function for each key, and times as people say them. It decides nothing.

Another language is another module like this one, and a line in ``LANGUAGES``. The ``what`` of a problem was written
where the trouble was met and stands as it is: whoever has it in another language puts that into the values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from desktop_sync.core.sentence_german import GERMAN
from desktop_sync.core.sentence_parts import Say, Values, first_part

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOUNS = {"orders": "order", "invoices": "invoice"}
_OWNERS = {"clerk": "the clerk", "it": "IT", "vendor": "the vendor"}
_WEEK = timedelta(days=6)


def said(key: str, values: Values, now: datetime, language: str = "en") -> str:
    """The sentence of ``key`` in a language; in English where the language has no words for it."""
    say = LANGUAGES.get(language, ENGLISH).get(key) or ENGLISH[key]
    return say(values, now).replace("….", "…")  # what was cut has no full stop


def clock(iso: str, now: datetime) -> str:
    """``14:32``, ``yesterday 14:32``, ``Monday 14:32``, ``2026-11-01 14:32``; in the zone of ``now``."""
    at = datetime.fromisoformat(iso).astimezone(now.tzinfo)
    days = now.date() - at.date()
    if not days:
        return f"{at:%H:%M}"
    if days == timedelta(days=1):
        return f"yesterday {at:%H:%M}"
    return f"{_DAYS[at.weekday()]} {at:%H:%M}" if timedelta() < days <= _WEEK else f"{at:%Y-%m-%d %H:%M}"


def coming(iso: str, now: datetime) -> str:
    """``now``, ``in 2 min``, ``at 18:05``, ``tomorrow at 06:00``, ``on Monday at 06:00``, or with the date."""
    at = datetime.fromisoformat(iso).astimezone(now.tzinfo)
    minutes = round((at - now).total_seconds() / 60)
    if minutes <= 0:
        return "now"
    if minutes <= 60:  # noqa: PLR2004 - an hour
        return f"in {minutes} min"
    days = at.date() - now.date()
    if not days:
        return f"at {at:%H:%M}"
    if days == timedelta(days=1):
        return f"tomorrow at {at:%H:%M}"
    return f"on {_DAYS[at.weekday()] if days <= _WEEK else at.date()} at {at:%H:%M}"


def counted(number: int, word: str) -> str:
    """``1 flow``, ``2 flows``."""
    return f"{number:,} {word if number == 1 else word + 's'}"


def _since(values: Values, now: datetime) -> str:
    return f" since {clock(values['since'], now)}" if values["since"] else ""


def _owner(values: Values) -> str:
    owner = _OWNERS.get(values["owner"], "") or "somebody"
    return owner[0].upper() + owner[1:]


def _who_and_what(values: Values) -> str:
    what, who = first_part(values["what"]), values["who"]
    if not who or what.startswith(who):
        return what
    return f"{who}: {what[:1].lower() + what[1:] if what.startswith(('The ', 'A ', 'An ', 'No ')) else what}"


def _more(values: Values) -> str:
    return f" {counted(values['more'], 'more problem')}." if values["more"] else ""


def _proof(values: Values, now: datetime) -> str:
    noun = _NOUNS.get(values["delivered_what"], "document")
    delivered, answered = values["delivered_at"], values["answered_at"]
    last = f"last {noun} delivered {clock(delivered, now)}" if delivered else "no document delivered yet"
    return f"{last}, {values['answered_by'] or 'Acme'} answered {clock(answered, now)}" if answered else last


def _then_proof(values: Values, now: datetime) -> str:
    proof = _proof(values, now)
    return f"{proof[0].upper()}{proof[1:]}."


def _off(values: Values, now: datetime) -> str:
    return f"Nothing runs: the engine is off{_since(values, now)}.{_to_look_at(values)}"


def _to_look_at(values: Values) -> str:
    return f" {counted(values['problems'], 'problem')} to look at." if values["problems"] else ""


def _problem(values: Values, now: datetime) -> str:
    return f"{_who_and_what(values)},{_since(values, now)}. {_owner(values)} can fix it.{_more(values)}"


def _trying(values: Values, now: datetime) -> str:
    return f"{_who_and_what(values)}{_since(values, now)}. Trying again {coming(values['again'], now)}.{_more(values)}"


def _problems(values: Values, now: datetime) -> str:
    owners = [f"{number:,} for {_OWNERS.get(owner, owner)}" for owner, number in sorted(values["owners"].items())]
    many = counted(values["problems"], "problem")
    return f"{many} to look at ({', '.join(owners)}), the first{_since(values, now)}: {_who_and_what(values)}."


def _until(values: Values, now: datetime) -> str:
    return f" until {_moment(values['until'], now)}" if values["until"] else " until somebody resumes"


def _moment(iso: str, now: datetime) -> str:
    at = datetime.fromisoformat(iso).astimezone(now.tzinfo)
    if at.date() == now.date():
        return f"{at:%H:%M}"
    tomorrow = at.date() - now.date() == timedelta(days=1)
    return f"tomorrow {at:%H:%M}" if tomorrow else f"{at:%Y-%m-%d %H:%M}"


def _listed(names: Sequence[str]) -> str:
    shown = list(names) if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]  # noqa: PLR2004 - of a tooltip
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _working(values: Values, now: datetime) -> str:
    waiting = f", {values['waiting']:,} waiting" if values["waiting"] else ""
    return f"Work goes on: {_listed(values['who'])}{waiting}. {_then_proof(values, now)}"


def _waiting(values: Values, now: datetime) -> str:
    when = f", next run {coming(values['next'], now)}" if values["next"] else " for the next run"
    return f"Work goes on: {values['waiting']:,} waiting{when}. {_then_proof(values, now)}"


def _not_yet(values: Values, now: datetime) -> str:
    when = f"; the first runs {coming(values['next'], now)}" if values["next"] else ""
    return f"No flow has run yet{when}."


ENGLISH: Mapping[str, Say] = {
    "no_settings": lambda values, now: f"Nothing runs: the settings cannot be used. {values['why']}",
    "ledger": lambda values, now: f"Nothing runs. {values['why']}",
    "disk_full": lambda values, now: (
        f"The disk is full{_since(values, now)}: nothing new is taken. Free some space; it goes on by itself."
    ),
    "engine_off": _off,
    "engine_silent": lambda values, now: f"The engine does not answer: restart it if it stays so.{_to_look_at(values)}",
    "problem": _problem,
    "trying": _trying,
    "problems": _problems,
    "overdue": lambda values, now: (
        f"{values['who']} should have run at {clock(values['at'], now)} and has not. See the log, or start the engine"
        " anew."
    ),
    "stale": lambda values, now: f"{values['who']} runs, but has not ended well since {clock(values['at'], now)}.",
    "no_flows": lambda values, now: "No flow is set up yet.",
    "all_off": lambda values, now: f"Nothing runs: {counted(values['flows'], 'flow')}, all switched off.",
    "paused": lambda values, now: f"Paused{_until(values, now)}. {_then_proof(values, now)}",
    "some_paused": lambda values, now: (
        f"{_listed(values['who'])}: paused{_until(values, now)}; the others run. {_then_proof(values, now)}"
    ),
    "held": lambda values, now: (
        f"{counted(values['held'], 'document')} held until a person approves. {_then_proof(values, now)}"
    ),
    "working": _working,
    "waiting": _waiting,
    "not_yet": _not_yet,
    "well": lambda values, now: f"All is well. {counted(values['flows'], 'flow')}, {_proof(values, now)}.",
}
LANGUAGES: Mapping[str, Mapping[str, Say]] = {"en": ENGLISH, "de": GERMAN}
