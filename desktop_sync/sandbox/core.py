"""The sandbox without a socket: one synchronous, thread-safe ``handle``, with a clock that tests may own.

It knows the order of things: late commits, sign-in, rate limit, faults, API. How a reply or a cut reaches a client is
the business of the server (`asgi`) or of a test's transport.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import formatdate

from desktop_sync.core.ports import Clock
from desktop_sync.sandbox.character import Options, character_of, published
from desktop_sync.sandbox.control import PREFIX
from desktop_sync.sandbox.faults import NOTHING, Decision, Facts, Rule
from desktop_sync.sandbox.messages import Cut, Refused, Reply, Request, problem
from desktop_sync.sandbox.page import Page
from desktop_sync.sandbox.parts import assemble
from desktop_sync.sandbox.routes import Route, allow_only
from desktop_sync.sandbox.sign_in import Credentials
from desktop_sync.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Begun:
    """A request between its arrival and its work: ``delay`` seconds shall pass, unless it is answered already."""

    request: Request
    delay: float = 0.0
    reply: Reply | None = None
    route: Route | None = None
    decision: Decision = NOTHING


class Sandbox:
    """One Acme API. ``schemas`` by resource. Raises ValueError when profile, schemas or options will not do."""

    def __init__(
        self,
        profile: Mapping[str, object],
        schemas: Mapping[str, Mapping[str, object]],
        clock: Clock,
        character: str = "both",
        database: str = ":memory:",
        options: Options | None = None,
    ) -> None:
        self._clock = clock
        self._options = options or Options()
        self.character = character_of(character, self._options)
        self.profile = published(profile, self.character, self._options)
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str]] = Counter()
        self._last_date = (0, "")
        self._store = Store(database)
        self._parts = assemble(self.profile, schemas, self._store, self.character, self._options, self._requests)

    @property
    def credentials(self) -> Credentials:
        """What a client needs to sign in."""
        return self._parts.sign_in.credentials

    @property
    def max_body(self) -> int:
        """Bytes of a request's body; more is answered with 413."""
        return self._options.max_body

    def close(self) -> None:
        """Late commits that are still to come are lost, as when Acme's server dies."""
        self._store.close()

    def add_faults(self, rules: Sequence[Rule]) -> None:
        """Raises ValueError for delays that would break the profile's commit lag."""
        with self._lock:
            self._parts.faults.add(rules)

    def handle(
        self, method: str, path: str, query: str = "", headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Reply | Cut:
        """One request, with the waiting that faults ask for. ``path`` is decoded, ``query`` raw."""
        lower = {name.lower(): value for name, value in (headers or {}).items()}
        begun = self.begin(Request(method, path, query, lower, body))
        if begun.delay:
            self._clock.wait(begun.delay)
        return self.finish(begun)

    def begin(self, request: Request) -> Begun:
        """Sign-in, rate limit and the decision about faults: everything before time passes."""
        now = self._clock.now()
        with self._lock:
            try:
                return self._begin(request, now)
            except Refused as refused:
                return Begun(request, reply=refused.outcome.reply())

    def finish(self, begun: Begun) -> Reply | Cut:
        """The work, in one transaction; late commits that are due come first."""
        now = self._clock.now()
        with self._lock:
            with self._store.transaction():
                self._parts.scripted.run_due(now)
                answer = begun.reply or self._work(begun, now)
            self._count(begun, answer)
            return self._dated(answer, now)

    def _begin(self, request: Request, now: float) -> Begun:
        if len(request.body) > self._options.max_body:
            raise Refused(problem(413, "too_large", f"At most {self._options.max_body:,} bytes at once."))
        if self._is_open(request.path):
            return Begun(request)
        self._parts.sign_in.check(request, now)
        if request.path.startswith(PREFIX):
            return Begun(request)
        wait = self._parts.bucket.take(self._clock.monotonic())
        if wait > 0:
            detail = f"At most {self._options.requests_per_second:g} requests a second."
            raise Refused(problem(429, "rate_limited", detail, retry_after=math.ceil(wait)))
        route = self._parts.routes.of(request)
        decision = self._parts.faults.decide(self._facts(request, route)) if self._parts.faults else NOTHING
        return Begun(request, delay=decision.delay, route=route, decision=decision)

    def _is_open(self, path: str) -> bool:
        """What needs no sign-in: the page, the profile with its schemas, and the sign-in itself."""
        return path in self._parts.files or path == self.profile.get("token") or Page.has(path)

    def _work(self, begun: Begun, now: float) -> Reply | Cut:
        """A refusal takes nothing back: what a person did just before stands."""
        try:
            return self._answer(begun, now)
        except Refused as refused:
            return refused.outcome.reply()

    def _answer(self, begun: Begun, now: float) -> Reply | Cut:
        request, parts = begun.request, self._parts
        if begun.route is not None:
            return parts.scripted.answer(request, begun.route, begun.decision, now)
        if request.path == self.profile.get("token"):
            allow_only(request, ("POST",))
            return parts.sign_in.token(request, now)
        if request.path.startswith(PREFIX):
            return parts.control.answer(request, now)
        allow_only(request, ("GET",))
        return parts.files[request.path]() if request.path in parts.files else parts.page.answer(request)

    def _facts(self, request: Request, route: Route) -> Facts:
        named = self._parts.naming.references(request, route)
        return Facts(request.method, request.path, route.resource, route.writes(request.method), named)

    def _count(self, begun: Begun, answer: Reply | Cut) -> None:
        """By method and place, and by status, or by the fault that cut it."""
        route, fault = begun.route, begun.decision.ending
        where = f"{route.resource} {route.place}".strip() if route else "other"
        outcome = str(answer.status) if isinstance(answer, Reply) else fault.kind if fault else "cut"
        self._requests[f"{begun.request.method} {where}", outcome] += 1

    def _dated(self, answer: Reply | Cut, now: float) -> Reply | Cut:
        """Every answer tells the server's time."""
        if isinstance(answer, Cut):
            return answer if answer.reply is None else replace(answer, reply=self._with_date(answer.reply, now))
        return self._with_date(answer, now)

    def _with_date(self, reply: Reply, now: float) -> Reply:
        if self._last_date[0] != int(now):
            self._last_date = (int(now), formatdate(now, usegmt=True))
        headers = {"date": self._last_date[1], "cache-control": "no-store", **reply.headers}
        return Reply(reply.status, reply.body, headers)
