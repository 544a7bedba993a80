"""``[general.notices]``: who is told of problems by mail, how often, and when. Makes ``core.notices.Terms`` of it."""

from __future__ import annotations

from datetime import tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from desktop_sync.core.addresses import Address
from desktop_sync.core.errors import Owner
from desktop_sync.core.notices import Terms
from desktop_sync.core.options import Duration, Options, form
from desktop_sync.settings.schedule_values import TimeOfDay, ZoneName

_DAY = 86_400.0
Told = Literal["problems", "arrivals", "recoveries"]
Owns = Literal["clerk", "it", "vendor"]
Addresses = Annotated[tuple[Address, ...], Field(min_length=1, max_length=20)]


def _listed(value: object) -> object:
    """One entry may stand without its list."""
    return [value] if isinstance(value, str) else value


class Recipients(Options):
    """Other recipients for what these people can fix."""

    clerk: Addresses | None = Field(title="The clerk", default=None, description="For what the clerk can fix.")
    it: Addresses | None = Field(title="IT", default=None, description="For what IT can fix.")
    vendor: Addresses | None = Field(title="The vendor", default=None, description="For what the vendor can fix.")

    _one = field_validator("clerk", "it", "vendor", mode="before")(_listed)


class NoticesOptions(Options):
    """Problems by mail."""

    connection: str = Field(
        title="Sent through",
        json_schema_extra=form(first=True, connections="mailers"),
        description='The id of a connection of `type = "mail"`.',
    )
    to: Annotated[tuple[Address, ...], Field(max_length=20)] = Field(
        title="To",
        json_schema_extra=form(first=True),
        default=(),
        description="Who gets the mails, unless other recipients are named.",
    )
    recipients: Recipients = Field(
        title="Other recipients",
        default_factory=Recipients,
        description='Other recipients by who can fix it: `{ clerk = "orders@example.com", it = "it@example.com" }`.',
    )
    what: tuple[Told, ...] = Field(
        title="What is told",
        json_schema_extra=form(
            choices={"problems": "Problems", "arrivals": "What did not come as expected", "recoveries": "What is over"}
        ),
        default=("problems", "arrivals", "recoveries"),
        min_length=1,
        description="What is told: problems; things that did not come as expected; that something told is over.",
    )
    owners: tuple[Owns, ...] = Field(
        title="Only what can be fixed by",
        json_schema_extra=form(choices={"clerk": "The clerk", "it": "IT", "vendor": "The vendor"}),
        default=("clerk", "it", "vendor"),
        min_length=1,
        description="Only what these people can fix.",
    )
    digest: tuple[TimeOfDay, ...] = Field(
        title="Only at",
        json_schema_extra=form(first=True),
        default=(),
        description="Only at these times of day, such as 07:00 and 13:00. Left out: at once.",
    )
    every: Duration = Field(
        title="At most one mail in",
        default=900.0,
        ge=60,
        le=_DAY,
        description="At most one mail in this time; what comes meanwhile is counted.",
    )
    most_a_day: int = Field(
        title="Mails a day",
        default=20,
        ge=1,
        le=200,
        description="At most so many mails a day; the last one says that it is the last.",
    )
    remind: Duration = Field(
        title="Reminded after",
        default=_DAY,
        ge=_DAY,
        description="A problem that is still open is told again after this time.",
    )
    zone: ZoneName = Field(
        title="Time zone", default="", description="The zone of `digest` and of the day. Left out: this machine's."
    )

    _some = field_validator("to", "what", "owners", "digest", mode="before")(_listed)

    @model_validator(mode="after")
    def _somebody(self) -> NoticesOptions:
        missing = [owner for owner in self.owners if not self._to(owner)]
        if missing:
            raise ValueError(f"nobody is told of what {', '.join(missing)} can fix: write to, or narrow owners")
        return self

    def terms(self, here: tzinfo) -> Terms:
        """As ``core`` has it; ``here`` is the zone of this machine."""
        return Terms(
            self.connection,
            {owner.value: self._to(owner.value) for owner in Owner if owner.value in self.owners},
            ZoneInfo(self.zone) if self.zone else here,
            "problems" in self.what,
            "arrivals" in self.what,
            "recoveries" in self.what,
            tuple(sorted(set(self.digest))),
            self.every,
            self.most_a_day,
            self.remind,
        )

    def _to(self, owner: str) -> tuple[str, ...]:
        own: tuple[str, ...] | None = getattr(self.recipients, owner)
        return tuple(dict.fromkeys(own or self.to))
