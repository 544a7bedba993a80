"""``[flows.schedule]``: when a flow runs by itself, and what is wrong between its options, all of it at once.

Makes a ``core.schedule_model.Schedule`` of it. The zone of this machine, for settings that name none, is handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.options import Duration, Options
from desktop_sync.core.schedule_cron import cron
from desktop_sync.core.schedule_fires import first_fire
from desktop_sync.core.schedule_model import (
    ALWAYS,
    EVERY_DAY,
    MINUTES,
    WHOLE_DAY,
    After,
    At,
    Every,
    Missed,
    MonthDays,
    Rhythm,
    Schedule,
    Weekdays,
    Window,
)
from desktop_sync.settings.places import Path
from desktop_sync.settings.schedule_values import (
    CronLine,
    Holiday,
    HoursText,
    MonthDay,
    TimeOfDay,
    WeekdayName,
    ZoneName,
    hours,
    weekdays,
)

MINUTE = 60.0
_RHYTHMS = ("every", "at", "cron", "after")
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)  # from where a fire is looked for, fifty years long
_YEARLY = len("12-25")


def _listed(value: object) -> object:
    """One entry may stand without its list."""
    return value if isinstance(value, list | tuple) or value is None else [value]


def _some(value: object) -> object:
    if value in ([], ()):
        raise PydanticCustomError("empty_list", "expected at least one entry")
    return _listed(value)


class ShortlyAfter(Options):
    """Shortly after a known time: looks until something has been seen, and a problem when nothing was."""

    from_: TimeOfDay = Field(alias="from", description="The first look.")
    every: Duration = Field(default=120.0, ge=MINUTE, description="Time between two looks.")
    until: TimeOfDay = Field(
        description="The last look; when nothing has been seen by then, that is a problem. Not later than `from`: on "
        "the next day."
    )


class BusinessWindow(Options):
    """When the flow may run. Outside, nothing fires; `every` waits until the window opens."""

    hours: tuple[HoursText, ...] | None = Field(
        default=None, description="From, and until (which does not belong to it). Left out: all day."
    )
    days: tuple[WeekdayName, ...] | None = Field(
        default=None,
        description="On which weekdays. Hours over midnight belong to the day on which they begin. Left out: all.",
    )
    holidays: tuple[Holiday, ...] = Field(default=(), description="Days on which nothing runs.")

    _one = field_validator("hours", "days", mode="before")(_some)
    _any = field_validator("holidays", mode="before")(_listed)

    def window(self) -> Window:
        """As ``core`` has it."""
        return Window(
            (WHOLE_DAY,) if self.hours is None else tuple(hours(one) for one in self.hours),
            EVERY_DAY if self.days is None else weekdays(self.days),
            frozenset(date.fromisoformat(one) for one in self.holidays if len(one) != _YEARLY),
            frozenset((int(one[:2]), int(one[3:])) for one in self.holidays if len(one) == _YEARLY),
        )


class ScheduleOptions(Options):
    """When a flow runs by itself: one of `every`, `at`, `cron` and `after`."""

    every: Duration | None = Field(
        default=None,
        ge=MINUTE,
        description="Fixed delay after the end of the last run. From `1d` on it keeps local time over clock changes.",
    )
    at: tuple[TimeOfDay, ...] | None = Field(default=None, description="Times of day.")
    days: tuple[WeekdayName, ...] | None = Field(
        default=None, description="Weekdays of `at` and of `after`. Left out: every day."
    )
    month_days: tuple[MonthDay, ...] | None = Field(
        default=None,
        description="Days of the month for `at`, instead of `days`. A month without a 31st has no such day and is "
        'passed over; `"last"` is the last day of every month.',
    )
    cron: CronLine | None = Field(
        default=None,
        description="Five fields: minute, hour, day of month, month, weekday; also `mon`, `jan`, `L` (last day), "
        "`fri#2` (the second Friday), `5L` (the last one). Both day fields given: one of them is enough.",
    )
    after: ShortlyAfter | None = Field(
        default=None,
        description="Shortly after a known time, until something has been seen: "
        '`{ from = "18:05", every = "2min", until = "19:00" }`.',
    )
    window: BusinessWindow | None = Field(
        default=None,
        description='Only then: `{ hours = "07:00-19:00", days = ["mon-fri"], holidays = ["2026-12-25", "01-01"] }`.',
    )
    zone: ZoneName = Field(default="", description="The zone of all these times. Left out: that of this machine.")
    missed: Missed = Field(
        default="run_once",
        description="Runs that were missed (machine off or asleep, flow busy) are always recorded; `run_once`: one run "
        "makes up for all of them, within the window; `skip`: none does.",
    )

    _one = field_validator("at", "days", "month_days", mode="before")(_some)

    def schedule(self, here: tzinfo) -> Schedule:
        """As ``core`` has it; ``here`` is the zone of this machine."""
        window = ALWAYS if self.window is None else self.window.window()
        return Schedule(self._rhythm(), ZoneInfo(self.zone) if self.zone else here, window, self.missed)

    def _rhythm(self) -> Rhythm:
        days = Weekdays(EVERY_DAY if self.days is None else weekdays(self.days))
        if self.every is not None:
            return Every(timedelta(seconds=self.every))
        if self.cron is not None:
            return cron(self.cron)
        if self.after is not None:
            return After(self.after.from_, timedelta(seconds=self.after.every), self.after.until, days)
        times = tuple(sorted(set(self.at or ())))
        if self.month_days is None:
            return At(times, days)
        numbers = frozenset(one for one in self.month_days if isinstance(one, int))
        return At(times, MonthDays(numbers, "last" in self.month_days))


def faults(table: Mapping[str, object], unsound: Collection[object]) -> Iterator[tuple[Path, str]]:
    """What is wrong between the options: the place in the table, and what. ``unsound``: options told already."""
    found = [name for name in _RHYTHMS if name in table]
    if not found and not {"days", "month_days"} & set(table):
        yield (), f"does not say when: write one of {', '.join(_RHYTHMS)}; without a schedule the flow is run by hand"
    for name in found[1:]:
        yield (name,), f"stands beside {found[0]}: a flow has one of {', '.join(_RHYTHMS)}"
    yield from _days_without(table, found)
    if len(found) == 1 and not {*found, "days", "month_days", "window"} & set(unsound):
        try:
            sound = {name: value for name, value in table.items() if name not in unsound}
            yield from _never(ScheduleOptions.model_validate(sound))
        except ValidationError:
            return


def _days_without(table: Mapping[str, object], found: list[str]) -> Iterator[tuple[Path, str]]:
    if "days" in table and found and not {"at", "after"} & set(found):
        instead = "a cron line names its own" if "cron" in found else "with every write window = { days = [...] }"
        yield ("days",), f"belongs to at and after; {instead}"
    if "month_days" in table and found and "at" not in found:
        yield ("month_days",), f"belongs to at, and here is {found[0]}"
    if "month_days" in table and "days" in table:
        yield ("month_days",), "stands beside days: write one of them; a cron line can say both"
    if not found and {"days", "month_days"} & set(table):
        yield ("at",), 'is missing; expected: time of day such as "16:00"'


def _never(options: ScheduleOptions) -> Iterator[tuple[Path, str]]:
    """Times that the window does not have, and schedules that never fire."""
    outside = list(_outside(options))
    yield from outside
    if options.after is not None and options.after.from_ == options.after.until:
        yield ("after", "until"), "is the same as from; expected a later time"
    elif not outside and first_fire(options.schedule(UTC), _SINCE) is None:
        yield ("window",), "leaves nothing of this schedule: it never fires"


def _outside(options: ScheduleOptions) -> Iterator[tuple[Path, str]]:
    window = ALWAYS if options.window is None else options.window.window()
    why = "lies outside of window.hours (their end does not belong to them): it would never fire"
    for number, one in enumerate(options.at or ()):
        if not window.ever_has(one):
            yield ("at", number), f"{one:%H:%M} {why}"
    if options.after is not None and not window.ever_has(options.after.from_):
        yield ("after", "from"), f"{options.after.from_:%H:%M} {why}"
    elif options.after is not None and not _within(options.after, window):
        yield ("after", "until"), f"{options.after.until:%H:%M} lies outside of the window.hours in which from lies"


def _within(after: ShortlyAfter, window: Window) -> bool:
    """Whether all looks lie within one of the hours; their end may be the last look. Whole days have no end."""
    if WHOLE_DAY in window.hours:
        return True
    length = _minutes(after.until, after.from_)
    return any(
        _minutes(after.from_, time(*divmod(one.begin, 60))) + length <= ((one.end - one.begin - 1) % MINUTES) + 1
        for one in window.hours
    )


def _minutes(later: time, earlier: time) -> int:
    return ((later.hour - earlier.hour) * 60 + later.minute - earlier.minute) % MINUTES
