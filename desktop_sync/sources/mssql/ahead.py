"""One thing is fetched ahead while the one before it is worked on. It must not know what is fetched.

Whatever is fetched uses the conversation with the server; nobody else may use it until it was taken.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """``with Ahead(first)``: ``take`` gives what was begun last, ``begin`` begins the next. It ends with what runs."""

    def __init__(self, first: Callable[[], T]) -> None:
        self._pool = ThreadPoolExecutor(1, "mssql ahead")
        self._coming: Future[T] = self._pool.submit(first)

    def begin(self, fetch: Callable[[], T]) -> None:
        """In another thread."""
        self._coming = self._pool.submit(fetch)

    def take(self) -> T:
        """What was begun last; raises what it met."""
        return self._coming.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True)
