"""What answers "what is new?".

The registry is literal, so that a frozen build finds every source and a type checker sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from desktop_sync.core.model import CheckStep
from desktop_sync.core.ports import Source, Token
from desktop_sync.sources import http_api, mssql
from desktop_sync.sources.asked import Access, Asking
from desktop_sync.sources.files import FilesOptions
from desktop_sync.sources.http_api import HttpApiOptions, HttpConnectionOptions, HttpQueryOptions
from desktop_sync.sources.mssql.connection import MssqlConnectionOptions
from desktop_sync.sources.mssql.options import MssqlOptions

Made: TypeAlias = Callable[[Asking, Any], Source]
"""From what a source that is asked is made of, and options of the model below."""

CONNECTIONS: Mapping[str, type[BaseModel]] = {"mssql": MssqlConnectionOptions, "http_api": HttpConnectionOptions}
"""Type of a connection that only a source of the same name asks → the model of its options."""

ASKED: Mapping[str, Made] = {"mssql": mssql.made, "http_api": http_api.made}
"""Type of a source that is asked → what makes it. Files lie in stores, whatever these are: ``sources.files``."""

CHECKS: Mapping[str, Callable[[Access], Iterator[CheckStep]]] = {"mssql": mssql.check, "http_api": http_api.check}
"""Type of a connection that such sources ask → its test."""

QUERIES: Mapping[str, type[BaseModel]] = {"http_api": HttpQueryOptions}
"""Type of a connection that an export can ask → the model of its query."""

TABLES: Mapping[str, Callable[[Access, str | None, Token], Mapping[str, object]]] = {"mssql": mssql.tables}
"""Type of a connection to a database → what there is to choose from: its tables, or one of them."""

OPTIONS: Mapping[str, type[BaseModel]] = {
    "files": FilesOptions,
    "mssql": MssqlOptions,
    "http_api": HttpApiOptions,
}
"""Type of a source → the model of its options."""
