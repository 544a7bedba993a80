"""The texts of the engine's process that a person reads, as templates: taken from the source, never written down twice.

A template is a text with ``{0}``, ``{1}`` … where the source puts values in. Whole sentences are found wherever they
stand; of what is no sentence, what stands in the modules whose words are put together (schedules, arrivals, faults of
settings and values). Commands, logs, statements of SQL and the reference pages are read in English.

The descriptions of Acme's fields stand in its schemas. Run as a program, it brings ``engine_*.json`` and
``acme_*.json`` of resources/i18n up to date and lists what has no translation yet.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent / "desktop_sync"
OPTIONS = ROOT / "ui" / "settings" / "option_words.py"
CATALOGUES = ROOT.parent / "resources" / "i18n"
ENGLISH_ONLY = (
    "sandbox", "commands", "bundle/words.py", "bundle/asking.py", "bundle/environment.py", "bundle/settings.py",
    "__main__.py", "metrics.py", "resources.py", "settings/reference.py", "core/sentence_words.py",
    "core/sentence_german.py", "core/notice_text.py", "ledger/schema.py", "ipc/frames.py",
)  # fmt: skip
PUT_TOGETHER = (
    "core/addresses.py", "core/conditions.py", "core/convert", "core/deciding.py", "core/filling.py",
    "core/first_run.py", "core/hold.py", "core/mapping", "core/schema.py", "core/delivering.py",
    "engine/facade/editing.py", "settings/", "web/probe.py", "web/route.py", "web/connect.py", "stores/names.py",
    "stores/probe.py", "acme/checking.py", "core/file_names.py", "core/querying.py", "core/row_fields.py", "kinds.py",
    "sources/http_api/export_options.py", "sources/http_api/querying.py", "core/report_names.py",
    "destinations/checking.py", "sources/naming.py", "sources/mssql/connection.py", "sources/mssql/options.py",
    "sources/mssql/trouble.py", "ledger/repair.py", "sources/sequence.py", "stores/sftp/checking.py",
    "stores/sftp/offers.py", "stores/sftp/signing_in.py", "stores/sftp/wire.py", "formats/detecting.py",
)  # fmt: skip
"""Modules in which also pieces of sentences are read by people."""
SPEAKERS = frozenset(
    {"RetryLater", "Unknown", "Rejected", "Stop", "SettingsError", "SyncError", "Problem", "ValueError",
     "PydanticCustomError", "Fault", "CheckStep", "CutOff", "HostKeyRefused", "Held",
     "Part", "File", "resolve", "withdraw", "problem"}
)  # fmt: skip
"""Calls whose texts people read, also when they are no sentences."""
SQL = re.compile(
    r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|WITH|ALTER|DROP|BEGIN|ATTACH|VACUUM|EXPLAIN)\b"
    r"|\b(SELECT|FROM|WHERE|ORDER BY|VALUES|JOIN|AND [a-z.]+ =)\b.*[=?(,]"
)
WORD = re.compile(r"[A-Za-z]{2,}")
PLACE = re.compile(r"\{\w*\}")
SENTENCE = re.compile(r"^[A-Z\"'{(].*[.?!]['\")]?$", re.DOTALL)


def templates() -> dict[str, str]:
    """Each template with the first place where it stands, in the order of the source."""
    found: dict[str, str] = {}
    options = _options()
    for file in sorted(ROOT.rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if not name.startswith(ENGLISH_ONLY):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for line, text in _texts(tree, name.startswith(PUT_TOGETHER), name.startswith(DESCRIBED)):
                if text not in options:
                    found.setdefault(text, f"{name}:{line}")
    return found


def _options() -> frozenset[str]:
    """The words of the options, which the screens put into the language."""
    if not OPTIONS.is_file():
        return frozenset()
    tree = ast.parse(OPTIONS.read_text(encoding="utf-8"))
    return frozenset(str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant))


def _texts(tree: ast.Module, pieces: bool, described: bool) -> Iterator[tuple[int, str]]:
    silent = {id(one) for node in ast.walk(tree) for one in _silent(node, described=described)}
    spoken = {id(one) for node in ast.walk(tree) for one in _spoken(node)}
    for node in ast.walk(tree):
        text = None if id(node) in silent else template(node)
        if text is None or text in NOT_READ or SQL.search(text) or not _has_words(text):
            continue
        if pieces or id(node) in spoken or SENTENCE.match(text):
            yield node.lineno, text  # type: ignore[attr-defined]


def _has_words(text: str) -> bool:
    literal = PLACE.sub(" ", text)
    return " " in text.strip() and sum(map(len, WORD.findall(literal))) > 3  # noqa: PLR2004 - of letters


def template(node: ast.AST) -> str | None:
    """A literal, or an f-string with numbers in place of its values; None: it is neither."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    parts, number = [], 0
    for one in node.values:
        if isinstance(one, ast.Constant):
            parts.append(str(one.value))
        else:
            parts.append(f"{{{number}}}")
            number += 1
    return "".join(parts)


def _silent(node: ast.AST, *, described: bool = False) -> Iterator[ast.AST]:
    """What nobody reads, or somebody else translates: docstrings, the log, descriptions, pieces of f-strings."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from ast.walk(part.format_spec) if part.format_spec is not None else ()
            else:
                yield part
    elif isinstance(node, ast.keyword) and node.arg in ({"examples"} if described else {"description", "examples"}):
        yield from ast.walk(node.value)
    elif isinstance(node, ast.Call) and _called(node.func) in QUIET:
        for one in (*node.args, *node.keywords):
            yield from ast.walk(one)
    elif isinstance(node, ast.Assert | ast.Subscript | ast.AnnAssign):
        of = node.msg if isinstance(node, ast.Assert) else node.slice if isinstance(node, ast.Subscript) else None
        yield from ast.walk(of) if of is not None else ()


DESCRIBED = ("core/mapping", "core/convert", "core/conditions.py")
"""Modules whose options an editor shows with their descriptions; those of settings have words of their own."""
NOT_READ = frozenset(
    {"Cannot overwrite", "Cannot mutate", "Cannot declare", "Duplicate inline", "Assertion failed, ", "Value error, ",
     "tuple[str, ...]", "tuple[str | int, ...]", "Mapping[str, object]", "version = 1\n", "arrivals: {0}", "first run",
     "target taken", "{0} AND record BETWEEN ? AND ?"}
)  # fmt: skip
QUIET = frozenset(
    {"debug", "info", "warning", "error", "exception", "critical", "tr", "translate", "QT_TRANSLATE_NOOP", "words",
     "counted", "compile", "AssertionError", "TypeError", "ValueError_", "cast", "strftime", "Literal"}
)  # fmt: skip


def _spoken(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and _called(node.func) in SPEAKERS:
        yield from _alternatives([*node.args, *(one.value for one in node.keywords)])
    elif (isinstance(node, ast.keyword) and node.arg in NAMES) or (
        isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id in NAMES for one in node.targets)
    ):
        yield from _alternatives([node.value])


def _alternatives(nodes: list[ast.expr]) -> Iterator[ast.AST]:
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from _alternatives([node.body, node.orelse])
        elif isinstance(node, ast.BoolOp):
            yield from _alternatives(node.values)
        else:
            yield node


NAMES = frozenset({"what", "hint", "why", "note", "message", "reason", "detail"})


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def descriptions() -> list[str]:
    """Of the fields of Acme's documents, by the schemas that ship; those of other profiles are their writers'."""
    found: dict[str, None] = {}
    for file in sorted((CATALOGUES.parent / "acme").glob("*.schema.json")):
        found |= dict.fromkeys(_described(json.loads(file.read_text(encoding="utf-8"))))
    return list(found)


def _described(schema: Any) -> Iterator[str]:  # noqa: ANN401 - a JSON Schema
    if isinstance(schema, dict):
        for name, value in schema.items():
            if name == "description" and isinstance(value, str):
                yield value
            else:
                yield from _described(value)
    elif isinstance(schema, list):
        for one in schema:
            yield from _described(one)


def update(folder: Path = CATALOGUES) -> list[str]:
    """Brings the catalogues up to date: what is new is empty, what is gone goes. What has no translation yet."""
    missing = []
    for file in sorted([*folder.glob("engine_*.json"), *folder.glob("acme_*.json")]):
        known = json.loads(file.read_text(encoding="utf-8"))
        texts = {text: known.get(text, "") for text in (descriptions() if "acme" in file.name else templates())}
        file.write_text(json.dumps(texts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
        missing += [f"{file.name}  {text}" for text, said in texts.items() if not said]
    return missing


if __name__ == "__main__":
    for one in update():
        print(one)
