"""By what a row is known again: digests that ledgers hold, so they must never come out otherwise."""

from __future__ import annotations

import json
from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.rows import seen


@given(st.lists(st.text() | st.integers(), min_size=1, max_size=4), st.binary())
def test_a_key_is_known_by_its_parts_as_json(key: list[str | int], content: bytes) -> None:
    named = json.dumps([str(one) for one in key]).encode()
    assert seen(key, content) == (
        blake2b(named, digest_size=16).digest(),
        blake2b(content, digest_size=16).digest(),
    )


def test_a_row_without_a_key_is_its_content() -> None:
    found = seen((), b"row")
    assert found.key == found.content == blake2b(b"row", digest_size=16).digest()
