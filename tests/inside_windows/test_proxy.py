"""Under Wine: the proxy of the system by a script (PAC) of a server of our own, and by what is set for the machine."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the proxies of Windows")

if sys.platform == "win32":
    import struct
    import winreg

    from desktop_sync.windows import proxy

    SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections"
    VALUE = "DefaultConnectionSettings"
    SOON = 60.0  # seconds
    DIRECT, TYPED, BY_SCRIPT = 1, 2, 4
    SCRIPT = b"""function FindProxyForURL(url, host) {
        if (host == "straight.example") return "DIRECT";
        return "PROXY proxy.example:3128; PROXY other.example:3129";
    }"""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/x-ns-proxy-autoconfig")
            self.send_header("Content-Length", str(len(SCRIPT)))
            self.end_headers()
            self.wfile.write(SCRIPT)

        def log_message(self, *_: object) -> None:
            """Silent."""

    @pytest.fixture
    def script() -> Iterator[str]:
        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/proxy.pac"
        server.shutdown()
        server.server_close()

    @pytest.fixture(autouse=True)
    def fresh() -> Iterator[None]:
        proxy._answers = proxy.Answers(proxy._asked)
        yield
        proxy._answers = proxy.Answers(proxy._asked)
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, SETTINGS) as key, suppress(FileNotFoundError):
            winreg.DeleteValue(key, VALUE)

    def set_to(flags: int, typed: str = "", script: str = "") -> None:
        """As the settings of Windows keep it: a head, then three texts with their lengths."""
        texts = b"".join(struct.pack("<I", len(one)) + one for one in (typed.encode(), b"", script.encode()))
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, SETTINGS) as key:
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_BINARY, struct.pack("<III", 0x46, 1, flags) + texts + bytes(32))

    def by_script(url: str) -> str | None:
        """On a machine that is busy, fetching the script may take longer than the program waits for it."""
        until, told = time.monotonic() + SOON, proxy.proxy_for(url)
        while told is None and time.monotonic() < until:
            proxy._answers = proxy.Answers(proxy._asked)
            told = proxy.proxy_for(url)
        return told

    def test_a_script_says_which_proxy(script: str) -> None:
        set_to(DIRECT | BY_SCRIPT, script=script)
        assert by_script("https://straight.example/") == ""
        assert by_script("https://api.acme.example/") == "proxy.example:3128"

    def test_a_script_that_is_not_there_is_gone_on_without() -> None:
        set_to(DIRECT | BY_SCRIPT, script="http://127.0.0.1:9/proxy.pac")
        assert proxy.proxy_for("https://api.acme.example/") is None
        assert proxy._asked("https://api.acme.example/") == proxy.Answer(None, sure=False)

    def test_a_proxy_that_was_typed_is_left_to_others() -> None:
        set_to(DIRECT | TYPED, typed="typed.example:8080")
        assert proxy.proxy_for("https://api.acme.example/") is None

    def test_where_nothing_is_set_nothing_is_said() -> None:
        set_to(DIRECT)
        assert proxy._asked("https://api.acme.example/").sure
        assert proxy.proxy_for("https://api.acme.example/") is None
