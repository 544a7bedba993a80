"""The honest sentence in German: one function for each key, as ``sentence_words`` has them in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from desktop_sync.core.sentence_parts import Say, Values, first_part

_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_LAST = {"orders": "letzter Auftrag", "invoices": "letzte Rechnung"}
_OWNERS = {"clerk": "die Sachbearbeitung", "it": "die IT", "vendor": "der Hersteller"}
_FOR = {**_OWNERS, "vendor": "den Hersteller"}
_WEEK = timedelta(days=6)


def clock(iso: str, now: datetime) -> str:
    """``14:32``, ``gestern 14:32``, ``Montag 14:32``, ``01.11.2026 14:32``; in the zone of ``now``."""
    day, time = _past(iso, now)
    return f"{day} {time}".lstrip()


def at(iso: str, now: datetime) -> str:
    """``um 14:32``, ``gestern um 14:32``, ``am Montag um 14:32``, ``am 01.11.2026 um 14:32``."""
    day, time = _past(iso, now)
    return f"{day if day in {'', 'gestern'} else f'am {day}'} um {time}".lstrip()


def _past(iso: str, now: datetime) -> tuple[str, str]:
    moment = datetime.fromisoformat(iso).astimezone(now.tzinfo)
    days, time = now.date() - moment.date(), f"{moment:%H:%M}"
    if not days:
        return "", time
    if days == timedelta(days=1):
        return "gestern", time
    return (_DAYS[moment.weekday()] if timedelta() < days <= _WEEK else f"{moment:%d.%m.%Y}"), time


def coming(iso: str, now: datetime) -> str:
    """``jetzt``, ``in 2 min``, ``um 18:05``, ``morgen um 06:00``, ``am Montag um 06:00``, or with the date."""
    moment = datetime.fromisoformat(iso).astimezone(now.tzinfo)
    minutes = round((moment - now).total_seconds() / 60)
    if minutes <= 0:
        return "jetzt"
    if minutes <= 60:  # noqa: PLR2004 - an hour
        return f"in {minutes} min"
    days = moment.date() - now.date()
    if not days:
        return f"um {moment:%H:%M}"
    if days == timedelta(days=1):
        return f"morgen um {moment:%H:%M}"
    return f"am {_DAYS[moment.weekday()] if days <= _WEEK else f'{moment:%d.%m.%Y}'} um {moment:%H:%M}"


def counted(number: int, one: str, many: str) -> str:
    """``1 Ablauf``, ``1.200 Abläufe``."""
    return f"{_number(number)} {one if number == 1 else many}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _since(values: Values, now: datetime) -> str:
    return f" seit {clock(values['since'], now)}" if values["since"] else ""


def _owner(values: Values) -> str:
    owner = _OWNERS.get(values["owner"], "jemand")
    return owner[0].upper() + owner[1:]


def _who_and_what(values: Values) -> str:
    what, who = first_part(values["what"]), values["who"]
    return f"{who}: {what}" if who and not what.startswith(who) else what


def _more(values: Values) -> str:
    return f" {counted(values['more'], 'weiteres Problem', 'weitere Probleme')}." if values["more"] else ""


def _proof(values: Values, now: datetime) -> str:
    delivered, answered = values["delivered_at"], values["answered_at"]
    last = _LAST.get(values["delivered_what"], "letzter Beleg")
    told = f"{last} zugestellt {clock(delivered, now)}" if delivered else "noch kein Beleg zugestellt"
    return f"{told}, Antwort von {values['answered_by'] or 'Acme'} {clock(answered, now)}" if answered else told


def _then_proof(values: Values, now: datetime) -> str:
    proof = _proof(values, now)
    return f"{proof[0].upper()}{proof[1:]}."


def _off(values: Values, now: datetime) -> str:
    return f"Nichts läuft: Die Engine ist{_since(values, now)} aus.{_to_look_at(values)}"


def _to_look_at(values: Values) -> str:
    return f" {counted(values['problems'], 'Problem', 'Probleme')} offen." if values["problems"] else ""


def _problem(values: Values, now: datetime) -> str:
    return f"{_who_and_what(values)},{_since(values, now)}. {_owner(values)} kann es beheben.{_more(values)}"


def _trying(values: Values, now: datetime) -> str:
    again = f"Nächster Versuch {coming(values['again'], now)}."
    return f"{_who_and_what(values)},{_since(values, now)}. {again}{_more(values)}"


def _problems(values: Values, now: datetime) -> str:
    owners = [f"{_number(number)} für {_FOR.get(owner, owner)}" for owner, number in sorted(values["owners"].items())]
    many = counted(values["problems"], "Problem", "Probleme")
    return f"{many} offen ({', '.join(owners)}), das erste{_since(values, now)}: {_who_and_what(values)}."


def _until(values: Values, now: datetime) -> str:
    return f" bis {_moment(values['until'], now)}" if values["until"] else ", bis jemand fortsetzt"


def _moment(iso: str, now: datetime) -> str:
    moment = datetime.fromisoformat(iso).astimezone(now.tzinfo)
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    tomorrow = moment.date() - now.date() == timedelta(days=1)
    return f"morgen {moment:%H:%M}" if tomorrow else f"{moment:%d.%m.%Y %H:%M}"


def _listed(names: Sequence[str]) -> str:
    shown = list(names) if len(names) <= 3 else [*names[:2], f"{len(names) - 2} weitere"]  # noqa: PLR2004 - of a tooltip
    return " und ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _wait(number: int) -> str:
    return counted(number, "wartet", "warten")


def _working(values: Values, now: datetime) -> str:
    waiting = f", {_wait(values['waiting'])}" if values["waiting"] else ""
    return f"In Arbeit: {_listed(values['who'])}{waiting}. {_then_proof(values, now)}"


def _waiting(values: Values, now: datetime) -> str:
    when = f", nächster Lauf {coming(values['next'], now)}" if values["next"] else " auf den nächsten Lauf"
    return f"In Arbeit: {_wait(values['waiting'])}{when}. {_then_proof(values, now)}"


def _not_yet(values: Values, now: datetime) -> str:
    when = f"; der erste läuft {coming(values['next'], now)}" if values["next"] else ""
    return f"Noch ist kein Ablauf gelaufen{when}."


def _all_off(values: Values, _: datetime) -> str:
    if values["flows"] == 1:
        return "Nichts läuft: Der einzige Ablauf ist ausgeschaltet."
    return f"Nichts läuft: Alle {_number(values['flows'])} Abläufe sind ausgeschaltet."


GERMAN: Mapping[str, Say] = {
    "no_settings": lambda values, now: f"Nichts läuft: Die Einstellungen sind nicht brauchbar. {values['why']}",
    "ledger": lambda values, now: f"Nichts läuft. {values['why']}",
    "disk_full": lambda values, now: (
        f"Der Datenträger ist{_since(values, now)} voll: Neues wird nicht angenommen. Schaffen Sie Platz; dann geht es"
        " von selbst weiter."
    ),
    "engine_off": _off,
    "engine_silent": lambda values, now: (
        f"Die Engine antwortet nicht: Starten Sie sie neu, wenn das so bleibt.{_to_look_at(values)}"
    ),
    "problem": _problem,
    "trying": _trying,
    "problems": _problems,
    "overdue": lambda values, now: (
        f"{values['who']} hätte {at(values['at'], now)} laufen sollen und ist nicht gelaufen. Sehen Sie ins Protokoll"
        " oder starten Sie die Engine neu."
    ),
    "stale": lambda values, now: f"{values['who']} läuft, aber seit {clock(values['at'], now)} ohne Erfolg.",
    "no_flows": lambda values, now: "Noch ist kein Ablauf eingerichtet.",
    "all_off": _all_off,
    "paused": lambda values, now: f"Pausiert{_until(values, now)}. {_then_proof(values, now)}",
    "some_paused": lambda values, now: (
        f"{_listed(values['who'])}: pausiert{_until(values, now)}; die anderen laufen. {_then_proof(values, now)}"
    ),
    "held": lambda values, now: (
        f"{counted(values['held'], 'Beleg wartet', 'Belege warten')} auf Freigabe. {_then_proof(values, now)}"
    ),
    "working": _working,
    "waiting": _waiting,
    "not_yet": _not_yet,
    "well": lambda values, now: (
        f"Alles in Ordnung. {counted(values['flows'], 'Ablauf', 'Abläufe')}, {_proof(values, now)}."
    ),
}
