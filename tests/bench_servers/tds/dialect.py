"""T-SQL for `sqlglot`, with every function left as it was written: what a function means is `functions.py`'s.

Also what `sqlglot` does not read: OUTPUT and TOP of changes, ``+=``, CHANGETABLE. It must not know tables or values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.tsql import TSQL
from sqlglot.errors import SqlglotError
from sqlglot.parsers.tsql import TSQLParser

from tests.bench_servers.tds.errors import SqlError, near
from tests.bench_servers.tds.grammar import Token, tokens_of
from tests.bench_servers.tds.sqltypes import SqlType, declared

_CASTS = ("CAST", "TRY_CAST", "CONVERT", "TRY_CONVERT")
_NAMES = {
    "TIMESTAMPTZ": "datetimeoffset", "UUID": "uniqueidentifier", "ROWVERSION": "timestamp", "VARIANT": "sql_variant",
    "UTINYINT": "tinyint", "DOUBLE": "float", "TIMESTAMP": "datetime2", "BOOLEAN": "bit",
}  # fmt: skip
_UNREAD = {"REAL": "float(24)", "NTEXT": "nvarchar(max)"}  # `sqlglot` takes them for FLOAT and TEXT


class Plain(TSQL):
    """No function is rewritten while reading."""

    class Parser(TSQLParser):
        FUNCTIONS: ClassVar[dict[str, Any]] = {}
        NO_PAREN_FUNCTIONS: ClassVar[dict[Any, Any]] = {}
        FUNCTION_PARSERS: ClassVar = {name: TSQLParser.FUNCTION_PARSERS[name] for name in _CASTS}
        NO_PAREN_FUNCTION_PARSERS: ClassVar = {"CASE": TSQLParser.NO_PAREN_FUNCTION_PARSERS["CASE"]}


@dataclass(frozen=True, slots=True)
class Change:
    """An INSERT, UPDATE or DELETE with what stood beside it."""

    tree: exp.Expression
    output: tuple[exp.Expression, ...] = ()
    top: exp.Expression | None = None


def tree_of(text: str) -> exp.Expression:
    """One query as a tree that must not be changed. ``SqlError`` 102 where it cannot be read."""
    return _tree(_rewritten(text))


@lru_cache(maxsize=2048)
def _tree(text: str) -> exp.Expression:
    try:
        found = sqlglot.parse(text, dialect=Plain)
    except SqlglotError as bad:
        errors = getattr(bad, "errors", [])
        where = str(errors[0].get("highlight") or errors[0].get("start_context", "")[-20:]) if errors else text[:20]
        raise near(where) from bad
    if len(found) != 1 or found[0] is None or isinstance(found[0], exp.Command):
        raise near(text.split(maxsplit=1)[0] if text.split() else "")
    tree = found[0]
    assert isinstance(tree, exp.Expression)
    return tree


def expressions_of(text: str) -> tuple[exp.Expression, ...]:
    """A list of expressions, as after SELECT."""
    return tuple(tree_of(f"SELECT {text}").expressions)


def expression_of(text: str) -> exp.Expression:
    return expressions_of(text)[0]


@lru_cache(maxsize=1024)
def change_of(text: str) -> Change:
    """An INSERT, UPDATE or DELETE."""
    text = _rewritten(text)
    tokens = tokens_of(text)
    output, text = _cut(
        text, tokens, "OUTPUT", {"FROM", "WHERE", "VALUES", "SELECT", "DEFAULT", "WITH", "OPTION", "INTO"}
    )
    top, text = _top(text, tokens_of(text))
    words = tokens_of(text)
    if (
        words[0].word == "DELETE"
        and len(words) > 1
        and words[1].word != "FROM"
        and not any(token.word == "FROM" for token in words)
    ):
        text = f"DELETE FROM {text[words[1].start :]}"
    return Change(_tree(text), expressions_of(output) if output else (), expression_of(top) if top else None)


def _cut(text: str, tokens: tuple[Token, ...], word: str, ends: set[str]) -> tuple[str, str]:
    """What stands after a word up to the next clause, and the text without both."""
    depth = 0
    begin: Token | None = None
    for place, token in enumerate(tokens):
        depth += (token.word == "(") - (token.word == ")")
        if depth == 0 and token.kind == "word" and begin is None and token.word == word:
            begin = token
        elif (
            depth == 0
            and begin is not None
            and token.kind == "word"
            and token.word in ends
            and tokens[place - 1].word != "."
        ):
            return text[begin.end : token.start], text[: begin.start] + text[token.start :]
    return (text[begin.end :], text[: begin.start]) if begin else ("", text)


def _top(text: str, tokens: tuple[Token, ...]) -> tuple[str, str]:
    """TOP (n) right after the verb."""
    if len(tokens) < 5 or tokens[1].word != "TOP" or tokens[0].word not in {"UPDATE", "DELETE", "INSERT"}:
        return "", text
    last = next(place for place, token in enumerate(tokens) if token.word == ")")
    return text[tokens[2].end : tokens[last].start], text[: tokens[1].start] + text[tokens[last].end :]


def _rewritten(text: str) -> str:
    """CHANGETABLE as a function with plain arguments, ``a += 1`` as ``a = a + 1``, ``$1.5`` as a number."""
    tokens = tokens_of(text)
    pieces, last = [], 0
    for place, token in enumerate(tokens):
        if token.word == "CHANGETABLE" and place + 3 < len(tokens):
            pieces.append(text[last : token.start])
            name, last = _name_from(text, tokens, place + 3)
            pieces.append(f"CHANGETABLE_{tokens[place + 2].word}('{name}'")
        elif token.kind == "sign" and len(token.word) == 2 and token.word[0] in "+-*/%" and token.word[1] == "=":
            start = _name_before(tokens, place)
            pieces.append(f"{text[last : token.start]} = {text[start : token.start]} {token.word[0]} ")
            last = token.end
        elif token.kind == "word" and token.word.startswith("$") and token.word[1:].isdigit():
            pieces.append(f"{text[last : token.start]}{token.word[1:]}")
            last = token.end
        elif token.word in _UNREAD and token.kind == "word":
            pieces.append(f"{text[last : token.start]}{_UNREAD[token.word]}")
            last = token.end
    return "".join(pieces) + text[last:] if pieces else text


def _name_from(text: str, tokens: tuple[Token, ...], place: int) -> tuple[str, int]:
    first = tokens[place].start
    while tokens[place + 1].word == ".":
        place += 2
    return text[first : tokens[place].end].replace("'", "''"), tokens[place].end


def _name_before(tokens: tuple[Token, ...], place: int) -> int:
    place -= 1
    while place >= 2 and tokens[place - 1].word == ".":
        place -= 2
    return tokens[place].start


def type_of(node: exp.Expression) -> SqlType:
    """The type that a declaration names. ``SqlError`` 243 when there is none of this name."""
    assert isinstance(node, exp.DataType)
    if node.this == exp.DataType.Type.USERDEFINED:
        return _declared(str(node.args.get("kind")).lower(), [])
    name = _NAMES.get(node.this.value, node.this.value.lower())
    arguments = [each.name for each in node.expressions]
    return _declared(name, arguments)


def _declared(name: str, arguments: list[str]) -> SqlType:
    try:
        return SqlType("nvarchar", 128) if name == "sysname" else declared(name, arguments)
    except KeyError as missing:
        raise SqlError(243, f"Type {name} is not a defined system type.") from missing


def type_named(text: str) -> SqlType:
    """The type in the words of a declaration, e.g. of a parameter."""
    words = tokens_of(text)
    arguments = [each.word for each in words if each.kind in {"number", "word"}][1:]
    name = words[0].word.strip("[]").lower()
    if name == "sys" and len(words) > 2:
        name, arguments = words[2].word.strip("[]").lower(), arguments[1:]
    return _declared(name, [each for each in arguments if each.isdigit() or each == "MAX"])
