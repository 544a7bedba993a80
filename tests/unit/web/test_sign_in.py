"""Signing in: keys, tokens, and no second try of what was refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from desktop_sync.acme.client import Acme
from desktop_sync.core.errors import Outdated, RetryLater, Stop
from desktop_sync.core.model import AnswerKind
from tests.acme_rig import SECRETS, HandClock, acme, close_all, create, document, json_answer
from tests.raw_server import RawServer, Received, Say, Script, answer


@pytest.fixture(autouse=True)
def closed_clients() -> Iterator[None]:
    yield
    close_all()


class Tokens:
    """A server that gives tokens and takes the newest of them."""

    def __init__(self, lasts: int | None = 600) -> None:
        self.lasts = lasts
        self.given = 0
        self.refused = False

    def __call__(self, request: Received) -> Say:
        if request.path == "/oauth/token":
            return Say(self._token(request))
        if request.headers.get("authorization") == f"Bearer token-{self.given}":
            return Say(json_answer(201, document()))
        return Say(answer(401))

    def _token(self, request: Received) -> bytes:
        form = parse_qs(request.body.decode())
        if self.refused or form.get("client_secret") != ["s3cret"]:
            return json_answer(401, {"error": "invalid_client", "detail": "Unknown client."})
        assert form == {"grant_type": ["client_credentials"], "client_id": ["desk"], "client_secret": ["s3cret"]}
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        self.given += 1
        token = {"access_token": f"token-{self.given}", "token_type": "Bearer", "expires_in": self.lasts}
        return json_answer(200, {name: value for name, value in token.items() if value is not None})


def oauth(url: str, clock: HandClock | None = None, secrets: dict[str, str] | None = None) -> Acme:
    secret = (secrets or SECRETS).__getitem__
    return acme(
        url,
        secret=secret,
        clock=clock or HandClock(),
        sign_in="client_credentials",
        client_id="acme/client_id",
        client_secret="acme/client_secret",
    )


def kind(target: Acme) -> AnswerKind:
    return target.send([create()])[0].kind


@pytest.mark.parametrize("lasts, renewed_after", [(600, 540), (60, 54), (None, 270)])
def test_token_is_kept_and_renewed_before_it_ends(lasts: int | None, renewed_after: int) -> None:
    tokens, clock = Tokens(lasts), HandClock()
    with RawServer(tokens) as server:
        target = oauth(server.url, clock)
        assert {kind(target), kind(target)} == {AnswerKind.DONE}
        clock.pass_by(renewed_after - 1)
        assert (kind(target), tokens.given) == (AnswerKind.DONE, 1)
        clock.pass_by(2)
        assert (kind(target), tokens.given) == (AnswerKind.DONE, 2)


def test_one_thread_fetches_the_token_for_all() -> None:
    tokens = Tokens()
    with RawServer(tokens) as server:
        target = oauth(server.url)
        found: list[AnswerKind] = []
        threads = [threading.Thread(target=lambda: found.append(kind(target))) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [AnswerKind.DONE] * 16
    assert tokens.given == 1


def test_refused_token_is_renewed_once_for_all_threads() -> None:
    tokens = Tokens()
    with RawServer(tokens) as server:
        target = oauth(server.url)
        assert kind(target) is AnswerKind.DONE
        tokens.given = 5  # the far end has forgotten the first one
        found: list[AnswerKind] = []
        threads = [threading.Thread(target=lambda: found.append(kind(target))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [AnswerKind.DONE] * 8
    assert tokens.given == 6


def token_calls(server: RawServer) -> int:
    return sum(seen.path == "/oauth/token" for seen in server.received)


def test_refused_client_is_not_tried_again_within_the_hour() -> None:
    tokens, clock = Tokens(), HandClock()
    tokens.refused = True
    with RawServer(tokens) as server:
        target = oauth(server.url, clock)
        assert {kind(target) for _ in range(5)} == {AnswerKind.SIGN_IN}
        assert token_calls(server) == 1
        clock.pass_by(3599)
        assert kind(target) is AnswerKind.SIGN_IN
        assert token_calls(server) == 1
        clock.pass_by(2)
        tokens.refused = False
        assert kind(target) is AnswerKind.DONE


def test_changed_client_secret_is_tried_at_once() -> None:
    secrets = {**SECRETS, "acme/client_secret": "wrong"}
    with RawServer(Tokens()) as server:
        target = oauth(server.url, secrets=secrets)
        assert kind(target) is AnswerKind.SIGN_IN
        secrets["acme/client_secret"] = "s3cret"
        assert kind(target) is AnswerKind.DONE


def test_token_endpoint_in_trouble_is_not_asked_by_every_thread() -> None:
    clock = HandClock()
    with RawServer(lambda _: Say(answer(503, headers=[("Retry-After", "4")]))) as server:
        target = oauth(server.url, clock)
        answers = [target.send([create()])[0] for _ in range(5)]
        assert {(found.kind, found.retry_after) for found in answers} == {(AnswerKind.NOT_SENT, 4.0)}
        assert len(server.received) == 1
        clock.pass_by(3)
        target.send([create()])
        assert len(server.received) == 2


@pytest.mark.parametrize(
    "said",
    [answer(404), answer(302), answer(200, b"<html>"), json_answer(200, {"token": "x"}),
     json_answer(200, {"access_token": 7}), json_answer(200, {"access_token": "a\nb"})],
    ids=["404", "302", "HTML", "no token", "token no text", "token not printable"],
)  # fmt: skip
def test_what_gives_no_token_stops(said: bytes) -> None:
    with RawServer(lambda _: Say(said)) as server:
        assert kind(oauth(server.url)) is AnswerKind.SIGN_IN


def takes(*keys: str) -> Script:
    """A server that takes the first of ``keys`` once, and the last of them from then on."""
    wanted = list(keys)

    def script(request: Received) -> Say:
        key = wanted.pop(0) if len(wanted) > 1 else wanted[0]
        return Say(json_answer(201, document()) if request.headers["x-api-key"] == key else answer(401))

    return script


def test_refused_key_is_not_sent_again_until_it_changes_or_an_hour_has_passed() -> None:
    secrets, clock = {"acme/api_key": "old-key"}, HandClock()
    with RawServer(takes("new-key")) as server:
        target = acme(server.url, secret=secrets.__getitem__, clock=clock)
        assert {kind(target) for _ in range(4)} == {AnswerKind.SIGN_IN}
        assert len(server.received) == 1
        clock.pass_by(3601)
        assert kind(target) is AnswerKind.SIGN_IN
        assert len(server.received) == 2
        secrets["acme/api_key"] = "new-key"
        assert kind(target) is AnswerKind.DONE


def test_key_exchanged_while_running_is_read_anew() -> None:
    secrets = {"acme/api_key": "first-key"}
    with RawServer(takes("first-key", "second-key")) as server:
        target = acme(server.url, secret=secrets.__getitem__)
        assert kind(target) is AnswerKind.DONE
        secrets["acme/api_key"] = "second-key"
        assert kind(target) is AnswerKind.DONE
        assert [seen.headers["x-api-key"] for seen in server.received] == ["first-key", "first-key", "second-key"]


def test_key_is_read_once_not_for_every_request() -> None:
    read: list[str] = []

    def secret(reference: str) -> str:
        read.append(reference)
        return "right-key"

    with RawServer(takes("right-key")) as server:
        target = acme(server.url, secret=secret)
        assert {kind(target) for _ in range(5)} == {AnswerKind.DONE}
    assert read == ["acme/api_key"]


@pytest.mark.parametrize("key", ["", "a\r\nX-Other: 1", " key ", "schlüssel"])
def test_key_that_cannot_be_sent_stops_without_being_shown(key: str) -> None:
    with RawServer(takes(key)) as server:
        (found,) = acme(server.url, secret=lambda _: key).send([create()])
        assert server.received == []
    assert found.kind is AnswerKind.SIGN_IN
    assert not key or key not in found.message


def test_missing_secret_stops_and_locked_keyring_waits() -> None:
    def missing(reference: str) -> str:
        raise Stop(f"The secret {reference} is missing.", "desktop-sync secret set acme/api_key")

    def locked(reference: str) -> str:
        raise RetryLater("The keyring is locked.")

    for secret, expected in ((missing, AnswerKind.SIGN_IN), (locked, AnswerKind.NOT_SENT)):
        with RawServer(takes("any")) as server:
            assert kind(acme(server.url, secret=secret)) is expected
            assert server.received == []


@pytest.mark.parametrize("status", [400, 403, 422, 500])
def test_key_that_an_answer_repeats_is_not_kept(status: int) -> None:
    said = json_answer(status, {"detail": "The key right-key may not do this.", "code": "forbidden"})
    with RawServer(lambda _: Say(said)) as server:
        (found,) = acme(server.url).send([create()])
    assert "right-key" not in found.message + found.raw
    assert "The key *** may not do this." in found.message


def test_client_secret_that_an_answer_repeats_is_not_shown() -> None:
    secrets = {**SECRETS, "acme/client_secret": "very-s3cret"}
    said = json_answer(401, {"detail": "very-s3cret is wrong."})
    with RawServer(lambda _: Say(said)) as server:
        (found,) = oauth(server.url, secrets=secrets).send([create()])
    assert "very-s3cret" not in found.message
    assert "*** is wrong." in found.message


def test_a_token_refused_with_426_is_no_wrong_address() -> None:
    with RawServer(lambda _: Say(json_answer(426, {"detail": "Too old."}))) as server:
        target = oauth(server.url)
        for _ in range(2):
            with pytest.raises(Outdated, match="Too old") as stopped:
                target.account()
            assert stopped.value.hint == "This program must be updated."
        assert len(server.received) == 2, "the secret was not refused: nothing waits an hour"
