"""The catalog procedures that ODBC drivers call: sp_tables, sp_columns, sp_pkeys, sp_statistics, sp_datatype_info, and
sp_describe_undeclared_parameters.

Source: Transact-SQL reference, "Catalog stored procedures", and ODBC's own column numbers. It must not know the wire.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.bench_servers.tds import undeclared
from tests.bench_servers.tds.database import Rows
from tests.bench_servers.tds.pieces import Out
from tests.bench_servers.tds.session import Session
from tests.bench_servers.tds.sizes import sizes
from tests.bench_servers.tds.sqlite_functions import is_like
from tests.bench_servers.tds.sqltypes import INT, SMALLINT, SYSNAME, TEXT, SqlType
from tests.bench_servers.tds.tables import Table
from tests.bench_servers.tds.values import Value

if TYPE_CHECKING:
    from tests.bench_servers.tds.queries import Queries

Answer = tuple[list[Out], Rows]
ODBC_TYPES = {
    "bit": -7, "tinyint": -6, "smallint": 5, "int": 4, "bigint": -5, "decimal": 3, "numeric": 2, "money": 3,
    "smallmoney": 3, "real": 7, "float": 6, "date": 91, "time": -154, "datetime2": 93, "datetime": 93,
    "smalldatetime": 93,
    "datetimeoffset": -155, "char": 1, "varchar": 12, "text": -1, "nchar": -8, "nvarchar": -9,
    "ntext": -10, "binary": -2, "varbinary": -3, "image": -4, "timestamp": -2, "uniqueidentifier": -11, "xml": -152,
    "sql_variant": -150,
}  # fmt: skip
DISPLAY = {
    "date": 10,
    "time": 16,
    "datetime2": 27,
    "datetimeoffset": 34,
    "datetime": 23,
    "smalldatetime": 16,
    "uniqueidentifier": 36,
    "timestamp": 8,
}
KINDS = {"s": SYSNAME, "h": SMALLINT, "i": INT, "t": TEXT}


def outs(text: str) -> list[Out]:
    """``NAME:s …``: s a name, h smallint, i int, t text."""
    return [Out(name, KINDS[letter]) for name, letter in (each.split(":") for each in text.split())]


def answer(
    work: Queries,
    name: str,
    given: dict[str, tuple[SqlType | None, Value]],
    listed: list[tuple[SqlType | None, Value]],
) -> bool:
    """Whether it is one of these; then it is answered."""
    found = _CALLS.get(name)
    if found is None:
        return False
    names, function = found
    arguments = {key.lstrip("@"): value for key, (_, value) in given.items()}
    arguments |= {key: value for key, (_, value) in zip(names.split(), listed, strict=False)}
    columns, rows = function(work.session, arguments)
    work.answers.columns(columns)
    work.answers.rows(rows)
    work.answers.done(len(rows))
    return True


def _fits(pattern: Value, name: str) -> bool:
    return pattern in {None, ""} or bool(is_like(name, str(pattern), "\\"))


def _exact(wanted: Value, name: str) -> bool:
    return wanted in {None, "", "%"} or str(wanted).lower() == name.lower()


def _meant(session: Session, arguments: dict[str, Value]) -> list[Table]:
    name, owner = arguments.get("table_name"), arguments.get("table_owner")
    tables = sorted(session.database.tables.values(), key=lambda table: table.full_name)
    return [table for table in tables if _fits(name, table.name) and _fits(owner, table.schema)]


def _tables(session: Session, arguments: dict[str, Value]) -> Answer:
    kinds = str(arguments.get("table_type") or "").upper()
    rows: Rows = []
    for table in _meant(session, arguments):
        kind = "TABLE" if table.query is None else "VIEW"
        if not kinds or f"'{kind}'" in kinds:
            rows.append((session.database.name, table.schema, table.name, kind, None))
    return outs("TABLE_QUALIFIER:s TABLE_OWNER:s TABLE_NAME:s TABLE_TYPE:s REMARKS:t"), rows


def _columns(session: Session, arguments: dict[str, Value]) -> Answer:
    rows: Rows = []
    for table in _meant(session, arguments):
        for number, column in enumerate(table.columns, 1):
            if not _fits(arguments.get("column_name"), column.name):
                continue
            kind = column.kind
            size, precision, scale = sizes(kind)
            number_like = kind.family in {"int", "decimal", "float"}
            texts = kind.family in {"text", "binary"}
            width = kind.length if texts else DISPLAY.get(kind.name, precision)
            width = max(width, 0)
            octets = size if texts and size > 0 else None
            name = f"{kind.name} identity" if column.identity else kind.name
            default = column.default.sql("tsql") if column.default is not None else None
            rows.append((
                session.database.name, table.schema, table.name, column.name, ODBC_TYPES[kind.name], name, width,
                max(0, size), scale if number_like or scale else None, 10 if number_like else None,
                int(column.nullable), None, default, ODBC_TYPES[kind.name], None, octets, number,
                "YES" if column.nullable else "NO", 0,
            ))  # fmt: skip
    return outs(
        "TABLE_QUALIFIER:s TABLE_OWNER:s TABLE_NAME:s COLUMN_NAME:s DATA_TYPE:h TYPE_NAME:s PRECISION:i LENGTH:i "
        "SCALE:h RADIX:h NULLABLE:h REMARKS:t COLUMN_DEF:t SQL_DATA_TYPE:h SQL_DATETIME_SUB:h CHAR_OCTET_LENGTH:i "
        "ORDINAL_POSITION:i IS_NULLABLE:s SS_DATA_TYPE:h"
    ), rows


def _primary_keys(session: Session, arguments: dict[str, Value]) -> Answer:
    rows: Rows = []
    for table in session.database.tables.values():
        if table.key is not None and _exact(arguments.get("table_name"), table.name):
            for place, (name, _) in enumerate(table.key.columns, 1):
                rows.append((session.database.name, table.schema, table.name, name, place, table.key.name))
    return outs("TABLE_QUALIFIER:s TABLE_OWNER:s TABLE_NAME:s COLUMN_NAME:s KEY_SEQ:h PK_NAME:s"), rows


def _statistics(session: Session, arguments: dict[str, Value]) -> Answer:
    rows: Rows = []
    unique_only = str(arguments.get("is_unique") or "N").upper() == "Y"
    for table in session.database.tables.values():
        if not _exact(arguments.get("table_name"), table.name):
            continue
        for index in table.indexes:
            for place, (name, descending) in enumerate(index.columns, 1):
                if index.unique or not unique_only:
                    rows.append((
                        session.database.name, table.schema, table.name, int(not index.unique), table.name, index.name,
                        1 if index.clustered else 3, place, name, "D" if descending else "A", None, None, None,
                    ))  # fmt: skip
    return outs(
        "TABLE_QUALIFIER:s TABLE_OWNER:s TABLE_NAME:s NON_UNIQUE:h INDEX_QUALIFIER:s INDEX_NAME:s TYPE:h "
        "SEQ_IN_INDEX:h COLUMN_NAME:s COLLATION:s CARDINALITY:i PAGES:i FILTER_CONDITION:s"
    ), rows


def _types(session: Session, arguments: dict[str, Value]) -> Answer:
    wanted = arguments.get("data_type")
    rows: Rows = []
    for name, number in ODBC_TYPES.items():
        if wanted in {None, 0, number}:
            width = DISPLAY.get(name, sizes(SqlType(name, 8000, 38, 7))[1] or 8000)
            rows.append(
                (name, number, width, None, None, None, 1, 0, 3, 0, 0, 0, name, 0, 0, number, None, 10, None, 0)
            )
    return outs(
        "TYPE_NAME:s DATA_TYPE:h PRECISION:i LITERAL_PREFIX:s LITERAL_SUFFIX:s CREATE_PARAMS:s NULLABLE:h "
        "CASE_SENSITIVE:h SEARCHABLE:h UNSIGNED_ATTRIBUTE:h MONEY:h AUTO_INCREMENT:h LOCAL_TYPE_NAME:s "
        "MINIMUM_SCALE:h MAXIMUM_SCALE:h SQL_DATA_TYPE:h SQL_DATETIME_SUB:h NUM_PREC_RADIX:i "
        "INTERVAL_PRECISION:h USERTYPE:h"
    ), rows


def _databases(session: Session, arguments: dict[str, Value]) -> Answer:
    rows: Rows = [(each.name, 8192, None) for each in session.instance.databases.values()]
    return outs("DATABASE_NAME:s DATABASE_SIZE:i REMARKS:t"), rows


_CALLS: dict[str, tuple[str, Callable[[Session, dict[str, Value]], Answer]]] = {
    "sp_tables": ("table_name table_owner table_qualifier table_type", _tables),
    "sp_columns": ("table_name table_owner table_qualifier column_name", _columns),
    "sp_columns_100": ("table_name table_owner table_qualifier column_name", _columns),
    "sp_columns_90": ("table_name table_owner table_qualifier column_name", _columns),
    "sp_pkeys": ("table_name table_owner table_qualifier", _primary_keys),
    "sp_statistics": ("table_name table_owner table_qualifier index_name is_unique", _statistics),
    "sp_statistics_100": ("table_name table_owner table_qualifier index_name is_unique", _statistics),
    "sp_datatype_info": ("data_type odbcver", _types),
    "sp_datatype_info_90": ("data_type odbcver", _types),
    "sp_datatype_info_100": ("data_type odbcver", _types),
    "sp_databases": ("", _databases),
    "sp_describe_undeclared_parameters": ("tsql params", undeclared.describe),
}
