"""The options of a mail server: the connection ``type = "mail"``. What speaks to one is ``email``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from desktop_sync.core.addresses import Address, host_name
from desktop_sync.core.options import Duration, Options, Secret, form
from desktop_sync.web.options import CaFile, ProxySetting
from desktop_sync.web.route import is_loopback, parse_base_url


class MailOptions(Options):
    """A mail server that takes mail from this program (SMTP)."""

    model_config = ConfigDict(title="Mail server")

    host: str = Field(
        title="Mail server", json_schema_extra=form(first=True), description="Its name, such as smtp.example.com."
    )
    port: int | None = Field(
        title="Port",
        json_schema_extra=form(first=True),
        default=None,
        ge=1,
        le=65535,
        description="Left out: 587 for `starttls`, 465 for `tls`, 25 for `none`.",
    )
    security: Literal["starttls", "tls", "none"] = Field(
        title="Encryption",
        json_schema_extra=form(
            first=True, choices={"starttls": "STARTTLS", "tls": "TLS from the start", "none": "None"}
        ),
        default="starttls",
        description="How the way there is encrypted: after a greeting in clear, or from the start. A server that "
        "cannot is refused. `none`: everybody on the way can read and change the mails.",
    )
    sender: Address = Field(
        title="Sender", json_schema_extra=form(first=True), description="The address that mails come from."
    )
    username: str = Field(
        title="User name",
        json_schema_extra=form(first=True),
        default="",
        description="Who signs in. Left out: nobody, where the server wants no sign-in.",
    )
    password: Secret | None = Field(
        title="Password", json_schema_extra=form(first=True), default=None, description="Name of the stored password."
    )
    token: Secret | None = Field(
        title="OAuth 2.0 token",
        default=None,
        description="Name of a stored OAuth 2.0 token, instead of a password (XOAUTH2). It is used as it stands and is "
        "not renewed: store a new one when it has run out, or have tokens asked for, see below.",
    )
    token_url: str = Field(
        title="Address of tokens",
        default="",
        description="Where a fresh token is asked for before each mail, with client id and client secret (OAuth 2.0 "
        "client credentials). Microsoft 365: https://login.microsoftonline.com/TENANT/oauth2/v2.0/token.",
    )
    client_id: Secret | None = Field(
        title="Client id", default=None, description="Name of the stored client id, for `token_url`."
    )
    client_secret: Secret | None = Field(
        title="Client secret", default=None, description="Name of the stored client secret, for `token_url`."
    )
    scope: str = Field(
        title="Scope",
        default="",
        description="What the token is asked for; empty: nothing is said. Microsoft 365: "
        "https://outlook.office365.com/.default.",
    )
    proxy: ProxySetting = Field(
        default="",
        description="For `token_url` alone: the mail itself goes without one. Left out: the general one.",
    )
    timeout: Duration = Field(title="Time-out", default=60.0, ge=1, le=600, description="Time for each step.")
    ca_file: CaFile = ""

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        return host_name(value)

    @model_validator(mode="after")
    def _secrets(self) -> MailOptions:
        ways = [one for one in (self.password, self.token, self.token_url) if one]
        if len(ways) > 1:
            raise ValueError("password, token and token_url stand side by side: write one of them")
        if bool(self.username) != bool(ways):
            raise ValueError("a sign-in is username and password, or username and token, or username and token_url")
        if not bool(self.token_url) == bool(self.client_id) == bool(self.client_secret):
            raise ValueError("token_url needs client_id and client_secret, and they need it")
        if self.token_url:
            parse_base_url(self.token_url)
        if self.security == "none" and self.username and not is_loopback(self.host):
            raise ValueError("security = none sends the password readable over the network: write starttls or tls")
        return self

    def warnings(self) -> Iterator[tuple[str, str]]:
        """What is sound and still unwise: the option, and why."""
        if self.security == "none" and not is_loopback(self.host):
            yield "security", "nothing is encrypted: everybody on the way to the mail server can read the mails"
