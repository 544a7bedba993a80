"""Sign-in: API key, client credentials, tokens that expire."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from desktop_sync.sandbox.messages import Reply
from tests.in_process import Rig, code


def token(rig: Rig, **form: str) -> Reply:
    sandbox = rig.sandbox
    whole = {
        "grant_type": "client_credentials",
        "client_id": sandbox.credentials.client_id,
        "client_secret": sandbox.credentials.client_secret,
        **form,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = sandbox.handle("POST", "/oauth/token", "", headers, urlencode(whole).encode())
    assert isinstance(answer, Reply)
    return answer


@pytest.mark.parametrize("path", ["/v1/account", "/v1/orders", "/control/writes", "/nothing"])
@pytest.mark.parametrize("headers", [{}, {"x-api-key": "wrong"}, {"x-api-key": "ü"}, {"Authorization": "Bearer wrong"}])
def test_nothing_is_told_without_sign_in(rig: Rig, path: str, headers: dict[str, str]) -> None:
    answer = rig.sandbox.handle("GET", path, "", headers)
    assert code(answer) == (401, "unauthorized")
    assert isinstance(answer, Reply)
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_an_api_key_opens_the_account() -> None:
    assert Rig(tenant="t-1", title="Muster").json("GET", "/v1/account") == {"tenant": "t-1", "title": "Muster"}


def test_a_token_is_valid_until_it_expires() -> None:
    rig = Rig(token_lifetime=60)
    given = json.loads(token(rig).body)
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 60)
    headers = {"Authorization": f"Bearer {given['access_token']}"}

    def status() -> int:
        answer = rig.sandbox.handle("GET", "/v1/account", "", headers)
        assert isinstance(answer, Reply)
        return answer.status

    assert status() == 200
    rig.clock.wait(59)
    assert status() == 200
    rig.clock.wait(1)
    assert status() == 401


@pytest.mark.parametrize(
    "form, status, error",
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
    ],
)
def test_wrong_credentials_are_refused_as_oauth_says(rig: Rig, form: dict[str, str], status: int, error: str) -> None:
    answer = token(rig, **form)
    assert (answer.status, json.loads(answer.body)["error"]) == (status, error)


def test_profile_schemas_and_description_are_open(rig: Rig) -> None:
    for path in ("/profile", "/openapi.json", "/schemas/orders.schema.json", "/schemas/invoices.schema.json"):
        answer = rig.sandbox.handle("GET", path)
        assert isinstance(answer, Reply)
        assert answer.status == 200
        assert rig.sandbox.credentials.api_key.encode() not in answer.body
