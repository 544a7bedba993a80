"""Under Wine: the call that signs in to a share reaches Windows and its codes come back. Wine has no shares."""

from __future__ import annotations

import sys

import pytest

from desktop_sync.windows.shares import ShareError, sign_in

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="shares of Windows")


def test_what_windows_answers_is_told_by_its_code() -> None:
    with pytest.raises(ShareError) as told:
        sign_in(r"\\no-such-server.invalid\share", "ERP\\reader", "any")
    assert told.value.code > 0
    assert told.value.said
