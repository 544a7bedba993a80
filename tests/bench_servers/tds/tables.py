"""What a database knows of its tables: columns, keys, indexes, as declared. It must not know rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlglot import exp

from tests.bench_servers.tds.errors import no_column
from tests.bench_servers.tds.sqltypes import SqlType

RID, BORN, ENDED, WIRE = '"$rid"', '"$born"', '"$ended"', '"$wire"'  # hidden columns: see store.py, filling.py
DEFAULT_COLLATION = "SQL_Latin1_General_CP1_CI_AS"


def quoted(name: str) -> str:
    """An identifier for SQLite."""
    return '"' + name.replace('"', '""') + '"'


@dataclass
class Column:
    """``default`` and ``computed`` are expressions of T-SQL."""

    name: str
    kind: SqlType
    nullable: bool = True
    identity: tuple[int, int] | None = None
    default: exp.Expression | None = None
    computed: exp.Expression | None = None
    collation: str = DEFAULT_COLLATION

    @property
    def is_rowversion(self) -> bool:
        return self.kind.name == "timestamp"

    @property
    def sqlite_collation(self) -> str:
        return "case_kept" if "_CS_" in self.collation or "_BIN" in self.collation else "case_ignored"

    @property
    def given(self) -> bool:
        """Whether a statement may give it a value."""
        return not (self.is_rowversion or self.identity or self.computed)


@dataclass
class Index:
    """A unique one is a key. ``constraint``: it was declared as PRIMARY KEY or UNIQUE."""

    name: str
    columns: list[tuple[str, bool]]
    unique: bool = False
    primary: bool = False
    clustered: bool = False
    constraint: bool = False
    index_id: int = 0


@dataclass
class ForeignKey:
    """A reference to the key of another table."""

    name: str
    columns: list[str]
    table: str
    references: list[str]


@dataclass
class Table:
    """A table, or a view when it has a ``query``."""

    name: str
    object_id: int
    columns: list[Column] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)
    foreign: list[ForeignKey] = field(default_factory=list)
    checks: list[tuple[str, exp.Expression]] = field(default_factory=list)
    query: exp.Expression | None = None
    schema: str = "dbo"
    identity_next: int = 1
    identity_last: int | None = None
    tracked_since: int | None = None
    tracks_columns: bool = False
    layout: list[str] = field(default_factory=list)  # the columns whose bytes lie ready, see filling.py
    created: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(datetime.UTC))

    @property
    def physical(self) -> str:
        """Its name in SQLite."""
        return f'"t{self.object_id}"'

    @property
    def changes(self) -> str:
        """The name in SQLite of what change tracking noted."""
        return f'"c{self.object_id}"'

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def key(self) -> Index | None:
        return next((index for index in self.indexes if index.primary), None)

    @property
    def identity(self) -> Column | None:
        return next((column for column in self.columns if column.identity), None)

    def column(self, name: str) -> Column:
        """``SqlError`` 207 when there is none."""
        for column in self.columns:
            if column.name.lower() == name.lower():
                return column
        raise no_column(name)

    def add_index(self, index: Index) -> None:
        """Gives it the number that sys.indexes shows: 1 is the clustered one."""
        taken = max([each.index_id for each in self.indexes], default=1)
        index.index_id = 1 if index.clustered else max(taken, 1) + 1
        self.indexes.append(index)


def names(columns: Iterable[str]) -> str:
    """As a list for SQLite."""
    return ", ".join(quoted(column) for column in columns)
