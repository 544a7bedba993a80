"""What becomes of that which is there already: before the first look at a place (decision 014), and where a flow is
given another place, or a source reads in another way, so that what was read says nothing of it (decision 093).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from desktop_sync.core.first_run import ALL, ASK, skipped, span
from desktop_sync.core.model import Entity, Standing
from desktop_sync.engine.location import Located
from desktop_sync.ledger.ledger import Ledger

_TOGETHER = 5000  # files that are asked for at once
There = Standing | list[Entity]


def asked_key(flow: str, connection: str) -> str:
    """Names the problem of a place of which nobody has said what shall become of what is there."""
    return f"flow:{flow}:first run:{connection}"


class Beginning:
    """Of one place. ``settings``: the answer that stands there; ``answer``: that of a person, now; empty: none."""

    def __init__(self, location: Located, ledger: Ledger, settings: str = ASK, answer: str = "") -> None:
        self._location = location
        self._ledger = ledger
        self._settings = settings
        self._answer = answer

    def question(self) -> str:
        """What a person is to be asked; empty: nothing."""
        places, place = self._ledger.places, self._location.place
        if places.begun(place):
            unknown = [] if self._answer or self._settings == ALL else self._unknown()
            return " ".join(["The flow reads another place now.", in_words(unknown)]) if unknown else ""
        there = [] if (self._answer or self._settings) != ASK else self._there()
        return in_words(there) if _is_any(there) else ""

    def begin(self, run: int) -> int:
        """As it was answered; how many things are left for that. Not while there is a question."""
        places, place = self._ledger.places, self._location.place
        left = 0
        if not places.begun(place):
            answer = (self._answer or self._settings).replace(ASK, ALL)  # nothing is there
            left = self._leave(answer, [] if answer == ALL else self._there(), run)
        elif self._answer:
            left = self._leave(self._answer, self._unknown(), run)
        self._note()
        return left

    def anew(self, error: str, run: int) -> str:
        """The source has said that it reads otherwise now: what a person is to be asked; empty: it was answered."""
        if self._answer:
            self._ledger.places.begin(self._location.place, self._answer, (), run, anew=True)
            return ""
        there = self._location.source.standing()
        return f"{error} {in_words(there)}" if there is not None else error

    def there(self) -> There:
        """What lies there now, of which nobody has said what shall become of it."""
        begun = self._ledger.places.begun(self._location.place)
        return self._unknown() or self._location.source.standing() or [] if begun else self._there()

    def _there(self) -> There:
        standing = self._location.source.standing()
        return list(self._location.source.there()) if standing is None else standing

    def _leave(self, answer: str, there: There, run: int) -> int:
        skip = skipped(answer, there) if isinstance(there, list) else []
        if skip or not self._ledger.places.begun(self._location.place):
            self._ledger.places.begin(self._location.place, answer, skip, run)
        return len(skip)

    def _unknown(self) -> list[Entity]:
        """Of another place that is listed: what is there and not known. One that is only called otherwise has none."""
        where, noted = self._location.whereabouts, self._ledger.journal.fact(self._fact)
        if not where or not noted or noted == where:
            return []
        look = self._ledger.places.look(self._location.place)
        found = list[Entity]()
        for some in _some(self._location.source.there()):
            found += look.unseen(some)
        return found

    def _note(self) -> None:
        where, journal = self._location.whereabouts, self._ledger.journal
        if where and journal.fact(self._fact) != where:
            journal.note_fact(self._fact, where)

    @property
    def _fact(self) -> str:
        return f"whereabouts of place {self._location.place}"


def _some(found: Iterator[Entity]) -> Iterator[Sequence[Entity]]:
    while some := list(islice(found, _TOGETHER)):
        yield some


def _is_any(there: There) -> bool:
    return bool(there.rows or there.more) if isinstance(there, Standing) else bool(there)


def in_words(there: There) -> str:
    if isinstance(there, Standing):
        return " ".join(filter(None, [_rows(there), there.why]))
    return f"{len(there):,} {'file is' if len(there) == 1 else 'files are'} already there, of {span(there)}."


def _rows(standing: Standing) -> str:
    if standing.more and not standing.rows:
        return "Rows may already be there; they were not counted."
    if standing.more and standing.rows == 1:
        return "Rows are already there; counting them takes too long."
    if standing.more:
        return f"At least {standing.rows:,} rows are already there."
    return f"{standing.rows:,} rows are already there."
