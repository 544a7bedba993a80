"""What the name of a file may be on Windows, for whoever writes files. Pure; touches no disk."""

from __future__ import annotations

# Microsoft, "Naming Files, Paths, and Namespaces": reserved with any extension.
_DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
REFUSED_BY_WINDOWS = frozenset('<>:"|?*\\')
FIRST_PRINTABLE = 32


def fault_on_windows(name: str) -> str:
    """Empty, or why one part of a path cannot be. Drives and streams (``C:``, ``a:b``) are refused with the colon."""
    if any(sign in REFUSED_BY_WINDOWS or ord(sign) < FIRST_PRINTABLE for sign in name):
        return "it contains a character that Windows does not allow"
    if name.endswith((".", " ")):
        return "it ends with a dot or a blank"
    return "it is a device of Windows" if is_device(name) else ""


def is_device(name: str) -> bool:
    """Whether Windows takes it for a device, whatever stands behind the first dot."""
    return name.split(".", maxsplit=1)[0].rstrip().casefold() in _DEVICES
