"""paramiko's transport, which asks once to be allowed to sign in, and waits for every answer with an end.

paramiko's usual one asks again before each try, which some servers end the connection for; its newer one, from which
this is made, waits for ever on a connection that has died, and may miss an answer that comes at once (4.0.0).
Importing this imports paramiko. It must not know who signs in.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from paramiko import Message, SSHException
from paramiko.auth_handler import AuthOnlyHandler
from paramiko.common import cMSG_SERVICE_REQUEST, cMSG_USERAUTH_REQUEST
from paramiko.transport import ServiceRequestingTransport

_STEP = 0.02  # seconds
_SERVICE = "ssh-userauth"  # RFC 4252


class _Handler(AuthOnlyHandler):
    """Knows what it waits for before it asks."""

    def send_auth_request(
        self, username: str, method: str, finish_message: Callable[[Message], None] | None = None
    ) -> list[str]:
        self.auth_method, self.username = method, username
        message = Message()
        message.add_byte(cMSG_USERAUTH_REQUEST)
        for one in (username, "ssh-connection", method):
            message.add_string(one)
        if finish_message is not None:
            finish_message(message)
        self.auth_event = threading.Event()
        with self.transport.lock:
            self.transport._send_message(message)  # type: ignore[attr-defined]
        return list(self.wait_for_response(self.auth_event))


class Transport(ServiceRequestingTransport):
    """As paramiko's, with ``auth_none`` that works."""

    def ensure_session(self) -> None:
        """Asks to be allowed to sign in, once. SSHException: the connection ended, or no answer came."""
        if not self._service_userauth_accepted:  # type: ignore[attr-defined]
            message = Message()
            message.add_byte(cMSG_SERVICE_REQUEST)
            message.add_string(_SERVICE)
            self._send_message(message)  # type: ignore[attr-defined]
            until = time.monotonic() + self.auth_timeout
            while not self._service_userauth_accepted:  # type: ignore[attr-defined]
                if not self.is_active():
                    raise SSHException("the connection ended before the sign-in")
                if time.monotonic() > until:
                    raise SSHException("the server does not answer")
                time.sleep(_STEP)
            self.auth_handler = self.get_auth_handler()

    def get_auth_handler(self) -> AuthOnlyHandler:
        return _Handler(self)
