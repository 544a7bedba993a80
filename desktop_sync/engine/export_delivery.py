"""Brings files that exports have made to their destinations, each exactly once, each destination for itself.

The order that makes it so: claim, final name committed, look where nobody can tell, put. What fails is tried again
later and later, and is one problem for each destination. It must not know how a file was made or what a store is.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from desktop_sync.core.errors import Ended, Owner, Rejected, RetryLater, Stop, SyncError, Unknown
from desktop_sync.core.exported import ExportState, ToDeliver
from desktop_sync.core.exporting import Destination, Finished, Put, Where, wanted_name
from desktop_sync.core.ports import Clock, Spool, Token
from desktop_sync.core.problem import Problem
from desktop_sync.core.report_names import Names, for_each
from desktop_sync.ledger.export_problems import keys_of, note_key, one_key, place_key
from desktop_sync.ledger.exports import Exports
from desktop_sync.ledger.journal import Journal
from desktop_sync.ledger.ledger import Ledger

log = logging.getLogger("export")
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0
STOPPED_WAIT = 600.0  # a person is to change something: it is looked at sooner
TROUBLES = 3  # files that fail at a destination in a row, after which the rest waits
DOUBTS = 2  # times that nobody could tell whether a mail arrived, after which a person is asked
_ONCE_MORE = "It was sent once more, since nobody could tell whether it had arrived: it may be there twice."
_NAMES = 3  # times that a name may be taken between choosing it and writing

LEFT = "left"  # somebody else does it, or a later run
DELIVERY = "export"
UNKNOWN = "export unknown"
"""The cause of problems in which a person has to say whether something arrived."""


@dataclass(frozen=True, slots=True)
class Place:
    """One destination of an export. ``open`` may raise RetryLater or Stop; ``sends_again``: rather than to ask."""

    id: str
    title: str
    connection: str
    place: str
    name: str
    folder: str
    sends_again: bool
    open: Callable[[], Destination]


class _Lost(Exception):
    """Somebody else has taken the delivery over: nothing of it is changed any more."""


class ExportDelivery:
    """Of one export flow, in one run. ``claim``: names it; alive as long as the run is."""

    def __init__(
        self, flow: str, places: Mapping[str, Place], ledger: Ledger, spool: Spool, clock: Clock, claim: str
    ) -> None:
        self._flow = flow
        self._places = places
        self._ledger = ledger
        self._spool = spool
        self._clock = clock
        self._claim = claim
        self._opened: dict[str, Destination] = {}
        self._troubles: Counter[str] = Counter()  # of each destination, in a row
        self._names: dict[tuple[int, str], Names] = {}

    @property
    def _exports(self) -> Exports:
        return self._ledger.exports

    @property
    def _journal(self) -> Journal:
        return self._ledger.journal

    def run(self, token: Token, *, due: bool, tell: Callable[[int, int], None]) -> Counter[str]:
        """Everything that is open (``due``: whose time has come); how many were delivered, rejected, wait, are asked.

        A destination gets its periods in their order: while one has not reached it, later ones are not tried. Files of
        one period are for themselves; but when several in a row fail, the rest is not tried now.
        """
        counts: Counter[str] = Counter()
        waiting = self._exports.open(self._flow, due=due)
        for number, one in enumerate(waiting):
            if token.is_set():
                break
            tell(number, len(waiting))
            if self._troubles[one.destination] < TROUBLES and self._exports.claim(one.id, self._claim):
                counts[self._one(one)] += 1
        tell(len(waiting), len(waiting))
        return counts

    def close(self) -> None:
        """Destinations that were opened."""
        for one in self._opened.values():
            one.close()

    # -- one file, one destination ------------------------------------------------------------

    def _one(self, one: ToDeliver) -> str:
        place = self._places.get(one.destination)
        try:
            if place is None:
                return self._given_up(one)
            return self._tried(one, place)
        except _Lost:
            log.warning("%s: somebody else has taken %s over", self._flow, one.id)
            return LEFT

    def _given_up(self, one: ToDeliver) -> str:
        note = "its destination is not in the settings any more"
        self._moved(self._exports.dismissed(one.id, self._claim, note), "dismissed")
        for key in keys_of(self._flow, one.destination, one.id):
            self._journal.resolve(key, note)
        return "dismissed"

    def _tried(self, one: ToDeliver, place: Place) -> str:
        try:
            return self._claimed(one, place)
        except Ended:
            return self._moved(self._back(one)(one.id, self._claim, 0.0, ""), LEFT)
        except Unknown as error:
            return self._doubt(one, place, error)
        except Rejected as error:
            return self._rejected(one, place, error)
        except SyncError as error:
            return self._later(one, place, error)

    def _claimed(self, one: ToDeliver, place: Place) -> str:
        destination = self._opened.get(place.id) or self._opened.setdefault(place.id, place.open())
        name = one.name or self._named(one, place, destination)
        said = ""
        if one.state is ExportState.UNKNOWN:
            where = destination.look(self._finished(one, name))
            if where is Where.THERE:
                return self._delivered(one, place, name, "it was found there")
            if where is Where.CANNOT_TELL and not self._may_send_again(one, place):
                return self._ask(one, place, name)
            said = _ONCE_MORE if where is Where.CANNOT_TELL else ""
        for left in reversed(range(_NAMES)):
            try:
                done = destination.put(self._finished(one, name), partial(self._ending, one))
            except FileExistsError as error:
                if not left:
                    raise RetryLater(f"Other files take the name {name} again and again.") from error
                name = self._named(one, place, destination)
                continue
            return self._put(one, place, name, done, said)
        raise AssertionError("unreachable")

    def _put(self, one: ToDeliver, place: Place, name: str, done: Put, said: str) -> str:
        """A note at the end is a problem until a later one comes without: some recipients were refused, say."""
        note = f"{said} {done.note}".strip()
        if done.rest:
            again = self._again(one, None)
            return self._moved(self._exports.later(one.id, self._claim, again, note, done.rest), "waiting")
        key = note_key(self._flow, place.id)
        if done.note:
            what = f"A report was delivered to {place.title}, but: {done.note}"
            hint = "Correct the destination in the settings. This report is not delivered once more by itself."
            self._report(Problem(key, DELIVERY, what, hint, Owner.IT, self._flow, place.connection))
        else:
            self._journal.resolve(key, "a later report was delivered to all")
        return self._delivered(one, place, name, note)

    def _named(self, one: ToDeliver, place: Place, destination: Destination) -> str:
        each = one.made.part > 0
        template = for_each(place.name, place.folder) if each else place.name
        wanted = wanted_name(place.folder, template, one.made.ending, one.values())
        names = self._names_beside(one) if each else Names()
        name = destination.choose(names.free(wanted), self._exports.taken(one.id, place.place))
        names.add(name)
        self._moved(self._exports.named(one.id, self._claim, name), name)
        return name

    def _names_beside(self, one: ToDeliver) -> Names:
        """Two documents may have the same reference, as far as a name can hold it. A period's are read once: no other
        names its files while this run does.
        """
        key = (one.period, one.destination)
        if key not in self._names:
            period = {other: names for other, names in self._names.items() if other[0] == one.period}
            self._names = {**period, key: Names(self._exports.names(*key))}
        return self._names[key]

    def _finished(self, one: ToDeliver, name: str) -> Finished:
        made, payload = one.made, one.made.payload
        if payload is None:
            raise Rejected("The file of this report was not kept.", "Issue it again.", Owner.IT, "lost")
        return Finished(
            one.id, name, payload.sha256, payload.size, made.media_type, made.rows, made.about(),
            lambda: self._spool.open(payload.sha256), one.rest, one.begun, one.values(), made.summary,
        )  # fmt: skip

    def _ending(self, one: ToDeliver) -> None:
        self._moved(self._exports.ending(one.id, self._claim), "")

    # -- what became of it --------------------------------------------------------------------

    @staticmethod
    def _moved(done: bool, became: str) -> str:
        if not done:
            raise _Lost
        return became

    def _delivered(self, one: ToDeliver, place: Place, name: str, note: str) -> str:
        self._moved(self._exports.delivered(one.id, self._claim, note), "delivered")
        log.info("%s: %s is delivered to %s", self._flow, name, place.title)
        self._troubles[place.id] = 0
        if self._goes_on(place):
            self._journal.resolve(self._key(place), "a later report was delivered")
        for delivery in (one.id, *self._exports.made_good(one.id)):
            self._journal.resolve(one_key(delivery), "it was delivered")
        return "delivered"

    def _later(self, one: ToDeliver, place: Place, error: SyncError) -> str:
        """Another try cannot do harm: nothing is there, or it is looked for before anything is put."""
        not_before = self._again(one, error)
        self._moved(self._back(one)(one.id, self._claim, not_before, error.what), "waiting")
        what = f"A report cannot be delivered to {place.title}: {error.what}"
        hint = error.hint or "It is tried again by itself; nothing is lost, and other destinations go on."
        owner = error.owner if isinstance(error, Stop) else Owner.IT
        self._troubles[place.id] += TROUBLES if isinstance(error, Stop) else 1
        if self._troubles[place.id] >= TROUBLES:
            self._exports.hold(self._flow, place.id, not_before)
        self._report(Problem(self._key(place), DELIVERY, what, hint, owner, self._flow, place.connection))
        return "waiting"

    def _back(self, one: ToDeliver) -> Callable[[str, str, float, str], bool]:
        """What was unknown stays so until it is looked for."""
        return self._exports.put_off if one.state is ExportState.UNKNOWN else self._exports.later

    def _rejected(self, one: ToDeliver, place: Place, error: Rejected) -> str:
        self._moved(self._exports.rejected(one.id, self._claim, error.what), "rejected")
        if self._goes_on(place):
            self._journal.resolve(self._key(place), "it is not tried any more")
        what = f"A report will not be delivered to {place.title}: {error.what}"
        self._report(Problem(one_key(one.id), DELIVERY, what, error.hint, error.owner, self._flow, place.connection))
        return "rejected"

    def _doubt(self, one: ToDeliver, place: Place, error: Unknown) -> str:
        """It is looked for by the next run, or round; the first look may be too early."""
        self._moved(self._exports.unknown(one.id, self._claim, error.what), "unknown")
        log.warning("%s: nobody can tell whether a report reached %s: %s", self._flow, place.title, error.what)
        return "unknown"

    def _may_send_again(self, one: ToDeliver, place: Place) -> bool:
        return place.sends_again and one.doubts < DOUBTS

    def _ask(self, one: ToDeliver, place: Place, name: str) -> str:
        note = "nobody can tell whether it arrived: a person is asked"
        self._moved(self._exports.ask(one.id, self._claim, note), "asked")
        if self._goes_on(place):
            self._journal.resolve(self._key(place), "a person is asked")
        what = f"Whether {name} has reached {place.title} cannot be told, and it is not sent once more without a word."
        hint = (
            f"Look there. If it is there: desktop-sync exports {self._flow} --arrived {one.id}. If not: the same with"
            " --send-again."
        )
        self._report(Problem(one_key(one.id), UNKNOWN, what, hint, Owner.CLERK, self._flow, place.connection))
        return "asked"

    def _again(self, one: ToDeliver, error: SyncError | None) -> float:
        """Epoch seconds."""
        wait = min(FIRST_WAIT * 2.0 ** min(one.attempts, 10), LONGEST_WAIT)
        wait = STOPPED_WAIT if isinstance(error, Stop) else wait
        return self._clock.now() + max(wait, getattr(error, "after", None) or 0.0)

    def _goes_on(self, place: Place) -> bool:
        """The problem of a destination ends when nothing that was tried there waits any more."""
        return not self._exports.stuck(self._flow, place.id)

    def _key(self, place: Place) -> str:
        return place_key(self._flow, place.id)

    def _report(self, problem: Problem) -> None:
        log.warning("%s", problem.what)
        self._journal.report([problem])
