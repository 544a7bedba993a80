"""A web shop's API that can only be queried, its flow and its scenes.

It must not know how a story is played.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_sync.commands.demo.extra import Extra, orders_flow
from desktop_sync.commands.demo.steps import Command, Happens, Scene, Secret
from desktop_sync.sandbox.web_shop import KEY_NAME, WebShop

SHOP = "shop"
FLOW = "shop-orders"
KEY = "desktop-sync-demo/shop"  # the name of a secret


def _order(no: str, quantity: int) -> Mapping[str, Any]:
    lines = [{"article": "P-1000", "pieces": quantity, "price": 11.90}]
    buyer = {"no": "K-1377", "name": "Holzbau Lehmann"}
    return {"no": no, "ordered": "2026-08-18", "buyer": buyer, "lines": lines}


@contextmanager
def http_api(place: Path) -> Iterator[Extra]:
    """While this is open the shop answers."""
    del place  # it keeps its orders in memory
    with WebShop() as shop:
        shop.put(_order("4751", 10), _order("4752", 20), _order("4753", 30))
        connection = {
            "id": SHOP, "title": "The web shop", "type": "http_api", "base_url": shop.url, "sign_in": "key",
            "key": KEY, "key_name": KEY_NAME, "test_path": "/orders",
        }  # fmt: skip
        expected = {("orders", "4751"): ("10",), ("orders", "4752"): ("20",), ("orders", "4753"): ("30",)}
        yield Extra(connection, _orders_of_shop, _scenes(shop), {"@SHOP_KEY@": shop.key}, expected, (KEY,))


def _orders_of_shop(flow: Mapping[str, Any]) -> Mapping[str, Any]:
    source = {
        "type": "http_api", "connection": SHOP, "path": "/orders", "query": {"after": "{cursor}"}, "rows": "orders",
        "key": ["no"], "paging": "cursor", "next_at": "next", "first_run": "all",
    }  # fmt: skip
    lines = {
        "number": {"position": True},
        "sku": {"from": "article"},
        "quantity": {"from": "pieces"},
        "unit_price": {"from": "price"},
    }
    fields = {
        "external_reference": {"from": "no"},
        "number": {"from": "no"},
        "date": {"from": "ordered"},
        "status": {"constant": "open"},
        "currency": {"constant": "EUR"},
        "buyer.number": {"from": "buyer/no"},
        "buyer.name": {"from": "buyer/name"},
        "source": {"constant": "Shop"},
        "lines": {"each": "lines", "fields": lines},
    }
    return orders_flow(flow, FLOW, "Orders of the web shop", source, fields)


def _scenes(shop: WebShop) -> Sequence[Scene]:
    return (
        Scene(
            "A web shop that can only be asked",
            "The web shop answers queries over HTTP, two orders a page, and tells nobody what is new. Its second page "
            "cannot be had just now.",
            (
                Secret(KEY, "@SHOP_KEY@"),
                Command(("check", SHOP)),
                Happens("The shop is being repaired.", lambda: shop.close_for_repairs("4752")),
                Command(("run", FLOW), 3),
            ),
            "The orders of the first page arrive all the same; what is missing is told.",
            {"4751": "create", "4752": "create"},
        ),
        Scene(
            "The shop answers again",
            "The shop is repaired. It still answers with all its orders, whoever asks.",
            (
                Happens("The shop is open again.", shop.open_again),
                Command(("run", FLOW)),
                Command(("run", FLOW)),
            ),
            "The look goes on where it broke off; orders that are known already are not sent again.",
            {"4753": "create"},
        ),
    )
