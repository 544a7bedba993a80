"""The clock of this machine and its time zone, as the engine is handed them."""

from __future__ import annotations

import sys
import time
import warnings
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop_sync.core.errors import SettingsError


class SystemClock:
    """Wall time, monotonic time and sleep of the operating system."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))


def slept() -> float:
    """Seconds that this machine has been asleep since it was started; 0 where the system does not tell."""
    if sys.platform == "linux":
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC))
    else:  # noqa: RET505 - both branches stand apart for the type checker
        return 0.0


def zone_here() -> ZoneInfo:
    """The zone of this machine, as it is set now. SettingsError when the system does not tell it."""
    from tzlocal import get_localzone_name, reload_localzone

    try:
        with warnings.catch_warnings(action="ignore"):  # another TZ in the environment is meant
            reload_localzone()  # it may have been changed since the program started
        return ZoneInfo(get_localzone_name() or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError, LookupError) as error:
        raise SettingsError(
            f"The time zone of this machine cannot be told: {error}.",
            hint='Name one in the schedule, such as zone = "Europe/Berlin".',
        ) from error
