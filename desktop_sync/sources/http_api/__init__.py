"""Classic HTTP APIs as a source: systems that can only be queried (decision 040)."""

from __future__ import annotations

from desktop_sync.sources.http_api.checking import check
from desktop_sync.sources.http_api.connection import HttpConnectionOptions
from desktop_sync.sources.http_api.options import HttpApiOptions
from desktop_sync.sources.http_api.source import HttpApi

__all__ = ["HttpApi", "HttpApiOptions", "HttpConnectionOptions", "check"]
