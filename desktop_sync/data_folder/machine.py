"""Which machine this is: an id that survives reboots and upgrades and differs on a clone that was set up anew.

The system's own id is never stored or shown; it is hashed for this program alone, as machine-id(5) asks.
"""

from __future__ import annotations

import hashlib
import hmac
import platform
import re
import uuid
from collections.abc import Sequence
from pathlib import Path

from desktop_sync.windows.machine import machine_guid

_SALT = b"desktop-sync machine 1"
_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_MULTICAST = 1 << 40  # set in the number that uuid.getnode makes up when no network card tells one


def machine_id(files: Sequence[Path] = _FILES) -> str:
    """32 hex digits. Where the system gives no id, the host's name and network card stand in for it."""
    own = machine_guid() or _from_files(files) or _from_macos() or _stand_in()
    return hmac.new(_SALT, own.encode(), hashlib.sha256).hexdigest()[:32]


def _from_files(files: Sequence[Path]) -> str:
    for file in files:
        try:
            text = file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        if re.fullmatch(r"[0-9a-f]{32}", text):  # "uninitialized" and an empty file are no ids
            return text
    return ""


def _from_macos() -> str:
    if platform.system() != "Darwin":
        return ""
    import subprocess

    command = ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - fixed
    found = re.search(r'"IOPlatformUUID" = "([^"]+)"', answer.stdout)
    return found[1] if found else ""


def _stand_in() -> str:
    card = uuid.getnode()
    return f"{platform.node()}/{'' if card & _MULTICAST else f'{card:x}'}"
