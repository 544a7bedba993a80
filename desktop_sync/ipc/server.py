"""The engine's end of the pipe: lets clients in, serves their calls, tells them what happens. Knows no method.

Nothing polls: every thread sleeps until somebody comes, asks, or is to be told something.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping

from desktop_sync.core.callers import Role
from desktop_sync.core.errors import RetryLater
from desktop_sync.core.events import Event
from desktop_sync.data_folder import DataFolder, holder
from desktop_sync.ipc.calls import Cancel, Serve
from desktop_sync.ipc.errors import to_value
from desktop_sync.ipc.frames import TooLarge, frame
from desktop_sync.ipc.hello import Version
from desktop_sync.ipc.limits import Limits
from desktop_sync.ipc.pool import Pool
from desktop_sync.ipc.session import House, Session
from desktop_sync.ipc.transport import Accepted, Listener, listen
from desktop_sync.ipc.waiting import progress_of
from desktop_sync.ipc.wire import Wire

log = logging.getLogger("ipc")

_BREATH = 1.0  # seconds before the door is tried again when a client could not be let in (no file handle left)


class Server:
    """Serves one data folder. ``start`` it while holding the folder's lock; ``close`` it before letting go of that."""

    def __init__(
        self,
        folder: DataFolder,
        table: Mapping[str, Role],
        serve: Serve,
        cancel: Cancel | None = None,
        *,
        limits: Limits | None = None,
        version: Version | None = None,
    ) -> None:
        """``table``: every method and what one must be allowed for it. ``serve(method, params, caller, listen)`` is
        called in many threads, gives a JSON value, or raises a SyncError. ``cancel(call)`` is told, in between and at
        once, that nobody wants the answer any more; it must not wait.
        """
        self._folder = folder
        limits = limits or Limits()
        looks, works = Pool("ipc look", limits.looks), Pool("ipc work", limits.works)
        self._house = House(dict(table), serve, cancel, looks, works, limits, version or Version())
        self._lock = threading.Lock()
        self._sessions: set[Session] = set()
        self._closing = threading.Event()
        self._listener: Listener | None = None
        self._door = threading.Thread(target=self._let_in, name="ipc door", daemon=True)

    def start(self) -> None:
        """Opens the door. Stop says why it cannot be opened."""
        if holder(self._folder.lock) is None:
            raise RuntimeError("the lock of the data folder is to be held first: it is what makes one engine")
        self._listener = listen(self._folder.path)
        self._door.start()

    def publish(self, event: Event) -> None:
        """Tells everybody who subscribed. Never waits, never raises; from any thread."""
        with self._lock:
            subscribed = [session for session in self._sessions if session.subscribed]
        if not subscribed:
            return
        try:
            data = frame({"event": event})
        except (TypeError, TooLarge):
            log.exception("A fault of the program: an event cannot be sent.")
            return
        flow = progress_of(event)
        key = data if flow is None else flow
        for session in subscribed:
            session.push(key, data)

    def close(self) -> None:
        """Tells every client that the engine stops, and ends. Calls at work go on in their threads, unheard."""
        self._closing.set()
        if self._listener is None:
            return
        self._listener.close()
        self._door.join()
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.say_farewell(_STOPPING)
        until = time.monotonic() + self._house.limits.farewell
        for session in sessions:
            session.close(until)
        self._house.looks.close()
        self._house.works.close()

    def _let_in(self) -> None:
        assert self._listener is not None  # noqa: S101 - for the type checker: started after it was opened
        told = False
        while not self._closing.is_set():
            try:
                connection = self._listener.accept()
                if connection is None:
                    return
                self._welcome(connection)
                told = False
            except OSError as error:
                if not told:
                    log.warning("A client could not be let in: %s. Trying again.", error)
                told = True
                self._closing.wait(_BREATH)
            except Exception:
                log.exception("A fault of the program at the door.")
                self._closing.wait(_BREATH)

    def _welcome(self, connection: Accepted) -> None:
        session = Session(self._house, connection, self._gone)
        with self._lock:
            room = len(self._sessions) < self._house.limits.clients
            if room:
                self._sessions.add(session)
        try:
            if room:
                session.start()
                return
        except RuntimeError:  # no thread for it
            self._gone(session)
        wire = Wire(connection)
        try:
            wire.send({"ended": to_value(_FULL)})
        finally:
            wire.close()

    def _gone(self, session: Session) -> None:
        with self._lock:
            self._sessions.discard(session)


_STOPPING = RetryLater(
    "The engine is stopping.",
    "What it had begun is taken up when it starts again; look at the state before you repeat anything.",
    after=5.0,
)
_FULL = RetryLater(
    "Too many programs are connected to the engine.",
    "Close a window or a command that is open elsewhere, then try again.",
    after=10.0,
)
