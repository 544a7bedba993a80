"""One query to an HTTP API: signed in, tried again where that may help, followed where it leads, told in words.

Everything here only reads, so whatever goes wrong may be asked again. It must not know what stands in an answer, and
it lets go within a second when somebody wants it to end. Where it has to wait, it gives the seconds (``Steps``): others
may go on meanwhile, and who goes on before waits here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypeVar, cast
from urllib.parse import urljoin, urlsplit

from desktop_sync.core.errors import Owner, RetryLater, Stop, SyncError, Unknown
from desktop_sync.core.ports import Token
from desktop_sync.sources.asked import Access
from desktop_sync.sources.http_api.connection import HttpConnectionOptions
from desktop_sync.sources.http_api.signing import sign_in_of, web_to, who
from desktop_sync.sources.http_api.templates import shown, target_of, with_query, without_query
from desktop_sync.sources.http_api.unpacking import unpacked
from desktop_sync.web import Headers, Reply, TooLarge, Web
from desktop_sync.web.problem import read_json, read_problem
from desktop_sync.web.sign_in import Header, without
from desktop_sync.web.waiting import seconds

T = TypeVar("T")
Steps: TypeAlias = Generator[float, None, T]
_TRIES = 4
_JSON = ("Content-Type", "application/json")
_LONGEST_WAIT = 30.0  # seconds that a run waits for a server; longer, and the next run asks
_REDIRECTS = 5
_GLANCE = 0.1  # seconds between two looks at the wish to end
QUICK = 20  # glances for which others wait for an answer, too
_TURN = 0.005  # seconds between two turns of others, then
_SAID = 4000  # bytes of an error's answer that are read for its words


def to_the_end(steps: Steps[T]) -> T:
    """What they come to, where nobody else goes on meanwhile."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("T", end.value)


class Cancelled(Exception):
    """Somebody wants it to end."""


class Refused(Stop):
    """The system answered, and not what was asked for."""

    def __init__(self, what: str, hint: str, status: int, owner: Owner = Owner.IT) -> None:
        super().__init__(what, hint, owner)
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` unpacked; ``time``: epoch seconds by the server's clock, None where it does not tell."""

    status: int
    headers: dict[str, str]
    body: bytes
    address: str
    time: float | None

    @property
    def kind(self) -> str:
        """Of which media type it says that it is; empty: it does not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip()


class Asker:
    """Asks one system."""

    def __init__(self, access: Access, token: Token) -> None:
        options = access.connection
        if not isinstance(options, HttpConnectionOptions):
            raise TypeError(f"expected {HttpConnectionOptions.__name__}, got {type(options).__name__}")
        self.options = options
        self._clock = access.clock
        self._token = token
        self._webs: dict[str, Web] = {}
        tokens = None
        if options.sign_in == "client_credentials":
            tokens = self._webs["tokens"] = web_to(options.token_url, options, access.clock)
        self._sign_in = sign_in_of(options, access, tokens)
        self._who = who(options)
        self._base = options.base_url.rstrip("/")
        self._hidden = options.key_name if options.sign_in == "key" and options.key_in == "query" else ""

    def address(self, path: str) -> str:
        """Of a path below the connection's address."""
        return f"{self._base}{path}"

    def shown(self, address: str) -> str:
        """As messages may have it."""
        return shown(address, self._hidden)

    def forget_refusal(self) -> None:
        """A person asks for a try now."""
        if self._sign_in is not None:
            self._sign_in.forget_refusal()

    def ask(self, address: str) -> Answer:
        """As ``asking``, to the end."""
        return to_the_end(self.asking(address))

    def now(self) -> float:
        """The time of the server (epoch seconds), whatever it answers to the path of the test; where it tells none,
        ours.
        """
        address = self.address(self.options.test_path)
        reply = to_the_end(self._patiently(address, (), b""))
        return self._web(address).time_of(reply) or self._clock.now()

    def asking(self, address: str, headers: Headers = (), body: bytes = b"") -> Steps[Answer]:
        """Answers with 2xx or 304; asked by POST where there is a ``body`` (JSON), which only asks, too.

        Raises RetryLater, Stop (Refused where it answered), Cancelled.
        """
        for _ in range(_REDIRECTS):
            reply = yield from self._patiently(address, headers, body)
            target = reply.headers.get("location", "")
            if not (300 <= reply.status < 400 and reply.status != 304 and target):  # noqa: PLR2004
                return self._judged(address, reply)
            onward = self.onward(address, target)
            if body and reply.status not in {307, 308}:  # those alone keep the body (RFC 9110, 15.4)
                raise Refused(
                    f"{self._who} sends a query by POST on to {self.shown(onward)}, without its body.",
                    "Check the path of the query; the address that it sends on to may be the right one.",
                    reply.status,
                )
            address = onward
        raise Refused(f"{self._who} sends on and on, to {self.shown(address)}.", "Check the path of the query.", 0)

    def onward(self, address: str, target: str) -> str:
        """Where an answer sends us on: the same host, or one that the connection names; never to less encryption."""
        address = without_query(urljoin(address, target), self._hidden)
        parts, base = urlsplit(address), urlsplit(self._base)
        host = (parts.hostname or "").lower()
        named = {one.lower() for one in self.options.hosts}
        same = (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
        if same or (host in named and (parts.scheme == "https" or base.scheme == "http")):
            return address
        if parts.hostname == base.hostname and parts.scheme == "https":
            return address
        raise Refused(
            f"{self._who} sends on to {parts.scheme}://{parts.netloc}, which is another system.",
            "If that is right, name the host in hosts of the connection; it then gets the sign-in, too.",
            0,
        )

    def _pause(self, wait: float) -> Steps[None]:
        """Cancelled when somebody wants it to end."""
        until = self._clock.monotonic() + wait
        yield wait
        while (left := until - self._clock.monotonic()) > 0:
            self._go_on()
            self._clock.wait(min(left, _GLANCE * 2))
        self._go_on()

    def _go_on(self) -> None:
        if self._token.is_set():
            raise Cancelled

    def close(self) -> None:
        for web in self._webs.values():
            web.close()

    # -- one exchange -------------------------------------------------------------------------

    def _patiently(self, address: str, headers: Headers, body: bytes) -> Steps[Reply]:
        """Tried again while that may help, and within a patience; then RetryLater."""
        error: SyncError
        for attempt in range(_TRIES):
            wait = 0.5 * 2**attempt
            try:
                reply = yield from self._signed_in(address, headers, body)
            except TooLarge as large:
                raise self._too_large(address) from large
            except (RetryLater, Unknown) as failure:
                error = RetryLater(failure.what, failure.hint if isinstance(failure, RetryLater) else "")
            else:
                if not _later(reply.status):
                    return reply
                web = self._web(address)
                asked = seconds(reply.headers.get("retry-after", ""), web.time_of(reply))
                wait = wait if asked is None else asked
                error = RetryLater(self._said(address, reply), "It is asked again by itself.", asked)
            if wait > _LONGEST_WAIT or attempt == _TRIES - 1:
                raise error
            yield from self._pause(wait)
        raise AssertionError("the last try has ended above")

    def _signed_in(self, address: str, headers: Headers, body: bytes) -> Steps[Reply]:
        """With 401 once more, with a sign-in that was renewed."""
        sign_in = self._sign_in
        if sign_in is None:
            return (yield from self._exchange(address, headers, body, None))
        used = yield from self._waited(sign_in.header)
        reply = yield from self._exchange(address, headers, body, used)
        if reply.status == 401:  # noqa: PLR2004
            used = yield from self._waited(partial(sign_in.after_refusal, used))
            reply = yield from self._exchange(address, headers, body, used)
            if reply.status == 401:  # noqa: PLR2004
                raise sign_in.settle_refusal(used)
        return Reply(reply.status, reply.headers, without(used[1], reply.body) if reply.status >= 400 else reply.body)  # noqa: PLR2004

    def _exchange(self, address: str, headers: Headers, body: bytes, signed: Header | None) -> Steps[Reply]:
        if signed is not None and self._hidden:
            address, signed = with_query(address, *signed), None
        web, target = self._web(address), target_of(address)
        told = [*headers, *([signed] if signed else []), *([_JSON] if body else [])]
        reply = yield from self._waited(lambda: web.request("POST" if body else "GET", target, told, body))
        try:
            answer = unpacked(reply, self.options.max_answer)
        except TooLarge as error:
            raise self._too_large(address) from error
        return Reply(reply.status, reply.headers, answer)

    def _web(self, address: str) -> Web:
        parts = urlsplit(address)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._webs:
            self._webs[place] = web_to(address, self.options, self._clock)
        return self._webs[place]

    def _waited(self, job: Callable[[], T]) -> Steps[T]:
        """In a thread of its own, which is left alone when somebody wants it to end: it only reads."""
        self._go_on()
        made: list[T] = []
        failed: list[BaseException] = []
        done = threading.Event()

        def work() -> None:
            try:
                made.append(job())
            except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
                failed.append(error)
            finally:
                done.set()

        threading.Thread(target=work, name="http_api", daemon=True).start()
        for _ in range(QUICK):
            if done.wait(_GLANCE):
                break
            self._go_on()
        while not done.wait(_TURN):
            self._go_on()
            yield 0.0
        if failed:
            raise failed[0]
        return made[0]

    # -- what an answer means -----------------------------------------------------------------

    def _judged(self, address: str, reply: Reply) -> Answer:
        if 200 <= reply.status < 300 or reply.status == 304:  # noqa: PLR2004 - classes of statuses
            headers = dict(reply.headers)
            return Answer(reply.status, headers, reply.body, address, self._web(address).time_of(reply))
        what = self._said(address, reply)
        if reply.status in {401, 403}:
            raise Refused(what, "Check the sign-in of the connection, and what it may read there.", reply.status)
        if reply.status in {404, 410}:
            raise Refused(what, "Check the path of the query and the address of the connection.", reply.status)
        raise Refused(what, "Check the path and the parameters of the query.", reply.status)

    def _said(self, address: str, reply: Reply) -> str:
        said = str(read_problem(read_json(reply.body[:_SAID])))
        answers = f"{self._who} answers {reply.status} to {self.shown(address)}."
        return f"{answers} {said}".strip()

    def _too_large(self, address: str) -> Refused:
        return Refused(
            f"The answer to {self.shown(address)} is larger than {self.options.max_answer:,} bytes.",
            "Ask for fewer rows in a page (page_size), or allow more: max_answer of the connection.",
            200,
        )


def _later(status: int) -> bool:
    """Whether asking again may help."""
    return status in {408, 425, 429} or status >= 500  # noqa: PLR2004
