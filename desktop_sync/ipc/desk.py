"""The desk of the engine behind the pipe. Whoever waits at it can be interrupted; the engine is not by that."""

from __future__ import annotations

import threading
import time
from typing import Any

from desktop_sync.core.events import Publish, nobody
from desktop_sync.ipc.client import Client

_GLANCE = 0.2  # seconds: Windows tells of Ctrl+C only between two waits


class Remote:
    """As ``core.desk.Desk``."""

    engine = True

    def __init__(self, client: Client) -> None:
        self._client = client

    def ask(self, method: str, listen: Publish = nobody, /, **values: object) -> Any:  # noqa: ANN401 - plain JSON
        """Waits for the answer, in this thread; ``listen`` is called by another."""
        asked = StillAtWork(self._client, self._client.start(method, values, listen))
        try:
            return asked.result()
        except KeyboardInterrupt:
            raise asked from None


class StillAtWork(KeyboardInterrupt):
    """One call under way; raised when Ctrl+C was pressed here meanwhile, which the engine does not hear of."""

    def __init__(self, client: Client, number: int) -> None:
        super().__init__()
        self._client = client
        self._number = number
        self._ended = threading.Event()
        self._value: Any = None
        self._error: BaseException | None = None
        threading.Thread(target=self._wait, name="ipc desk", daemon=True).start()

    def result(self, timeout: float | None = None) -> Any:  # noqa: ANN401 - plain JSON
        """Waits for the answer. TimeoutError; KeyboardInterrupt once more."""
        until = None if timeout is None else time.monotonic() + timeout
        while not self._ended.wait(_GLANCE):
            if until is not None and time.monotonic() >= until:
                raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._value

    def cancel(self) -> None:
        """Nobody wants it any more: the engine ends it, and still answers."""
        self._client.cancel(self._number)

    def _wait(self) -> None:
        try:
            self._value = self._client.result(self._number)
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self._error = error
        self._ended.set()
