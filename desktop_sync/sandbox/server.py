"""``desktop-sync sandbox``: the Acme API as a process, on loopback only, that says one JSON line when it is ready.

It stops in an orderly way on SIGINT and SIGTERM, and with ``--until-eof`` when its standard input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from desktop_sync.core.errors import SettingsError
from desktop_sync.sandbox.character import CHARACTERS, Options
from desktop_sync.sandbox.core import Sandbox
from desktop_sync.sandbox.faults import rules_from_text
from desktop_sync.sandbox.loading import load

_LOOPBACK = "127.0.0.1"
_BACKLOG = 512
_KEEP_ALIVE = 60  # seconds that an idle connection is kept
_TIMES = {
    "key-lifetime": "how long idempotency keys are kept",
    "commit-lag": "after so long nothing is committed any more (told in the profile)",
    "lookup-lag": "a find by reference is so far behind",
    "late": "a request cut after it was read is committed up to so much later",
    "token-lifetime": "how long a token is valid; default: an hour",
}


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs until it is stopped; 0, or 2 for options that will not do."""
    arguments = _parser().parse_args(argv)
    try:
        sandbox = _sandbox(arguments)
    except SettingsError as error:
        return _refuse(str(error))
    except ValueError as error:
        return _refuse(f"The sandbox cannot start. {error}")
    try:
        listener = _listen(arguments.port)
    except OSError as error:
        sandbox.close()
        return _refuse(
            f"Port {arguments.port} cannot be used: {error.strerror}. Choose another one, or 0 for a free one."
        )
    try:
        asyncio.run(_serve(sandbox, listener, until_eof=arguments.until_eof, tenant=arguments.tenant))
    finally:
        listener.close()
        sandbox.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="desktop-sync sandbox",
        description="An Acme API on this machine (loopback only), for trying and for tests.",
    )
    add = parser.add_argument
    add("--port", type=int, default=0, help="port; 0 (default) takes a free one")
    add("--character", choices=tuple(CHARACTERS), default="both", help="what the API honours: keys, unique references")
    add("--database", default=":memory:", metavar="FILE", help="keep documents and credentials in a file")
    add("--profile", type=Path, metavar="FILE", help="another API profile, with its schemas beside it")
    add("--tenant", default="sandbox", help="identity of the account")
    add("--title", default="Acme sandbox", help="name of the account")
    add(
        "--fault", action="append", default=[], metavar="SPEC", help="kind, kind:probability, kind:name=value,… or JSON"
    )
    add("--seed", type=int, default=0, help="seed of everything random")
    add("--customers", type=Path, metavar="FILE", help="known customer numbers, one a line; default: all but UNKNOWN…")
    add("--forget-deleted", action="store_true", help="answer 404, not 410, for what was deleted")
    for name, words in _TIMES.items():
        add(f"--{name}", type=float, metavar="SECONDS", help=words)
    add("--rate-limit", type=float, metavar="N", help="requests a second; more are answered with 429")
    add("--until-eof", action="store_true", help="stop when standard input ends")
    return parser


def _sandbox(arguments: argparse.Namespace) -> Sandbox:
    loaded = load(arguments.profile)
    options = Options(
        tenant=arguments.tenant,
        title=arguments.title,
        seed=arguments.seed,
        customers=_customers(arguments.customers),
        key_lifetime=arguments.key_lifetime,
        commit_lag=arguments.commit_lag,
        lookup_lag=arguments.lookup_lag,
        late=arguments.late,
        requests_per_second=arguments.rate_limit,
        token_lifetime=3600.0 if arguments.token_lifetime is None else arguments.token_lifetime,
        forget_deleted=arguments.forget_deleted,
    )
    rules = [rule for text in arguments.fault for rule in rules_from_text(text)]
    sandbox = Sandbox(loaded.profile, loaded.schemas, SystemClock(), arguments.character, arguments.database, options)
    sandbox.add_faults(rules)
    return sandbox


def _customers(path: Path | None) -> frozenset[str] | None:
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The list of customers {path} cannot be read: {error}.", hint="Check the file.") from error
    return frozenset(line.strip() for line in lines if line.strip())


def _listen(port: int) -> socket.socket:
    # By its full name: asyncio turns Nagle's algorithm off only for sockets that say TCP, else an answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # on Windows this would let two servers share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_LOOPBACK, port))
    except OSError:
        listener.close()
        raise
    return listener


async def _serve(sandbox: Sandbox, listener: socket.socket, *, until_eof: bool, tenant: str) -> None:
    import uvicorn

    from desktop_sync.sandbox.asgi import Application, CuttingProtocol

    config = uvicorn.Config(
        Application(sandbox, sandbox.max_body),
        http=CuttingProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=5,
        backlog=_BACKLOG,
    )
    server = uvicorn.Server(config)
    _stop_at_signals(server)
    if until_eof:
        _stop_at_eof(server, asyncio.get_running_loop())
    listener.listen(_BACKLOG)  # from here on connections wait instead of being refused: the line may be printed
    print(json.dumps(_ready(sandbox, listener, tenant)), flush=True)
    await server.serve(sockets=[listener])


def _stop_at_signals(server: object) -> None:
    """uvicorn hears signals only while it serves, and raises them again when it has ended: both times it means stop."""

    def stop(*_: object) -> None:
        setattr(server, "should_exit", True)  # noqa: B010 - uvicorn is imported late and known here as an object

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def _stop_at_eof(server: object, loop: asyncio.AbstractEventLoop) -> None:
    def watch() -> None:
        # By os.read: a thread that waits in sys.stdin holds a lock that the interpreter needs when it ends.
        while os.read(sys.stdin.fileno(), 4096):
            """Whatever comes is not for us."""
        loop.call_soon_threadsafe(setattr, server, "should_exit", True)

    threading.Thread(target=watch, name="stdin", daemon=True).start()


def _ready(sandbox: Sandbox, listener: socket.socket, tenant: str) -> dict[str, str]:
    host, port = listener.getsockname()
    url = f"http://{host}:{port}"
    credentials = sandbox.credentials
    return {
        "url": url,
        "api_key": credentials.api_key,
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret,
        "tenant": tenant,
        "profile": f"{url}/profile",
    }


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
