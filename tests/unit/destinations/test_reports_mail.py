"""Reports by mail through a real server: who gets what, what is told of those who do not, and every way it can end."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, BinaryIO

import pytest
from pydantic import ValidationError

from desktop_sync.core.errors import Rejected, RetryLater, Stop, SyncError, Unknown
from desktop_sync.core.exporting import Finished, Put, Where
from desktop_sync.destinations.email import Email
from desktop_sync.destinations.mail_options import ReportMailOptions
from desktop_sync.destinations.options import MailOptions
from desktop_sync.destinations.reports_mail import GIVEN_UP, ReportMail
from tests.acme_rig import refusals
from tests.certificates import Authority, make_authority
from tests.mail_server import MailServer
from tests.unit.destinations.finished import SUMMARY, finished
from tests.unit.destinations.raw_smtp import RawSmtp

A, B, C = "a@example.com", "b@example.com", "c@example.com"
MESSAGE_ID = "<0123456789abcdef0123456789abcdef.desktop-sync@example.com>"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("ca"), "Mail CA")


def options(**given: object) -> ReportMailOptions:
    return ReportMailOptions.model_validate({"to": [A, B], **given})


NOW = 1_790_000_000.0


def destination(
    port: int, given: ReportMailOptions | None = None, /, now: float = NOW, **connection: object
) -> ReportMail:
    said = {"host": "127.0.0.1", "port": port, "sender": "sync@example.com", "timeout": 60, "security": "none"}
    mailer = Email(MailOptions.model_validate({**said, **connection}), lambda reference: "right", refusals())
    return ReportMail(given or options(), mailer, "sync@example.com", lambda: now)


def put(where: ReportMail, file: Finished, before_end: Callable[[], None] = lambda: None) -> Put:
    return where.put(file, before_end)


def test_a_report_arrives_encrypted_signed_in_with_its_name_and_bytes(authority: Authority) -> None:
    content = bytes(range(256)) * 2000
    with MailServer(authority.server, username="sync", password="right") as server:
        signed: dict[str, Any] = {"security": "starttls", "username": "sync", "password": "mail/password"}
        where = destination(server.port, options(cc=C), ca_file=str(authority.ca_file), **signed)
        assert put(where, finished(content)) == Put()
        [taken] = server.taken
    assert (taken.encrypted, taken.signed_in, taken.recipients) == (True, "sync", (A, B, C))
    message = taken.message
    assert message["Message-ID"] == MESSAGE_ID
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.timestamp() == 1_790_000_000.0
    assert message["Subject"] == "Täglich, 2026-05-01 to 2026-05-03"
    [part] = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("Aufträge 2026.pdf", "application/pdf")
    assert part.get_content() == content


def test_a_summary_goes_alone_or_with_the_file() -> None:
    with MailServer(security="none") as server:
        put(destination(server.port, options(**{"as": "inline"})), finished(summary=SUMMARY))
        put(destination(server.port, options(**{"as": "both"})), finished(summary=SUMMARY))
        inline, both = server.taken
    assert list(inline.message.iter_attachments()) == []
    assert "995.00 EUR" in inline.html
    assert "995.00 EUR" in inline.text
    assert [part.get_filename() for part in both.message.iter_attachments()] == ["Aufträge 2026.pdf"]
    assert "995.00 EUR" in both.html


def test_those_who_are_refused_are_named_and_the_others_have_it() -> None:
    with MailServer(security="none", answers={A: "550 5.1.1 unknown here"}) as server:
        done = put(destination(server.port), finished())
        assert server.taken[0].recipients == (B,)
    assert done.rest == ""
    assert done.note == (
        "The mail server takes the mail for these recipients not at all: a@example.com (550 5.1.1 unknown here)."
    )


def test_those_who_are_put_off_get_it_later_and_nobody_gets_it_twice() -> None:
    given = options(to=[A, B], bcc=[C])
    with MailServer(security="none", answers={A: "450 greylisted", C: "550 unknown here"}) as server:
        first = put(destination(server.port, given), finished())
        assert server.taken[0].recipients == (B,)
        assert "it is tried again, and for nobody else: a@example.com (450 greylisted)" in first.note
        with pytest.raises(RetryLater, match="greylisted"):
            put(destination(server.port, given), finished(rest=first.rest))
        del server.answers[A]
        done = put(destination(server.port, given), finished(rest=first.rest))
        one, other = server.taken
    assert other.recipients == (A,)
    assert one.message["Message-ID"] == other.message["Message-ID"] == MESSAGE_ID
    assert one.message["To"] == other.message["To"] == f"{A}, {B}"
    assert done.rest == ""
    assert "c@example.com (550 unknown here)" in done.note, "who was refused at the first try is not forgotten"


def test_who_is_refused_at_a_later_try_does_not_undo_the_others() -> None:
    with MailServer(security="none", answers={A: "450 greylisted"}) as server:
        first = put(destination(server.port), finished())
        server.answers[A] = "550 unknown here"
        done = put(destination(server.port), finished(rest=first.rest))
        assert len(server.taken) == 1
    assert done.rest == ""
    assert "a@example.com (The mail server takes mail for none of the recipients" in done.note


def test_who_was_taken_out_of_the_settings_is_not_tried_any_more() -> None:
    with MailServer(security="none", answers={A: "450 greylisted"}) as server:
        first = put(destination(server.port), finished())
        assert put(destination(server.port, options(to=[B])), finished(rest=first.rest)) == Put()
        assert len(server.taken) == 1


@pytest.mark.parametrize("cut", ["", "MAIL"])
def test_who_is_put_off_for_days_is_given_up_and_named(cut: str) -> None:
    with MailServer(security="none", answers={A: "452 mailbox is full"}) as server:
        first = put(destination(server.port), finished())
        with pytest.raises(RetryLater):
            put(destination(server.port, now=NOW + GIVEN_UP - 1), finished(rest=first.rest))
        if cut:
            server.answers[cut] = "451 not now"
        done = put(destination(server.port, now=NOW + GIVEN_UP), finished(rest=first.rest))
        assert len(server.taken) == 1
    assert done.rest == ""
    assert f"not at all: {A} (" in done.note


def test_nobody_is_taken() -> None:
    with MailServer(security="none", answers={A: "550 no", B: "551 no"}) as server:
        with pytest.raises(Rejected, match=r"none of the recipients: a@example\.com") as refused:
            put(destination(server.port), finished())
        assert "issue the report again" in refused.value.hint


def test_too_large_is_refused_before_anybody_is_asked_with_the_size_the_limit_and_what_to_do() -> None:
    asked: list[int] = []

    def opened() -> BinaryIO:
        asked.append(1)
        return io.BytesIO()

    file = replace(finished(b"x" * 300_000), open=opened)
    with RawSmtp() as server:
        with pytest.raises(Rejected) as refused:
            put(destination(server.port, options(size_limit="400kB")), file)
        assert server.connections == 0
    assert asked == []
    assert refused.value.reason == "size"
    assert refused.value.what == (
        "The report Aufträge 2026.pdf is too large for a mail: the file has 0.3 MB, which is 0.4 MB in a mail, and"
        " 0.4 MB is the most."
    )
    for way in ("a shorter period", "PDF or Excel", "a folder", 'as = "inline"', "raise size_limit"):
        assert way in refused.value.hint


def test_a_summary_of_a_large_report_is_small() -> None:
    with MailServer(security="none") as server:
        large = finished(b"x" * 300_000, summary=SUMMARY)
        put(destination(server.port, options(**{"as": "inline", "size_limit": "100kB"})), large)
        assert len(server.taken[0].content) < 10_000


def announced() -> MailServer:
    return MailServer(security="none", size_limit=50_000)


def said_afterwards() -> RawSmtp:
    return RawSmtp(says={".": b"552 no\r\n"})


@pytest.mark.parametrize("made", [announced, said_afterwards])
def test_the_limit_of_the_server_is_told_before_or_after(made: Callable[[], MailServer | RawSmtp]) -> None:
    with made() as server, pytest.raises(Rejected) as refused:
        put(destination(server.port), finished(b"x" * 100_000))
    assert "too large for the mail server" in refused.value.what
    assert "It is the report Aufträge 2026.pdf, whose file has 0.1 MB." in refused.value.what
    assert "a shorter period" in refused.value.hint


@pytest.mark.parametrize("step", ["", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"])
def test_cut_before_the_end_nothing_is_there_and_it_may_be_tried_again(step: str) -> None:
    ended: list[int] = []
    with RawSmtp(cut_before=step) as server:
        where = destination(server.port, username="sync", password="mail/password")
        with pytest.raises(RetryLater):
            put(where, finished(), lambda: ended.append(1))
        assert server.mails == []
    assert ended == []


def test_cut_in_the_middle_of_the_file() -> None:
    ended: list[int] = []
    with RawSmtp(says={"EHLO": b"250 x\r\n"}, reset_in_data=True) as server:
        with pytest.raises(RetryLater, match="while the mail was sent"):
            put(destination(server.port, options()), finished(b"x" * 12_000_000), lambda: ended.append(1))
        assert server.mails == []
    assert ended == []


def test_cut_after_the_end_nobody_can_tell_and_the_next_try_is_the_same_mail() -> None:
    ended: list[int] = []
    with RawSmtp(cut_before=".") as server:
        where = destination(server.port)
        for _ in range(2):
            with pytest.raises(Unknown):
                put(where, finished(), lambda: ended.append(1))
        assert where.look(finished()) is Where.CANNOT_TELL
        one, other = server.mails
    assert ended == [1, 1]
    assert one == other


@pytest.mark.parametrize(
    "says,kind",
    [
        ({"MAIL": b"550 not yours\r\n"}, Stop),
        ({"MAIL": b"451 later\r\n"}, RetryLater),
        ({"DATA": b"451 later\r\n"}, RetryLater),
        ({".": b"451 disk is full\r\n"}, RetryLater),
        ({".": b"554 spam\r\n"}, Rejected),
        ({"DATA": b"554 no\r\n"}, Rejected),
    ],
)
def test_what_the_server_says_is_definite(says: dict[str, bytes], kind: type[SyncError]) -> None:
    with RawSmtp(says=says) as server, pytest.raises(kind):
        put(destination(server.port), finished())


def test_what_is_raised_before_the_end_keeps_it_back() -> None:
    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    with RawSmtp() as server:
        with pytest.raises(Killed):
            put(destination(server.port), finished(), die)
        assert server.mails == []


def test_names_may_be_the_same() -> None:
    assert destination(1).choose("a.pdf", ["a.pdf"]) == "a.pdf"


@pytest.mark.parametrize(
    "given,words",
    [
        ({"to": []}, "at least 1 item"),
        ({"to": "x@example.com\r\nDATA"}, "mail address"),
        ({"cc": [A.upper()]}, "gets the mail twice"),
        ({"subject": "{nobody}"}, "in which there is no {nobody}"),
        ({"text": "{from:%A}"}, "in which %A cannot be used"),
        ({"size_limit": "10kB"}, "100000"),
        ({"name": "a/b"}, "no name of a file"),
    ],
)
def test_settings_that_will_not_do(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        options(**given)


def test_what_is_left_is_plain_json() -> None:
    with MailServer(security="none", answers={A: "450 greylisted"}) as server:
        done = put(destination(server.port), finished())
    assert json.loads(done.rest) == {"later": [A], "since": NOW, "refused": {}}
