"""Secrets are found wherever they stand in a text, also encoded; texts without them stay as they are."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.redaction import Redactor

SECRET = 'canary/"+ ä\\n=7f3d'


def knowing(*secrets: str) -> Redactor:
    made = Redactor()
    for one in secrets:
        made.learn(one)
    return made


@pytest.mark.parametrize(
    "spelled", [SECRET, json.dumps(SECRET), json.dumps(SECRET, ensure_ascii=False), quote(SECRET), quote_plus(SECRET)]
)
def test_it_is_hidden_as_it_is_and_encoded(spelled: str) -> None:
    assert "canary" not in knowing(SECRET).known(f"before {spelled} after")


@given(st.binary(max_size=7), st.binary(max_size=7), st.sampled_from(["b64encode", "urlsafe_b64encode"]))
def test_it_is_hidden_wherever_it_stands_in_base64(before: bytes, after: bytes, how: str) -> None:
    encoded = getattr(base64, how)(before + b"canary-4711-secret" + after).decode()
    hidden = knowing("canary-4711-secret").known(encoded)
    assert "***" in hidden
    assert not any(b"anary-4711-secr" in _decoded(hidden[start:]) for start in range(len(hidden)))


def _decoded(text: str) -> bytes:
    clean = text.replace("-", "+").replace("_", "/").replace("*", "")
    return base64.b64decode(clean[: len(clean) // 4 * 4] or b"", validate=False)


def test_whether_a_long_one_stands_in_a_name() -> None:
    redactor = knowing("desk", "canary-4711-secret")
    assert redactor.within("tenant canary-4711-secret")
    assert not redactor.within("tenant desk")


def test_the_lines_of_a_key_are_hidden_one_by_one() -> None:
    key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nAQEFAASCBKcwggSjAgEAAo\n-----END KEY-----\n"
    assert "AQEFAASCBKcwggSjAgEAAo" not in knowing(key).known("| AQEFAASCBKcwggSjAgEAAo")


def test_a_short_secret_is_hidden_where_it_stands_alone() -> None:
    redactor = knowing("desk", "abc")
    assert redactor.known("user desk of desktop-sync, abc") == "user *** of desktop-sync, abc"


@pytest.mark.parametrize(
    "text,hidden",
    [
        ("Authorization: Bearer eyJhbGciOi.J9-_x", "Authorization: Bearer ***"),
        ("proxy-authorization: basic bWU6aHVudGVyMg==", "proxy-authorization: basic ***"),
        ("http://me:hunter2@proxy.example:3128/", "http://***@proxy.example:3128/"),
        ("grant_type=x&client_secret=s3cr3t-x&a=b", "grant_type=x&client_secret=***&a=b"),
        ('{"access_token": "abcdef", "expires_in": 3600}', '{"access_token": "***", "expires_in": 3600}'),
        ("password = 'hunter2'", "password = '***'"),
        ("X-Api-Key: 1234abcd", "X-Api-Key: ***"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, hidden: str) -> None:
    assert Redactor().guess(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        'The secret "acme/api_key" is missing. Set it with: desktop-sync secret set acme/api_key',
        "https://api.acme.example:443/v1/orders?limit=1 answered 404.",
        "done: 3 created, 1 updated",
        "the basic idea, the bearer of it",
    ],
)
def test_other_texts_stay(text: str) -> None:
    assert knowing("canary-4711-secret").guess(text) == text
