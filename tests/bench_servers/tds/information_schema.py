"""The lines of INFORMATION_SCHEMA views. It must not know SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench_servers.tds.sizes import sizes
from tests.bench_servers.tds.view_lines import Filled, Lines, procedures, tables

if TYPE_CHECKING:
    from tests.bench_servers.tds.session import Session


def _information_columns(session: Session) -> Lines:
    for table in tables(session):
        for number, column in enumerate(table.columns, 1):
            kind = column.kind
            size, precision, scale = sizes(kind)
            texts = kind.family in {"text", "binary"} and kind.name != "timestamp"
            numeric = kind.family in {"int", "decimal", "float"} and kind.name != "bit"
            dates = kind.family in {"date", "time", "datetime", "offset"}
            yield (
                session.database.name, table.schema, table.name, column.name, number,
                column.default.sql("tsql") if column.default is not None else None, "YES" if column.nullable else "NO",
                kind.name, kind.length if texts else None, size if texts else None, precision if numeric else None,
                scale if numeric else None, scale if dates else None,
                column.collation if kind.family == "text" else None,
            )  # fmt: skip


def _information_tables(session: Session) -> Lines:
    for table in tables(session):
        yield session.database.name, table.schema, table.name, "BASE TABLE" if table.query is None else "VIEW"


def _key_usage(session: Session) -> Lines:
    for table in tables(session):
        for index in table.indexes:
            for place, (name, _) in enumerate(index.columns, 1):
                if index.constraint:
                    yield (
                        session.database.name,
                        table.schema,
                        index.name,
                        session.database.name,
                        table.schema,
                        table.name,
                        name,
                        place,
                    )


def _constraints(session: Session) -> Lines:
    for table in tables(session):
        for index in table.indexes:
            if index.constraint:
                kind = "PRIMARY KEY" if index.primary else "UNIQUE"
                yield (
                    session.database.name,
                    table.schema,
                    index.name,
                    session.database.name,
                    table.schema,
                    table.name,
                    kind,
                )


def _routines(session: Session) -> Lines:
    for name in procedures(session):
        yield session.database.name, "dbo", name, session.database.name, "dbo", name, "PROCEDURE"


VIEWS: dict[str, Filled] = {
    "information_schema.tables": ("TABLE_CATALOG:s TABLE_SCHEMA:s TABLE_NAME:s TABLE_TYPE:s", _information_tables),
    "information_schema.columns": (
        (
            "TABLE_CATALOG:s TABLE_SCHEMA:s TABLE_NAME:s COLUMN_NAME:s ORDINAL_POSITION:i COLUMN_DEFAULT:t "
            "IS_NULLABLE:s DATA_TYPE:s CHARACTER_MAXIMUM_LENGTH:i CHARACTER_OCTET_LENGTH:i "
            "NUMERIC_PRECISION:y NUMERIC_SCALE:i DATETIME_PRECISION:h COLLATION_NAME:s"
        ),
        _information_columns,
    ),
    "information_schema.key_column_usage": (
        (
            "CONSTRAINT_CATALOG:s CONSTRAINT_SCHEMA:s CONSTRAINT_NAME:s TABLE_CATALOG:s TABLE_SCHEMA:s "
            "TABLE_NAME:s COLUMN_NAME:s ORDINAL_POSITION:i"
        ),
        _key_usage,
    ),
    "information_schema.table_constraints": (
        (
            "CONSTRAINT_CATALOG:s CONSTRAINT_SCHEMA:s CONSTRAINT_NAME:s TABLE_CATALOG:s TABLE_SCHEMA:s "
            "TABLE_NAME:s CONSTRAINT_TYPE:s"
        ),
        _constraints,
    ),
    "information_schema.routines": (
        (
            "SPECIFIC_CATALOG:s SPECIFIC_SCHEMA:s SPECIFIC_NAME:s ROUTINE_CATALOG:s ROUTINE_SCHEMA:s "
            "ROUTINE_NAME:s ROUTINE_TYPE:s"
        ),
        _routines,
    ),
    "information_schema.schemata": (
        "CATALOG_NAME:s SCHEMA_NAME:s SCHEMA_OWNER:s",
        lambda session: [(session.database.name, "dbo", "dbo")],
    ),
}
