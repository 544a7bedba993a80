"""The one HTTP client: route, connection, exchange, pace, error reports. Connectors see these names and no socket."""

from __future__ import annotations

from desktop_sync.web.client import SocketOpener, UnderWay, Web
from desktop_sync.web.failures import Cut, NotSent, Stage, TooLarge
from desktop_sync.web.reply import Headers, Reply
from desktop_sync.web.route import Route, find_proxy, parse_base_url, parse_proxy, way
from desktop_sync.web.wire import Limits, Wire

__all__ = [
    "Cut",
    "Headers",
    "Limits",
    "NotSent",
    "Reply",
    "Route",
    "SocketOpener",
    "Stage",
    "TooLarge",
    "UnderWay",
    "Web",
    "Wire",
    "find_proxy",
    "parse_base_url",
    "parse_proxy",
    "way",
]
