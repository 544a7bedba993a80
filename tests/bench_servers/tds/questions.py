"""What the session answers by itself: ``@@name``, clocks, properties, object numbers. It must not know queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.bench_servers.tds import values
from tests.bench_servers.tds.errors import SqlError, beyond
from tests.bench_servers.tds.sqltypes import (
    BIGINT,
    DATETIME,
    DATETIME2,
    INT,
    OFFSET,
    ROWVERSION,
    SMALLINT,
    SYSNAME,
    TEXT,
    TYPE_IDS,
    SqlType,
    decimal,
)  # fmt: skip
from tests.bench_servers.tds.tables import Table
from tests.bench_servers.tds.values import Value

if TYPE_CHECKING:
    from tests.bench_servers.tds.session import Session

VERSION_TEXT = "Microsoft SQL Server 2022 (bench server of the tests) - 16.0.1000.6"
Answer = tuple[SqlType, Value]


def _now(session: Session, minutes: int = 0) -> str:
    moment = session.moment + datetime.timedelta(minutes=minutes)
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}0"


def _local(session: Session) -> str:
    return _now(session, session.instance.clock.offset_minutes)


def _seen(session: Session) -> int | None:
    """The commits that a snapshot transaction sees."""
    if session.isolation == "SNAPSHOT" and session.transaction is not None:
        seen = session.marks()["_seen"]
        assert isinstance(seen, int)
        return seen
    return None


def _tracking(session: Session) -> Value:
    return session.database.store.tracking_version(_seen(session)) if session.database.tracking else None


def _rowversion(number: int) -> bytes:
    return number.to_bytes(8, "big")


def _xact_state(session: Session) -> int:
    if session.transaction is None:
        return 0
    return -1 if session.transaction.doomed else 1


def _identity(session: Session) -> Value:
    return None if session.identity is None else values.from_decimal(Decimal(session.identity))


def _caught(name: str) -> Callable[[Session], Value]:
    return lambda session: None if session.caught is None else getattr(session.caught, name)


SYSTEM: dict[str, tuple[SqlType, Callable[[Session], Value]]] = {
    "GETDATE": (DATETIME, lambda session: values.to_thirds(_local(session))),
    "CURRENT_TIMESTAMP": (DATETIME, lambda session: values.to_thirds(_local(session))),
    "GETUTCDATE": (DATETIME, lambda session: values.to_thirds(_now(session))),
    "SYSDATETIME": (DATETIME2, _local),
    "SYSUTCDATETIME": (DATETIME2, _now),
    "SYSDATETIMEOFFSET": (
        OFFSET,
        lambda session: values.with_offset(_now(session), session.instance.clock.offset_minutes),
    ),
    "SCOPE_IDENTITY": (decimal(38, 0), _identity),
    "@@IDENTITY": (decimal(38, 0), _identity),
    "@@ROWCOUNT": (INT, lambda session: session.rowcount),
    "@@ERROR": (INT, lambda session: session.last_error),
    "@@TRANCOUNT": (INT, lambda session: session.depth),
    "@@SPID": (SMALLINT, lambda session: session.number),
    "@@VERSION": (TEXT, lambda session: VERSION_TEXT),
    "@@SERVERNAME": (SYSNAME, lambda session: session.instance.name),
    "@@SERVICENAME": (SYSNAME, lambda session: "MSSQLSERVER"),
    "@@MICROSOFTVERSION": (INT, lambda session: 0x100003E8),
    "@@LANGUAGE": (SYSNAME, lambda session: "us_english"),
    "@@LOCK_TIMEOUT": (INT, lambda session: -1 if session.lock_timeout is None else int(session.lock_timeout * 1000)),
    "@@MAX_PRECISION": (SqlType("tinyint"), lambda session: 38),
    "@@DATEFIRST": (SqlType("tinyint"), lambda session: 7),
    "@@OPTIONS": (INT, lambda session: 5496),
    "@@TEXTSIZE": (INT, lambda session: 2147483647),
    "@@NESTLEVEL": (INT, lambda session: 0),
    "@@FETCH_STATUS": (INT, lambda session: -1),
    "@@DBTS": (ROWVERSION, lambda session: _rowversion(session.database.store.rowversion)),
    "MIN_ACTIVE_ROWVERSION": (ROWVERSION, lambda session: _rowversion(session.database.store.min_active_rowversion())),
    "CHANGE_TRACKING_CURRENT_VERSION": (BIGINT, _tracking),
    "XACT_STATE": (SMALLINT, _xact_state),
    "CURRENT_TRANSACTION_ID": (BIGINT, lambda session: session.transaction.number if session.transaction else 0),
    "ERROR_NUMBER": (INT, _caught("number")),
    "ERROR_MESSAGE": (TEXT, _caught("text")),
    "ERROR_STATE": (INT, _caught("state")),
    "ERROR_SEVERITY": (INT, _caught("level")),
    "ERROR_PROCEDURE": (SYSNAME, _caught("procedure")),
    "ERROR_LINE": (INT, lambda session: 1 if session.caught else None),
    "GETANSINULL": (INT, lambda session: 1),
    "USER_NAME": (SYSNAME, lambda session: "dbo"),
    "SUSER_SNAME": (SYSNAME, lambda session: session.login),
}
SERVER_PROPERTIES: dict[str, Value] = {
    "productversion": "16.0.1000.6", "productlevel": "RTM", "edition": "Developer Edition (64-bit)", "engineedition": 3,
    "collation": "SQL_Latin1_General_CP1_CI_AS", "productmajorversion": "16", "isclustered": 0, "ishadrenabled": 0,
    "isintegratedsecurityonly": 0, "instancename": None, "lcid": 1033, "resourceversion": "16.00.1000",
}  # fmt: skip


def system(session: Session, name: str) -> Answer:
    """``SqlError`` 137 for a name that is none."""
    found = SYSTEM.get(name.upper())
    if found is None:
        raise SqlError(137, f'Must declare the scalar variable "{name}".', level=15)
    return found[0], found[1](session)


def ask(session: Session, name: str, arguments: list[Value]) -> Answer:
    if name not in ASKED:
        raise beyond(f"{name}()")
    kind, answer = ASKED[name]
    return kind, answer(session, *arguments)


def split_name(name: str) -> tuple[str, str]:
    """Schema and name of ``[dbo].[Orders]``, without their brackets."""
    parts = [part.strip('[]"') for part in name.split(".")]
    return (parts[-2] if len(parts) > 1 else ""), parts[-1]


def table_named(session: Session, name: Value) -> Table | None:
    try:
        return session.table(*split_name(str(name).removeprefix("tempdb..")))
    except SqlError:
        return None


def _object_id(session: Session, name: Value, kind: Value = None) -> Value:
    table = table_named(session, name)
    if table is not None:
        wanted = str(kind or "").strip().upper()
        return table.object_id if wanted in {"", "U" if table.query is None else "V"} else None
    procedure = session.database.procedures.get(split_name(str(name))[1].lower())
    return 1000 + sorted(session.database.procedures).index(procedure.name.lower()) if procedure else None


def _by_number(session: Session, number: Value) -> Table | None:
    return next((table for table in session.database.tables.values() if table.object_id == number), None)


def _object_name(session: Session, number: Value, database: Value = None) -> Value:
    table = _by_number(session, number)
    return table.name if table else None


def _database_id(session: Session, name: Value = None) -> Value:
    found = session.database if name is None else session.instance.databases.get(str(name).lower())
    return found.number if found else None


def _database_name(session: Session, number: Value = None) -> Value:
    if number is None:
        return session.database.name
    return next((each.name for each in session.instance.databases.values() if each.number == number), None)


def _database_property(session: Session, name: Value, what: Value) -> Value:
    database = session.instance.databases.get(str(name).lower())
    if database is None:
        return None
    return {
        "updateability": "READ_ONLY" if database.read_only else "READ_WRITE", "status": "ONLINE", "recovery": "FULL",
        "collation": "SQL_Latin1_General_CP1_CI_AS", "useraccess": "MULTI_USER", "version": 957, "isautoclose": 0,
    }.get(str(what).lower())  # fmt: skip


def _may(session: Session, name: Value, kind: Value, right: Value, *_: Value) -> Value:
    if str(kind or "").upper() != "OBJECT":
        return 1
    table = table_named(session, name)
    if table is None:
        return None
    return int((session.login.lower(), str(right).upper(), table.name.lower()) not in session.database.denied)


def _minimum_version(session: Session, number: Value) -> Value:
    table = _by_number(session, number)
    if table is None or table.tracked_since is None:
        return None
    return max(table.tracked_since, session.database.tracking_floor)


def _column_length(session: Session, name: Value, column: Value) -> Value:
    table = table_named(session, name)
    found = [each for each in table.columns if each.name.lower() == str(column).lower()] if table else []
    if not found:
        return None
    kind = found[0].kind
    return kind.length * 2 if kind.wide and kind.length > 0 else kind.length or 8


def _column_property(session: Session, number: Value, column: Value, what: Value) -> Value:
    table = _by_number(session, number)
    found = [each for each in table.columns if each.name.lower() == str(column).lower()] if table else []
    if not found:
        return None
    one = found[0]
    return {"isidentity": int(one.identity is not None), "allowsnull": int(one.nullable),
            "iscomputed": int(one.computed is not None)}.get(str(what).lower())  # fmt: skip


def type_name(number: Value) -> Value:
    return next((name for name, known in TYPE_IDS.items() if known == number), None)


def _identity_of(session: Session, name: Value) -> Value:
    table = table_named(session, name)
    last = table.identity_last if table else None
    return None if last is None else values.from_decimal(Decimal(last))


ASKED: dict[str, tuple[SqlType, Callable[..., Value]]] = {
    "OBJECT_ID": (INT, _object_id),
    "OBJECT_NAME": (SYSNAME, _object_name),
    "OBJECT_SCHEMA_NAME": (SYSNAME, lambda session, *_: "dbo"),
    "DB_ID": (SMALLINT, _database_id),
    "DB_NAME": (SYSNAME, _database_name),
    "SERVERPROPERTY": (
        TEXT,
        lambda session, name: SERVER_PROPERTIES.get(
            str(name).lower(), session.instance.name if str(name).lower() in {"servername", "machinename"} else None
        ),
    ),
    "DATABASEPROPERTYEX": (TEXT, _database_property),
    "HAS_PERMS_BY_NAME": (INT, _may),
    "HAS_DBACCESS": (INT, lambda session, name: int(str(name).lower() in session.instance.databases)),
    "SUSER_SNAME": (SYSNAME, lambda session, *_: session.login),
    "SUSER_NAME": (SYSNAME, lambda session, *_: session.login),
    "ORIGINAL_LOGIN": (SYSNAME, lambda session: session.login),
    "USER_NAME": (SYSNAME, lambda session, *_: "dbo"),
    "SCHEMA_NAME": (SYSNAME, lambda session, *_: "dbo"),
    "SCHEMA_ID": (INT, lambda session, *_: 1),
    "HOST_NAME": (SYSNAME, lambda session: session.host),
    "APP_NAME": (SYSNAME, lambda session: session.application),
    "IS_SRVROLEMEMBER": (INT, lambda session, *_: int(session.login.lower() == "sa")),
    "IS_MEMBER": (INT, lambda session, *_: int(session.login.lower() == "sa")),
    "IS_ROLEMEMBER": (INT, lambda session, *_: int(session.login.lower() == "sa")),
    "CHANGE_TRACKING_MIN_VALID_VERSION": (BIGINT, _minimum_version),
    "IDENT_CURRENT": (decimal(38, 0), _identity_of),
    "COL_LENGTH": (SMALLINT, _column_length),
    "COLUMNPROPERTY": (INT, _column_property),
    "TYPE_NAME": (SYSNAME, lambda session, number: type_name(number)),
    "CONNECTIONPROPERTY": (
        TEXT,
        lambda session, name: {"net_transport": "TCP", "protocol_type": "TSQL"}.get(str(name)),
    ),
}
