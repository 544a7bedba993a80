"""Mail through a real server: encryption, sign-in, what it refuses, and the one moment at which nobody can tell."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import Rejected, RetryLater, Stop, SyncError, Unknown
from desktop_sync.core.mail import Attachment, Mail, Posted
from desktop_sync.core.model import StepState
from desktop_sync.core.ports import Mailer
from desktop_sync.destinations import MAILERS
from desktop_sync.destinations.email import Email
from desktop_sync.destinations.options import MailOptions
from desktop_sync.destinations.smtp import Broken, Conversation, Place
from tests.acme_rig import HandClock, json_answer, refusals
from tests.certificates import Authority, make_authority
from tests.mail_server import MailServer
from tests.raw_server import RawServer, Received, Say
from tests.unit.destinations.raw_smtp import RawSmtp

TO = ("it@example.com", "clerk@example.com")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("ca"), "Mail CA")


def mail(to: tuple[str, ...] = TO, subject: str = "2 problems", text: str = "It works.\n", html: str = "") -> Mail:
    return Mail("<n1.abc@desktop-sync>", 1_790_000_000.0, to, subject, text, html or f"<p>{text}</p>")


def mailer(port: int, secret: str = "right", /, **options: object) -> Email:
    given = {"host": "127.0.0.1", "port": port, "sender": "sync@example.com", "timeout": 5, **options}
    return Email(MailOptions.model_validate(given), lambda reference: secret, refusals())


@pytest.fixture
def signed(authority: Authority) -> Iterator[MailServer]:
    with MailServer(authority.server, username="sync", password="right") as server:
        yield server


def with_password(server: MailServer, authority: Authority, secret: str = "right", /, **more: object) -> Email:
    return mailer(
        server.port, secret, username="sync", password="mail/password", ca_file=str(authority.ca_file), **more
    )


def test_a_mail_arrives_whole(signed: MailServer, authority: Authority) -> None:
    text = "Grüße aus Köln: 4711 wartet.\n.\n.. Punkte\n" + "x" * 3000 + "\n"
    posted = with_password(signed, authority).send(mail(subject="Prüfung € läuft", text=text))
    assert posted == Posted()
    [taken] = signed.taken
    assert (taken.sender, taken.recipients, taken.encrypted) == ("sync@example.com", TO, True)
    assert taken.message["Subject"] == "Prüfung € läuft"
    assert taken.message["Message-ID"] == "<n1.abc@desktop-sync>"
    assert taken.message["Auto-Submitted"] == "auto-generated"
    assert taken.text.replace("\r\n", "\n") == text
    assert "Grüße aus Köln" in taken.html
    assert taken.content.isascii()
    assert max(map(len, taken.content.split(b"\r\n"))) <= 998


def test_tls_from_the_start_and_a_token(authority: Authority) -> None:
    with MailServer(authority.server, "tls", username="sync", password="tok-1") as server:
        options: dict[str, Any] = {
            "username": "sync",
            "token": "mail/token",
            "ca_file": str(authority.ca_file),
            "security": "tls",
        }
        mailer(server.port, "tok-1", **options).send(mail())
        assert server.taken[0].signed_in == "sync"
        with pytest.raises(Stop, match="refused the sign-in of sync") as stopped:
            mailer(server.port, "tok-0", **options).send(mail())
        assert "a new token" in stopped.value.hint


class TokenServer:
    """Gives tok-1, tok-2 … to who knows the client secret."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []

    def __call__(self, request: Received) -> Say:
        assert (request.method, request.path) == ("POST", "/t1/oauth2/v2.0/token")
        self.asked.append(parse_qs(request.body.decode()))
        if self.asked[-1]["client_secret"] != ["s3cret-value"]:
            return Say(json_answer(401, {"error": "invalid_client", "detail": "Unknown client: other-value."}))
        return Say(json_answer(200, {"access_token": f"tok-{len(self.asked)}", "expires_in": 3600}))


def with_tokens(server: MailServer, url: str, authority: Authority, clock: HandClock, secret: str) -> Mailer:
    given = {"host": "127.0.0.1", "port": server.port, "sender": "sync@example.com", "timeout": 5, "username": "sync"}
    given |= {"token_url": f"{url}/t1/oauth2/v2.0/token", "client_id": "mail/id", "client_secret": "mail/secret"}
    given |= {"scope": "mail.send", "ca_file": str(authority.ca_file)}
    known = {"mail/id": "desk", "mail/secret": secret}
    return MAILERS["mail"](MailOptions.model_validate(given), known.__getitem__, refusals(clock), clock)


def test_a_token_is_asked_for_before_each_mail(authority: Authority) -> None:
    tokens = TokenServer()
    with RawServer(tokens) as web, MailServer(authority.server, username="sync", password="tok-1") as server:
        sender = with_tokens(server, web.url, authority, HandClock(), "s3cret-value")
        sender.send(mail())
        assert server.taken[0].signed_in == "sync"
        wanted = {"grant_type": "client_credentials", "client_id": "desk", "scope": "mail.send"}
        assert tokens.asked == [{name: [value] for name, value in wanted.items()} | {"client_secret": ["s3cret-value"]}]
        with pytest.raises(Stop, match="refused the sign-in of sync") as stopped:
            sender.send(mail())
        assert "let this program send as sync" in stopped.value.hint
        assert len(tokens.asked) == 2, "the server takes the first one only"
        with pytest.raises(Stop, match="refused this sign-in"):
            sender.send(mail())
        assert len(tokens.asked) == 2, "nobody is asked again within the hour"


def test_who_gives_tokens_refuses(authority: Authority) -> None:
    tokens = TokenServer()
    with RawServer(tokens) as web, MailServer(authority.server, username="sync", password="tok-1") as server:
        sender = with_tokens(server, web.url, authority, HandClock(), "other-value")
        for _ in range(2):
            with pytest.raises(Stop, match="refused") as stopped:
                sender.send(mail())
            assert "secret set mail/secret" in stopped.value.hint
            assert "other-value" not in f"{stopped.value} {stopped.value.hint}"
        assert len(tokens.asked) == 1
        assert server.sign_ins == []
        steps = list(sender.check())
        assert [step.state for step in steps[3:]] == [StepState.FAILED, StepState.NOT_REACHED]
        assert len(tokens.asked) == 2, "a person asks"
        address = web.url
    with MailServer(authority.server, username="sync", password="tok-1") as server:
        with pytest.raises(RetryLater, match="cannot be reached"):
            with_tokens(server, address, authority, HandClock(), "s3cret-value").send(mail())
        assert server.sign_ins == []


def test_a_wrong_password_is_tried_once_until_it_changes_or_an_hour_has_passed(
    signed: MailServer, authority: Authority
) -> None:
    clock, secret = HandClock(), ["wrong"]
    options = {"username": "sync", "password": "mail/password", "ca_file": str(authority.ca_file)}
    given = {"host": "127.0.0.1", "port": signed.port, "sender": "sync@example.com", **options}
    sender = Email(MailOptions.model_validate(given), lambda reference: secret[0], refusals(clock))
    for _ in range(3):
        with pytest.raises(Stop, match="refused") as stopped:
            sender.send(mail())
        assert "secret set mail/password" in stopped.value.hint
        assert "wrong" not in str(stopped.value)
    assert len(signed.sign_ins) == 1, "one way, once: accounts get locked"
    clock.pass_by(3601)
    with pytest.raises(Stop):
        sender.send(mail())
    assert len(signed.sign_ins) == 2
    secret[0] = "right"
    sender.send(mail())
    assert len(signed.taken) == 1


def test_no_starttls_no_mail(authority: Authority) -> None:
    with RawSmtp() as server:
        with pytest.raises(Stop, match="offers no encryption"):
            mailer(server.port, username="sync", password="mail/password").send(mail())
        assert server.heard == ["EHLO"], "neither password nor mail went out"


def test_what_is_said_before_the_encryption_does_not_count_after_it(authority: Authority) -> None:
    says = {"EHLO": b"250-x\r\n250 STARTTLS\r\n", "STARTTLS": b"220 go\r\n250-x\r\n250 AUTH PLAIN\r\n"}
    with RawSmtp(says=says) as server, pytest.raises(RetryLater, match="before the encryption began"):
        mailer(server.port, ca_file=str(authority.ca_file)).send(mail())


def test_an_untrusted_certificate_is_named_with_its_issuer(authority: Authority) -> None:
    for security in ("starttls", "tls"):
        with MailServer(authority.server, security, username="sync", password="right") as server:
            sender = mailer(server.port, username="sync", password="mail/password", security=security)
            with pytest.raises(RetryLater, match=r"not trusted: .*Issued by: Example Ltd, Mail CA") as told:
                sender.send(mail())
            assert "ca_file" in told.value.hint
            assert server.sign_ins == []


def test_the_name_of_the_host_counts(authority: Authority) -> None:
    with MailServer(authority.server) as server:
        given = {"host": "localhost", "port": server.port, "sender": "sync@example.com"}
        named = MailOptions.model_validate({**given, "ca_file": str(authority.ca_file)})
        Email(named, str, refusals()).send(mail())
        other = named.model_copy(update={"host": "127.0.0.2"})
        with pytest.raises(RetryLater, match=r"127\.0\.0\.2"):
            Email(other, str, refusals()).send(mail())
        assert len(server.taken) == 1


def test_a_refused_recipient_keeps_the_mail_from_nobody_else() -> None:
    answers = {"it@example.com": "550 5.1.1 unknown here", "later@example.com": "450 4.2.1 greylisted"}
    with MailServer(security="none", answers=answers) as server:
        posted = mailer(server.port, security="none").send(mail((*TO, "later@example.com")))
        assert posted.refused == {"it@example.com": "550 5.1.1 unknown here"}
        assert posted.later == {"later@example.com": "450 4.2.1 greylisted"}
        assert server.taken[0].recipients == ("clerk@example.com",)
        with pytest.raises(Rejected, match=r"none of the recipients: it@example\.com"):
            mailer(server.port, security="none").send(mail(("it@example.com",)))
        with pytest.raises(RetryLater, match="greylisted"):
            mailer(server.port, security="none").send(mail(("it@example.com", "later@example.com")))


@pytest.mark.parametrize(
    "where,says,kind,words",
    [
        ("MAIL", "550 not yours", Stop, "does not take mail from sync@example.com"),
        ("MAIL", "451 try later", RetryLater, "try later"),
        ("DATA", "554 looks like spam", Rejected, "looks like spam"),
        ("DATA", "552 too much", Rejected, "too large"),
        ("DATA", "451 disk is full", RetryLater, "disk is full"),
    ],
)
def test_what_the_server_says_is_definite(where: str, says: str, kind: type[SyncError], words: str) -> None:
    with MailServer(security="none", answers={where: says}) as server:
        with pytest.raises(kind, match=words):
            mailer(server.port, security="none").send(mail())
        assert server.taken == []


def test_too_large_is_told_before_anything_is_sent() -> None:
    with MailServer(security="none", size_limit=500) as server:
        with pytest.raises(Rejected, match="it takes 500"):
            mailer(server.port, security="none").send(mail(text="x" * 1000))
        assert server.taken == []


def test_the_old_way_to_sign_in() -> None:
    steps = {"AUTH": b"334 VXNlcm5hbWU6\r\n", "C3LUYW==": b"334 UGFzc3dvcmQ6\r\n", "CMLNAHQ=": b"235 welcome\r\n"}
    with RawSmtp(says={"EHLO": b"250-x\r\n250 AUTH GSSAPI LOGIN\r\n", **steps}) as server:
        mailer(server.port, username="sync", password="mail/password", security="none").send(mail())
        assert server.heard[:4] == ["EHLO", "AUTH", "C3LUYW==", "CMLNAHQ="]
        assert len(server.mails) == 1


def test_no_way_to_sign_in_that_both_know() -> None:
    with RawSmtp(says={"EHLO": b"250-x\r\n250 AUTH GSSAPI NTLM\r\n"}) as server:
        with pytest.raises(Stop, match="It offers GSSAPI, NTLM"):
            mailer(server.port, username="sync", password="mail/password", security="none").send(mail())
        assert "AUTH" not in server.heard


def test_sign_in_that_is_only_not_possible_now_is_no_wrong_password() -> None:
    with RawSmtp(says={"AUTH": b"454 4.7.0 busy\r\n"}) as server:
        sender = mailer(server.port, username="sync", password="mail/password", security="none")
        for _ in range(2):
            with pytest.raises(RetryLater, match="busy"):
                sender.send(mail())
        assert server.heard.count("AUTH") == 2


def test_the_wrong_kind_of_port_is_told(authority: Authority) -> None:
    with MailServer(authority.server, "tls") as server, pytest.raises(RetryLater, match="does not greet us") as told:
        mailer(server.port, timeout=1).send(mail())
    assert '465 is "tls"' in told.value.hint
    with RawSmtp() as plain, pytest.raises(RetryLater, match="could not be spoken to with TLS") as told:
        mailer(plain.port, timeout=5, security="tls").send(mail())
    assert '587 is "starttls"' in told.value.hint


def test_a_server_that_is_slow_at_every_step_keeps_nobody_for_long() -> None:
    with RawSmtp(slow=0.7) as server:
        begun = time.monotonic()
        with pytest.raises(RetryLater, match="no answer in time"):
            mailer(server.port, security="none", timeout=1).send(mail(tuple(f"a{n}@example.com" for n in range(20))))
        assert time.monotonic() - begun < 6
        assert server.mails == []


@pytest.mark.parametrize("step", ["", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"])
def test_cut_before_the_end_of_data_is_definite(step: str) -> None:
    with RawSmtp(cut_before=step) as server:
        with pytest.raises(RetryLater, match=r"broke off|does not greet us"):
            mailer(server.port, security="none", username="sync", password="mail/password").send(mail())
        assert server.mails == []


def test_cut_while_the_encryption_begins(authority: Authority) -> None:
    with RawSmtp(says={"EHLO": b"250-x\r\n250 STARTTLS\r\n"}, cut_before="STARTTLS") as server:
        with pytest.raises(RetryLater, match="broke off"):
            mailer(server.port, ca_file=str(authority.ca_file)).send(mail())
        assert server.heard == ["EHLO", "STARTTLS"]


def test_cut_in_the_middle_of_a_mail_is_definite() -> None:
    with RawSmtp(says={"EHLO": b"250 x\r\n"}, reset_in_data=True) as server:
        with pytest.raises(RetryLater, match="while the mail was sent"):
            mailer(server.port, security="none").send(mail(text="x" * 8_000_000, html="<p>x</p>"))
        assert server.mails == []


def test_cut_after_the_end_of_data_is_unknown() -> None:
    with RawSmtp(cut_before=".") as server:
        with pytest.raises(Unknown, match="did not say whether it has taken the mail"):
            mailer(server.port, security="none").send(mail())
        assert len(server.mails) == 1


def test_an_answer_to_the_end_that_is_no_answer_is_unknown() -> None:
    with RawSmtp(says={".": b"hello?\r\n"}) as server, pytest.raises(Unknown, match="not SMTP"):
        mailer(server.port, security="none").send(mail())


def test_before_the_end_nothing_is_there_and_what_is_raised_then_keeps_it_so() -> None:
    class Killed(BaseException):
        pass

    seen: list[int] = []

    with RawSmtp() as server:

        def die() -> None:
            seen.append(len(server.mails))
            raise Killed

        with pytest.raises(Killed):
            mailer(server.port, security="none").send(mail(), die)
    assert seen == [0]
    assert server.mails == []


def test_a_cut_at_quit_is_nothing() -> None:
    with RawSmtp(cut_before="QUIT") as server:
        mailer(server.port, security="none").send(mail())
        assert len(server.mails) == 1


@pytest.mark.parametrize(
    "says", [b"250-" + b"x" * 70_000 + b"\r\n", b"250-x\r\n" * 200, b"\xff\xfe\r\n", b"999 no\r\n", b"25\r\n"]
)
def test_answers_without_end_or_sense_are_survived(says: bytes) -> None:
    with RawSmtp(says={"EHLO": says}) as server, pytest.raises(RetryLater, match="broke off"):
        mailer(server.port, security="none").send(mail())


def test_a_silent_server_costs_no_more_than_its_time() -> None:
    with RawSmtp(says={"MAIL": b"250-"}) as server, pytest.raises(RetryLater, match="no answer in time"):
        mailer(server.port, security="none", timeout=1).send(mail())


def test_nothing_in_a_text_becomes_a_header_or_a_command() -> None:
    evil = "ok\r\nBcc: evil@example.com\r\n\r\nbody\x00\u202e\ud800"
    with MailServer(security="none") as server:
        mailer(server.port, security="none").send(mail(subject=evil, text=f"{evil}\r\n.\r\nQUIT\r\n{'y' * 100_000}"))
        [taken] = server.taken
    assert taken.message["Bcc"] is None
    assert taken.message["Subject"].startswith("ok Bcc: evil@example.com body")
    assert taken.recipients == TO
    assert "y" * 100_000 in taken.text.replace("\r\n", "\n")


@pytest.mark.parametrize("value", ["it@example.com\r\nDATA", "a b@example.com", "it@", "@x", "a@b@c c", "it@ex ample"])
def test_addresses_that_could_be_commands_are_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="mail address"):
        mailer(25, sender=value)


@pytest.mark.parametrize(
    "options,words",
    [
        ({"username": "sync"}, "a sign-in is username and password"),
        ({"password": "mail/p"}, "a sign-in is username and password"),
        ({"username": "u", "password": "mail/p", "token": "mail/t"}, "side by side"),
        ({"username": "u", "token": "mail/t", "token_url": "https://t.test/"}, "side by side"),
        ({"username": "u", "token_url": "https://t.test/"}, "needs client_id and client_secret"),
        ({"username": "u", "password": "mail/p", "client_id": "mail/i"}, "needs client_id and client_secret"),
        (
            {"username": "u", "token_url": "http://t.test/", "client_id": "mail/i", "client_secret": "mail/s"},
            "expected https://",
        ),
        ({"username": "u", "password": "mail/p", "security": "none", "host": "m.test"}, "readable over the network"),
        ({"host": "m.test:25"}, "name of a machine"),
        ({"ca_file": "ca.pem"}, "whole path"),
    ],
)
def test_settings_that_will_not_do(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        mailer(25, **options)


def test_the_check_goes_step_by_step_and_sends_nothing(signed: MailServer, authority: Authority) -> None:
    steps = list(with_password(signed, authority).check())
    assert [step.name for step in steps] == ["name", "reach", "TLS", "sign-in", "permission"]
    assert {step.state for step in steps} == {StepState.OK}
    assert "issued by Example Ltd, Mail CA" in steps[2].detail
    assert steps[3].detail == "signed in as sync (PLAIN)"
    assert signed.taken == []


def test_the_check_says_where_it_ends(signed: MailServer, authority: Authority) -> None:
    refused = list(with_password(signed, authority, "wrong").check())
    assert [step.state for step in refused[3:]] == [StepState.FAILED, StepState.NOT_REACHED]
    assert "secret set mail/password" in refused[3].hint
    untrusted = list(mailer(signed.port, username="sync", password="mail/password").check())
    assert untrusted[2].state is StepState.FAILED
    assert "Issued by: Example Ltd, Mail CA" in untrusted[2].detail
    with MailServer(security="none", answers={"MAIL": "550 go away"}) as plain:
        steps = list(mailer(plain.port, security="none").check())
        assert [step.state for step in steps[2:]] == [StepState.WARNING, StepState.OK, StepState.FAILED]
        assert "go away" in steps[4].detail
    assert next(step for step in mailer(plain.port).check() if step.state is StepState.FAILED).name == "reach"


def test_the_secret_is_not_shown_when_the_server_repeats_it() -> None:
    says = {"AUTH": b"535 no such secret s3cret-value here\r\n"}
    with RawSmtp(says=says) as server:
        sender = mailer(server.port, "s3cret-value", security="none", username="sync", password="mail/password")
        with pytest.raises(Stop) as stopped:
            sender.send(mail())
        assert "no such secret *** here" in str(stopped.value)


def test_umlauts_in_passwords(authority: Authority) -> None:
    with MailServer(authority.server, username="sync", password="größer") as server:
        with_password(server, authority, "größer").send(mail())
        assert len(server.taken) == 1


def test_broken_says_what_it_is() -> None:
    assert str(Broken("it closed the connection")) == "it closed the connection"


def test_files_of_ca_are_looked_at(tmp_path: Path) -> None:
    with RawSmtp() as server, pytest.raises(SyncError, match="CA file"):
        mailer(server.port, ca_file=str(tmp_path / "missing.pem")).send(mail())


def with_file(content: bytes) -> Mail:
    attachment = Attachment("Aufträge.csv", "text/csv", len(content), lambda: io.BytesIO(content))
    return replace(mail(), attachment=attachment)


def test_a_file_goes_with_it_encrypted_and_signed_in(signed: MailServer, authority: Authority) -> None:
    content = "Größe;1\r\n.\r\n..\r\n".encode() * 20_000
    with_password(signed, authority).send(with_file(content))
    [taken] = signed.taken
    assert (taken.encrypted, taken.signed_in) == (True, "sync")
    [part] = taken.message.iter_attachments()
    assert isinstance(part, EmailMessage)
    assert part.get_filename() == "Aufträge.csv"
    assert part.get_payload(decode=True) == content
    assert "It works" in taken.text


def test_copies_go_to_everybody_and_blind_ones_are_written_nowhere() -> None:
    with MailServer(security="none") as server:
        copied = replace(with_file(b"1"), cc=("boss@example.com", TO[0]), bcc=("audit@example.com",))
        mailer(server.port, security="none").send(copied)
        [taken] = server.taken
    assert taken.recipients == (*TO, "boss@example.com", "audit@example.com")
    assert taken.message["Cc"] == f"boss@example.com, {TO[0]}"
    assert b"audit@" not in taken.content


def test_it_can_be_sent_to_those_who_are_left_alone() -> None:
    with MailServer(security="none") as server:
        mailer(server.port, security="none").send(replace(with_file(b"1"), only=frozenset({TO[1]})))
        [taken] = server.taken
    assert taken.recipients == (TO[1],)
    assert taken.message["To"] == ", ".join(TO)


def test_a_file_that_cannot_be_read_to_its_end_is_not_sent() -> None:
    def damaged() -> io.BytesIO:
        raise Rejected("The file is damaged.")

    attachment = Attachment("a.csv", "text/csv", 10, damaged)
    with RawSmtp() as server:
        with pytest.raises(Rejected, match="damaged"):
            mailer(server.port, security="none").send(replace(mail(), attachment=attachment))
        assert server.mails == []


def test_a_large_mail_on_a_slow_line_is_waited_for_as_long_as_it_goes_on() -> None:
    passed = [0.0]

    def slowly() -> Iterator[bytes]:
        for _ in range(20):
            passed[0] += 4.0
            yield b"x" * 78_000 + b"\r\n"

    with RawSmtp() as server, socket.create_connection(("127.0.0.1", server.port)) as sock:
        conversation = Conversation(Place("127.0.0.1", server.port, 5.0), sock, monotonic=lambda: passed[0])
        assert conversation.getreply()[0] == 220
        assert conversation.docmd("DATA")[0] == 354
        assert conversation.data(slowly())[0] == 250
        conversation.close()
        assert len(server.mails) == 1
