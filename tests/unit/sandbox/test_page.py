"""The page: lists, search, one document with its lines and history; whatever it shows is escaped."""

from __future__ import annotations

from html.parser import HTMLParser

from desktop_sync.sandbox.messages import Reply
from tests.in_process import Rig, code, order


class Seen(HTMLParser):
    """The words of a page, and the tags that it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self._hidden = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._hidden = tag == "style"
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.words.append(data.strip())


def page(rig: Rig, path: str = "/", query: str = "") -> Seen:
    answer = rig.sandbox.handle("GET", path, query)
    assert isinstance(answer, Reply)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return Seen(answer.body.decode())


def test_an_empty_place_says_what_will_be_there(rig: Rig) -> None:
    seen = page(rig)
    assert "No orders yet. They appear here when they arrive." in seen.words
    assert {"Orders 0", "Invoices 0"} <= set(seen.words)


def test_orders_are_listed_newest_first_and_found_by_text(rig: Rig) -> None:
    rig.create("4711", buyer={"number": "90012", "name": "Muster GmbH"}, totals={"gross": "29.75"}, status="open")
    rig.create("4712", buyer={"number": "90013", "name": "Beispiel AG"})
    listed = page(rig)
    assert listed.words.index("4712") < listed.words.index("4711")
    assert {"Muster GmbH", "90012", "29.75 EUR", "open", "2 in all, newest first"} <= set(listed.words)
    found = page(rig, query="q=muster")
    assert "4711" in found.words
    assert "4712" not in found.words
    assert "1 found, newest first" in found.words
    assert "Nothing here holds “100%”." in page(rig, query="q=100%25").words


def test_long_lists_have_pages(rig: Rig) -> None:
    for number in range(51):
        rig.create(f"r{number}")
    first, second = page(rig), page(rig, query="resource=orders&q=&page=2")
    assert "page 1 of 2" in first.words
    assert "older →" in first.words
    assert "r0" not in first.words
    assert "r0" in second.words


def test_a_document_is_shown_with_lines_parties_and_history(rig: Rig) -> None:
    document = rig.create(seller={"name": "Wir", "address": {"city": "Köln"}}, attributes={"channel": "fax"})
    rig.json("POST", "/control/person", {"action": "edit", "resource": "orders", "reference": "4711"})
    seen = page(rig, f"/documents/orders/{document['id']}")
    assert {"Seller", "Wir", "Köln", "fax", "A-1", "12.50", "Unit price", "a person in Acme", "notes"} <= set(
        seen.words
    )
    assert seen.words.index("update") < seen.words.index("create")


def test_hostile_text_stays_text(rig: Rig) -> None:
    evil = "<script></script>'\"><img src=x>"
    document = rig.create(evil, notes=evil, buyer={"number": evil, "name": evil}, attributes={"a": evil})
    rig.json("POST", "/v1/orders", order("2", buyer={"number": evil}), idempotency_key="<b>k")
    for seen in (page(rig), page(rig, query="q=%3Cscript%3E%27"), page(rig, f"/documents/orders/{document['id']}")):
        assert not seen.tags & {"script", "img", "b "}
    assert evil in page(rig).words


def test_pages_that_are_not_there(rig: Rig) -> None:
    assert code(rig.sandbox.handle("GET", "/documents/orders/none")) == (404, "not_found")
    assert code(rig.sandbox.handle("GET", "/documents/spoons/1")) == (404, "not_found")
    assert code(rig.sandbox.handle("GET", "/", "resource=spoons")) == (404, "not_found")
    assert code(rig.sandbox.handle("GET", "/", "page=0")) == (400, "unreadable")
    assert code(rig.sandbox.handle("POST", "/")) == (405, "method_not_allowed")
