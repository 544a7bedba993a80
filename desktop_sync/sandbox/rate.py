"""The rate limit: a bucket of tokens that fills steadily and holds one second's worth."""

from __future__ import annotations


class Bucket:
    """``rate`` requests a second; None: no limit."""

    def __init__(self, rate: float | None) -> None:
        self._rate = rate
        self._tokens = max(1.0, rate or 0.0)
        self._at = 0.0

    def take(self, now: float) -> float:
        """0 when the request may pass, else the seconds until one may. ``now``: monotonic seconds."""
        if self._rate is None:
            return 0.0
        self._tokens = min(max(1.0, self._rate), self._tokens + max(0.0, now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return (1 - self._tokens) / self._rate
        self._tokens -= 1
        return 0.0
