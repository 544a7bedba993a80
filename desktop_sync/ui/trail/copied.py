"""The trail as a text for support: every step with its numbers, no content of documents and no secrets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication

from desktop_sync.core.redaction import redact_guessing
from desktop_sync.ui import document_states
from desktop_sync.ui.spoken import moment, number, size
from desktop_sync.ui.trail import words
from desktop_sync.ui.trail.proof import proof
from desktop_sync.ui.trail.words import Row

translate = QCoreApplication.translate


def text_of(lanes: Sequence[Row]) -> str:
    """All lanes, their versions the newest first. Answers of Acme may repeat what was sent, so they are left out."""
    return redact_guessing("\n".join(line for lane in lanes for line in _lane(lane)) + "\n")


def _lane(lane: Row) -> Iterator[str]:
    told = proof(lane)
    yield words.named(lane["resource"], lane["reference"])
    yield translate("Trail", "Account {tenant} at {address}").format(tenant=lane["tenant"], address=lane["base_url"])
    yield told.headline
    if told.why:
        yield told.why
    yield from told.sentences
    for delivery in reversed(lane["deliveries"]):
        yield ""
        yield from _version(delivery)
        for one in lane["people"]:
            if one["delivery"] == delivery["id"]:
                yield _indented(
                    f"{moment(one['at'])} {one['who']}: {words.action(one['action'])} {one['reason'] or ''}".rstrip()
                )
    yield ""


def _version(one: Row) -> Iterator[str]:
    when = moment(one["ended_at"] or one["noticed_at"])
    yield translate("Trail", "{number}. {state}, {when}").format(
        number=number(one["revision"]), state=document_states.word(document_states.state(one)), when=when
    )
    file = translate("Trail", "File {path}, {size}, noticed {when}")
    yield _indented(file.format(path=one["path"], size=size(one["size"]), when=moment(one["noticed_at"])))
    yield _indented(translate("Trail", "Payload SHA-256 {digest}").format(digest=one["payload"]))
    if gone := words.kept(one):
        yield _indented(gone)
    place = translate("Trail", "Record {number}, {place} {path}")
    yield _indented(
        place.format(
            number=number(one["record"]), place=words.place(one["position"]), path=one["position"].get("path", "")
        ).rstrip()
    )
    made = translate("Trail", "Flow {flow}, mapping {mapping}, {operation}, content {hash}")
    yield _indented(
        made.format(flow=one["flow"], mapping=one["mapping"], operation=words.operation(one), hash=one["hash"])
    )
    if named := words.version(one):
        yield _indented(translate("Trail", "Version {version}, as the data says").format(version=named))
    if one["plan"] is not None:
        yield _indented(translate("Trail", "Sent as foreseen by dry run {number}").format(number=one["plan"]))
    if one["unedited"]:
        text = translate("Trail", "Edited by a person; the file says content {hash}")
        yield _indented(text.format(hash=one["unedited"]))
    for request in one["requests"]:
        yield from map(_indented, _request(request))
    yield _indented(words.why(one))
    if one["note"]:
        yield _indented(str(one["note"]))
    if one["target"]:
        yield _indented(translate("Trail", "The file was moved to {path}").format(path=one["target"]))


def _request(one: Row) -> Iterator[str]:
    text = translate("Trail", "Request {number}: {method} {path}, {sent}")
    yield text.format(number=number(one["number"]), method=one["method"], path=one["path"], sent=words.sent(one))
    text = translate("Trail", "Key {key}, body SHA-256 {digest}")
    yield text.format(key=one["key"], digest=one["body_sha256"])
    if one["if_match"]:
        yield translate("Trail", "Only if Acme has version {version}").format(version=one["if_match"])
    text = translate("Trail", "Answer: {answer} {when}")
    yield text.format(answer=words.answered(one), when=words.took(one)).rstrip()


def _indented(line: str) -> str:
    return f"  {line}"
