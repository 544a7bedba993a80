"""Where finished things go. The registry is literal, so that a frozen build finds all of it.

Settings need the options only: what speaks to a server is imported where it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from desktop_sync.core.exporting import DestinationOptions
from desktop_sync.core.ports import Clock, Mailer, Refusals
from desktop_sync.destinations.files import FileOptions
from desktop_sync.destinations.mail_options import ReportMailOptions
from desktop_sync.destinations.options import MailOptions

Made: TypeAlias = Callable[[Any, Callable[[str], str], Refusals, Clock], Mailer]
"""From options of the model below, what reads a secret by its reference, what is remembered of refused sign-ins, and
the clock."""


def _email(options: MailOptions, secret: Callable[[str], str], refusals: Refusals, clock: Clock) -> Mailer:
    from desktop_sync.destinations.email import Email
    from desktop_sync.destinations.tokens import asking_for_token

    return Email(options, secret, refusals, asking_for_token(options, secret, refusals, clock))


MAILERS: Mapping[str, Made] = {"mail": _email}
"""Type of a connection → what sends mail through it."""

OPTIONS: Mapping[str, type[BaseModel]] = {"mail": MailOptions}
"""Type of a connection → the model of its options."""

DESTINATIONS: Mapping[str, type[DestinationOptions]] = {"file": FileOptions, "mail": ReportMailOptions}
"""Type of a destination of reports → the model of its options."""
