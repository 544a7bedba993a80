"""The reference page of the settings, written from the models that validate them. Text only; knows no connector.

Everything it says comes from the models' JSON Schema: names, kinds, defaults, descriptions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pydantic import BaseModel

from desktop_sync.core.options import as_written, duration_as_written, size_as_written
from desktop_sync.settings.arrivals import ArrivalOptions
from desktop_sync.settings.export_model import DestinationHead, ExportHead, QueryHead, ReportHead
from desktop_sync.settings.general import General
from desktop_sync.settings.model import ConnectionHead, FlowHead, FormatHead, Kinds, MappingHead, SourceHead, Target
from desktop_sync.settings.schedule import ScheduleOptions

Schema: TypeAlias = "Mapping[str, object]"

_OPENING = """\
# Settings

Made from the program's option models; do not edit. One TOML file, `settings.toml` in the data folder, holds
everything: connections (the systems outside) and flows (what is brought from where to where). Check it with
`desktop-sync config validate`. Every save keeps the former version in `history/`.

* Ids never change: the ledger remembers everything by them. Titles may change.
* Secrets never stand here. A secret option holds a *name* such as `acme/api_key`; the secret itself is stored with
  `desktop-sync secret set acme/api_key`.
* Write Windows paths in single quotes: `'C:\\ERP\\out'`. In double quotes a backslash begins an escape.

The file begins with `version = 1`.
"""
_MAPPINGS = """\
One flow has one mapping, `[flows.mapping]`; or several, each below a `[[flows.mappings]]` of its own, where the format
tells several kinds of record apart (`of`) or one record becomes documents of several resources. What one record gives
is delivered together, or not at all where a field does not fit.

Files (`mapping_file`, `table_files`, the `schema` of a format): a relative path is looked for beside the file that
names it, so the data folder can be moved with them; write `/` between folders. `config install` brings files along that
stand beside the new settings, and what they replace is kept in `history/`. Each mapping has a version, twelve hex
digits that change with its meaning, the tables it looks into included: `config validate` shows it, the trail of a
document names it, and `history/mappings/` keeps what every version that ever ran meant. `config rollback` brings back
`settings.toml` only.

A path names where a value stands in a record, or within a group in its entry. In XML: `Header/Date` an element,
`@no` an attribute, `Header/@type` that of an element, `p:Date` with a prefix of `namespaces`, `.` the text of the
entry itself; of several the first, unless `each` takes all of them, or `one` with `where` the one that is meant. In
delimited text: the name of a column, or `file/Day` that of a `shared` type of row; the lines of a record are taken by
`each`; a workbook of Excel is read the same way, and a column without a heading is called by its letter. Below,
*condition*, *converter* and *field* are written as the tables at the end show. A converter without options is written
by its name, one with a single option in short, else with its table: `convert = ["integer"]`, `[{date = "%d.%m.%Y"}]`,
`[{text = {case = "upper"}}, {lookup = "units"}]`.

```toml
[flows.format]
type = "xml"
records = { order = "Batch/Orders/Order", invoice = "Batch/Invoices/Invoice" }

[[flows.mappings]]
of = "order"
mapping_file = "mappings/orders.toml"

[[flows.mappings]]
of = "invoice"
resource = "invoices"

[[flows.mappings.rules]]
when = { all = [{ from = "Type", is = "X" }, { not = { from = "Paid", empty = true } }] }
then = "cancel"

[[flows.mappings.checks]]
sum = "lines.quantity * lines.unit_price"
places = 2
equals = { from = "Total", convert = [{ decimal = "1.234,50" }] }
tolerance = "0.02"

[flows.mappings.table_files]
units = { file = "tables/units.csv", delimiter = ";" }

[flows.mappings.fields]
external_reference = { from = "No", required = true }
notes = { from = ["Text1", "Text2"], join = " " }
order_reference = { from = "OurOrder", convert = [{ regex = "A-[0-9]+" }] }

[flows.mappings.fields.buyer]
one = "Parties/Party"
where = { from = "@role", is = "BUYER" }
fields = { number = { from = "@id" }, name = { from = "Name" } }

[flows.mappings.fields.lines]
each = "Lines/Line"

[flows.mappings.fields.lines.fields]
quantity = { from = "Qty", convert = [{ decimal = "1.234,50" }] }
unit_price = { from = "Price", convert = [{ decimal = "1.234,50" }] }
unit = { from = "Unit", convert = [{ lookup = "units" }] }
```
"""
_SCHEDULE = """\
When the flow runs by itself: one of `every`, `at`, `cron` and `after`. Without it the flow is run by hand.
`desktop-sync schedule FLOW` says it in words and shows the next five fires.

```toml
[flows.schedule]
at = ["16:00"]
days = ["fri"]
zone = "Europe/Berlin"
window = { holidays = ["2026-12-25", "01-01"] }
```

When the clocks change, times of day stay what they are: a time that is skipped fires once, at the first moment after
it; a time that comes twice fires the first time only. Shorter schedules keep their spacing. Of cron lines those are
shorter whose minute or hour begins with `*`, or that name every hour: they fire whenever the clock shows such a time.
"""
_ARRIVALS = """\
What is expected of the flow: how many files, how large, by when, on which days. Late, missing, too small, too many is a
problem before the customer notices. `desktop-sync arrivals FLOW` shows what is expected and what came;
`desktop-sync arrivals FLOW --suggest` proposes a table from what has come so far. Nothing is expected unless it is
written here.

```toml
[[flows.arrivals]]
by = "18:30"
days = ["mon-fri"]
bytes_at_least = "1kB"
ask = "Ms Berger in accounting"

[[flows.arrivals]]
per = "month"
month_days = ["last"]
at_least = 20
```

Every file that is noticed counts, whatever becomes of it; not those that were there before the first run, those that
were replaced at their source (the new content counts), and those that were gone before they were read. A file came at
its own time where that lies between the last look and the one that noticed it, else when it was noticed. Missing is
told after a look that began a minute and `min_age` after the deadline: a flow with `every` or `after` looks then,
others when they run next. Nothing is told while nobody has looked (it was off, the flow is paused, its source is
away). A problem is over when what is missing comes, or when the next day (week, month, time) is as expected.
"""
_ANSWERS = """\
Where the answers of an HTTP API are files (`answer = "file"`), how they are read: the options of a flow's format.
"""
_EXPORTS = """\
An export asks Acme, or a system that answers over HTTP, makes a report and brings it to one or more places: `query` →
`report` → `destinations`. Its `schedule` is written as that of a flow, `[exports.schedule]`; without it the export is
run by hand: `desktop-sync run EXPORT`.

```toml
[[exports]]
id = "orders-of-yesterday"
title = "Orders"

[exports.query]
connection = "acme"
resource = "orders"
where = [{ from = "status", is = ["open", "confirmed"] }]
window = { of = "yesterday", field = "updated_at" }

[exports.report]
type = "pdf"
template = "order_summary"
locale = "de"

[[exports.destinations]]
id = "office"
connection = "office-share"
folder = "reports/{from:%Y}"
name = "{flow} {from}.pdf"

[[exports.destinations]]
id = "manager"
type = "mail"
connection = "mail"
to = ["manager@example.com"]
as = "both"

[exports.schedule]
at = ["06:00"]
zone = "Europe/Berlin"
```

A period is counted in the zone of the schedule, else of this machine, and ends by the clock of the server. Every period
is delivered once to each destination, whatever happens in between: the file, its name and its SHA-256 are written down
before anything is delivered. Periods in which nothing ran are made up for, one report for each. A destination that
cannot be reached is tried again by itself, and holds up no other.

A mail cannot be looked for: where the connection breaks when all of it was sent and no answer has come, nobody can tell
whether it arrives. `on_unknown` says what happens then. A mail that is sent again is the same one (its Message-ID is
that of the report and the destination), and many mail systems keep it once. Who is put off by the mail server gets
it later, alone; who is refused for good is named in a problem, and the others have it.
"""
_REPORTS = """\
What it further says, such as columns and groups, stands in [Reports](reports.md).
"""
_POLICY = """\
What an administrator sets, whatever the settings of a machine say. On Windows it is
`C:\\ProgramData\\Desktop Sync Policy\\policy.toml`, elsewhere `/etc/desktop-sync/policy.toml`; only where there is none
does the environment's `DESKTOP_SYNC_POLICY` name another. It belongs to an administrator, or nothing of it is believed.

```toml
version = 1

[general.network]                # values of [general] and its tables
proxy = "manual"
proxy_address = "http://proxy.example.com:3128"
ca_file = '/etc/ssl/firewall.pem'

[connection_types.acme]          # values of every connection of a type
base_url = "https://eu.acme.example"

[[connections]]                  # a whole connection, for everybody
id = "drop"
type = "folder"
path = '\\\\erp\\export'
```

`[[flows]]` and `[[exports]]` can be set in the same way. Every option has the name and the rules that it has in the
settings. Each value that stands here is locked: it holds, the dialog shows it and who has set it, and a save that says
something else is refused. What stood in the settings before has no effect and is warned of. Options that matter only
beside a locked one (such as `proxy_address` beside `proxy`) are locked with it, left out where the policy leaves them
out. Files that a flow here names are looked for beside the settings, or named whole.

A connection that has its own `proxy` or `ca_file` goes its own way, unless its type has these locked too.
"""
_BOUNDS = (("minimum", "at least"), ("ge", "at least"), ("maximum", "at most"), ("le", "at most"))


def reference(kinds: Kinds, example: str, apart: Mapping[str, str]) -> str:
    """The whole page as Markdown. ``example``: a settings text that holds, shown first.

    ``apart``: of types of connections and sources that have a page of their own, where it says it all.
    """
    rows = [
        _OPENING,
        f"## Example\n\n```toml\n{example.strip()}\n```\n",
        "## Connections: `[[connections]]`\n",
        *_table(ConnectionHead),
    ]
    for name, model in kinds.connections.items():
        rows += [f"### `type = {json.dumps(name)}`\n", *_linked(name, model, apart)]
    rows += ["## Flows: `[[flows]]`\n", *_table(FlowHead)]
    rows += ["## Source: `[flows.source]`\n", *_table(SourceHead)]
    for name, model in kinds.sources.items():
        rows += [f"### `type = {json.dumps(name)}`\n", *_linked(name, model, apart)]
    rows += ["## Format: `[flows.format]`\n", *_table(FormatHead)]
    for name, model in kinds.formats.items():
        rows += [f"### `type = {json.dumps(name)}`\n", *_section(model)]
    rows += ["## Mapping: `[flows.mapping]` or `[[flows.mappings]]`\n", _MAPPINGS, *_table(MappingHead)]
    rows += ["### The mapping itself, here or in its file\n", *_section(kinds.mapping)]
    rows += ["## Target: `[flows.target]`\n", *_table(Target)]
    rows += ["## Schedule: `[flows.schedule]`\n", _SCHEDULE, *_section(ScheduleOptions)]
    rows += ["## Arrivals: `[flows.arrivals]` or `[[flows.arrivals]]`\n", _ARRIVALS, *_section(ArrivalOptions)]
    rows += ["## Exports: `[[exports]]`\n", _EXPORTS, *_table(ExportHead)]
    rows += ["### Query: `[exports.query]`\n", *_table(QueryHead)]
    for name, model in kinds.queries.items():
        rows += [f"#### Of a connection of `type = {json.dumps(name)}`\n", *_linked(name, model, apart)]
    rows += ["### Format of answers: `[exports.format]`\n", _ANSWERS]
    rows += ["### Report: `[exports.report]`\n", *_table(ReportHead), _REPORTS]
    rows += ["### Destinations: `[[exports.destinations]]`\n", *_table(DestinationHead)]
    for name, model in kinds.destinations.items():
        rows += [f"#### `type = {json.dumps(name)}`\n", *_section(model)]
    rows += ["## The installation: `[general]`\n", *_section(General)]
    rows += ["## The policy of a machine: `policy.toml`\n", _POLICY]
    return "\n".join(row.rstrip("\n") + "\n" for row in rows)


def model_page(opening: str, model: type[BaseModel]) -> str:
    """A page of its own for one model and the tables that stand in it."""
    return "\n".join(row.rstrip("\n") + "\n" for row in (opening, *_section(model)))


def kinds_page(opening: str, models: Mapping[str, type[BaseModel]]) -> str:
    """A page for several kinds of one thing; the tables that stand in them come once, at the end."""
    rows, parts = [opening], dict[str, Schema]()
    for name, model in models.items():
        whole = model.model_json_schema()
        parts |= whole.get("$defs", {})
        rows += [f"## `type = {json.dumps(name)}`\n", _one_line(str(whole.get("description", ""))), *_rows(whole)]
    for name in sorted(name for name, part in parts.items() if not _converter(part)):
        rows += [f"## {name}\n", _one_line(str(parts[name].get("description", ""))), *_rows(parts[name])]
    return "\n".join(row.rstrip("\n") + "\n" for row in rows)


def options_with(model: type[BaseModel], *parts: str) -> str:
    """The options of a model, and of the tables in it those that are told nowhere else."""
    whole = model.model_json_schema()
    defs = whole["$defs"]
    told = [row for name in parts for row in (f"#### {name}\n", str(defs[name]["description"]), *_rows(defs[name]))]
    return "\n".join(row.rstrip("\n") + "\n" for row in (*_rows(whole), *told)).strip()


def options(model: type[BaseModel]) -> str:
    """The options of a model, for a page that says more."""
    return "\n".join(row.rstrip("\n") + "\n" for row in _section(model)).strip()


def _linked(name: str, model: type[BaseModel], apart: Mapping[str, str]) -> Iterator[str]:
    if name in apart:
        yield f"Its options, its test and an example: {apart[name]}.\n"
    else:
        yield from _section(model)


def _section(model: type[BaseModel]) -> Iterator[str]:
    """A model's options, then the tables that may stand in them."""
    whole = model.model_json_schema()
    yield from _rows(whole)
    parts = whole.get("$defs", {})
    for name in sorted(parts, key=lambda one: (_converter(parts[one]) != "", one)):
        converter = _converter(parts[name])
        yield f"#### Converter `{converter}`\n" if converter else f"#### {name}\n"
        yield _one_line(str(parts[name].get("description", "")))
        yield from _rows(parts[name])


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield from _rows(model.model_json_schema())


def _rows(schema: Schema) -> Iterator[str]:
    properties = _mapping(schema.get("properties"))
    if not properties:
        return
    required = schema.get("required")
    needed = required if isinstance(required, list) else []
    lines = ["| option | what is written | default | meaning |", "|---|---|---|---|"]
    for name, value in properties.items():
        one = _mapping(value)
        if name == "kind" and "const" in one:  # written as the name of the converter
            continue
        default = "**needed**" if name in needed else _default(one)
        cells = (f"`{name}`", _kind(one), default, _one_line(str(one.get("description", ""))))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    if len(lines) > 2:  # noqa: PLR2004 - more than the head
        yield "\n".join(lines)


def _converter(part: Schema) -> str:
    """The name of a converter; empty for what is none."""
    kind = _mapping(_mapping(part.get("properties")).get("kind")).get("const")
    return kind if isinstance(kind, str) else ""


def _default(schema: Schema) -> str:
    value = schema.get("default")
    if value in (None, "", [], {}):
        return "none"
    if isinstance(value, int | float) and not isinstance(value, bool):
        kind = _kind(schema)
        if kind.startswith("size"):
            return f'`"{size_as_written(value)}"`'
        return f'`"{duration_as_written(value)}"`' if kind.startswith("time") else f"`{value}`"
    if _kind(schema).startswith("time of day"):
        return f'`"{str(value)[:5]}"`'
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _kind(schema: Schema) -> str:
    """What a person writes, in words."""
    kind = schema.get("x-kind")
    if isinstance(kind, str):
        return kind + _bounds(schema, kind)
    reference_ = schema.get("$ref")
    if isinstance(reference_, str):
        return f"table: {reference_.rpartition('/')[2]}"
    for word in ("anyOf", "oneOf"):
        alternatives = schema.get(word)
        if isinstance(alternatives, list):
            named = [_kind(one) for one in alternatives if one.get("type") != "null"]
            return " or ".join(dict.fromkeys(named))
    return _plain_kind(schema) + _bounds(schema)


def _plain_kind(schema: Schema) -> str:
    if "enum" in schema or "const" in schema:
        listed = schema.get("enum", [schema.get("const")])
        return (
            ", ".join(f"`{json.dumps(one, ensure_ascii=False)}`" for one in listed) if isinstance(listed, list) else ""
        )
    if schema.get("type") == "array":
        return f"list of: {_kind(_mapping(schema.get('items')))}"
    if schema.get("type") == "object":
        named = list(_mapping(schema.get("patternProperties")).values()) or [schema.get("additionalProperties")]
        return f"table, name = {_kind(_mapping(named[0]))}"
    if schema.get("format") in {"date", "date-time"}:
        return "date" if schema["format"] == "date" else "date and time"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
    return words.get(str(schema.get("type")), "any value")


def _bounds(schema: Schema, kind: str = "") -> str:
    spelt = as_written(kind)
    limits = ((words, schema.get(name)) for name, words in _BOUNDS)
    found = [f"{words} {spelt(limit)}" for words, limit in limits if isinstance(limit, int | float)]
    return f" ({', '.join(found)})" if found else ""


def _mapping(value: object) -> Schema:
    return value if isinstance(value, Mapping) else {}


def _one_line(text: str) -> str:
    return " ".join(text.replace("``", "`").split())
