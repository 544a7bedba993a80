"""How long a server asks to be left alone. Pure."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

_LONGEST_WAIT = 24 * 3600.0


def seconds(retry_after: str, server_time: float | None) -> float | None:
    """Retry-After as seconds from now (RFC 9110, 10.2.3: seconds or a date); None when it says neither."""
    text = retry_after.strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if server_time is None:
        return None
    due = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return min(max(due - server_time, 0.0), _LONGEST_WAIT)
