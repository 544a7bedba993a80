"""Classic HTTP APIs as a source: systems that can only be queried (decision 040)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_sync.core.model import CheckStep
from desktop_sync.core.ports import Source
from desktop_sync.sources.asked import Access, Asking
from desktop_sync.sources.http_api.connection import HttpConnectionOptions
from desktop_sync.sources.http_api.export_options import HttpQueryOptions
from desktop_sync.sources.http_api.options import HttpApiOptions

__all__ = ["HttpApiOptions", "HttpConnectionOptions", "HttpQueryOptions", "check", "made"]


def made(asking: Asking, options: HttpApiOptions) -> Source:
    """What a flow is answered."""
    from desktop_sync.sources.http_api.source import HttpApi

    return HttpApi(asking, options)


def check(access: Access) -> Iterator[CheckStep]:
    """The test of a connection."""
    from desktop_sync.sources.http_api.checking import check_steps

    yield from check_steps(access)
