"""Where finished things go. The registry is literal, so that a frozen build finds all of it."""

from __future__ import annotations

from desktop_sync.destinations.email import Email, MailOptions

MAILERS: dict[str, type[Email]] = {"mail": Email}
"""Type of a connection → what sends mail through it, made from the options below."""

OPTIONS: dict[str, type[MailOptions]] = {"mail": MailOptions}
"""Type of a connection → the model of its options."""
