"""The options of mail as a destination of reports: to whom, with which words, the file or a summary of it."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.addresses import Address
from desktop_sync.core.conditions import listed
from desktop_sync.core.exporting import DestinationOptions
from desktop_sync.core.options import Size, form
from desktop_sync.core.report_names import text_problem

_MOST = 50  # of 100 that every mail server takes at once (RFC 5321, 4.5.3.1.8)
Addresses: TypeAlias = Annotated[tuple[Address, ...], BeforeValidator(listed), Field(max_length=_MOST)]


class ReportMailOptions(DestinationOptions):
    """A mail with the report, or with a summary of it, through a mail server."""

    model_config = ConfigDict(title="Mail")

    to: Addresses = Field(
        min_length=1, title="To", description="who gets the report", json_schema_extra=form(first=True)
    )
    cc: Addresses = Field(default=(), title="Copy to", description="who gets a copy, for all to see")
    bcc: Addresses = Field(default=(), title="Blind copy to", description="who gets a copy that nobody else sees")
    as_: Literal["attachment", "inline", "both"] = Field(
        default="attachment",
        alias="as",
        title="Report as",
        description="the file; a summary in the mail itself, with the first rows and the totals; or both",
        json_schema_extra=form(
            first=True, choices={"attachment": "The file", "inline": "A summary in the mail", "both": "Both"}
        ),
    )
    subject: str = Field(
        default="",
        max_length=200,
        title="Subject",
        description="with the tokens that names have, such as {flow} {from:%d.%m.%Y}; left out: title and period. "
        "Where every document has a file of its own, there is a mail for each: {reference} tells which",
        json_schema_extra=form(first=True),
    )
    text: str = Field(
        default="",
        max_length=5000,
        title="Text",
        description="what the mail says, with the same tokens; left out: what is attached, and of which period",
    )
    language: Literal["en", "de"] = Field(
        default="en",
        title="Language",
        description="of what the program writes into the mail by itself; a summary speaks as its report does",
        json_schema_extra=form(choices={"en": "English", "de": "German"}),
    )
    size_limit: Size = Field(
        default=20_000_000,
        ge=100_000,
        title="Largest mail",
        description="a larger mail is not sent, which is a problem; a file takes a third more in a mail. Many mail "
        "servers take no more than 10MB or 25MB",
    )
    on_unknown: Literal["send_again", "ask"] = Field(
        default="send_again",
        title="If nobody can tell whether it was sent",
        description="the connection broke when all was sent and no answer had come: send the same mail again, which "
        "may arrive twice and says so in the history; or ask a person",
        json_schema_extra=form(choices={"send_again": "Send it again", "ask": "Ask a person"}),
    )

    @field_validator("subject", "text")
    @classmethod
    def _tokens(cls, value: str) -> str:
        if why := text_problem(value):
            raise PydanticCustomError("tokens", "in which {why}", {"why": why})
        return value

    @model_validator(mode="after")
    def _once(self) -> ReportMailOptions:
        counted = Counter(one.casefold() for one in self.everybody())
        if twice := [one for one, times in counted.items() if times > 1]:
            raise PydanticCustomError("recipients", "{address} gets the mail twice", {"address": twice[0]})
        return self

    def everybody(self) -> tuple[str, ...]:
        return (*self.to, *self.cc, *self.bcc)

    @property
    def attached(self) -> bool:
        """Whether the file goes with it."""
        return self.as_ != "inline"

    @property
    def sends_again(self) -> bool:
        return self.on_unknown == "send_again"

    @property
    def summary(self) -> bool:
        return self.as_ != "attachment"
