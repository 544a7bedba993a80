"""``tables CONNECTION [TABLE]``: what a database has to choose from; of a table its columns, its key and a few rows."""

from __future__ import annotations

from typing import Any

from desktop_sync.commands.console import Exit, show_json
from desktop_sync.desks import Holds, open_desk


def tables(data: str | None, connection: str, table: str | None, *, as_json: bool) -> int:
    """An engine looks, where one runs: it is its account that will read."""
    with open_desk(data, f"tables {connection}", Holds.NOTHING) as desk:
        told = desk.ask("tables", connection=connection, table=table)
    if as_json:
        show_json(told)
    elif table is None:
        _show_all(told)
    else:
        _show_one(told)
    return int(Exit.DONE)


def _show_all(told: Any) -> None:  # noqa: ANN401 - plain JSON
    print(f"The server's clock: {told['clock']['local']}, {told['clock']['utc']} in UTC.")
    for one in told["tables"]:
        print(f"  {one['name']}{'  (view)' if one['view'] else ''}")
    if not told["tables"]:
        print("The login can see no table.")


def _show_one(told: Any) -> None:  # noqa: ANN401 - plain JSON
    tracked = ", with change tracking" if told["change_tracking"] else ""
    print(f"{told['table']}: key {', '.join(told['key']) or 'none'}{tracked}")
    for one in told["columns"]:
        said = one["refused"] or ("tells changes" if one["rowversion"] else "")
        print(f"  {one['name']:<30} {one['type']:<20} {said}".rstrip())
    for number, row in enumerate(told["rows"], 1):
        print(f"Row {number}: " + ", ".join(f"{name} = {value}" for name, value in row.items()))
