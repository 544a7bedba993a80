"""Cells of a sheet as people name them: ``C7`` is row 7 of the third column. It must not know workbooks."""

from __future__ import annotations

ROWS = 1_048_576  # of a sheet, as Excel has them
COLUMNS = 16_384


def letters(column: int) -> str:
    """``A`` for 1, ``AA`` for 27."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def column_of(name: str) -> int:
    """1 for ``A``; 0 for what names no column of Excel."""
    if not (name.isascii() and name.isalpha() and name.isupper() and len(name) <= len(letters(COLUMNS))):
        return 0
    found = 0
    for sign in name:
        found = found * 26 + ord(sign) - ord("A") + 1
    return found if found <= COLUMNS else 0


def cell(sheet: str, row: int, column: int | None) -> str:
    """``Orders!C7``; of a whole row ``Orders, row 7``."""
    return f"{sheet}!{letters(column)}{row}" if column else f"{sheet}, row {row}"
