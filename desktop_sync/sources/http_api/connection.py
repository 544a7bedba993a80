"""The connection to an HTTP API: its address, how it is signed in to, how often it may be asked. Options only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from desktop_sync.core.options import Duration, Options, Secret, Size, form
from desktop_sync.web import parse_base_url
from desktop_sync.web.options import CaFile, ClientId, ClientSecret, ProxySetting, ensure_signs_in

_NEEDED = {
    "none": (),
    "key": ("key", "key_name"),
    "bearer": ("key",),
    "basic": ("username", "password"),
    "client_credentials": ("client_id", "client_secret", "token_url"),
}
_NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "authorization"})


class HttpConnectionOptions(Options):
    """A system that answers queries over HTTP."""

    model_config = ConfigDict(title="HTTP API")

    base_url: str = Field(
        title="Address",
        json_schema_extra=form(first=True),
        description="Where the paths of queries begin, such as https://erp.example.com/api.",
    )
    sign_in: Literal["none", "key", "bearer", "basic", "client_credentials"] = Field(
        title="Sign-in",
        json_schema_extra=form(
            first=True,
            choices={
                "none": "None",
                "key": "With a key",
                "bearer": "With a bearer token",
                "basic": "With a user name and password",
                "client_credentials": "With OAuth 2.0 client credentials",
            },
        ),
        default="none",
        description="How to sign in.",
    )
    key: Secret | None = Field(
        title="Key or token",
        json_schema_extra=form(first=True),
        default=None,
        description="Name of the stored key (`key`) or token (`bearer`).",
    )
    key_in: Literal["header", "query"] = Field(
        title="The key stands in",
        json_schema_extra=form(choices={"header": "A header", "query": "The address (query)"}, when=("sign_in", "key")),
        default="header",
        description="Where the key stands. In the query it can be read in the logs of servers and proxies: choose the "
        "header where the system takes it there.",
    )
    key_name: str = Field(
        title="Name of the key",
        json_schema_extra=form(first=True, when=("sign_in", "key")),
        default="",
        description="Of the header or of the parameter, such as X-API-Key or api_key.",
    )
    username: str = Field(
        title="User name",
        json_schema_extra=form(first=True, when=("sign_in", "basic")),
        default="",
        description="For `basic`.",
    )
    password: Secret | None = Field(
        title="Password",
        json_schema_extra=form(first=True, when=("sign_in", "basic")),
        default=None,
        description="Name of the stored password (`basic`).",
    )
    token_url: str = Field(
        title="Address of tokens",
        json_schema_extra=form(first=True, when=("sign_in", "client_credentials")),
        default="",
        description="Where tokens are asked for, such as https://login.example.com/oauth/token.",
    )
    client_id: ClientId = None
    client_secret: ClientSecret = None
    scope: str = Field(
        title="Scope",
        json_schema_extra=form(when=("sign_in", "client_credentials")),
        default="",
        description="What the token is asked for; empty: nothing is said.",
    )
    test_path: str = Field(
        title="Path of the test",
        default="",
        description="Asked by the test of this connection, such as /orders?limit=1. Empty: the address itself.",
    )
    headers: dict[str, str] = Field(
        title="Further headers",
        default_factory=dict,
        description="Sent with every request. Never a secret: those have their own fields.",
    )
    hosts: tuple[str, ...] = Field(
        title="Further hosts",
        default=(),
        description="To which answers may send us on (next page, redirect), with the sign-in; else only the address's "
        "own host.",
    )
    timeout: Duration = Field(title="Time-out", default=60.0, ge=1, le=600, description="Time for one request.")
    requests_per_second: float | None = Field(
        title="Requests a second",
        default=None,
        gt=0,
        description="Most requests a second; empty: no limit.",
    )
    max_answer: Size = Field(
        title="Largest answer",
        default=50_000_000,
        ge=1000,
        le=500_000_000,
        description="Bytes of one answer, unpacked; a larger one is not read.",
    )
    unencrypted: bool = Field(
        title="Without encryption",
        default=False,
        description="Allows http:// to another computer: everything, the sign-in too, can be read on the way.",
    )
    ca_file: CaFile = ""
    proxy: ProxySetting = ""

    @field_validator("headers")
    @classmethod
    def _headers(cls, value: dict[str, str]) -> dict[str, str]:
        for name, text in value.items():
            if _NAME.fullmatch(name) is None or not text.isprintable() or not text.isascii():
                raise ValueError(f"{name!r} is no header, or its text cannot stand in one")
            if name.lower() in _OURS:
                raise ValueError(f"the header {name} is set by the program itself")
        return value

    @field_validator("test_path")
    @classmethod
    def _test_path(cls, value: str) -> str:
        if value and not value.startswith("/"):
            raise ValueError("expected a path that begins with /, such as /orders?limit=1")
        return value

    @model_validator(mode="after")
    def _whole(self) -> HttpConnectionOptions:
        ensure_signs_in(self, self.sign_in, _NEEDED[self.sign_in])
        if self.key_name and _NAME.fullmatch(self.key_name) is None:
            raise ValueError("key_name is no name of a header or parameter")
        parse_base_url(self.base_url, plain=self.unencrypted)
        if self.token_url:
            parse_base_url(self.token_url, plain=self.unencrypted)
        return self

    def warnings(self) -> Iterator[tuple[str, str]]:
        """What is sound and still unwise."""
        if self.unencrypted:
            yield "unencrypted", "everything, the sign-in too, can be read on the way to this system"
        if self.sign_in == "key" and self.key_in == "query":
            yield "key_in", "a key in the address can be read in the logs of servers and proxies on the way"
