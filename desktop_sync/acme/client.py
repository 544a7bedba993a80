"""The Acme cloud as a target: documents become requests, answers become ``Answer``, references are looked up.

One class for every resource: what differs stands in the API profile and the schemas. Safe for many threads.
It must not know lanes, deliveries or the ledger, and it repeats nothing by itself but a request that was answered
with 401, once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from desktop_sync import __version__
from desktop_sync.acme.batch import classify_batch, spell
from desktop_sync.acme.beating import beat
from desktop_sync.acme.checking import check_steps
from desktop_sync.acme.classify import Told, classify, from_error, one_path
from desktop_sync.acme.looking import look, read_account
from desktop_sync.acme.profile import Profile
from desktop_sync.acme.querying import documents
from desktop_sync.core.comparing import differing_fields
from desktop_sync.core.errors import SyncError
from desktop_sync.core.identity import canonical
from desktop_sync.core.model import Account, Answer, CheckStep, Document, Look, RemoteDocument, RemoteRef, Request
from desktop_sync.core.options import Duration, Options, Secret, form
from desktop_sync.core.ports import Clock, Refusals, Token
from desktop_sync.core.reports import Row
from desktop_sync.core.states import Operation
from desktop_sync.web import (
    Headers,
    Limits,
    Reply,
    SocketOpener,
    UnderWay,
    Web,
    Wire,
    parse_base_url,
    way,
)
from desktop_sync.web.options import CaFile, ClientId, ClientSecret, ProxySetting, ensure_signs_in
from desktop_sync.web.problem import read_json
from desktop_sync.web.sign_in import ApiKey, ClientCredentials, Header, SignIn, without

_JSON = ("Content-Type", "application/json")
_RAW = 2000  # characters of an answer that are kept for the trail


class AcmeOptions(Options):
    """A connection to an Acme account."""

    model_config = ConfigDict(title="Acme account")

    base_url: str = Field(
        title="Address of the API",
        json_schema_extra=form(first=True),
        description="Address of the API, such as https://api.acme.example.",
    )
    sign_in: Literal["api_key", "client_credentials"] = Field(
        title="Sign-in",
        json_schema_extra=form(
            first=True,
            choices={"api_key": "With an API key", "client_credentials": "With OAuth 2.0 client credentials"},
        ),
        default="api_key",
        description="How to sign in: with an API key, or with OAuth 2.0 client credentials.",
    )
    api_key: Secret | None = Field(
        title="API key",
        json_schema_extra=form(first=True, when=("sign_in", "api_key")),
        default=None,
        description="Name of the stored API key (sign_in = api_key).",
    )
    client_id: ClientId = None
    client_secret: ClientSecret = None
    profile: str = Field(
        title="API profile",
        json_schema_extra=form(path="file"),
        default="",
        description="File with an API profile; empty: the one that comes with the program.",
    )
    timeout: Duration | None = Field(
        title="Time-out", default=None, ge=1, le=600, description="Time for one request; empty: the profile's."
    )
    in_flight: int | None = Field(
        title="Requests at once", default=None, ge=1, le=64, description="Requests at once; empty: the profile's."
    )
    requests_per_second: float | None = Field(
        title="Requests a second", default=None, gt=0, description="Most requests a second; empty: the profile's."
    )
    ca_file: CaFile = ""
    proxy: ProxySetting = ""

    @field_validator("base_url")
    @classmethod
    def _base_url(cls, value: str) -> str:
        return parse_base_url(value).url

    @model_validator(mode="after")
    def _secrets(self) -> AcmeOptions:
        needed = ("api_key",) if self.sign_in == "api_key" else ("client_id", "client_secret")
        ensure_signs_in(self, self.sign_in, needed)
        return self


class Acme:
    """The Target. ``schemas``: the resources' JSON Schemas by name; ``secret`` gives a secret's value by reference."""

    def __init__(
        self,
        options: AcmeOptions,
        profile: Profile,
        schemas: Mapping[str, Mapping[str, object]],
        secret: Callable[[str], str],
        refusals: Refusals,
        clock: Clock,
        open_wire: Callable[[], Wire] | None = None,
    ) -> None:
        self._options = options
        self._profile = profile
        self._schemas = schemas
        self._clock = clock
        self._web = _web(options, profile, clock, open_wire)
        self._sign_in = _sign_in(options, profile, self._web, secret, refusals, clock)

    def shape(self, document: Document, remote: RemoteRef | None) -> tuple[str, str, str | None, bytes]:
        """Method, path, If-Match and canonical body. A create leaves out what is None; an update sends it as null."""
        resource = self._profile.resources[document.resource]
        body = {**document.body, resource.key_field: document.reference}
        if document.operation is Operation.CANCEL:
            body |= resource.cancel
        if remote is not None:
            return "PUT", one_path(self._profile, document.resource, remote.id), remote.version, canonical(body)
        present = {name: value for name, value in body.items() if value is not None}
        return "POST", resource.collection, None, canonical(present)

    def send(self, requests: Sequence[Request]) -> Sequence[Answer]:
        """One request singly; several in batches of their resource, as large as the profile allows."""
        answers: dict[int, Answer] = {}
        for places in self._parts(requests):
            part = [requests[place] for place in places]
            said = [self._send_one(part[0])] if len(part) == 1 else self._send_batch(part)
            answers.update(zip(places, said, strict=True))
        return [answers[place] for place in range(len(requests))]

    def _parts(self, requests: Sequence[Request]) -> Iterator[list[int]]:
        by_resource: dict[str, list[int]] = {}
        for place, request in enumerate(requests):
            by_resource.setdefault(request.resource, []).append(place)
        for name, places in by_resource.items():
            size = self._profile.max_batch if self._profile.resources[name].batch else 1
            yield from (places[start : start + size] for start in range(0, len(places), size))

    def _send_one(self, request: Request, refused: Header | None = None) -> Answer:
        try:
            reply = self.signed_in(request.method, request.path, self._headers(request), request.body, refused)
        except SyncError as error:
            return from_error(error)
        return classify(self._told(reply), request, self._profile)

    def _headers(self, request: Request) -> Headers:
        headers = [_JSON]
        if self._profile.idempotency is not None:
            headers.append((self._profile.idempotency.header, request.key))
        if request.if_match is not None:
            headers.append(("If-Match", f'"{request.if_match}"'))
        return headers

    def _send_batch(self, requests: Sequence[Request], refused: Header | None = None) -> list[Answer]:
        try:
            reply = self.signed_in("POST", self._batch(requests), [_JSON], spell(requests), refused)
        except SyncError as error:
            return [from_error(error)] * len(requests)
        return classify_batch(self._told(reply), requests, self._profile)

    def _batch(self, requests: Sequence[Request]) -> str:
        return self._profile.resources[requests[0].resource].batch or ""

    def begin(self, requests: Sequence[Request]) -> Sending | None:
        """As ``send``, of what goes out in one exchange over a kept connection, with the sign-in at hand."""
        used = self._sign_in.at_hand()
        if used is None or sum(1 for _ in self._parts(requests)) != 1:
            return None
        try:
            under_way = self._begin(requests, used)
        except SyncError:
            return None
        return None if under_way is None else Sending(
            under_way, lambda reply: self._answers(reply, requests, used), lambda: self._again(requests, used)
        )  # fmt: skip

    def _begin(self, requests: Sequence[Request], used: Header) -> UnderWay | None:
        if len(requests) > 1:
            return self._web.begin("POST", self._batch(requests), [_JSON, used], spell(requests))
        [request] = requests
        return self._web.begin(request.method, request.path, [*self._headers(request), used], request.body)

    def _answers(self, reply: Reply | SyncError, requests: Sequence[Request], used: Header) -> Sequence[Answer]:
        if isinstance(reply, SyncError):
            return [from_error(reply)] * len(requests)
        if reply.status == 401:  # noqa: PLR2004 - ``again`` renews the sign-in
            return []
        told = self._told(_without(used, reply))
        if len(requests) > 1:
            return classify_batch(told, requests, self._profile)
        return [classify(told, requests[0], self._profile)]

    def _again(self, requests: Sequence[Request], refused: Header) -> Sequence[Answer]:
        if len(requests) > 1:
            return self._send_batch(requests, refused)
        return [self._send_one(requests[0], refused)]

    def signed_in(
        self, method: str, path: str, headers: Headers = (), body: bytes = b"", refused: Header | None = None
    ) -> Reply:
        """One signed-in request; after a 401 one more with a renewed sign-in. Raises NotSent, Cut, Stop, RetryLater.

        ``refused``: what this request was signed in with when it was answered with 401 already.
        """
        used = self._sign_in.header() if refused is None else self._sign_in.after_refusal(refused)
        reply = self._web.request(method, path, [*headers, used], body)
        if reply.status == 401 and refused is None:  # noqa: PLR2004 - definite: not done, so the same may go again
            return self.signed_in(method, path, headers, body, used)
        if reply.status == 401:  # noqa: PLR2004
            raise self._sign_in.settle_refusal(used)
        return _without(used, reply)

    def _told(self, reply: Reply) -> Told:
        headers = reply.headers
        signed_in = self._sign_in.at_hand()
        return Told(
            status=reply.status,
            body=read_json(reply.body),
            etag=headers.get("etag", ""),
            location=headers.get("location", ""),
            retry_after=headers.get("retry-after", ""),
            server_time=self._web.time_of(reply),
            raw=without(signed_in[1] if signed_in else "", reply.body[:_RAW]).decode("utf-8", "replace"),
        )

    def find(self, resource: str, references: Sequence[str]) -> Look:
        """What Acme holds under these references. Raises RetryLater (cannot look now) or Stop."""
        return look(self.signed_in, self._web, self._profile, resource, references)

    def query(
        self, resource: str, parameters: Sequence[tuple[str, str]] = (), token: Token | None = None
    ) -> Iterator[Row]:
        """Documents that Acme lists, streamed over all pages. Raises RetryLater or Stop; Ended for ``token``."""
        return documents(self.signed_in, self._web, self._profile, resource, parameters, self._clock, token)

    def server_date(self) -> float:
        """Seconds since the epoch by the server's own Date, which is asked for where none was heard yet."""
        if not self._web.heard:
            self.account()
        return self._web.server_now()

    def differences(self, resource: str, sent: bytes, remote: RemoteDocument) -> Sequence[str]:
        """Fields of the request body that Acme holds otherwise, by dotted path."""
        return differing_fields(self._schemas[resource], json.loads(sent), remote.body)

    def server_now(self) -> float:
        return self._web.server_now()

    def account(self) -> Account:
        """Who we are there. Raises RetryLater or Stop."""
        return read_account(self.signed_in, self._web, self._profile)

    @property
    def heartbeat_interval(self) -> float | None:
        """Seconds from one heartbeat to the next; None: the API takes none."""
        return None if self._profile.heartbeat is None else self._profile.heartbeat.interval

    def heartbeat(self, told: Mapping[str, object]) -> None:
        """Says that we are alive. Raises RetryLater, Outdated or Stop."""
        if self._profile.heartbeat is not None:
            beat(self.signed_in, self._web, self._profile.heartbeat.path, canonical(told))

    def check(self) -> Iterator[CheckStep]:
        """Name, reach, proxy, TLS, sign-in, permission, clock. A refused secret is tried once more: a person asks."""
        self._sign_in.forget_refusal()
        yield from check_steps(self.signed_in, self._web, self._profile, self._options.ca_file, self._clock)

    def rest(self) -> None:
        self._web.rest()

    def close(self) -> None:
        self._web.close()


class Sending:
    """Requests under way in one exchange."""

    def __init__(
        self,
        under_way: UnderWay,
        answers: Callable[[Reply | SyncError], Sequence[Answer]],
        again: Callable[[], Sequence[Answer]],
    ) -> None:
        self._under_way = under_way
        self._answers = answers
        self.again = again

    @property
    def awaited(self) -> tuple[int, bool]:
        return self._under_way.awaited

    @property
    def until(self) -> float:
        return self._under_way.until

    def proceed(self) -> Sequence[Answer] | None:
        try:
            reply = self._under_way.proceed()
        except SyncError as error:
            return self._answers(error)
        return None if reply is None else self._answers(reply)

    def give_up(self) -> None:
        self._under_way.give_up()


def _without(used: Header, reply: Reply) -> Reply:
    """A refusal may repeat the secret it was sent with."""
    return replace(reply, body=without(used[1], reply.body)) if reply.status >= 400 else reply  # noqa: PLR2004


def _web(options: AcmeOptions, profile: Profile, clock: Clock, open_wire: Callable[[], Wire] | None) -> Web:
    route = way(parse_base_url(options.base_url), options.proxy)
    timeout = options.timeout or profile.request_timeout
    usual = Limits()
    limits = Limits(
        connect=min(timeout, usual.connect),
        write=timeout,
        read=timeout,
        free=min(timeout / 2, usual.free),
        total=timeout,
    )
    return Web(
        route,
        open_wire or SocketOpener(route, options.ca_file, limits, clock, options.proxy),
        clock,
        limits,
        in_flight=options.in_flight or profile.rate_limit.in_flight,
        requests_per_second=options.requests_per_second or profile.rate_limit.requests_per_second,
        user_agent=f"DesktopSync/{__version__}",
    )


def _sign_in(
    options: AcmeOptions, profile: Profile, web: Web, secret: Callable[[str], str], refusals: Refusals, clock: Clock
) -> SignIn:
    if options.sign_in == "api_key":
        return ApiKey(profile.api_key_header, options.api_key or "", secret, refusals)
    pair = (options.client_id or "", options.client_secret or "")
    return ClientCredentials(web, profile.token or "/oauth/token", pair, secret, refusals, clock)
