'''The engine's facade over a local pipe: a Unix socket in the data folder, a named pipe on Windows. Never TCP.

In the engine, which holds the data folder's lock::

    table = {"snapshot": Role.LOOK, "run": Role.STEER, "put_secret": Role.CHANGE}

    def serve(method: str, params: dict[str, Any], caller: Caller, listen: Publish) -> object:
        """In one of many threads. Gives a JSON value or raises a SyncError; listen({"event": …}) never waits."""

    def cancel(call: Call) -> None:  # optional; must not wait
        """Nobody wants the answer of this call any more."""

    server = Server(folder, table, serve, cancel)
    server.start()
    server.publish({"event": "progress", "flow": "orders", "done": 3})  # from any thread, never waits
    server.close()  # before the lock is released

Anywhere else::

    client = connect(folder)  # None: no engine runs; RetryLater or Stop: one does, but not for us, with what to do
    with client:
        client.subscribe(lambda event: …)  # quick, in the client's reader thread; subscribe first, then look
        client.call("snapshot")
        client.call("run", {"flow": "orders"}, listen=show)  # events of this call, in this thread
        number = client.start("run", {"flow": "orders"})  # the same in steps
        client.cancel(number)
        client.result(number)
        Remote(client).ask("run", show, flow="orders")  # ipc.desk: as a core.desk.Desk, with Ctrl+C thought of

Errors of core/errors.py come out as the same class with the same words; anything else that ``serve`` raises is a
ProgramFault here, and logged whole there. ``Caller`` is found out by the system. When the engine goes, every
waiting call raises RetryLater at once and subscribers hear {"event": "engine gone"}.

``Client.may(method)`` tells what this account could ask for. Few threads serve what has the role look, so that looking
is always quick: a method that may take long is no look.

Progress ({"event": "progress", "flow": …}) is told newest per flow, events at most ten times a second, equal ones that
wait once; {"event": "resync"} means that some were left out. Over the wire: four bytes of length, one JSON object.

    client: hello · call, method, params · cancel · subscribe
    engine: hello · answer, value or error · event, of (a call) · fault (which belongs to no call) · ended
'''

from __future__ import annotations

from desktop_sync.core.callers import Caller, Role
from desktop_sync.ipc.calls import Call, Cancel, Serve
from desktop_sync.ipc.client import Client, connect
from desktop_sync.ipc.errors import ProgramFault
from desktop_sync.ipc.limits import Limits
from desktop_sync.ipc.server import Server

__all__ = [
    "Call",
    "Caller",
    "Cancel",
    "Client",
    "Limits",
    "ProgramFault",
    "Role",
    "Serve",
    "Server",
    "connect",
]
