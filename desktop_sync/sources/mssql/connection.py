"""The options of a connection to a SQL Server, and the connection string that says the same to a driver.

Pure. What may stand in a value (``;``, ``}``) changes nothing about what the other values are. The string holds the
password: it is handed to the driver and to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from desktop_sync.core.addresses import host_name
from desktop_sync.core.errors import Stop
from desktop_sync.core.options import Duration, Options, Secret, WholePath, form
from desktop_sync.sources.mssql.drivers import ADVICE, Driver

PORT = 1433
_APP = "DesktopSync"  # shown by the server as the name of the program


class MssqlConnectionOptions(Options):
    """A Microsoft SQL Server and one database of it, asked through ODBC."""

    model_config = ConfigDict(title="MS SQL Server")

    host: str = Field(
        title="Server", json_schema_extra=form(first=True), description="The name of the machine, such as sql01."
    )
    instance: str = Field(
        title="Instance",
        json_schema_extra=form(first=True),
        default="",
        max_length=16,
        pattern=r"^([^\W\d][\w$#]*)?$",
        description="The name of the instance, such as SQLEXPRESS; its port is asked of the server (UDP 1434). "
        "Left out: the one that listens at the port.",
    )
    port: int | None = Field(
        title="Port",
        json_schema_extra=form(first=True),
        default=None,
        ge=1,
        le=65535,
        description="Left out: 1433, or the port of the instance.",
    )
    database: str = Field(
        title="Database",
        json_schema_extra=form(first=True),
        min_length=1,
        max_length=128,
        description="The name of the database.",
    )
    sign_in: Literal["windows", "sql"] = Field(
        title="Sign-in",
        json_schema_extra=form(
            first=True, choices={"windows": "The Windows account of the engine", "sql": "User name and password"}
        ),
        default="sql",
        description="`windows`: the account that the engine runs under. `sql`: a login of the server, with "
        "`username` and `password`.",
    )
    username: str = Field(
        title="User name",
        json_schema_extra=form(first=True, when=("sign_in", "sql")),
        default="",
        max_length=128,
        description="The login of the SQL Server.",
    )
    password: Secret | None = Field(
        title="Password",
        json_schema_extra=form(first=True, when=("sign_in", "sql")),
        default=None,
        description="Name of the stored password, for `sql`.",
    )
    encryption: Literal["verified", "strict", "unverified"] = Field(
        title="Encryption",
        json_schema_extra=form(
            first=True,
            choices={
                "verified": "Encrypt, and verify the certificate",
                "strict": "Encrypt from the first byte (SQL Server 2022)",
                "unverified": "Encrypt without verifying",
            },
        ),
        default="verified",
        description="`verified`: encrypted, and the server's certificate must be one that this machine trusts. "
        "`strict`: the same with TDS 8.0, from SQL Server 2022 and driver 18 on. `unverified`: encrypt without "
        "verifying; whoever stands between this machine and the server can pass for it and read everything, the "
        "password too. Where a certificate is not trusted: import it into this machine's store, or write "
        "`certificate_name`, or `certificate_file`; only then think of this.",
    )
    certificate_name: str = Field(
        title="Name in the certificate",
        default="",
        max_length=253,
        description="The name that the server's certificate bears, where that is not the name of the server "
        "(HostnameInCertificate; driver 18).",
    )
    certificate_file: WholePath = Field(
        title="The certificate itself",
        json_schema_extra=form(path="file"),
        default="",
        description="A file with the very certificate that the server must show, and no other (ServerCertificate; "
        "driver 18.1, with `strict`).",
    )
    driver: str = Field(
        title="ODBC driver",
        default="",
        max_length=128,
        description="The name of the installed ODBC driver. Left out: the best there is (Microsoft's 18, 17, 13, 11, "
        "then FreeTDS, then the old one of Windows, with a warning).",
    )
    application_intent: Literal["read_write", "read_only"] = Field(
        title="Intent",
        json_schema_extra=form(
            choices={"read_write": "Read and write", "read_only": "Read only (a replica may answer)"}
        ),
        default="read_write",
        description="`read_only`: a readable replica of an availability group may answer (ApplicationIntent).",
    )
    timeout: Duration = Field(
        title="Time-out", default=15.0, ge=1, le=600, description="Time for connecting and signing in."
    )
    query_timeout: Duration = Field(
        title="Time-out of a query",
        default=60.0,
        ge=1,
        le=3600,
        description="Time for one query; a query that takes longer is ended and tried again later.",
    )

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        return host_name(value)

    @field_validator("certificate_name")
    @classmethod
    def _certificate_name(cls, value: str) -> str:
        return host_name(value) if value else value

    @field_validator("database", "username", "driver")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("expected text without line breaks or other characters that cannot be seen")
        return value

    @model_validator(mode="after")
    def _together(self) -> MssqlConnectionOptions:
        if self.sign_in == "sql" and not (self.username and self.password):
            raise ValueError("sign_in = sql needs username and password")
        if self.sign_in == "windows" and (self.username or self.password):
            raise ValueError("sign_in = windows takes no username and no password: the engine's account signs in")
        if self.encryption == "unverified" and (self.certificate_name or self.certificate_file):
            raise ValueError("unverified checks no certificate: leave out certificate_name and certificate_file")
        if self.certificate_file and self.encryption != "strict":
            raise ValueError("certificate_file is compared by the driver with encryption = strict only")
        if self.certificate_file and self.certificate_name:
            raise ValueError("certificate_name and certificate_file stand side by side: write one of them")
        if self.instance and self.port:
            raise ValueError("an instance and a port stand side by side: write one of them")
        return self

    def warnings(self) -> Iterator[tuple[str, str]]:
        """What is sound and still unwise: the option, and why."""
        if self.encryption == "unverified":
            yield (
                "encryption",
                (
                    "the server's certificate is not verified: whoever stands between can pass for the server and read "
                    "everything, the password too"
                ),
            )

    @property
    def place(self) -> str:
        """Where the server is, for people."""
        if self.instance:
            return f"{self.host}\\{self.instance}"
        return f"{self.host}:{self.port}" if self.port and self.port != PORT else self.host


def connection_string(options: MssqlConnectionOptions, driver: Driver, password: str = "") -> str:
    """What the driver is told. Stop when this driver cannot do what the options ask for."""
    pairs = [("DRIVER", driver.name), *_place(options, driver), ("DATABASE", options.database)]
    if options.sign_in == "windows":
        pairs.append(("Trusted_Connection", "yes"))
    else:
        pairs += [("UID", options.username), ("PWD", password)]
    pairs += [("APP", _APP), *_encryption(options, driver)]
    if options.application_intent == "read_only" and not driver.old:
        pairs.append(("ApplicationIntent", "ReadOnly"))
    return ";".join(f"{name}={_value(value)}" for name, value in pairs) + ";"


def _value(text: str) -> str:
    """In braces, a closing one doubled (ODBC, SQLDriverConnect): then nothing in it ends it."""
    return f"{{{text.replace('}', '}}')}}}"


def _place(options: MssqlConnectionOptions, driver: Driver) -> list[tuple[str, str]]:
    of_freetds = [("TDS_Version", "7.4"), ("ClientCharset", "UTF-8")] if driver.freetds else []
    if options.instance:
        return [("SERVER", f"{options.host}\\{options.instance}"), *of_freetds]
    port = options.port or PORT
    if driver.freetds:
        return [("SERVER", options.host), ("PORT", str(port)), *of_freetds]
    return [("SERVER", f"{'' if driver.old else 'tcp:'}{options.host},{port}")]


def _encryption(options: MssqlConnectionOptions, driver: Driver) -> list[tuple[str, str]]:
    if driver.freetds:
        return _of_freetds(options, driver)
    trusts = [("TrustServerCertificate", "yes" if options.encryption == "unverified" else "no")]
    if not driver.names_certificate:
        _ensure_simple(options, driver)
        return [("Encrypt", "yes"), *([] if driver.old else trusts)]
    pairs = [("Encrypt", "strict" if options.encryption == "strict" else "yes"), *trusts]
    if options.certificate_name:
        pairs.append(("HostnameInCertificate", options.certificate_name))
    if options.certificate_file:
        pairs.append(("ServerCertificate", options.certificate_file))
    return pairs


def _ensure_simple(options: MssqlConnectionOptions, driver: Driver) -> None:
    named = options.certificate_name or options.certificate_file
    if options.encryption == "strict" or named or (driver.old and options.encryption == "unverified"):
        raise Stop(f'The driver "{driver.name}" cannot encrypt as the connection asks for.', ADVICE)


def _of_freetds(options: MssqlConnectionOptions, driver: Driver) -> list[tuple[str, str]]:
    """It encrypts, and is told of trusted certificates by its own file only, so it verifies nothing for us."""
    if options.encryption != "unverified":
        raise Stop(
            f'The driver "{driver.name}" cannot verify the certificate of the server.',
            f'{ADVICE} Or set the encryption to "encrypt without verifying".',
        )
    return [("Encryption", "require")]
