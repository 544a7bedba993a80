"""Makes scripted faults happen around the API: refusals, cuts, late commits, spoilt answers, people in Acme.

Which fault is decided elsewhere; what the API itself answers too. A cut leaves this module as a value: only the
server (or a test's transport) knows how a connection ends.
"""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from desktop_sync.sandbox.api import Api
from desktop_sync.sandbox.documents import Documents
from desktop_sync.sandbox.faults import Decision, Rule
from desktop_sync.sandbox.keys import Keys
from desktop_sync.sandbox.messages import JSON, Cut, Refused, Reply, Request, encode, problem
from desktop_sync.sandbox.naming import Naming
from desktop_sync.sandbox.routes import Route
from desktop_sync.sandbox.writing import Write, Writing

_CODES = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    408: "request_timeout",
    413: "too_large",
    426: "upgrade_required",
    429: "rate_limited",
    503: "unavailable",
}
_WITH_RETRY_AFTER = frozenset({429, 503})
_MORE_HEADERS = {
    401: {"www-authenticate": 'Bearer realm="Acme", error="invalid_token"'},
    426: {"upgrade": "HTTP/2.0", "connection": "Upgrade"},
}


@dataclass(frozen=True, slots=True, order=True)
class _Late:
    due: float
    number: int
    request: Request
    route: Route


class Scripted:
    """The API with faults. ``late``: seconds up to which a request cut after it was read is committed later."""

    def __init__(
        self,
        api: Api,
        writing: Writing,
        documents: Documents,
        keys: Keys,
        naming: Naming,
        random: Random,
        late: float,
    ) -> None:
        self._api = api
        self._writing = writing
        self._documents = documents
        self._keys = keys
        self._naming = naming
        self._random = random
        self._late_up_to = late
        self._late: list[_Late] = []
        self._lates = 0

    def run_due(self, now: float) -> None:
        """Commits what is due, each as of its own time: If-Match and references are checked then, not before."""
        while self._late and self._late[0].due <= now:
            late = heapq.heappop(self._late)
            self._keys.end(late.number)
            self._work(late.request, late.route, late.due)

    def waiting(self) -> int:
        """Late commits that are still to come."""
        return len(self._late)

    def answer(self, request: Request, route: Route, decision: Decision, now: float) -> Reply | Cut:
        """What the client gets. Raises Refused."""
        for rule in decision.persons:
            self._person(rule, request, route, now)
        if decision.ending is None:
            return self._api.answer(request, route, now)
        return self._spoilt(decision.ending, request, route, now)

    def _spoilt(self, rule: Rule, request: Request, route: Route, now: float) -> Reply | Cut:
        if rule.kind.isdigit():
            return self._refusal(rule, request, route, now)
        ways: Mapping[str, Callable[[Rule, Request, Route, float], Reply | Cut]] = {
            "cut_before": lambda rule, *_: Cut(reset=rule.reset),
            "cut_after": self._cut_after,
            "cut_during": self._cut_during,
            "cut_half_batch": self._cut_half_batch,
            "late_commit": self._late_commit,
            "unreadable": self._unreadable,
            "empty": self._empty,
            "partial_batch": self._partial_batch,
            "reordered_batch": self._reordered_batch,
        }
        return ways[rule.kind](rule, request, route, now)

    def _work(self, request: Request, route: Route, now: float) -> Reply:
        """The API's answer, also when it refuses."""
        try:
            return self._api.answer(request, route, now)
        except Refused as refused:
            return refused.outcome.reply()

    def _refusal(self, rule: Rule, request: Request, route: Route, now: float) -> Reply:
        status = int(rule.kind)
        if rule.committed:
            self._work(request, route, now)
        wait = rule.retry_after if status in _WITH_RETRY_AFTER else None
        detail = "This answer was scripted (POST /control/faults)."
        code = _CODES.get(status, "server_error")
        return problem(status, code, detail, retry_after=wait, headers=_MORE_HEADERS.get(status)).reply()

    # Cuts

    def _cut_after(self, rule: Rule, request: Request, route: Route, now: float) -> Cut:
        if self._late_up_to:
            return self._commit_late(self._random.uniform(0, self._late_up_to), rule, request, route, now)
        self._work(request, route, now)
        return Cut(reset=rule.reset)

    def _cut_during(self, rule: Rule, request: Request, route: Route, now: float) -> Cut:
        if self._late_up_to:
            return self._cut_after(rule, request, route, now)
        reply = self._work(request, route, now)
        return Cut(reply, sent=len(reply.body) // 2, reset=rule.reset)

    def _cut_half_batch(self, rule: Rule, request: Request, route: Route, now: float) -> Cut:
        """The first half of the batch's documents are committed, the others never; a single one is."""
        if route.place == "batch" and (writes := self._writes(request, route)):
            entries = json.loads(request.body)["requests"]
            request = replace(request, body=encode({"requests": entries[: math.ceil(len(writes) / 2)]}))
        self._work(request, route, now)
        return Cut(reset=rule.reset)

    def _late_commit(self, rule: Rule, request: Request, route: Route, now: float) -> Cut:
        return self._commit_late(rule.seconds + self._random.uniform(0, rule.jitter), rule, request, route, now)

    def _commit_late(self, seconds: float, rule: Rule, request: Request, route: Route, now: float) -> Cut:
        if route.writes(request.method):
            self._lates += 1
            late = _Late(now + seconds, self._lates, request, route)
            for write in self._writes(request, route):
                self._keys.start(write.keyed, late.due, late.number, now)
            heapq.heappush(self._late, late)
        return Cut(reset=rule.reset)

    def _writes(self, request: Request, route: Route) -> list[Write]:
        try:
            return self._writing.of(request, route)
        except Refused:
            return []

    # Spoilt answers: the work is done

    def _unreadable(self, _rule: Rule, request: Request, route: Route, now: float) -> Reply:
        self._work(request, route, now)
        return Reply(200, b'{"id": "ord_\x00\xff', {"content-type": JSON})

    def _empty(self, _rule: Rule, request: Request, route: Route, now: float) -> Reply:
        return replace(self._work(request, route, now), body=b"")

    def _partial_batch(self, rule: Rule, request: Request, route: Route, now: float) -> Reply:
        def leave_out(results: list[object]) -> list[object]:
            kept = len(results) - max(1, round(len(results) * rule.share))
            return [results[at] for at in sorted(self._random.sample(range(len(results)), kept))]

        return self._results(request, route, now, leave_out)

    def _reordered_batch(self, _rule: Rule, request: Request, route: Route, now: float) -> Reply:
        return self._results(request, route, now, lambda results: self._random.sample(results, len(results)))

    def _results(
        self, request: Request, route: Route, now: float, change: Callable[[list[object]], list[object]]
    ) -> Reply:
        reply = self._work(request, route, now)
        if route.place != "batch" or reply.status != 200:  # noqa: PLR2004
            return reply
        return replace(reply, body=encode({"results": change(json.loads(reply.body)["results"])}))

    # People in Acme

    def _person(self, rule: Rule, request: Request, route: Route, now: float) -> None:
        for document in self._naming.documents(request, route):
            if rule.reference not in {None, document.reference}:
                continue
            if rule.kind == "person_deletes":
                self._documents.person_deletes(document, now)
            else:
                self._documents.person_edits(document, rule.changes, now)
