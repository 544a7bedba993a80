"""A program's end of the pipe: calls the engine's methods, hears what happens. Opens no ledger."""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from desktop_sync.core.callers import Role
from desktop_sync.core.errors import Rejected, RetryLater, Stop, SyncError
from desktop_sync.core.events import Event, Publish
from desktop_sync.data_folder import DataFolder, holder
from desktop_sync.ipc.errors import from_value, to_value
from desktop_sync.ipc.frames import Malformed, TooLarge, decode
from desktop_sync.ipc.hello import Version, caller_in, client_hello, refuse_strangers, table_in, version_in
from desktop_sync.ipc.ticket import Ticket
from desktop_sync.ipc.transport import dial
from desktop_sync.ipc.wire import Wire

log = logging.getLogger("ipc")

ANSWERS = 5.0  # seconds within which an engine that is well says hello


def connect(folder: DataFolder, *, within: float = ANSWERS, version: Version | None = None) -> Client | None:
    """The engine of this data folder; None when none runs.

    RetryLater when one runs but does not answer or has no room; Stop when it is not the owner's, or of another version.
    """
    connection = dial(folder.path)
    if connection is None:
        return None
    wire = Wire(connection)
    try:
        hello = _greeted(wire, version or Version(), folder, within)
        return Client(wire, hello)
    except BaseException:
        wire.close()
        raise


def _greeted(wire: Wire, mine: Version, folder: DataFolder, within: float) -> dict[str, Any]:
    until = time.monotonic() + within
    try:
        with contextlib.suppress(BrokenPipeError):  # then it has said why, perhaps
            wire.send(client_hello(mine))
        hello = wire.receive_message(until - time.monotonic())
    except TimeoutError:
        raise RetryLater(
            f"The engine ({_who(folder)}) runs, but does not answer.",
            "Try again; if it stays so, restart it.",
            after=5.0,
        ) from None
    except (OSError, Malformed, TooLarge):
        hello = None
    if hello is None:
        raise RetryLater("The engine ended the connection without a word.", "It may be stopping: try again.", after=2.0)
    if "ended" in hello:
        raise from_value(hello["ended"])
    theirs = version_in(hello)
    if theirs is None:
        raise Stop("What answers in the engine's place speaks another language.", "Restart the engine.")
    refuse_strangers(mine, theirs)
    return hello


def _who(folder: DataFolder) -> str:
    found = holder(folder.lock)
    return found.process if found else "of unknown process"


class Client:
    """Connected to one engine, for many threads. When the engine is gone, every call says so at once: connect anew."""

    def __init__(self, wire: Wire, hello: Mapping[str, Any]) -> None:
        self._wire = wire
        self.caller = caller_in(hello)
        self.program = str(hello["hello"]["program"])
        self._table = table_in(hello)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._tickets: dict[int, Ticket] = {}
        self._listeners: list[Publish] = []
        self._asking = threading.Lock()  # what the engine heard last about events is what holds here
        self._gone: dict[str, Any] | None = None  # why, as a value: each thread raises its own
        self._reader = threading.Thread(target=self._read, name="ipc client", daemon=True)
        self._reader.start()

    def may(self, method: str) -> bool:
        """Whether the engine would let this account call it."""
        needs = self.needs(method)
        return needs is not None and needs <= self.caller.role

    def needs(self, method: str) -> Role | None:
        """What an account must be allowed for it; None: there is no such method."""
        return self._table.get(method)

    def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        listen: Publish | None = None,
        timeout: float | None = None,
    ) -> Any:  # noqa: ANN401 - a JSON value
        """What the method gives, or the SyncError that it raised. ``listen`` hears the call's events in this thread.

        RetryLater when the engine is gone. After ``timeout`` seconds, and when interrupted, the engine goes on with it.
        """
        number = self.start(method, params, listen)
        try:
            return self.result(number, timeout)
        finally:
            self._forget(number)

    def start(self, method: str, params: Mapping[str, Any] | None = None, listen: Publish | None = None) -> int:
        """Begins a call and gives its number, for ``result`` and ``cancel``."""
        ticket = Ticket(method, self._table.get(method, Role.CHANGE), listen)
        with self._lock:
            number = next(self._numbers)
            self._tickets[number] = ticket
            gone = self._gone
        if gone is not None:
            self._forget(number)
            raise from_value(gone)
        try:
            self._wire.send({"call": number, "method": method, "params": dict(params or {})})
        except TooLarge as error:
            self._forget(number)
            raise Rejected(f"'{method}' cannot be asked: {error}.", "Send less at once.") from None
        except OSError:
            self._wire.shut()  # the reader tells everybody, this ticket too
        except BaseException:
            self._forget(number)
            raise
        return number

    def result(self, number: int, timeout: float | None = None) -> Any:  # noqa: ANN401 - a JSON value
        """Waits for the answer, which uses the number up. A time-out leaves it: wait again, or cancel."""
        with self._lock:
            ticket = self._tickets[number]
        if threading.current_thread() is self._reader:
            raise RuntimeError("a listener would wait for itself here: call from another thread")
        try:
            return ticket.result(timeout)
        finally:
            if ticket.done:
                self._forget(number)

    def cancel(self, number: int) -> None:
        """The engine is told that nobody wants this call any more. Its answer still comes."""
        try:
            self._wire.send({"cancel": number})
        except OSError:
            self._wire.shut()

    def subscribe(self, listener: Publish) -> Callable[[], None]:
        """``listener`` hears every event from now on, in the reader's thread: it is quick and calls nothing here.

        ``resync``: some were left out, look anew. ``engine gone``: the last one. What comes back ends the subscription.
        """
        with self._asking:
            with self._lock:
                gone = self._gone
                if gone is None:
                    self._listeners.append(listener)
                first = len(self._listeners) == 1
            if gone is None and first:
                self._ask_for_events(True)
        if gone is not None:
            listener(_GONE)
        return lambda: self._unsubscribe(listener)

    def close(self) -> None:
        """Ends the connection; calls that wait are told."""
        self._lose(RetryLater("The connection to the engine was closed here.", after=0.0))
        self._wire.shut()
        if threading.current_thread() is not self._reader:
            self._reader.join()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _unsubscribe(self, listener: Publish) -> None:
        with self._asking:
            with self._lock:
                found = listener in self._listeners
                if found:
                    self._listeners.remove(listener)
                last = found and not self._listeners
            if last:
                self._ask_for_events(False)

    def _ask_for_events(self, wanted: bool) -> None:
        try:
            self._wire.send({"subscribe": wanted})
        except OSError:
            self._wire.shut()

    def _forget(self, number: int) -> None:
        with self._lock:
            self._tickets.pop(number, None)

    def _read(self) -> None:
        why: SyncError = _LOST
        try:
            while (body := self._wire.receive()) is not None:
                message = decode(body)
                if "ended" in message:
                    why = from_value(message["ended"])
                    break
                self._handle(message)
        except (OSError, Malformed, TooLarge):
            pass
        finally:
            self._lose(why)
            self._wire.close()

    def _handle(self, message: Mapping[str, Any]) -> None:
        if "answer" in message:
            with self._lock:
                ticket = self._tickets.get(message["answer"])
            if ticket is not None:
                error = from_value(message["error"]) if "error" in message else None
                ticket.answer(message.get("value"), error)
        elif "of" in message:
            with self._lock:
                ticket = self._tickets.get(message["of"])
            if ticket is not None:
                ticket.event(message["event"])
        elif "event" in message:
            self._tell(message["event"])
        elif "fault" in message:
            log.warning("The engine could not understand this program: %s", from_value(message["fault"]))

    def _tell(self, event: Event) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            try:
                listener(event)
            except Exception:
                log.exception("A listener failed.")

    def _lose(self, why: SyncError) -> None:
        with self._lock:
            if self._gone is not None:
                return
            gone = self._gone = to_value(why)
            tickets = list(self._tickets.values())
        for ticket in tickets:
            ticket.answer(None, from_value(gone))
        self._tell(_GONE)


_GONE: Event = {"event": "engine gone"}
_LOST = RetryLater(
    "The engine has ended without a word.",
    "What it had begun is taken up when it starts again; look at the state before you repeat anything.",
    after=5.0,
)
