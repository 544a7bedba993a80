"""sys.* and INFORMATION_SCHEMA views as far as drivers and pickers of tables ask, and functions that answer rows.

Each is filled anew, from what the database knows, when a statement asks for it. It must not know the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tests.bench_servers.tds import questions
from tests.bench_servers.tds.errors import SqlError
from tests.bench_servers.tds.pieces import Out
from tests.bench_servers.tds.sqltypes import (
    BIGINT,
    BIT,
    DATETIME,
    INT,
    SMALLINT,
    SYSNAME,
    TEXT,
    TINYINT,
    TYPE_IDS,
    SqlType,
)
from tests.bench_servers.tds.tables import Table, names, quoted
from tests.bench_servers.tds.values import Value

if TYPE_CHECKING:
    from tests.bench_servers.tds.session import Session

Lines = Iterable[tuple[Value, ...]]
Filled = tuple[str, Callable[["Session"], Lines]]
FIXED_SIZE = {
    "bit": (1, 1, 0), "tinyint": (1, 3, 0), "smallint": (2, 5, 0), "int": (4, 10, 0), "bigint": (8, 19, 0),
    "money": (8, 19, 4), "smallmoney": (4, 10, 4), "real": (4, 24, 0), "float": (8, 53, 0), "date": (3, 10, 0),
    "datetime": (8, 23, 3), "smalldatetime": (4, 16, 0), "uniqueidentifier": (16, 0, 0), "timestamp": (8, 0, 0),
    "sql_variant": (8016, 0, 0), "text": (16, 0, 0), "ntext": (16, 0, 0), "image": (16, 0, 0), "xml": (-1, 0, 0),
}  # fmt: skip
KINDS = {"i": INT, "s": SYSNAME, "t": TEXT, "b": BIT, "y": TINYINT, "h": SMALLINT, "l": BIGINT, "d": DATETIME,
         "c": SqlType("char", 2)}  # fmt: skip


def sizes(kind: SqlType) -> tuple[int, int, int]:
    """max_length in bytes, precision and scale, as sys.columns shows them."""
    if kind.name in FIXED_SIZE:
        return FIXED_SIZE[kind.name]
    if kind.family == "decimal":
        return (
            (5 if kind.precision <= 9 else 9 if kind.precision <= 19 else 13 if kind.precision <= 28 else 17),
            kind.precision,
            kind.scale,
        )
    if kind.name in {"time", "datetime2", "datetimeoffset"}:
        tail, width = {"time": (0, 8), "datetime2": (3, 19), "datetimeoffset": (5, 26)}[kind.name]
        size = (3 if kind.scale <= 2 else 4 if kind.scale <= 4 else 5) + tail
        return size, width + (kind.scale + 1 if kind.scale else 0), kind.scale
    return (kind.length * 2 if kind.wide and kind.length > 0 else kind.length), 0, 0


def view(session: Session, schema: str, name: str) -> tuple[str, list[Out]] | None:
    found = VIEWS.get(f"{schema}.{name}".lower())
    if found is None:
        if schema.lower() in {"sys", "information_schema"}:
            raise SqlError(208, f"Invalid object name '{schema}.{name}'.")
        return None
    return _filled(session, f"{schema}.{name}".lower(), found)


def _filled(session: Session, name: str, found: Filled) -> tuple[str, list[Out]]:
    outs = [Out(column, KINDS[letter]) for column, letter in (each.split(":") for each in found[0].split())]
    place = f"temp.{quoted(name)}"
    columns = ", ".join(f"{quoted(out.name)}{_collation(out)}" for out in outs)
    store = session.database.store
    with store.lock:
        store.sqlite.execute(f"CREATE TEMP TABLE IF NOT EXISTS {quoted(name)} ({columns})")
        store.sqlite.execute(f"DELETE FROM {place}")
        marks = ", ".join("?" * len(outs))
        store.sqlite.executemany(f"INSERT INTO {place} VALUES ({marks})", list(found[1](session)))
    return place, outs


def _collation(out: Out) -> str:
    return " TEXT COLLATE case_ignored" if out.kind and out.kind.family == "text" else ""


def _tables(session: Session) -> list[Table]:
    return list(session.database.tables.values())


def _procedures(session: Session) -> list[str]:
    return [procedure.name for _, procedure in sorted(session.database.procedures.items())]


def _created(table: Table) -> str:
    return f"{table.created:%Y-%m-%d %H:%M:%S}.0000000"


def _objects(session: Session) -> Lines:
    for table in _tables(session):
        kind, words = ("U ", "USER_TABLE") if table.query is None else ("V ", "VIEW")
        yield table.name, table.object_id, 1, 0, kind, words, _created(table), _created(table), 0
    for place, name in enumerate(_procedures(session)):
        yield name, 1000 + place, 1, 0, "P ", "SQL_STORED_PROCEDURE", None, None, 0


def _columns(session: Session) -> Lines:
    for table in _tables(session):
        for number, column in enumerate(table.columns, 1):
            type_id = TYPE_IDS[column.kind.name]
            collation = column.collation if column.kind.family == "text" and column.kind.name != "xml" else None
            yield (
                table.object_id, column.name, number, type_id, type_id, *sizes(column.kind), collation,
                int(column.nullable), int(column.identity is not None), int(column.computed is not None), 0, 0, 0, 0,
            )  # fmt: skip


def _types(session: Session) -> Lines:
    for name, number in TYPE_IDS.items():
        largest = {"decimal": (17, 38, 38), "numeric": (17, 38, 38), "time": (5, 16, 7), "datetime2": (8, 27, 7),
                   "datetimeoffset": (10, 34, 7)}.get(name) or FIXED_SIZE.get(name, (8000, 0, 0))  # fmt: skip
        yield name, number, number, 4, *largest, None, 1, 0
    yield "sysname", 231, 256, 4, 256, 0, 0, "SQL_Latin1_General_CP1_CI_AS", 0, 0


def _indexes(session: Session) -> Lines:
    for table in _tables(session):
        if table.query is None and not any(index.clustered for index in table.indexes):
            yield table.object_id, None, 0, 0, "HEAP", 0, 0, 0
        for index in table.indexes:
            words = "CLUSTERED" if index.clustered else "NONCLUSTERED"
            unique_constraint = int(index.constraint and not index.primary)
            yield (table.object_id, index.name, index.index_id, 1 if index.clustered else 2, words, int(index.unique),
                   int(index.primary), unique_constraint)  # fmt: skip


def _index_columns(session: Session) -> Lines:
    for table in _tables(session):
        numbers = {column.name.lower(): number for number, column in enumerate(table.columns, 1)}
        for index in table.indexes:
            for place, (name, descending) in enumerate(index.columns, 1):
                yield table.object_id, index.index_id, place, numbers[name.lower()], place, int(descending), 0


def _databases(session: Session) -> Lines:
    for each in session.instance.databases.values():
        yield (each.name, each.number, 160, "SQL_Latin1_General_CP1_CI_AS", 0, "ONLINE", int(each.snapshot),
               "ON" if each.snapshot else "OFF", int(each.row_versions), int(each.read_only), 1, "FULL")  # fmt: skip


def _tracked_tables(session: Session) -> Lines:
    for table in _tables(session):
        if table.tracked_since is not None:
            least = max(table.tracked_since, session.database.tracking_floor)
            yield table.object_id, int(table.tracks_columns), least, table.tracked_since, 0


def _tracked_databases(session: Session) -> Lines:
    for each in session.instance.databases.values():
        if each.tracking:
            yield each.number, 1, 2, "DAYS"


def _sessions(session: Session) -> Lines:
    for each in list(session.instance.sessions.values()):
        yield each.number, each.login, each.host, each.application, each.database.number, each.depth


def _transactions(session: Session) -> Lines:
    for transaction in session.database.store.open.values():
        yield transaction.owner, transaction.number, 1, 1


def _active(session: Session) -> Lines:
    for transaction in session.database.store.open.values():
        yield transaction.number, "user_transaction", None, 1, 2


def _connections(session: Session) -> Lines:
    for each in list(session.instance.sessions.values()):
        yield each.number, "TRUE" if each.encrypted else "FALSE", "TCP", "SQL"


def _identities(session: Session) -> Lines:
    for table in _tables(session):
        if table.identity is not None:
            number = [column.name for column in table.columns].index(table.identity.name) + 1
            yield table.object_id, table.identity.name, number, table.identity_last


def _information_columns(session: Session) -> Lines:
    for table in _tables(session):
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
    for table in _tables(session):
        yield session.database.name, table.schema, table.name, "BASE TABLE" if table.query is None else "VIEW"


def _key_usage(session: Session) -> Lines:
    for table in _tables(session):
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
    for table in _tables(session):
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
    for name in _procedures(session):
        yield session.database.name, "dbo", name, session.database.name, "dbo", name, "PROCEDURE"


def _procedure_parameters(session: Session) -> Lines:
    for place, name in enumerate(sorted(session.database.procedures)):
        for number, (parameter, kind, default, answers) in enumerate(session.database.procedures[name].parameters, 1):
            type_id = TYPE_IDS[kind.name]
            yield 1000 + place, parameter, number, type_id, type_id, *sizes(kind), int(answers), int(bool(default))


_OBJECTS = (
    "name:s object_id:i schema_id:i parent_object_id:i type:c type_desc:s create_date:d modify_date:d is_ms_shipped:b"
)
VIEWS: dict[str, Filled] = {
    "sys.objects": (_OBJECTS, _objects),
    "sys.all_objects": (_OBJECTS, _objects),
    "sys.tables": (_OBJECTS, lambda session: [line for line in _objects(session) if line[4] == "U "]),
    "sys.views": (_OBJECTS, lambda session: [line for line in _objects(session) if line[4] == "V "]),
    "sys.procedures": (_OBJECTS, lambda session: [line for line in _objects(session) if line[4] == "P "]),
    "sys.schemas": (
        "name:s schema_id:i principal_id:i",
        lambda _: [("dbo", 1, 1), ("sys", 4, 4), ("INFORMATION_SCHEMA", 3, 3)],
    ),
    "sys.columns": (
        (
            "object_id:i name:s column_id:i system_type_id:y user_type_id:i max_length:h precision:y scale:y "
            "collation_name:s is_nullable:b is_identity:b is_computed:b is_hidden:b is_sparse:b "
            "generated_always_type:y default_object_id:i"
        ),
        _columns,
    ),
    "sys.types": (
        (
            "name:s system_type_id:y user_type_id:i schema_id:i max_length:h precision:y scale:y "
            "collation_name:s is_nullable:b is_user_defined:b"
        ),
        _types,
    ),
    "sys.indexes": (
        "object_id:i name:s index_id:i type:y type_desc:s is_unique:b is_primary_key:b is_unique_constraint:b",
        _indexes,
    ),
    "sys.index_columns": (
        "object_id:i index_id:i index_column_id:i column_id:i key_ordinal:y is_descending_key:b is_included_column:b",
        _index_columns,
    ),
    "sys.identity_columns": ("object_id:i name:s column_id:i last_value:l", _identities),
    "sys.parameters": (
        (
            "object_id:i name:s parameter_id:i system_type_id:y user_type_id:i max_length:h precision:y "
            "scale:y is_output:b has_default_value:b"
        ),
        _procedure_parameters,
    ),
    "sys.databases": (
        (
            "name:s database_id:i compatibility_level:y collation_name:s state:y state_desc:s "
            "snapshot_isolation_state:y snapshot_isolation_state_desc:s is_read_committed_snapshot_on:b "
            "is_read_only:b recovery_model:y recovery_model_desc:s"
        ),
        _databases,
    ),
    "sys.change_tracking_tables": (
        "object_id:i is_track_columns_updated_on:b min_valid_version:l begin_version:l cleanup_version:l",
        _tracked_tables,
    ),
    "sys.change_tracking_databases": (
        "database_id:i is_auto_cleanup_on:b retention_period:i retention_period_units_desc:s",
        _tracked_databases,
    ),
    "sys.dm_exec_sessions": (
        "session_id:h login_name:s host_name:s program_name:s database_id:h open_transaction_count:i",
        _sessions,
    ),
    "sys.dm_exec_connections": ("session_id:i encrypt_option:s net_transport:s auth_scheme:s", _connections),
    "sys.dm_tran_session_transactions": (
        "session_id:i transaction_id:l open_transaction_count:i is_user_transaction:b",
        _transactions,
    ),
    "sys.dm_tran_active_transactions": (
        "transaction_id:l name:s transaction_begin_time:d transaction_type:i transaction_state:i",
        _active,
    ),
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


def function(session: Session, name: str, arguments: list[Value]) -> tuple[str, list[Out]] | None:
    if name == "changetable_changes":
        return _changes(session, arguments)
    if name == "fn_my_permissions":
        place, outs = _filled(
            session,
            "fn_my_permissions",
            ("entity_name:s subentity_name:s permission_name:s", lambda _: _permissions(session, *arguments)),
        )
        return f"SELECT * FROM {place}", outs
    return None


def _permissions(session: Session, entity: Value, kind: Value) -> Lines:
    if str(kind or "").upper() != "OBJECT":
        listed = [
            "CONNECT",
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "EXECUTE",
            "VIEW DEFINITION",
            "VIEW DATABASE STATE",
        ]
        return [(str(kind or "").lower(), "", right) for right in listed]
    table = questions.table_named(session, entity)
    if table is None:
        return []
    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES", "VIEW DEFINITION", "VIEW CHANGE TRACKING"]
    denied = session.database.denied
    return [
        (str(entity), "", right) for right in rights if (session.login.lower(), right, table.name.lower()) not in denied
    ]


def _changes(session: Session, arguments: list[Value]) -> tuple[str, list[Out]]:
    """CHANGETABLE(CHANGES table, version): per key the last change, as the snapshot sees it."""
    table = session.table(*questions.split_name(str(arguments[0])))
    session.may("VIEW CHANGE TRACKING", table)
    if table.tracked_since is None or table.key is None:
        raise SqlError(22105, f"Change tracking is not enabled on table '{table.full_name}'.")
    since = max(int(str(arguments[1] or 0)), session.database.tracking_floor)
    marks = session.marks()["_seen"]
    seen = session.database.store.tracking_version(int(str(marks)))
    key = names(name for name, _ in table.key.columns)
    since_then = (
        f"SELECT max(version) AS v, max(CASE WHEN operation = 'I' THEN version END) AS c, max(rowid) AS r, {key} "
        f"FROM {table.changes} WHERE version > {since} AND version <= {seen} GROUP BY {key}"
    )
    listed = ", ".join(f"g.{quoted(name)}" for name, _ in table.key.columns)
    operation = "CASE WHEN l.operation = 'U' AND g.c IS NOT NULL THEN 'I' ELSE l.operation END"
    changes = f"({since_then}) AS g JOIN {table.changes} AS l ON l.rowid = g.r"
    sql = f"SELECT g.v, g.c, {operation}, NULL, NULL, {listed} FROM {changes}"
    outs = [
        Out("SYS_CHANGE_VERSION", BIGINT),
        Out("SYS_CHANGE_CREATION_VERSION", BIGINT),
        Out("SYS_CHANGE_OPERATION", SqlType("nchar", 1)),
        Out("SYS_CHANGE_COLUMNS", SqlType("varbinary", 4100)),
        Out("SYS_CHANGE_CONTEXT", SqlType("varbinary", 128)),
    ]
    outs += [Out(name, table.column(name).kind, nullable=False) for name, _ in table.key.columns]
    return sql, outs
