"""The one HTTP client: every request of the program to one server goes through a ``Web``.

Kept connections, time-outs, pace, the user agent, the server's clock. It signs nobody in and knows no API.
Redirects are never followed: a write must not be carried to a place nobody named.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

from desktop_sync.core.errors import SettingsError
from desktop_sync.core.ports import Clock
from desktop_sync.web.connect import connect
from desktop_sync.web.failures import NotSent, Stage
from desktop_sync.web.pace import Pace, Slots
from desktop_sync.web.reply import Headers, Reply
from desktop_sync.web.route import Route, trust, way
from desktop_sync.web.wire import Limits, SocketWire, Wire
from desktop_sync.windows.proxy import doubt

_ACCEPT = (
    ("Accept", "application/json"),
    ("Accept-Encoding", "identity"),  # an answer that unpacks to gigabytes cannot be sent to us
)


class Web:
    """Requests to one server, from many threads at once.

    The newest kept connection is used first, and no more are made than requests are in flight.
    """

    def __init__(
        self,
        route: Route,
        open_wire: Callable[[], Wire],
        clock: Clock,
        limits: Limits,
        in_flight: int = 16,
        requests_per_second: float | None = None,
        user_agent: str = "Desktop Sync",
        accept: Headers = _ACCEPT,
    ) -> None:
        self.route = route
        self.limits = limits
        self._open_wire = open_wire
        self._clock = clock
        self._pace = Pace(requests_per_second, clock)
        self._slots = Slots(in_flight, limits.free)
        self._idle: deque[Wire] = deque()
        self._closed = False
        self._date: tuple[str, float | None] = ("", None)  # as the server spelt it, and as seconds since the epoch
        self._heard: tuple[float, float] | None = None  # the server's time, and our monotonic time then
        self._fixed = (
            ("Host", route.authority),
            ("User-Agent", user_agent),
            *accept,
        )

    def request(self, method: str, path: str, headers: Headers = (), body: bytes = b"") -> Reply:
        """One request, never repeated once a byte was sent. ``path`` is below the base URL; raises NotSent or Cut."""
        spelt = self._spelt(method, headers, body)
        self._pace.wait()
        with self._slots:
            reply = self._exchange(method, self.route.prefix + path, spelt, body)
        self.time_of(reply)
        return reply

    def begin(self, method: str, path: str, headers: Headers = (), body: bytes = b"") -> UnderWay | None:
        """The same without ever waiting, on a kept connection; None: that cannot be now, and nothing was sent."""
        if not self._slots.take():
            return None
        wire, begun = self._kept(), False
        try:
            if wire is not None and self._pace.at_once():
                begun = wire.begin(method, self.route.prefix + path, self._spelt(method, headers, body), body)
        except NotSent:
            return None  # it died meanwhile; whoever waits may open another
        finally:
            if wire is not None and not begun:
                self._keep(wire)
            if not begun:
                self._slots.give_back()
        return UnderWay(wire, self._ended) if wire is not None and begun else None

    def _ended(self, wire: Wire, reply: Reply | None) -> None:
        if reply is not None:
            self._keep(wire)
            self.time_of(reply)
        self._slots.give_back()  # last: whoever waits for it finds the connection

    def _spelt(self, method: str, headers: Headers, body: bytes) -> Headers:
        length = [("Content-Length", str(len(body)))] if body or method in {"POST", "PUT"} else []
        return [*self._fixed, *headers, *length]

    def _exchange(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        wire = self._kept()
        if wire is not None:
            # A kept connection that dies before taking a byte says nothing about the server: one new one is tried.
            with contextlib.suppress(NotSent):
                return self._through(wire, method, target, headers, body)
        return self._through(self._open_wire(), method, target, headers, body)

    def _through(self, wire: Wire, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        reply = wire.exchange(method, target, headers, body)
        self._keep(wire)
        return reply

    def _keep(self, wire: Wire) -> None:
        if self._closed:
            wire.close()
        else:
            self._idle.append(wire)

    def _kept(self) -> Wire | None:
        while True:
            try:
                wire = self._idle.pop()
            except IndexError:
                return None
            if wire.usable():
                return wire
            wire.close()

    def time_of(self, reply: Reply) -> float | None:
        """Seconds since the epoch by the answer's Date; None when it has none that can be read."""
        spelt, seconds = self._date
        if spelt == reply.headers.get("date", ""):  # the same second as the answer before
            return seconds
        spelt, seconds = reply.headers.get("date", ""), None
        with contextlib.suppress(ValueError, TypeError):
            moment = parsedate_to_datetime(spelt)
            seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
            self._heard = (seconds, self._clock.monotonic())
        self._date = (spelt, seconds)
        return seconds

    @property
    def heard(self) -> bool:
        """Whether the server has told its time yet."""
        return self._heard is not None

    def server_now(self) -> float:
        """What the server's clock shows now, to about a second; our own before its first answer."""
        heard = self._heard
        return self._clock.now() if heard is None else heard[0] + self._clock.monotonic() - heard[1]

    def close(self) -> None:
        """Closes the kept connections; those in use close when their exchange ends."""
        self._closed = True
        self.rest()

    def rest(self) -> None:
        """Closes the kept connections, as nobody needs them for a while."""
        while self._idle:
            with contextlib.suppress(IndexError):
                self._idle.pop().close()


class UnderWay:
    """A request that nobody waits for."""

    def __init__(self, wire: Wire, ended: Callable[[Wire, Reply | None], None]) -> None:
        self._wire = wire
        self._ended = ended

    @property
    def awaited(self) -> tuple[int, bool]:
        """File number, and whether it is to take more of the request (else: to be read)."""
        return self._wire.awaited

    @property
    def until(self) -> float:
        """Monotonic seconds at which ``proceed`` is to be called in any case."""
        return self._wire.until

    def proceed(self) -> Reply | None:
        """The answer, or None while it is not there whole. Raises NotSent or Cut; then, too, it is over."""
        try:
            reply = self._wire.proceed()
        except BaseException:
            self._ended(self._wire, None)
            raise
        if reply is not None:
            self._ended(self._wire, reply)
        return reply

    def give_up(self) -> None:
        """Nobody wants to know any more: the connection is closed."""
        self._wire.close()
        self._ended(self._wire, None)


class SocketOpener:
    """Makes wires along a route. The trust store is read once, when the first of them is needed.

    ``proxy``: the setting by which the route's proxy was found. After a failure it is looked for anew: the network may
    not have been there yet, or may be another one now. None: the route's is the only one.
    """

    def __init__(self, route: Route, ca_file: str, limits: Limits, clock: Clock, proxy: str | None = None) -> None:
        self._route = route
        self._proxy = proxy
        self._failed = False
        self._ca_file = ca_file
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._trusted: ssl.SSLContext | None = None

    def __call__(self) -> Wire:
        if self._failed and self._proxy is not None:
            self._route = self._found_anew(self._proxy)
        try:
            sock = connect(self._route, self._trust(), self._limits.connect)
        except NotSent:
            self._failed = True
            doubt()
            raise
        self._failed = False
        return SocketWire(sock, self._limits, self._clock.monotonic)

    def _found_anew(self, setting: str) -> Route:
        try:
            return way(self._route, setting)
        except SettingsError as error:
            raise NotSent(Stage.PROXY, error.what, error.hint) from error

    def _trust(self) -> ssl.SSLContext | None:
        with self._lock:
            if self._trusted is None and self._route.tls:
                self._trusted = trust(self._ca_file)
            return self._trusted
