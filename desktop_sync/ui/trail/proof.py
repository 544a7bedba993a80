"""The proof that a document was sent once, in sentences with their numbers. Pure but for Qt's translation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop_sync.ui.spoken import moment, number
from desktop_sync.ui.trail.words import TAKEN, Row, short, why

translate = QCoreApplication.translate
MOST = 5  # contents that are named, and keys


class Proof(NamedTuple):
    """``mood`` by its name in ``core.sentence.Mood``; what stands in Acme, why it is not sent again, what shows it."""

    mood: str
    headline: str
    why: str
    sentences: list[str]


def proof(lane: Row) -> Proof:
    """Of one lane: this document in one account."""
    if lane["erased_at"]:
        return _erased(lane)
    deliveries = lane["deliveries"]
    newest = deliveries[-1] if deliveries else None
    mood, headline = _stands(lane, newest)
    reason = "" if newest is None else _reason(newest)
    return Proof(mood, headline, reason, [*_counted(lane), *_keys(lane)])


def _reason(newest: Row) -> str:
    """Of what was refused what Acme said, and what can be done; else why it is not sent again."""
    if newest["state"] != "rejected" or not newest["note"]:
        return why(newest)
    hint = next((one["hint"] for one in reversed(newest["problems"]) if one["closed_at"] is None), "")
    return f"{newest['note']}\n{hint}".strip()


def _stands(lane: Row, newest: Row | None) -> tuple[str, str]:
    state = newest["state"] if newest is not None else ""
    if state == "unknown":
        return "attention", translate("Trail", "Whether the newest version is in Acme is not known yet.")
    if lane["remote_id"]:
        there = {"id": lane["remote_id"], "version": lane["remote_version"]}
        if state == "rejected":
            said = translate("Trail", "An older version is in Acme, once, as {id}. The newest one was refused.")
            return "attention", said.format(**there)
        return "well", translate("Trail", "It is in Acme once, as {id}, version {version}.").format(**there)
    if state in TAKEN:  # what it was is read from Acme before the next request
        return "well", translate("Trail", "It is in Acme once.")
    if state == "rejected":
        return "attention", translate("Trail", "It is not in Acme: it was refused.")
    return "paused", translate("Trail", "It is not in Acme.")


def _counted(lane: Row) -> Iterator[str]:
    deliveries = lane["deliveries"]
    contents = list(dict.fromkeys(one["hash"] for one in deliveries))
    hashes = ", ".join(short(one) for one in contents[-MOST:])
    if len(deliveries) == 1:
        yield translate("Trail", "Seen once, with the content {hash}.").format(hash=hashes)
    elif len(contents) == 1:
        text = translate("Trail", "Seen %n time(s), always with the same content ({hash}).", None, len(deliveries))
        yield text.format(hash=hashes)
    elif contents:
        text = translate("Trail", "Seen %n time(s), with {many} different contents ({hashes}).", None, len(deliveries))
        yield text.format(many=number(len(contents)), hashes=hashes)
    creates = sum(one["state"] == "created" for one in deliveries)
    updates = sum(one["state"] == "updated" for one in deliveries)
    text = translate("Trail", "Created in Acme: {creates}. Changed in Acme: {updates}.")
    yield text.format(creates=number(creates), updates=number(updates))
    if lane["pruned"]:
        text = translate(
            "Trail", "Not counted: %n older version(s), removed by retention, the last on {when}.", None, lane["pruned"]
        )
        yield text.format(when=moment(lane["pruned_at"]))

    for one in lane["people"]:
        if one["action"] == "erase":
            text = translate("Trail", "Not counted: what {who} erased on {when}.")
            yield text.format(who=one["who"], when=moment(one["at"]))


def _keys(lane: Row) -> Iterator[str]:
    requests = [one for delivery in lane["deliveries"] for one in delivery["requests"]]
    again = [one for one in requests if one["sent_times"] > 1]
    if not requests:
        return
    yield translate(
        "Trail", "%n request(s), each with a key of its own that was stored before it was sent.", None, len(requests)
    )
    if lane["in_doubt"]:
        yield translate("Trail", "Before anything more is sent, Acme is asked what it has.")
    for one in again[-MOST:]:
        yield translate(
            "Trail", "One was sent {times} times under the same key {key}, so that Acme could do it once only."
        ).format(times=number(one["sent_times"]), key=short(one["key"]))


def _erased(lane: Row) -> Proof:
    by = next((one for one in reversed(lane["people"]) if one["action"] == "erase"), None)
    sentences = []
    if by is not None:
        sentences.append(translate("Trail", "{who} did it.").format(who=by["who"]))
    if lane["remote_id"]:
        sentences.append(
            translate("Trail", "Acme had taken it, as {id}. Erasing changes nothing in Acme.").format(
                id=lane["remote_id"]
            )
        )
    sentences.append(translate("Trail", "What tells it from a new one is kept; how often it was seen and sent is not."))
    headline = translate("Trail", "Its data were erased on {when}.").format(when=moment(lane["erased_at"]))
    return Proof("paused", headline, "", sentences)
