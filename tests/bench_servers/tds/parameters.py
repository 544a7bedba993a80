"""Declarations of parameters and lists between commas, as procedures and sp_executesql have them.

It must not know who calls.
"""

from __future__ import annotations

from functools import lru_cache

from tests.bench_servers.tds.dialect import type_named
from tests.bench_servers.tds.grammar import Statement, Token, tokens_of
from tests.bench_servers.tds.sqltypes import SqlType

Parameter = tuple[str, SqlType, str, bool]  # name, type, default in T-SQL, whether it answers


def _ranges(tokens: tuple[Token, ...], first: int, stop: int) -> list[tuple[int, int]]:
    found, start, depth = [], first, 0
    for place in range(first, stop):
        word = tokens[place].word
        depth += (word == "(") - (word == ")")
        if word == "," and depth == 0:
            found.append((start, place))
            start = place + 1
    return [*found, (start, stop)]


def parts_between_commas(statement: Statement, first: int) -> list[tuple[int, int]]:
    """Where the parts between commas begin and end, from a token to the end, outside of brackets."""
    return _ranges(statement.tokens, first, len(statement.tokens))


@lru_cache(maxsize=1024)
def declared_parameters(text: str) -> tuple[Parameter, ...]:
    """``@P1 int, @P2 AS nvarchar(20) = N'x' OUTPUT``."""
    tokens = tokens_of(text)
    return tuple(
        _parameter(text, tokens[start:stop]) for start, stop in _ranges(tokens, 0, len(tokens)) if stop > start
    )


def _parameter(text: str, tokens: tuple[Token, ...]) -> Parameter:
    words = [token.word for token in tokens]
    answers = words[-1] in {"OUTPUT", "OUT"}
    stop = len(words) - answers
    equals = words.index("=") if "=" in words else stop
    first = 2 if words[1] == "AS" else 1
    default = text[tokens[equals + 1].start : tokens[stop - 1].end] if equals < stop else ""
    return words[0].lower(), type_named(text[tokens[first].start : tokens[equals - 1].end]), default, answers
