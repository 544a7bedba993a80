"""Whether the network is there: does a host answer at a port, be it with a refusal? Sends nothing."""

from __future__ import annotations

import socket

from desktop_sync.windows.proxy import doubt

SOON = 3.0  # seconds


def reaches(host: str, port: int, timeout: float = SOON) -> bool:
    """False when its name cannot be found or nothing comes back; a refusal comes from a network that works."""
    try:
        with socket.create_connection((host, port), timeout):
            return True
    except (ConnectionRefusedError, ConnectionResetError):
        return True
    except OSError:
        doubt()
        return False
