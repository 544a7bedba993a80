"""Sending single documents: our client against a threaded httpx client, http.client, and wrk where it is installed.

The server only answers (its own process, raw asyncio): the sandbox would be the bottleneck. Everything runs side by
side, round by round; the median counts. Prints requests a second, CPU of the client per request, and the ratios
against the goals of performance.md, section 2. ``python tests/bench/requesting.py --help``.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

DELAYS = ((0.0, 16), (0.03, 16), (0.03, 32))
PER_CLIENT = 16  # connections that one httpx client carries: it slows beyond
LINES = [
    {"number": number, "sku": f"A-{number:04}", "description": "Hexagon bolt M8, zinc plated", "quantity": "12",
     "unit": "pcs", "unit_price": "3.45", "line_total": "41.40"} for number in range(1, 6)
]  # fmt: skip
BODY = {"date": "2026-11-23", "currency": "EUR", "buyer": {"number": "C-1001", "name": "Example Ltd"}, "lines": LINES}
ANSWER = re.compile(rb'"external_reference":"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Measured:
    """One rival in one round."""

    per_second: float
    cpu_ms: float  # of this process, per request; nan for wrk


Rival = Callable[[str, int, int], Measured]


# -- the server --------------------------------------------------------------------------------------------------------


class Answering(asyncio.Protocol):
    """Answers 201 to every request after ``delay`` seconds, with id, version and the reference that was sent."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._pending += data
        while (end := self._pending.find(b"\r\n\r\n")) >= 0:
            length = re.search(rb"content-length: *(\d+)", self._pending[:end], re.IGNORECASE)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._pending) < whole:
                return
            request, self._pending = self._pending[:whole], self._pending[whole:]
            self._answer(request)

    def _answer(self, request: bytes) -> None:
        reference = ANSWER.search(request)
        body = b'{"external_reference":"%b","id":"o-1","version":"1"}' % (reference[1] if reference else b"")
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime()).encode()
        head = b'HTTP/1.1 201 Created\r\nDate: %b\r\nETag: "1"\r\nContent-Type: application/json\r\n' % date
        said = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._transport.write, said)
        else:
            self._transport.write(said)


async def serve(delay: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Answering(delay), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def answering(delay: float, bench: str = __file__) -> Iterator[str]:
    """The address of a server in its own process: this bench's, or another's that has ``--serve``."""
    process = subprocess.Popen([sys.executable, bench, "--serve", str(delay)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


# -- the rivals --------------------------------------------------------------------------------------------------------


def ours(url: str, threads: int, count: int) -> Measured:
    """`Acme.send` of one document at a time, from ``threads`` threads."""
    from desktop_sync.acme.client import Acme, AcmeOptions
    from desktop_sync.acme.profile import Profile
    from desktop_sync.core.identity import canonical
    from desktop_sync.core.model import AnswerKind, Request
    from tests.acme_rig import SystemClock, refusals

    profile = Profile.model_validate_json((ROOT / "resources/acme/profile.json").read_text(encoding="utf-8"))
    options = AcmeOptions(base_url=url, api_key="acme/key", in_flight=threads)
    target = Acme(options, profile, {}, lambda _: "a-made-up-key", refusals(), SystemClock())

    def send(number: int) -> None:
        body = canonical({**BODY, "external_reference": f"O-{number}"})
        request = Request(1, "POST", "/v1/orders", None, body, f"{number:040}", "orders")
        (answer,) = target.send([request])
        if answer.kind is not AnswerKind.DONE:
            raise RuntimeError(answer.message)

    try:
        return in_threads([send] * threads, count)
    finally:
        target.close()


def httpx_threads(url: str, threads: int, count: int) -> Measured:
    """A bare threaded httpx client: one for each 16 threads, the body made and the answer parsed as we do."""
    import httpx

    limits = httpx.Limits(max_connections=PER_CLIENT, max_keepalive_connections=PER_CLIENT)
    clients = [httpx.Client(trust_env=False, limits=limits, timeout=30) for _ in range(-(-threads // PER_CLIENT))]

    def send_with(client: httpx.Client) -> Callable[[int], None]:
        def send(number: int) -> None:
            answer = client.post(url + "/v1/orders", content=spelt(number), headers=headers(number))
            answer.raise_for_status()
            answer.json()["id"]

        return send

    try:
        return in_threads([send_with(clients[place // PER_CLIENT]) for place in range(threads)], count)
    finally:
        for client in clients:
            client.close()


def http_client(url: str, threads: int, count: int) -> Measured:
    """The standard library's client, one connection for each thread."""

    def send_over(connection: http.client.HTTPConnection) -> Callable[[int], None]:
        def send(number: int) -> None:
            connection.request("POST", "/v1/orders", spelt(number), headers(number))
            json.loads(connection.getresponse().read())["id"]

        return send

    connections = [http.client.HTTPConnection(url.removeprefix("http://"), timeout=30) for _ in range(threads)]
    try:
        return in_threads([send_over(one) for one in connections], count)
    finally:
        for one in connections:
            one.close()


def wrk(url: str, threads: int, count: int) -> Measured:
    """wrk (C): what these connections can do at all. It sends one body over and over."""
    script = (
        f"wrk.method = 'POST'\nwrk.body = [[{spelt(1).decode()}]]\nwrk.headers['Content-Type'] = 'application/json'"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{threads}", "-d3s", "-s", file.name, url + "/v1/orders"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec: *([\d.]+)", said)
    assert found is not None, said
    return Measured(float(found[1]), float("nan"))


def spelt(number: int) -> bytes:
    return json.dumps({**BODY, "external_reference": f"O-{number}"}, sort_keys=True, separators=(",", ":")).encode()


def headers(number: int) -> dict[str, str]:
    return {"X-Api-Key": "a-made-up-key", "Content-Type": "application/json", "Idempotency-Key": f"{number:040}"}


def in_threads(sends: Sequence[Callable[[int], None]], count: int) -> Measured:
    """``count`` requests over one thread for each of ``sends``; connecting is not measured."""
    for place, send in enumerate(sends):
        send(place)
    each = count // len(sends)
    failed: list[BaseException] = []

    def work(place: int) -> None:
        try:
            for turn in range(each):
                sends[place](place * each + turn)
        except Exception as error:  # noqa: BLE001 - told by the main thread
            failed.append(error)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(sends))]
    cpu, start = time.process_time(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    if failed:
        raise failed[0]
    done = each * len(sends)
    return Measured(done / seconds, cpu * 1000 / done)


# -- the table ---------------------------------------------------------------------------------------------------------


def goal(delay: float, connections: int) -> tuple[str, float]:
    """The rival and the least ratio to it. Without delay the goal speaks of the whole program: this is a part of it."""
    if not delay:
        return "httpx", 0.85
    return "wrk", 0.9 if connections <= PER_CLIENT else 0.85


def measure(delay: float, connections: int, count: int, rounds: int) -> bool:
    """One part of the table; whether its goal is met."""
    rivals: dict[str, Rival] = {"ours": ours, "httpx": httpx_threads, "http.client": http_client}
    if shutil.which("wrk"):
        rivals["wrk"] = wrk
    found: dict[str, list[Measured]] = {name: [] for name in rivals}
    with answering(delay) as url:
        for _ in range(rounds):
            for name, rival in rivals.items():
                found[name].append(rival(url, connections, count))
    speed = {name: statistics.median(one.per_second for one in many) for name, many in found.items()}
    print(f"\n{delay * 1000:.0f} ms per answer, {connections} connections, {count} requests, median of {rounds}")
    for name, many in found.items():
        cpu = statistics.median(one.cpu_ms for one in many)
        ratio = "" if name == "ours" else f"   ours / {name} = {speed['ours'] / speed[name]:.2f}"
        print(f"  {name:<12}{speed[name]:>8.0f}/s   CPU {cpu:.3f} ms{ratio}")
    rival_name, least = goal(delay, connections)
    if rival_name not in speed:
        print(f"  goal: ours / {rival_name} >= {least} - {rival_name} is not installed (Debian package {rival_name})")
        return True
    met = speed["ours"] / speed[rival_name] >= least
    print(f"  goal: ours / {rival_name} >= {least}: {'met' if met else 'NOT MET'}")
    return met


def peak_memory() -> str:
    if sys.platform == "win32":
        return "not measured on Windows"
    import resource

    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def main(argv: Sequence[str] | None = None) -> int:
    """0 when every goal is met."""
    parser = argparse.ArgumentParser(description="Bench of single requests (performance.md, section 2).")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.serve is not None:
        asyncio.run(serve(chosen.serve))
        return 0
    met = [measure(delay, connections, chosen.requests, chosen.rounds) for delay, connections in DELAYS]
    print(f"\npeak memory of the bench's process: {peak_memory()}")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
