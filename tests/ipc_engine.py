"""A process that serves a data folder over the pipe, with a few methods that tests need.

with start_engine(folder, clients=2) as engine:
    connect(folder).call("echo", {"a": 1})

The methods do little; everything around them (lock, socket, threads, limits) is the product's own.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_sync.core.errors import Owner, Rejected, RetryLater, SettingsError, Stop, SyncError, Unknown
from desktop_sync.core.events import Publish
from desktop_sync.data_folder import DataFolder, Lock
from desktop_sync.ipc import Call, Caller, Limits, Role, Server
from desktop_sync.ipc.hello import Version

ERRORS: dict[str, Exception] = {
    "RetryLater": RetryLater("The share is away.", "It is tried again.", after=7.5),
    "Unknown": Unknown("Nobody knows.", "Look."),
    "Rejected": Rejected("Order 4711 will not do.", "Add the customer.", Owner.CLERK, "missing"),
    "Stop": Stop("The key changed.", "Approve it.", Owner.VENDOR),
    "SettingsError": SettingsError("Two faults.", ("line 1", "line 2"), "Mend them."),
    "SyncError": SyncError("Something else.", "Look there."),
    "ZeroDivisionError": ZeroDivisionError("division by zero"),
}
_CHECKOUT = Path(__file__).resolve().parent.parent


class Methods:
    """What the calls do."""

    def __init__(self) -> None:
        self.publish: Publish
        self._wishes: dict[Publish, threading.Event] = {}
        self._begun: list[str] = []
        self._done: list[str] = []
        self._methods: dict[str, tuple[Role, Callable[[dict[str, Any], Caller, Publish], object]]] = {
            "echo": (Role.LOOK, lambda params, _, __: params),
            "who": (Role.LOOK, lambda _, caller, __: [caller.account, caller.role.word]),
            "large": (Role.LOOK, lambda params, _, __: "x" * params["size"]),
            "odd": (Role.LOOK, lambda _, __, ___: {"when": datetime(2026, 5, 3, tzinfo=UTC)}),
            "begun": (Role.LOOK, lambda _, __, ___: self._begun),
            "done": (Role.LOOK, lambda _, __, ___: self._done),
            "fail": (Role.LOOK, _fail),
            "steps": (Role.STEER, _steps),
            "wait": (Role.STEER, self._wait),
            "order": (Role.STEER, self._order),
            "publish": (Role.STEER, self._publish),
            "put_secret": (Role.CHANGE, _put_secret),
        }

    @property
    def table(self) -> dict[str, Role]:
        return {name: role for name, (role, _) in self._methods.items()}

    def serve(self, method: str, params: dict[str, Any], caller: Caller, listen: Publish) -> object:
        return self._methods[method][1](params, caller, listen)

    def cancel(self, call: Call) -> None:
        self._wishes.setdefault(call.listen, threading.Event()).set()

    def _wait(self, params: dict[str, Any], _: Caller, listen: Publish) -> object:
        """Until it is cancelled; the answer says whether it was."""
        wish = self._wishes.setdefault(listen, threading.Event())
        self._begun.append(str(params.get("name")))
        listen({"event": "began"})
        cancelled = wish.wait(params["seconds"])
        self._done.append(f"{params.get('name')} {'cancelled' if cancelled else 'waited'}")
        return "cancelled" if cancelled else "waited"

    def _order(self, params: dict[str, Any], _: Caller, __: Publish) -> object:
        time.sleep(params["seconds"])
        self._done.append(params["name"])
        return len(self._done)

    def _publish(self, params: dict[str, Any], _: Caller, __: Publish) -> object:
        """How long it took: publishing never waits for anybody."""
        began = time.monotonic()
        for number in range(params["times"]):
            self.publish({**params["event"], "number": number})
        return time.monotonic() - began


def _fail(params: dict[str, Any], _: Caller, __: Publish) -> object:
    raise ERRORS[params["kind"]]


def _steps(params: dict[str, Any], _: Caller, listen: Publish) -> object:
    for number in range(params["steps"]):
        listen({"event": params["event"], "flow": "orders", "done": number})
    return params["steps"]


def _put_secret(params: dict[str, Any], _: Caller, __: Publish) -> object:
    raise ValueError(f"{params['secret']!r} is no secret")


class Engine:
    """The process, from outside."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def log(self) -> str:
        """What it logged so far."""
        return self._log.read_text(encoding="utf-8")

    def stop(self) -> None:
        """Orderly."""
        self.process.communicate(timeout=20)


@contextmanager
def start_engine(
    folder: DataFolder,
    version: Mapping[str, Any] | None = None,
    user: int | None = None,
    handles: int | None = None,
    **limits: float,
) -> Iterator[Engine]:
    """Serves until the block ends; ``limits`` and ``version`` as in ipc.Limits and ipc.hello.Version."""
    command = [
        sys.executable,
        "-m",
        "tests.ipc_engine",
        str(folder.path),
        json.dumps(limits),
        json.dumps(version),
        json.dumps([user, handles]),
    ]
    log = folder.path / "engine.log"
    with (
        log.open("a") as errors,
        subprocess.Popen(
            command,
            cwd=_CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", log.read_text()
            yield Engine(process, log)
            if process.poll() is None:
                process.communicate(timeout=20)
        finally:
            process.kill()


def main() -> None:
    """Serves until standard input ends."""
    logging.basicConfig(level=logging.INFO)
    if sys.platform != "win32":
        _become(*json.loads(sys.argv[4]))
    folder = DataFolder(Path(sys.argv[1]))
    methods = Methods()
    limits, version = Limits(**json.loads(sys.argv[2])), json.loads(sys.argv[3])
    with Lock(folder.lock, "desktop-sync engine", datetime.now(UTC)):
        server = Server(
            folder, methods.table, methods.serve, methods.cancel,
            limits=limits, version=Version(**version) if version else None,
        )  # fmt: skip
        methods.publish = server.publish
        server.start()
        print("ready", flush=True)
        sys.stdin.read()
        server.close()


if sys.platform != "win32":

    def _become(user: int | None, handles: int | None) -> None:
        """Another account; a process with few file handles."""
        import resource

        import desktop_sync.ipc.unix  # noqa: F401 - while this account can read it

        if handles is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (handles, handles))
        if user is not None:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)


if __name__ == "__main__":
    main()
