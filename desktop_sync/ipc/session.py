"""One client of the engine: greeted, heard, answered, and let go, whatever it does. It can harm nothing but itself.

Its thread reads; a second one writes what its outbox holds; calls are served by the pools, which all clients share.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from desktop_sync.core.callers import Caller, Role
from desktop_sync.core.errors import Owner, Rejected, RetryLater, Stop, SyncError
from desktop_sync.core.events import Event
from desktop_sync.ipc.calls import Call, Calls, Cancel, Serve
from desktop_sync.ipc.errors import ProgramFault, to_value
from desktop_sync.ipc.frames import LARGEST, Malformed, TooLarge, decode, frame
from desktop_sync.ipc.hello import Version, refuse_strangers, server_hello, version_in
from desktop_sync.ipc.limits import Limits
from desktop_sync.ipc.outbox import Outbox, Overflow
from desktop_sync.ipc.pool import Pool
from desktop_sync.ipc.transport import Accepted
from desktop_sync.ipc.waiting import progress_of
from desktop_sync.ipc.wire import Wire

log = logging.getLogger("ipc")

_LARGEST_ID = 1 << 53
_LARGEST_HELLO = 4096  # bytes
_PATIENCE = 1.0  # seconds for threads that were woken


@dataclass(frozen=True, slots=True)
class House:
    """What all clients of one server share."""

    table: Mapping[str, Role]
    serve: Serve
    cancel: Cancel | None
    looks: Pool
    works: Pool
    limits: Limits
    version: Version


class Session:
    """From the moment a client was let in until it is gone."""

    def __init__(self, house: House, connection: Accepted, ended: Callable[[Session], None]) -> None:
        self._house = house
        self._connection = connection
        self._wire = Wire(connection, _LARGEST_HELLO)  # whoever it is, it is not known yet
        self._ended = ended
        self._outbox = Outbox(house.limits)
        self._calls = Calls(house.serve, house.cancel, self._answer)
        self._caller = Caller("", Role.LOOK)
        self._writer = threading.Thread(target=self._write, name="ipc writer", daemon=True)
        self._reader = threading.Thread(target=self._run, name="ipc reader", daemon=True)
        self.subscribed = False

    def start(self) -> None:
        """RuntimeError when there is no thread for it."""
        self._reader.start()

    def push(self, key: object, data: bytes) -> None:
        """An event for everybody who subscribed, as a message."""
        self._outbox.event((key,), data)

    def say_farewell(self, error: SyncError) -> None:
        """What is waiting and then this is still sent; then the connection ends."""
        self._say({"ended": to_value(error)})
        self._outbox.end()

    def close(self, until: float) -> None:
        """From another thread: ends now what has not ended by then (monotonic)."""
        self._reader.join(max(0.0, until - time.monotonic()))
        self._outbox.close()
        self._wire.shut()
        self._reader.join(_PATIENCE)

    def _run(self) -> None:
        try:
            if self._greet():
                self._writer.start()
                self._hear()
        except OSError:
            pass  # gone in the middle of something, as clients do
        except Exception:
            log.exception("A fault of the program with the client %s.", self._caller.account)
        finally:
            self._calls.forget()
            self._let_go()

    def _let_go(self) -> None:
        if self._writer.ident is not None:
            self._outbox.end()
            self._writer.join(self._house.limits.farewell)
        self._outbox.close()
        self._wire.shut()
        if self._writer.ident is not None:
            self._writer.join()
        self._wire.close()
        self._ended(self)

    def _greet(self) -> bool:
        try:
            message = self._wire.receive_message(self._house.limits.hello)
        except (Malformed, TooLarge, TimeoutError):
            message = {}
        if message is None:
            return False
        try:
            self._caller = self._connection.caller()
            found = version_in(message)
            if found is None:
                raise Stop("This is the engine of Desktop Sync, and what was said to it is no hello.")
            refuse_strangers(found, self._house.version)
        except SyncError as error:
            self._wire.send({"ended": to_value(error)})
            return False
        self._wire.allow(LARGEST)
        self._wire.send(server_hello(self._house.version, self._caller, self._house.table))
        return True

    def _hear(self) -> None:
        while True:
            try:
                body = self._wire.receive()
                if body is None:
                    return
                self._handle(decode(body))
            except Malformed as error:
                self._fault(f"A message to the engine is {error}.")
            except TooLarge as error:
                self.say_farewell(Stop(f"What was sent to the engine is too large: {error}.", "Send less at once."))
                return
            self._outbox.wait_for_room()

    def _handle(self, message: dict[str, Any]) -> None:
        if "call" in message:
            self._begin(message["call"], message.get("method"), message.get("params", {}))
        elif "cancel" in message:
            if _is_id(message["cancel"]):
                self._calls.cancel(message["cancel"])
        elif "subscribe" in message:
            self.subscribed = message["subscribe"] is True
        else:
            self._fault("A message to the engine is none that it knows; program and engine may be of two versions.")

    def _begin(self, number: object, method: object, params: object) -> None:
        if not _is_id(number):
            self._fault("A call has no number by which it could be answered.")
        elif number in self._calls:
            self._fault(f"The number {number} is that of another call that is not answered yet.")
        else:
            try:
                self._submit(number, method, params)
            except SyncError as error:
                self._answer(number, None, error)

    def _submit(self, number: int, method: object, params: object) -> None:
        needs = self._house.table.get(method) if isinstance(method, str) else None
        if not isinstance(method, str) or needs is None:
            raise Stop(
                f"The engine ({self._house.version.program}) does not know what it was asked for: '{method!s:.40}'.",
                "Restart the engine, so that it is of the same version as this program.",
            )
        if not isinstance(params, dict):
            raise Rejected(f"'{method}' was called without named values.", owner=Owner.VENDOR)
        if self._caller.role < needs:
            raise _not_allowed(method, needs, self._caller)
        share = self._house.limits.looking if needs == Role.LOOK else self._house.limits.working
        if self._calls.count(needs) >= share:
            raise RetryLater("This program asks too much of the engine at once.", "Wait for an answer.", after=1.0)
        call = Call(method, params, self._caller, lambda event: self._tell(number, event), needs)
        self._calls.begin(number, call, (self._house.looks if needs == Role.LOOK else self._house.works).submit)

    def _tell(self, number: int, event: Event) -> None:
        """An event of one call; a run that reports it is never held up, and never harmed."""
        if number not in self._calls:
            return  # answered already
        try:
            data = frame({"event": event, "of": number})
        except (TypeError, TooLarge):
            log.exception("A fault of the program: an event of a call cannot be sent.")
            return
        flow = progress_of(event)
        self._outbox.event((flow,) if flow is not None else object(), data, number)

    def _answer(self, number: int, value: object, error: SyncError | None) -> None:
        message = {"answer": number, "value": value} if error is None else {"answer": number, "error": to_value(error)}
        try:
            data = frame(message)
        except TooLarge as large:
            data = frame({"answer": number, "error": to_value(_too_much(large))})
        except TypeError:
            log.exception("A fault of the program: an answer cannot be sent.")
            data = frame({"answer": number, "error": to_value(_NO_JSON)})
        self._put(number, data)

    def _fault(self, what: str) -> None:
        self._say({"fault": to_value(Rejected(what))})

    def _say(self, message: Mapping[str, Any]) -> None:
        self._put(None, frame(message))

    def _put(self, number: int | None, data: bytes) -> None:
        try:
            self._outbox.answer(number, data)
        except Overflow:
            log.warning("A client of %s takes no answers; it is given up.", self._caller.account)
            self._outbox.close()
            self._wire.shut()

    def _write(self) -> None:
        try:
            while (messages := self._outbox.take()) is not None:
                self._wire.send_bytes(b"".join(messages))
        except OSError:
            pass  # gone, or it takes nothing
        except Exception:
            log.exception("A fault of the program while writing to the client %s.", self._caller.account)
        self._outbox.close()
        self._wire.shut()  # wakes the reader


def _is_id(number: object) -> TypeGuard[int]:
    return type(number) is int and 0 <= number < _LARGEST_ID


_NO_JSON = ProgramFault(
    "The program itself failed: its answer holds something that cannot be sent; this is not your fault.",
    "The engine's log has the whole story: send it to the vendor's support.",
)


def _too_much(error: TooLarge) -> SyncError:
    return Rejected(f"The answer is too large: {error}.", "Ask for less at once: a shorter period, or fewer rows.")


def _not_allowed(method: str, needs: Role, caller: Caller) -> SyncError:
    return Stop(
        f"{caller.account} may {_MAY[caller.role]}, but '{method}' asks for more: who may {_MAY[needs]}.",
        "Ask your administrator.",
    )


_MAY = {
    Role.LOOK: "look only",
    Role.STEER: "start, pause and repair flows",
    Role.CHANGE: "change settings and passwords",
}
