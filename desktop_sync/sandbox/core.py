"""The sandbox without a socket: one synchronous, thread-safe ``handle``, with a clock that tests may own.

It puts the parts together and knows their order: sign-in, rate limit, faults, API. How a reply or a cut reaches a
client is the business of the server (`asgi`) or of a test's transport.
"""

from __future__ import annotations

import math
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import formatdate
from random import Random

from desktop_sync.core.ports import Clock
from desktop_sync.sandbox.api import Api
from desktop_sync.sandbox.character import Options, character_of, number, published, section
from desktop_sync.sandbox.control import PREFIX, Control
from desktop_sync.sandbox.customers import Customers
from desktop_sync.sandbox.documents import Documents
from desktop_sync.sandbox.envelopes import batch
from desktop_sync.sandbox.faults import NOTHING, Decision, Facts, Faults, Rule
from desktop_sync.sandbox.keys import Keys
from desktop_sync.sandbox.listing import Listing
from desktop_sync.sandbox.messages import Cut, Refused, Reply, Request, encode, json_reply, problem
from desktop_sync.sandbox.naming import references
from desktop_sync.sandbox.openapi import describe
from desktop_sync.sandbox.page import Page
from desktop_sync.sandbox.rate import Bucket
from desktop_sync.sandbox.routes import Route, Routes, allow_only
from desktop_sync.sandbox.scripted import Scripted
from desktop_sync.sandbox.sign_in import Credentials, SignIn
from desktop_sync.sandbox.store import Store
from desktop_sync.sandbox.validation import Schema
from desktop_sync.sandbox.writing import Writing


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
        options = options or Options()
        self._clock = clock
        self._options = options
        self._lock = threading.Lock()
        self.character = character_of(character, options)
        self.profile = published(profile, self.character, options)
        self._routes = Routes(profile)
        self.schemas = {name: Schema(name, schemas[name]) for name in self._routes.collections}
        self._store = Store(database)
        self._random = Random(options.seed)  # noqa: S311 - repeatable faults, no secrets
        self._requests: Counter[tuple[str, str]] = Counter()
        self._last_date = (0, "")
        self._build()

    def _build(self) -> None:
        """The parts, each given what it needs."""
        options, profile, store = self._options, self.profile, self._store
        self._key_fields = {
            name: str(section(section(profile, "resources"), name).get("key_field", "external_reference"))
            for name in self.schemas
        }
        keys_told = section(profile, "idempotency")
        keys = Keys(store, number(keys_told["lifetime"]) if keys_told else None)
        customers = Customers(options.customers)
        documents = Documents(
            store,
            self.schemas,
            self._routes.documents,
            self._key_fields,
            customers,
            unique=self.character.unique,
            forget_deleted=options.forget_deleted,
        )
        listing = Listing(
            store,
            documents,
            self.schemas,
            self._key_fields,
            self.character.lookup_lag,
            int(number(profile.get("max_lookup", 100))),
        )
        max_batch = int(number(profile.get("max_batch", 100)))
        batches = {
            name: Schema(f"{name} batch", batch(name, collection, self._routes.documents[name], max_batch))
            for name, collection in self._routes.collections.items()
        }
        writing = Writing(self._routes, batches, str(keys_told.get("header", "Idempotency-Key")), max_batch)
        api = Api(writing, documents, listing, keys, {"tenant": options.tenant, "title": options.title})
        self._scripted = Scripted(api, writing, documents, keys, store, self._random, self.character.late, self._named)
        self._faults = Faults(self._random, number(profile["commit_lag"]) - self.character.lookup_lag)
        self._sign_in = SignIn(
            self._credentials(), str(profile.get("api_key_header", "X-Api-Key")), options.token_lifetime
        )
        self._bucket = Bucket(options.requests_per_second)
        self._control = Control(store, documents, customers, self._faults, self._requests, self._scripted.waiting)
        self._page = Page(store, documents, tuple(self.schemas), options.title, options.tenant)
        self._open: dict[str, Callable[[], Reply]] = {
            "/profile": lambda: json_reply(self.profile),
            "/openapi.json": lambda: json_reply(describe(self.profile, self.schemas)),
        }
        for name, entry in section(profile, "resources").items():
            schema = self.schemas[name].schema
            self._open[f"/schemas/{section({'_': entry}, '_').get('schema_file', name)}"] = _constant(schema)

    def _credentials(self) -> Credentials:
        """Made up once; those of a database file stay the same."""
        values = (
            self._store.setting(name, secrets.token_urlsafe(24)) for name in ("api_key", "client_id", "client_secret")
        )
        return Credentials(*values)

    @property
    def credentials(self) -> Credentials:
        """What a client needs to sign in."""
        return self._sign_in.credentials

    @property
    def max_body(self) -> int:
        """Bytes of a request's body; more is answered with 413."""
        return self._options.max_body

    def close(self) -> None:
        """Late commits that are still to come are lost, as when Acme's server dies."""
        self._store.close()

    def add_faults(self, rules: list[Rule]) -> None:
        """Raises ValueError for delays that would break the profile's commit lag."""
        with self._lock:
            self._faults.add(rules)

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
                self._scripted.run_due(now)
                answer = begun.reply or self._work(begun, now)
            self._count(begun, answer)
        return self._dated(answer, now)

    def _begin(self, request: Request, now: float) -> Begun:
        if len(request.body) > self._options.max_body:
            raise Refused(problem(413, "too_large", f"At most {self._options.max_body:,} bytes at once."))
        if self._is_open(request.path):
            return Begun(request)
        self._sign_in.check(request, now)
        if request.path.startswith(PREFIX):
            return Begun(request)
        wait = self._bucket.take(self._clock.monotonic())
        if wait > 0:
            detail = f"At most {self._options.requests_per_second:g} requests a second."
            raise Refused(problem(429, "rate_limited", detail, retry_after=math.ceil(wait)))
        route = self._routes.of(request)
        decision = self._faults.decide(self._facts(request, route)) if self._faults else NOTHING
        return Begun(request, delay=decision.delay, route=route, decision=decision)

    def _is_open(self, path: str) -> bool:
        """What needs no sign-in: the page, the profile with its schemas, and the sign-in itself."""
        return path in self._open or path == self.profile.get("token") or Page.has(path)

    def _work(self, begun: Begun, now: float) -> Reply | Cut:
        """A refusal takes nothing back: what a person did just before stands."""
        try:
            return self._answer(begun, now)
        except Refused as refused:
            return refused.outcome.reply()

    def _answer(self, begun: Begun, now: float) -> Reply | Cut:
        request = begun.request
        if begun.route is not None:
            return self._scripted.answer(request, begun.route, begun.decision, now)
        if request.path == self.profile.get("token"):
            allow_only(request, ("POST",))
            return self._sign_in.token(request, now)
        if request.path.startswith(PREFIX):
            return self._control.answer(request, now)
        allow_only(request, ("GET",))
        return self._open[request.path]() if request.path in self._open else self._page.answer(request)

    def _facts(self, request: Request, route: Route) -> Facts:
        return Facts(
            request.method, request.path, route.resource, route.writes(request.method), self._named(request, route)
        )

    def _named(self, request: Request, route: Route) -> set[str]:
        """External references a request names; of a document that it names by id, too."""
        if not route.resource:
            return set()
        document = self._store.one(route.resource, route.id) if route.id else None
        named = references(request, route, self._key_fields[route.resource])
        return named | {document.reference} if document else named

    def _count(self, begun: Begun, answer: Reply | Cut) -> None:
        route = begun.route
        where = f"{route.resource} {route.place}".strip() if route else "other"
        fault = begun.decision.ending
        outcome = (
            fault.kind if fault and isinstance(answer, Cut) else str(answer.status) if isinstance(answer, Reply) else ""
        )
        self._requests[f"{begun.request.method} {where}", outcome] += 1

    def _dated(self, answer: Reply | Cut, now: float) -> Reply | Cut:
        """Every answer tells the server's time."""
        if isinstance(answer, Cut):
            return answer if answer.reply is None else replace(answer, reply=self._with_date(answer.reply, now))
        return self._with_date(answer, now)

    def _with_date(self, reply: Reply, now: float) -> Reply:
        if self._last_date[0] != int(now):
            self._last_date = (int(now), formatdate(now, usegmt=True))
        return Reply(
            reply.status, reply.body, {"date": self._last_date[1], "cache-control": "no-store", **reply.headers}
        )


def _constant(value: object) -> Callable[[], Reply]:
    body = encode(value)
    return lambda: Reply(200, body, {"content-type": "application/json"})
