"""The page at ``/``: what lies in this sandbox, for eyes. Lists, search, one document with its lines and history.

Plain HTML made here, no script. Documents are shown by their shape, so a further resource needs nothing here. It
only reads, and escapes whatever it shows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from urllib.parse import quote, urlencode

from desktop_sync.sandbox.documents import Documents
from desktop_sync.sandbox.messages import Refused, Reply, Request, problem
from desktop_sync.sandbox.page_shapes import arranged, card, label, order_of, plain, table, time
from desktop_sync.sandbox.page_style import STYLE
from desktop_sync.sandbox.reading import query_of, whole_number
from desktop_sync.sandbox.store import Store, Stored

_PAGE = 50
_DOCUMENT = "/documents/"
_HEARTBEATS = "/heartbeats"
_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
_BADGES = {"cancelled": "bad", "draft": "warn", "open": "warn", "paid": "good", "shipped": "good", "confirmed": "good"}
_AMOUNTS = frozenset(
    {"quantity", "unit_price", "line_total", "tax_rate", "rate", "base", "amount", "net", "tax", "gross"}
)


class Page:
    """The pages of one sandbox. ``schemas``: JSON Schema by resource, as the tabs stand; ``hears``: heartbeats."""

    def __init__(
        self,
        store: Store,
        documents: Documents,
        schemas: Mapping[str, Mapping[str, object]],
        title: str,
        tenant: str,
        *,
        hears: bool = False,
    ) -> None:
        self._store = store
        self._documents = documents
        self._resources = tuple(schemas)
        self._schemas = schemas
        self._title = title
        self._tenant = tenant
        self._hears = hears

    @staticmethod
    def has(path: str) -> bool:
        """Whether the path is one of the page's."""
        return path in {"/", _HEARTBEATS} or path.startswith(_DOCUMENT)

    def answer(self, request: Request) -> Reply:
        """Raises Refused for what is not there."""
        if request.path == "/":
            query = query_of(request, {"resource", "q", "page"})
            resource = query.get("resource", self._resources[0])
            if resource not in self._resources:
                raise Refused(problem(404, "not_found", f"There is no resource '{resource}'."))
            return self._list(resource, query.get("q", ""), whole_number(query, "page", 1, 1, 10**9))
        query_of(request, ())
        if request.path == _HEARTBEATS:
            return self._heartbeats()
        resource, _, identity = request.path.removeprefix(_DOCUMENT).partition("/")
        if resource not in self._resources:
            raise Refused(problem(404, "not_found", f"There is no resource '{resource}'."))
        return self._one(self._documents.existing(resource, identity))

    # The list

    def _list(self, resource: str, text: str, page: int) -> Reply:
        count, found = self._store.search(resource, text, (page - 1) * _PAGE, _PAGE)
        rows = "".join(self._row(document) for document in found)
        heads = "<th>Reference<th>Customer<th>Date<th>Status<th class=number>Lines<th class=number>Total"
        table = (
            f"<div class=wrap><table><thead><tr>{heads}<th class=number>Version<th>Changed<tbody>{rows}</table></div>"
        )
        if not found:
            words = (
                f"Nothing here holds “{escape(text)}”."
                if text
                else f"No {escape(resource)} yet. They appear here when they arrive."
            )
            table = f'<div class="wrap empty">{words}</div>'
        shown = f"{count:,} found" if text else f"{count:,} in all"
        pages = _pages(resource, text, page, count)
        body = f"<h1>{label(resource)}</h1><p class=note>{shown}, newest first</p>{table}{pages}"
        return self._whole(label(resource), body, resource, text)

    def _row(self, document: Stored) -> str:
        body = json.loads(document.body)
        lines = body.get("lines")
        link = f"{_DOCUMENT}{quote(document.resource)}/{quote(document.id)}"
        return (
            f"<tr><td><a href='{link}'>{escape(document.reference)}</a><td>{_customer(body.get('buyer'))}"
            f"<td class=when>{plain(body.get('date'))}<td>{_status(body)}"
            f"<td class=number>{len(lines) if isinstance(lines, list) else ''}<td class=number>{_total(body)}"
            f"<td class=number>{document.version}<td class='soft when'>{time(document.updated)}"
        )

    # One document

    def _one(self, document: Stored) -> Reply:
        body = json.loads(document.body)
        order = order_of(self._schemas[document.resource])
        fields = arranged(body, order)
        cards = [
            card("Document", {name: value for name, value in fields.items() if not isinstance(value, dict | list)})
        ]
        cards += [card(label(name), value) for name, value in fields.items() if isinstance(value, dict)]
        tables = [table(name, value, order) for name, value in fields.items() if isinstance(value, list)]
        raw = escape(json.dumps(body, indent=2, ensure_ascii=False))
        content = (
            f"<h1>{escape(document.reference)} {_status(body)}</h1>"
            f"<p class=note><code>{escape(document.id)}</code>, version {document.version}, "
            f"changed {time(document.updated)}</p><div class=cards>{''.join(cards)}</div>{''.join(tables)}"
            f"<h2>History</h2>{self._history(document)}"
            f"<h2>The body</h2><details class=wrap><summary>JSON</summary><pre><code>{raw}</code></pre></details>"
        )
        return self._whole(document.reference, content, document.resource, "")

    def _history(self, document: Stored) -> str:
        writes = self._store.writes({"resource = ?": document.resource, "id = ?": document.id}, 1000)
        rows, before = [], None
        for write in writes:
            body = write["body"]
            changed = _changed(before, body) if isinstance(body, Mapping) else ""
            before = body if isinstance(body, Mapping) else None
            who = "<span class=warn>a person in Acme</span>" if write["by"] == "person" else "the API"
            moment = time(write["time"]) if isinstance(write["time"], float) else ""
            rows.append(
                f"<tr><td class=number>{write['version']}<td class='soft when'>{moment}"
                f"<td>{escape(str(write['action']))}<td>{who}<td>{changed}"
                f"<td><code>{escape(str(write['key'] or ''))}</code>"
            )
        heads = "<th class=number>Version<th>Time<th>What<th>By<th>Fields<th>Key"
        return f"<div class=wrap><table><thead><tr>{heads}<tbody>{''.join(reversed(rows))}</table></div>"

    # Heartbeats

    def _heartbeats(self) -> Reply:
        rows = "".join(_heartbeat(one) for one in self._store.heartbeats(_PAGE))
        heads = "<th>Time<th>Installation<th>Version<th>Flows<th class=number>Problems<th>Last delivered<th>Next by"
        table = f"<div class=wrap><table><thead><tr>{heads}<tbody>{rows}</table></div>"
        if not rows:
            table = '<div class="wrap empty">No heartbeat yet. A client sends them while its engine runs.</div>'
        content = f"<h1>Heartbeats</h1><p class=note>of clients, newest first</p>{table}"
        return self._whole("Heartbeats", content, "", "")

    # Around them

    def _whole(self, title: str, content: str, resource: str, text: str) -> Reply:
        tabs = "".join(self._tab(name, name == resource) for name in self._resources)
        if self._hears:
            tabs += f"<a href='{_HEARTBEATS}'{'' if resource else ' aria-current=page'}>Heartbeats</a>"
        searched = escape(resource or self._resources[0])
        search = (
            f"<form action=/ role=search><input type=hidden name=resource value='{searched}'>"
            f"<input type=search name=q value='{escape(text)}' placeholder='Reference, customer or text'"
            " aria-label=Search><button>Search</button></form>"
        )
        page = (
            "<!doctype html><html lang=en><head><meta charset=utf-8>"
            "<meta name=viewport content='width=device-width, initial-scale=1'><link rel=icon href='data:,'>"
            f"<title>{escape(title)} · {escape(self._title)}</title><style>{STYLE}</style></head><body>"
            f"<header><div><span><b>{escape(self._title)}</b><br><small>account {escape(self._tenant)}</small></span>"
            f"<nav>{tabs}</nav>{search}</div></header><main>{content}</main></body></html>"
        )
        return Reply(200, page.encode(errors="replace"), _HEADERS)

    def _tab(self, name: str, current: bool) -> str:
        mark = " aria-current=page" if current else ""
        return (
            f"<a href='/?{escape(urlencode({'resource': name}))}'{mark}>{label(name)} {self._store.count(name):,}</a>"
        )


def _heartbeat(one: Mapping[str, object]) -> str:
    program, proof, flows = one.get("program"), one.get("proof"), one.get("flows")
    version = program.get("version") if isinstance(program, Mapping) else None
    delivered = proof.get("delivered_at") if isinstance(proof, Mapping) else None
    states = (
        (f"{plain(flow.get('id'))} {plain(flow.get('state'))}" for flow in flows) if isinstance(flows, list) else ()
    )
    at = one.get("time")
    return (
        f"<tr><td class=when>{time(at) if isinstance(at, float) else ''}"
        f"<td><code>{plain(str(one.get('installation'))[:8])}</code><td>{plain(version)}<td>{', '.join(states)}"
        f"<td class=number>{plain(one.get('open_problems'))}<td class=when>{plain(delivered)}"
        f"<td class='soft when'>{plain(one.get('next_by'))}"
    )


def _pages(resource: str, text: str, page: int, count: int) -> str:
    def link(number: int, words: str) -> str:
        query = urlencode({"resource": resource, "q": text, "page": number})
        return f"<a href='/?{escape(query)}'>{words}</a>"

    last = max(1, -(-count // _PAGE))
    if last == 1:
        return ""
    before = link(page - 1, "← newer") if page > 1 else ""
    after = link(page + 1, "older →") if page < last else ""
    return f"<div class=pages>{before}<span class=soft>page {page:,} of {last:,}</span>{after}</div>"


def _changed(before: Mapping[str, object] | None, after: Mapping[str, object]) -> str:
    """Top-level fields that differ from the version before."""
    if before is None:
        return ""
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return ", ".join(escape(name) for name in names) or "<span class=soft>none</span>"


def _customer(buyer: object) -> str:
    if not isinstance(buyer, Mapping):
        return ""
    return f"{plain(buyer.get('name'))} <span class=soft>{plain(buyer.get('number'))}</span>"


def _status(body: Mapping[str, object]) -> str:
    status = "cancelled" if body.get("cancelled") is True else body.get("status")
    return f"<span class='badge {_BADGES.get(str(status), '')}'>{plain(status)}</span>" if status else ""


def _total(body: Mapping[str, object]) -> str:
    totals = body.get("totals")
    gross = totals.get("gross") if isinstance(totals, Mapping) else None
    return f"{plain(gross)} {plain(body.get('currency'))}" if gross else ""
