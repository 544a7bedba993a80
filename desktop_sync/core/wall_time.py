"""From the time that a clock on the wall shows to the moment it shows it, also in the two nights of the year.

Pure; zone rules come from the tz database (zoneinfo). A *wall* is a naive datetime, a *moment* an aware one in UTC.
Moments are kept in UTC because Python compares and adds datetimes of one and the same zone by their walls.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

SECOND = timedelta(seconds=1)


def wall_of(moment: datetime, zone: tzinfo) -> datetime:
    """What the clock on the wall shows at a moment."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def moment_of(wall: datetime, zone: tzinfo) -> datetime:
    """The first moment at which the clock has reached ``wall``.

    Of a time that comes twice, the first; for a time that the clock skips, the first moment after the gap. Never
    decreases while ``wall`` grows.
    """
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return first if wall_of(first, zone) == wall else _end_of_gap(wall, zone)


def moments_of(wall: datetime, zone: tzinfo) -> list[datetime]:
    """Every moment at which the clock shows ``wall``: one, none in a gap, two where the hour comes again."""
    both = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(one for one in both if wall_of(one, zone) == wall)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment at which a day begins there."""
    return moment_of(datetime.combine(day, time()), zone)


def offset_at(moment: datetime, zone: tzinfo) -> timedelta:
    """How far the zone is ahead of UTC then."""
    return moment.astimezone(zone).utcoffset() or timedelta()


def _end_of_gap(wall: datetime, zone: tzinfo) -> datetime:
    """The change lies between the two readings of ``wall``: by the offset after it, and by the one before it."""
    whole = wall.replace(microsecond=0)
    before = whole.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = whole.replace(tzinfo=zone, fold=0).astimezone(UTC)
    old = offset_at(before, zone)
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        before, after = (middle, after) if offset_at(middle, zone) == old else (before, middle)
    return after
