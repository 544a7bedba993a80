"""Bytes of HTTP: what is read as an answer, what is cut, and what can never be spelt as a request."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.errors import Rejected
from desktop_sync.web.failures import Cut
from desktop_sync.web.reply import Reply, ReplyReader, spell

LONGEST = 1000
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
SOUND = OK + b"Content-Length: 2\r\n\r\n{}"
KEPT, LEFT = True, False


def read(pieces: Sequence[bytes], longest: int = LONGEST) -> tuple[Reply, bool] | None:
    """The answer and whether the connection is kept, when these pieces came and then the end; None: it was cut."""
    reader = ReplyReader(longest)
    try:
        for piece in pieces:
            if (reply := reader.feed(piece)) is not None:
                return reply, reader.over
        return reader.feed(b""), reader.over  # type: ignore[return-value]  # at the end it answers or raises
    except Cut:
        return None


def singly(said: bytes) -> list[bytes]:
    return [said[place : place + 1] for place in range(len(said))]


def both(said: bytes) -> tuple[Reply, bool] | None:
    """The same, however the bytes come."""
    whole = read([said])
    assert read(singly(said)) == whole
    for place in range(1, len(said)):
        assert read([said[:place], said[place:]]) == whole, place
    return whole


READ = [
    pytest.param(SOUND, 200, b"{}", KEPT, id="content-length"),
    pytest.param(OK + b"Content-Length: 0\r\n\r\n", 200, b"", KEPT, id="content-length 0"),
    pytest.param(OK + b"content-LENGTH:2\r\n\r\n{}", 200, b"{}", KEPT, id="case and blanks of a header"),
    pytest.param(b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", KEPT, id="no reason phrase"),
    pytest.param(b"\r\n\r\n" + SOUND, 200, b"{}", KEPT, id="empty lines before"),
    pytest.param(CHUNKED + b"2\r\n{}\r\n0\r\n\r\n", 200, b"{}", KEPT, id="chunked"),
    pytest.param(CHUNKED + b"0\r\n\r\n", 200, b"", KEPT, id="chunked and empty"),
    pytest.param(CHUNKED + b"1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX: y\r\nZ: \r\n\r\n", 200, b"{}", KEPT, id="trailers"),
    pytest.param(OK + b"\r\n{}", 200, b"{}", LEFT, id="until the end"),
    pytest.param(OK + b"\r\n", 200, b"", LEFT, id="nothing until the end"),
    pytest.param(b"HTTP/1.1 204 None\r\n\r\n", 204, b"", KEPT, id="204"),
    pytest.param(b"HTTP/1.1 204 None\r\nContent-Length: 0\r\n\r\n", 204, b"", KEPT, id="204 with length 0"),
    pytest.param(b"HTTP/1.1 304 Same\r\n\r\n", 304, b"", KEPT, id="304"),
    pytest.param(b"HTTP/1.1 100 Go on\r\n\r\n" + SOUND, 200, b"{}", KEPT, id="interim"),
    pytest.param(b"HTTP/1.1 103 H\r\nETag: 1\r\n\r\n" * 3 + SOUND, 200, b"{}", KEPT, id="many interim"),
    pytest.param(b"HTTP/1.1 102 P\r\n\r\n" + OK + b"\r\n{}", 200, b"{}", LEFT, id="interim, until the end"),
    pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", LEFT, id="HTTP/1.0"),
    pytest.param(
        b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", LEFT, id="1.0 kept"
    ),
    pytest.param(OK + b"Connection: Close\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", LEFT, id="close"),
    pytest.param(
        OK + b"Connection: close\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", LEFT,
        id="close, taken back",
    ),
    pytest.param(OK + b"Connection: foo, close\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", LEFT, id="close in a list"),
    pytest.param(OK + b"Connection: not-closed\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", KEPT, id="not close"),
    pytest.param(OK + b"Upgrade: h2c\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}", KEPT, id="offers another protocol"),
    pytest.param(b"HTTP/1.1 999 ?\r\nContent-Length: 2\r\n\r\n{}", 999, b"{}", KEPT, id="a status nobody knows"),
]  # fmt: skip


@pytest.mark.parametrize("said, status, body, kept", READ)
def test_read_however_the_bytes_come(said: bytes, status: int, body: bytes, kept: bool) -> None:
    found = both(said)
    assert found is not None
    assert (found[0].status, found[0].body, found[1]) == (status, body, kept)


CUT = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"\r\n", id="an empty line"),
    pytest.param(b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", id="bare LF"),
    pytest.param(OK + b"Content-Length: 2\n\r\n{}", id="bare LF in a header"),
    pytest.param(OK + b"X: a\rb\r\nContent-Length: 2\r\n\r\n{}", id="bare CR"),
    pytest.param(OK + b"X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}", id="folded header"),
    pytest.param(OK + b"Content-Length: 2\r\n 0\r\n\r\n{}", id="folded length"),
    pytest.param(OK + b"X: a\x00b\r\nContent-Length: 2\r\n\r\n{}", id="NUL in a value"),
    pytest.param(OK + b"X\x00: a\r\nContent-Length: 2\r\n\r\n{}", id="NUL in a name"),
    pytest.param(OK + b"Content-Length : 2\r\n\r\n{}", id="blank before the colon"),
    pytest.param(OK + b"Nothing\r\nContent-Length: 2\r\n\r\n{}", id="no colon"),
    pytest.param(OK + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", id="length twice"),
    pytest.param(OK + b"Content-Length: 2\r\nContent-Length: 1\r\n\r\n{}", id="two lengths"),
    pytest.param(OK + b"Content-Length: 2, 2\r\n\r\n{}", id="list of lengths"),
    pytest.param(OK + b"Content-Length: \r\n\r\n{}", id="empty length"),
    pytest.param(OK + b"Content-Length: +2\r\n\r\n{}", id="signed length"),
    pytest.param(OK + b"Content-Length: 0x2\r\n\r\n{}", id="hexadecimal length"),
    pytest.param(OK + b"Content-Length: 99999999999999999999999\r\n\r\n{}", id="endless length"),
    pytest.param(OK + b"Content-Length: 3\r\n\r\n{}", id="body cut"),
    pytest.param(
        OK + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", id="both framings"
    ),
    pytest.param(
        OK + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n", id="both, turned"
    ),
    pytest.param(OK + b"Transfer-Encoding: gzip\r\n\r\n{}", id="an encoding nobody knows"),
    pytest.param(OK + b"Transfer-Encoding: chunked, gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n", id="chunked, but not last"),
    pytest.param(OK + b"Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", id="nearly chunked"),
    pytest.param(CHUNKED + b"2\r\n{}\r\n", id="last chunk missing"),
    pytest.param(CHUNKED + b"2\r\n{}\r\n0\r\n", id="last line missing"),
    pytest.param(CHUNKED + b"2\r\n{}\r\n0\r\nX: y\r\n", id="trailers cut"),
    pytest.param(CHUNKED + b"3\r\n{}\r\n0\r\n\r\n", id="chunk too short"),
    pytest.param(CHUNKED + b"1\r\n{}\r\n0\r\n\r\n", id="chunk too long"),
    pytest.param(CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n", id="negative chunk"),
    pytest.param(CHUNKED + b"fffffffffffffffff2\r\n{}\r\n0\r\n\r\n", id="chunk that overflows"),
    pytest.param(CHUNKED + b"2\n{}\n0\n\n", id="chunks with bare LF"),
    pytest.param(b"HTTP/1.1 100 Go on\r\n\r\n", id="interim only"),
    pytest.param(b"HTTP/1.1 101 Other\r\n\r\n" + SOUND, id="101"),
    pytest.param(b"HTTP/1.1 101 Other\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n" + SOUND, id="101 upgrade"),
    pytest.param(b"HTTP/1.1 099 Odd\r\n\r\n{}", id="status below 100"),
    pytest.param(b"HTTP/1.1 000 Odd\r\n\r\n{}", id="status 0"),
    pytest.param(b"HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\n{}", id="status of four digits"),
    pytest.param(b"HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\n{}", id="status of two digits"),
    pytest.param(b"HTTP/3.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", id="a version nobody knows"),
    pytest.param(b"http/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", id="small letters"),
    pytest.param(b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", id="a request"),
    pytest.param(b"\x16\x03\x01\x00\x05hello", id="TLS"),
]


@pytest.mark.parametrize("said", CUT)
def test_cut_however_the_bytes_come(said: bytes) -> None:
    assert both(said) is None


FRAMED = [one for one in READ if b"Length" in one.values[0] or b"chunked" in one.values[0]]  # type: ignore[operator]


@pytest.mark.parametrize("said", [pytest.param(one.values[0], id=one.id) for one in FRAMED])
def test_framed_answer_that_ends_early_is_cut(said: bytes) -> None:
    for place in range(len(said)):
        assert read([said[:place]]) is None, place


@pytest.mark.parametrize("rest", [b"x", b"H", b"\x00", b"{}", SOUND, b"HTTP/1.1 100 Go on\r\n\r\n", b"\r\nx"])
def test_what_follows_an_answer_changes_nothing_but_that_the_connection_is_left(rest: bytes) -> None:
    found = read([SOUND + rest])
    assert found is not None
    assert (found[0].headers, found[0].body, found[1]) == ({"content-length": "2"}, b"{}", LEFT)


@pytest.mark.parametrize("head", [b"Content-Length: 2", b"Transfer-Encoding: chunked"])
@pytest.mark.parametrize("status", [204, 304])
def test_body_that_cannot_be_there_may_follow_and_the_connection_is_left(status: int, head: bytes) -> None:
    found = read([b"HTTP/1.1 %d None\r\n%s\r\n\r\n" % (status, head)])
    assert found is not None
    assert (found[0].body, found[1]) == (b"", LEFT)


def test_headers_of_interim_answers_and_trailers_are_not_the_answers() -> None:
    found = both(b"HTTP/1.1 103 H\r\nETag: 1\r\n\r\n" + CHUNKED + b"0\r\nETag: 2\r\nRetry-After: 9\r\n\r\n")
    assert found is not None
    assert found[0].headers == {"transfer-encoding": "chunked"}


def test_last_of_a_repeated_header_stands() -> None:
    found = both(OK + b"ETag: 1\r\nDate: \xfc\r\netag: 2\r\nContent-Length: 0\r\n\r\n")
    assert found is not None
    assert found[0].headers == {"etag": "2", "date": "ü", "content-length": "0"}


def endless(start: bytes, more: bytes, megabytes: int = 4) -> int:
    """How many bytes of an answer without end are read before it is given up."""
    reader = ReplyReader(megabytes * 1024 * 1024)
    reader.feed(start)
    for taken in range(0, 8 * megabytes * 1024 * 1024, len(more)):
        try:
            assert reader.feed(more) is None
        except Cut:
            return taken
    raise AssertionError("It is read for ever.")


@pytest.mark.parametrize(
    "start, more",
    [
        pytest.param(b"HTTP/1.1 200 ", b"x" * 4096, id="reason"),
        pytest.param(OK + b"X: ", b"x" * 4096, id="header"),
        pytest.param(OK, b"X: y\r\n" * 700, id="headers"),
        pytest.param(b"\r\n", b"\r\n" * 2000, id="empty lines"),
        pytest.param(b"HTTP/1.1 100 Go on\r\n\r\n", b"HTTP/1.1 100 Go on\r\n\r\n" * 200, id="interim answers"),
        pytest.param(CHUNKED + b"2;", b"x" * 4096, id="chunk extension"),
        pytest.param(CHUNKED + b"2\r\n{}\r\n0\r\n", b"X: y\r\n" * 700, id="trailers"),
        pytest.param(CHUNKED + b"2\r\n{}\r\n0\r\nX: ", b"x" * 4096, id="trailer"),
    ],
)
def test_what_is_no_body_is_bounded(start: bytes, more: bytes) -> None:
    assert endless(start, more) <= 64 * 1024


@pytest.mark.parametrize("start", [CHUNKED, OK + b"\r\n", b"HTTP/1.1 099 Odd\r\n\r\n"], ids=["chunks", "end", "099"])
def test_body_is_bounded(start: bytes) -> None:
    more = b"1\r\nx\r\n" * 700 if start is CHUNKED else b"x" * 4096
    assert endless(start, more, 1) <= 6 * 1024 * 1024 + len(more)


def test_body_that_is_announced_too_large_is_cut_when_it_is() -> None:
    assert read([OK + b"Content-Length: 1000\r\n\r\n" + b"x" * 1000]) is not None
    assert read([OK + b"Content-Length: 1001\r\n\r\n" + b"x" * 1001]) is None


# -- whatever comes ----------------------------------------------------------------------------------------------------

WORDS = [
    OK, SOUND, CHUNKED, b"HTTP/1.1 100 Go on\r\n\r\n", b"HTTP/1.1 101 Other\r\n", b"HTTP/1.1 204 None\r\n",
    b"HTTP/1.0 200 OK\r\n", b"HTTP/1.1 ", b"422", b" OK", b"Content-Length: 2\r\n", b"Content-Length: 0\r\n",
    b"Content-Length:", b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding:", b"Connection: close\r\n",
    b"Connection: upgrade\r\n", b"Upgrade: h2c\r\n", b"ETag: x\r\n", b"\r\n", b"\r", b"\n", b"2\r\n{}\r\n",
    b"0\r\n\r\n", b"0\r\n", b"2\r\n", b"{}", b"\x00", b" ", b":", b";a=b", b"x", b"\xff",
]  # fmt: skip
SAID = st.lists(st.sampled_from(WORDS) | st.binary(max_size=3), max_size=14).map(b"".join)


@given(SAID, st.data())
def test_whatever_comes_is_an_answer_or_cut_and_no_matter_how_it_is_split(said: bytes, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(said)), max_size=8).map(sorted))
    pieces = [said[start:end] for start, end in zip([0, *places], [*places, len(said)], strict=True) if start < end]
    whole = read([said])
    split = read(pieces)
    # Bytes after the answer may lie in a piece that nobody reads any more: then the connection only seems to be free.
    assert (whole and whole[0]) == (split and split[0])
    assert whole is None or split is None or split[1] >= whole[1]
    assert whole is None or (whole[0].status >= 200 and len(whole[0].body) <= LONGEST)


TOKEN = st.text("abcXYZ-_.", min_size=1, max_size=8).map(lambda name: f"X-{name}")
VALUE = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=12)


@given(
    st.integers(200, 599).filter(lambda status: status not in {204, 304}),
    st.lists(st.tuples(TOKEN, VALUE), max_size=5),
    st.binary(max_size=60),
    st.none() | st.lists(st.integers(1, 9), min_size=1),
    st.integers(0, 3),
)
def test_what_a_sound_server_says_is_read_and_less_of_it_never(
    status: int, headers: list[tuple[str, str]], body: bytes, sizes: list[int] | None, interim: int
) -> None:
    head = b"HTTP/1.1 103 Early\r\n\r\n" * interim + b"HTTP/1.1 %d Some\r\n" % status
    head += b"".join(f"{name}: {value}\r\n".encode() for name, value in headers)
    if sizes is None:
        said = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    else:
        said = head + b"Transfer-Encoding: chunked\r\n\r\n" + in_chunks(body, sizes)
    for pieces in ([said], singly(said)):
        found = read(pieces)
        assert found is not None
        assert (found[0].status, found[0].body, found[1]) == (status, body, KEPT)
        assert found[0].headers.items() >= {name.lower(): value for name, value in headers}.items()
    for place in range(len(said)):
        assert read([said[:place]]) is None


def in_chunks(body: bytes, sizes: list[int]) -> bytes:
    said, place, turn = b"", 0, 0
    while place < len(body):
        part = body[place : place + sizes[turn % len(sizes)]]
        said += b"%x\r\n%s\r\n" % (len(part), part)
        place, turn = place + len(part), turn + 1
    return said + b"0\r\n\r\n"


# -- requests ----------------------------------------------------------------------------------------------------------


def test_request_is_spelt() -> None:
    said = spell("PUT", "/v1/orders/7?x=%20", [("Host", "a"), ("If-Match", '"3 4"'), ("Empty", ""), ("L", "ü")], b"{}")
    assert said == b'PUT /v1/orders/7?x=%20 HTTP/1.1\r\nHost: a\r\nIf-Match: "3 4"\r\nEmpty: \r\nL: \xfc\r\n\r\n{}'


BAD = ["a\r\nb", "a\nb", "a\rb", "a\x00b", "\u2603", "a\x7fb", "\x1f", "a\x85\u2028"]


@pytest.mark.parametrize("bad", [*BAD, "", "a b", " a", "/ HTTP/1.1\nX:", "ü"])
def test_target_that_cannot_stand_in_a_request_is_refused(bad: str) -> None:
    with pytest.raises(Rejected):
        spell("GET", bad, [("Host", "a")])


@pytest.mark.parametrize("bad", [*BAD, "", "a b", " a", "a:", "a: b\nc", "ü"])
def test_name_that_cannot_stand_in_a_request_is_refused(bad: str) -> None:
    with pytest.raises(Rejected):
        spell("GET", "/", [("Host", "a"), (bad, "x")])


@pytest.mark.parametrize("bad", [*BAD, " a", "a ", "a\t", " ", "\n", "a\n"])
def test_value_that_cannot_stand_in_a_request_is_refused(bad: str) -> None:
    with pytest.raises(Rejected):
        spell("GET", "/", [("Host", "a"), ("X", bad)])


@pytest.mark.parametrize("bad", ["", "get", "G T", "GET\n", "GET /x"])
def test_method_that_cannot_stand_in_a_request_is_refused(bad: str) -> None:
    with pytest.raises(Rejected):
        spell(bad, "/", [("Host", "a")])


ANY = st.text(st.characters(max_codepoint=0x200) | st.sampled_from("\r\n\x00 \t:/G\u2028\U0001f600"), max_size=6)


@given(
    ANY | st.just("GET"), ANY | st.just("/"), st.lists(st.tuples(ANY | TOKEN, ANY), max_size=4), st.binary(max_size=4)
)
def test_what_is_spelt_is_one_request_with_these_headers_and_no_others(
    method: str, target: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    try:
        said = spell(method, target, headers, body)
    except Rejected:
        return
    head, _, rest = said.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    assert rest == body
    assert first == f"{method} {target} HTTP/1.1".encode("latin-1")
    assert lines == [f"{name}: {value}".encode("latin-1") for name, value in headers]
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", head.replace(b"\r\n", b""))
    assert first.count(b" ") == 2
    assert all(re.match(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+: ", line) for line in lines)
