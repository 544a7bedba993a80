"""The sandbox without a socket, with a clock of our own."""

from __future__ import annotations

import pytest

from tests.in_process import Rig


@pytest.fixture
def rig() -> Rig:
    """Keys and unique references."""
    return Rig()
