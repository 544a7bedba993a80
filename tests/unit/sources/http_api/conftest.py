"""An HTTP API that is asked, and the source over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.query_api import QueryApi
from tests.unit.sources.http_api.rig import HttpRig, rig_at


@pytest.fixture
def api() -> Iterator[QueryApi]:
    with QueryApi() as made:
        yield made


@pytest.fixture
def rig(api: QueryApi, tmp_path: Path) -> HttpRig:
    return rig_at(tmp_path, api)
