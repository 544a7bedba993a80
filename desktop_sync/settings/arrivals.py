"""``[flows.arrivals]``, or a list of them: what is expected of a flow, and every fault between its options at once.

Makes ``core.arrivals_model.Expectation`` values of it. The zone of this machine is handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator

from desktop_sync.core.arrivals_days import occasions
from desktop_sync.core.arrivals_model import GRACE, Bounds, Expectation, Per
from desktop_sync.core.options import Duration, Options, Size, form
from desktop_sync.core.schedule_model import ALWAYS, EVERY_DAY, LONGEST, MonthDays, Weekdays, Window
from desktop_sync.settings.places import Path
from desktop_sync.settings.schedule import ScheduleOptions, _listed, _some
from desktop_sync.settings.schedule_values import Holiday, MonthDay, TimeOfDay, WeekdayName, ZoneName, weekdays
from desktop_sync.settings.text import Problems
from desktop_sync.settings.validating import validated
from desktop_sync.settings.wording import shown

DAY = 24 * 3600.0
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
_YEARLY = len("12-25")
_BOUNDS = (("at_least", "at_most"), ("bytes_at_least", "bytes_at_most"), ("documents_at_least", "documents_at_most"))


class ArrivalOptions(Options):
    """What is expected, and by when; what is not as expected is a problem until it comes or the next is as expected."""

    per: Per = Field(
        title="Counted",
        json_schema_extra=form(first=True, choices={"day": "Each day", "week": "Each week", "month": "Each month"}),
        default="day",
        description="What is counted: each `day`, each `week` (from Monday) or each `month`. Several times in `by`: "
        "each of them by itself, and a file belongs to the nearest one.",
    )
    days: tuple[WeekdayName, ...] | None = Field(
        title="On",
        json_schema_extra=form(first=True),
        default=None,
        description="On which weekdays; of a week or month the last of them counts. Left out: those of the schedule's "
        "window, else all.",
    )
    month_days: tuple[MonthDay, ...] | None = Field(
        title="Days of the month",
        default=None,
        description='Days of the month instead of `days`; `"last"` is the last day of every month.',
    )
    holidays: tuple[Holiday, ...] | None = Field(
        title="Not on",
        default=None,
        description="Days on which nothing is expected. Left out: those of the schedule's window.",
    )
    from_: TimeOfDay | None = Field(
        title="From",
        default=None,
        alias="from",
        description="From when files count for that day. Later than `by`: on the evening before. Left out: midnight.",
    )
    by: tuple[TimeOfDay, ...] = Field(
        title="By",
        json_schema_extra=form(first=True),
        default=(),
        description="The deadline. Left out, without `within`: the end of the day, week or month.",
    )
    within: Duration | None = Field(
        title="Within", default=None, gt=0, le=DAY, description="The deadline, counted from `from`, instead of `by`."
    )
    at_least: int = Field(
        title="At least", json_schema_extra=form(first=True), default=1, ge=0, le=10**9, description="How many files."
    )
    at_most: int | None = Field(
        title="At most", default=None, ge=0, le=10**9, description="How many files. Left out: any number."
    )
    bytes_at_least: Size | None = Field(
        title="Each file at least",
        default=None,
        description="How large each file is; a smaller one is a problem and does not count.",
    )
    bytes_at_most: Size | None = Field(
        title="Each file at most", default=None, description="The same, for files that are too large."
    )
    documents_at_least: int | None = Field(
        title="Documents at least",
        default=None,
        ge=0,
        le=10**9,
        description="How many documents all of these files hold together.",
    )
    documents_at_most: int | None = Field(
        title="Documents at most", default=None, ge=0, le=10**9, description="The same, for too many."
    )
    zone: ZoneName = Field(
        title="Time zone",
        default="",
        description="The zone of all these times. Left out: that of the schedule, else of this machine.",
    )
    ask: str = Field(
        title="Whom to ask",
        json_schema_extra=form(first=True),
        default="whoever runs the export",
        min_length=1,
        max_length=120,
        description="Whom to ask when it does not come; stands in the problem's advice.",
    )

    _one = field_validator("days", "month_days", mode="before")(_some)
    _any = field_validator("by", "holidays", mode="before")(_listed)

    @field_validator("by")
    @classmethod
    def _sorted(cls, times: tuple[time, ...]) -> tuple[time, ...]:
        return tuple(sorted(set(times)))

    @property
    def begin(self) -> time:
        """From when files count."""
        return self.from_ or time()

    def expectation(
        self, here: tzinfo, schedule: ScheduleOptions | None = None, grace: timedelta = GRACE, thing: str = "file"
    ) -> Expectation:
        """As ``core`` has it. ``here``: the zone of this machine; ``grace``: how long a look may take to see a file."""
        planned = "" if schedule is None else schedule.zone
        window = ALWAYS if schedule is None or schedule.window is None else schedule.window.window()
        holidays, yearly = self._holidays(window)
        return Expectation(
            zone=ZoneInfo(self.zone or planned) if self.zone or planned else here,
            per=self.per,
            days=self._days(window),
            holidays=holidays,
            yearly=yearly,
            begin=self.begin,
            by=self.by,
            within=None if self.within is None else timedelta(seconds=self.within),
            items=Bounds(self.at_least, self.at_most),
            size=Bounds(self.bytes_at_least, self.bytes_at_most),
            documents=Bounds(self.documents_at_least, self.documents_at_most),
            grace=grace,
            ask=self.ask,
            thing=thing,
        )

    def _days(self, window: Window) -> Weekdays | MonthDays:
        if self.month_days is not None:
            numbers = frozenset(one for one in self.month_days if isinstance(one, int))
            return MonthDays(numbers, "last" in self.month_days)
        return Weekdays(window.days or EVERY_DAY if self.days is None else weekdays(self.days))

    def _holidays(self, window: Window) -> tuple[frozenset[date], frozenset[tuple[int, int]]]:
        if self.holidays is None:
            return window.holidays, window.yearly
        return (
            frozenset(date.fromisoformat(one) for one in self.holidays if len(one) != _YEARLY),
            frozenset((int(one[:2]), int(one[3:])) for one in self.holidays if len(one) == _YEARLY),
        )


def arrivals(table: Mapping[str, object], at: Path, problems: Problems) -> tuple[ArrivalOptions, ...] | None:
    """All that a flow's table says of arrivals; None where something of it is unsound."""
    found = table.get("arrivals")
    if found is None:
        return ()
    tables: list[tuple[Path, object]] = [(at, found)] if isinstance(found, dict) else []
    if isinstance(found, list):
        tables = [((*at, number), one) for number, one in enumerate(found)]
    if not tables or not all(isinstance(one, dict) for _, one in tables):
        what = "expected a table: write [flows.arrivals] below its [[flows]], or several [[flows.arrivals]]"
        problems.add(at, f"found {shown(found)}, {what}")
        return None
    made = [_one(one, place, problems) for place, one in tables if isinstance(one, dict)]
    sound = tuple(one for one in made if one is not None)
    for number, one in enumerate(made):
        if one is not None and one in made[:number]:
            problems.add(tables[number][0], "stands there twice")
            return None
    return sound if len(sound) == len(tables) else None


def _one(table: Mapping[str, object], at: Path, problems: Problems) -> ArrivalOptions | None:
    options = validated(ArrivalOptions, table, at, problems)
    unsound = {path[len(at)] for path, _ in problems.found if path[: len(at)] == at and len(path) > len(at)}
    wrong = list(faults(table, unsound))
    for place, what in wrong:
        problems.add((*at, *place), what)
    return options if options is not None and not wrong else None


def faults(table: Mapping[str, object], unsound: Collection[object] = ()) -> Iterator[tuple[Path, str]]:
    """What is wrong between the options: the place in the table, and what. ``unsound``: options told already."""
    try:
        sound = ArrivalOptions.model_validate({name: one for name, one in table.items() if name not in unsound})
    except ValidationError:  # unknown names, told already
        known = {field.alias or name for name, field in ArrivalOptions.model_fields.items()}
        try:
            kept = {name: one for name, one in table.items() if name in known and name not in unsound}
            sound = ArrivalOptions.model_validate(kept)
        except ValidationError:
            return
    conflicts = [*_between(sound, table), *_times(sound, table), *_bounds(sound)]
    yield from conflicts
    if not conflicts and not unsound:
        expected = sound.expectation(UTC)
        if next(occasions(expected, _SINCE, _SINCE + timedelta(days=LONGEST - 400)), None) is None:
            yield (), "never expects anything: there is no such day"


def _between(options: ArrivalOptions, table: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    if "days" in table and "month_days" in table:
        yield ("month_days",), "stands beside days: write one of them"
    if "within" in table and "by" in table:
        yield ("within",), "stands beside by: write one of them"
    if options.per != "day" and "within" in table:
        yield ("within",), f'belongs to per = "day"; of a {options.per} write by, which means its last chosen day'
    if options.per != "day" and "from" in table:
        yield ("from",), f'belongs to per = "day"; a {options.per} begins at midnight'
    if options.per == "week" and "month_days" in table:
        yield ("month_days",), 'belongs to per = "day" or "month"; of a week write days'
    if options.per != "day" and len(options.by) > 1:
        yield ("by",), f"a {options.per} has one deadline; expected one time of day"


def _times(options: ArrivalOptions, table: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    if "within" in table and "from" not in table:
        yield ("from",), "is missing; within counts from it"
    if options.per != "day" or not options.by:
        return
    begin = options.begin
    if begin in options.by:
        more = "" if "from" in table else " (midnight); leave by out for the end of the day"
        yield ("by",), f"found {begin:%H:%M}, the same as from{more}"
    elif options.by[0] < begin < options.by[-1]:
        what = f"found {begin:%H:%M}, between the deadlines; expected a time before all or after all of them"
        yield ("from",), what


def _bounds(options: ArrivalOptions) -> Iterator[tuple[Path, str]]:
    for least, most in _BOUNDS:
        low, high = getattr(options, least), getattr(options, most)
        if low is not None and high is not None and low > high and not (least == "at_least" and high == 0):
            yield (most,), f"found {high:,}, less than {least} ({low:,})"
        elif least == "at_least" and high == 0 and low:
            yield (most,), "found 0 beside at_least; when nothing may come, write at_least = 0"
    others = [name for pair in _BOUNDS for name in pair if name != "at_least"]
    if not options.at_least and all(getattr(options, name) is None for name in others):
        yield ("at_least",), "found 0, and no other bound: nothing is expected; leave the table out"
