"""The lines of sys.* views, from what a database knows: of each its columns, by name and letter, and what fills it.

It must not know SQLite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tests.bench_servers.tds.sizes import FIXED_SIZE, sizes
from tests.bench_servers.tds.sqltypes import TYPE_IDS
from tests.bench_servers.tds.tables import Table
from tests.bench_servers.tds.values import Value

if TYPE_CHECKING:
    from tests.bench_servers.tds.session import Session

Lines = Iterable[tuple[Value, ...]]
Filled = tuple[str, Callable[["Session"], Lines]]


def tables(session: Session) -> list[Table]:
    return list(session.database.tables.values())


def procedures(session: Session) -> list[str]:
    return [procedure.name for _, procedure in sorted(session.database.procedures.items())]


def _created(table: Table) -> str:
    return f"{table.created:%Y-%m-%d %H:%M:%S}.0000000"


def _objects(session: Session) -> Lines:
    for table in tables(session):
        kind, words = ("U ", "USER_TABLE") if table.query is None else ("V ", "VIEW")
        yield table.name, table.object_id, 1, 0, kind, words, _created(table), _created(table), 0
    for place, name in enumerate(procedures(session)):
        yield name, 1000 + place, 1, 0, "P ", "SQL_STORED_PROCEDURE", None, None, 0


def _columns(session: Session) -> Lines:
    for table in tables(session):
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
    for table in tables(session):
        if table.query is None and not any(index.clustered for index in table.indexes):
            yield table.object_id, None, 0, 0, "HEAP", 0, 0, 0
        for index in table.indexes:
            words = "CLUSTERED" if index.clustered else "NONCLUSTERED"
            unique_constraint = int(index.constraint and not index.primary)
            yield (table.object_id, index.name, index.index_id, 1 if index.clustered else 2, words, int(index.unique),
                   int(index.primary), unique_constraint)  # fmt: skip


def _index_columns(session: Session) -> Lines:
    for table in tables(session):
        numbers = {column.name.lower(): number for number, column in enumerate(table.columns, 1)}
        for index in table.indexes:
            for place, (name, descending) in enumerate(index.columns, 1):
                yield table.object_id, index.index_id, place, numbers[name.lower()], place, int(descending), 0


def _databases(session: Session) -> Lines:
    for each in session.instance.databases.values():
        yield (each.name, each.number, 160, "SQL_Latin1_General_CP1_CI_AS", 0, "ONLINE", int(each.snapshot),
               "ON" if each.snapshot else "OFF", int(each.row_versions), int(each.read_only), 1, "FULL")  # fmt: skip


def _tracked_tables(session: Session) -> Lines:
    for table in tables(session):
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
    for table in tables(session):
        if table.identity is not None:
            number = [column.name for column in table.columns].index(table.identity.name) + 1
            yield table.object_id, table.identity.name, number, table.identity_last


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
}
