"""The options of a connection of the type ``sftp``. Knows no server."""

from __future__ import annotations

import codecs
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from desktop_sync.core.addresses import host_name
from desktop_sync.core.options import Duration, Options, Secret, form


class SftpOptions(Options):
    """Files of an SFTP server."""

    model_config = ConfigDict(title="SFTP server")

    host: str = Field(
        title="Server", json_schema_extra=form(first=True), description="Its name, such as sftp.example.com."
    )
    port: int = Field(
        title="Port", json_schema_extra=form(first=True), default=22, ge=1, le=65535, description="The port of SSH."
    )
    username: str = Field(
        title="User name", json_schema_extra=form(first=True), min_length=1, description="Who signs in."
    )
    password: Secret | None = Field(
        title="Password",
        json_schema_extra=form(first=True),
        default=None,
        description="Name of the stored password. It is also the answer where the server asks for it in a dialogue "
        "(keyboard-interactive).",
    )
    key_file: str = Field(
        title="Private key",
        json_schema_extra=form(first=True, path="file"),
        default="",
        description="File with a private key (OpenSSH or PEM; Ed25519, ECDSA or RSA), on the computer that runs "
        "Desktop Sync. With a password besides, both are shown where the server wants both.",
    )
    passphrase: Secret | None = Field(
        title="Passphrase of the key",
        default=None,
        description="Name of the stored passphrase, where the private key has one.",
    )
    agent: bool = Field(
        title="Keys of the SSH agent",
        default=False,
        description="Whether the keys of an SSH agent (ssh-agent, Pageant) of the account that runs Desktop Sync are "
        "tried, at most three.",
    )
    path: str = Field(
        title="Folder",
        json_schema_extra=form(first=True),
        default=".",
        min_length=1,
        description="The folder on the server, such as `/out`, or `out` below the folder in which the sign-in begins. "
        "Left out: that folder.",
    )
    timeout: Duration = Field(
        title="Time-out", default=30.0, ge=1, le=600, description="How long the server may say nothing."
    )
    encoding: str = Field(
        title="Names are in",
        default="utf-8",
        description="How the server spells names of files: `utf-8`, or an older encoding such as `cp1252`. "
        "Files whose names cannot be read so are left alone, and named in the log.",
    )
    allow_sha1: bool = Field(
        title="Allow SHA-1",
        default=False,
        description="Whether key exchange, host keys and signatures that rest on SHA-1 may be used, which servers from "
        "before about 2013 need. Somebody on the way with much money could pretend to be the server.",
    )

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        return host_name(value)

    @field_validator("key_file")
    @classmethod
    def _key_file(cls, value: str) -> str:
        if value and not Path(value).is_absolute():
            raise ValueError("expected the whole path of the file: nobody knows from where it is looked for")
        return value

    @field_validator("path")
    @classmethod
    def _path(cls, value: str) -> str:
        if "\0" in value or "\\" in value:
            raise ValueError("expected a folder of the server with / between its parts, such as /out/orders")
        return value

    @field_validator("encoding")
    @classmethod
    def _encoding(cls, value: str) -> str:
        try:
            known = codecs.lookup(value)
            kept = "/".encode(value) == b"/" and "é".encode(value, "ignore") != b"/"
        except (LookupError, UnicodeError, TypeError):
            raise ValueError("expected the name of an encoding such as utf-8, cp1252 or latin-1") from None
        if not kept:
            raise ValueError("expected an encoding in which a / is a /, such as utf-8, cp1252 or latin-1")
        return known.name

    @model_validator(mode="after")
    def _sign_in(self) -> Self:
        if not (self.password or self.key_file or self.agent):
            raise ValueError("nothing to sign in with: write password, key_file or agent")
        if self.passphrase and not self.key_file:
            raise ValueError("a passphrase belongs to a key_file: write that as well, or leave out both")
        return self

    def warnings(self) -> Iterator[tuple[str, str]]:
        """What is sound and still unwise: the option, and why."""
        if self.allow_sha1:
            yield "allow_sha1", "SHA-1 can be forged: have the server renewed, then turn this off again"

    @property
    def place(self) -> str:
        """The server, as messages and the list of host keys have it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == 22 else f"{host}:{self.port}"  # noqa: PLR2004 - the port of SSH

    @property
    def whereabouts(self) -> str:
        """The folder on the server; of one below the folder of an account, also whose that is."""
        whose = "" if self.path.startswith("/") else f"{self.username}@"
        return f"{whose}{self.place} {posixpath.normpath(self.path)}".casefold()
