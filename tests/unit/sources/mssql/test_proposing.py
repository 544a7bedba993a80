"""How changes of a table are told: the surest way that it allows, and nothing that would be a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from desktop_sync.sources.mssql.columns import Column
from desktop_sync.sources.mssql.proposing import proposed

NO, NAME, DAY = Column("No", "int"), Column("Name", "varchar", 20), Column("ChangedOn", "date")
CHANGED, ORDERED = Column("ZuletztGeändert", "datetime2", digits=3), Column("OrderedAt", "datetime")
VERSION = Column("RowVer", "timestamp")


@pytest.mark.parametrize(
    "columns, key, tracked, wanted",
    [
        ((NO, CHANGED, VERSION), ("No",), True, {"mode": "rowversion"}),
        ((NO, CHANGED), ("No",), True, {"mode": "change_tracking"}),
        ((NO, ORDERED, CHANGED), ("No",), False, {"mode": "timestamp", "version": "ZuletztGeändert"}),
        ((NO, CHANGED, Column("modified_at", "datetime")), ("No",), False, {"mode": "increasing_key"}),  # which one?
        ((NO, ORDERED, DAY), ("No",), False, {"mode": "increasing_key"}),
        ((NO, NAME), ("No", "Name"), False, {}),
        ((NO, NAME), ("Name",), False, {}),
        ((NO, NAME), (), False, {}),  # a view
    ],
)
def test_the_surest_way(
    columns: Sequence[Column], key: Sequence[str], tracked: bool, wanted: Mapping[str, object]
) -> None:
    assert proposed(columns, key, tracked=tracked) == wanted
