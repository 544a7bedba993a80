"""An httpx transport as a wire of the product's HTTP client: with it `tests.in_process` serves `Acme` without a socket.

As a real wire does, it tells "not sent" from "cut": an httpx error that is no failure to connect is a cut.
"""

from __future__ import annotations

import httpx

from desktop_sync.web import Cut, Headers, NotSent, Reply, Stage


class HttpxWire:
    """Hands every exchange to a transport. Give ``lambda: HttpxWire(transport)`` to ``Acme`` as ``open_wire``."""

    def __init__(self, transport: httpx.BaseTransport, base_url: str = "http://127.0.0.1") -> None:
        self._transport = transport
        self._base_url = base_url

    def exchange(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        request = httpx.Request(method, self._base_url + target, headers=list(headers), content=body)
        try:
            response = self._transport.handle_request(request)
            content = response.read()
        except httpx.ConnectError as error:
            raise NotSent(Stage.REACH, f"127.0.0.1 cannot be reached ({error}).") from error
        except httpx.TransportError as error:
            raise Cut(f"No whole answer came back ({error}).") from error
        return Reply(response.status_code, dict(response.headers.items()), content)

    def usable(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing is open."""
