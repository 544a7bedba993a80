"""The trail in words: what each step was, what became of a version, and why it was not sent again.

Rows are those of the facade's ``trail``. Pure but for Qt's translation; it must not know widgets.
"""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_sync.core.identity import version_words
from desktop_sync.ui.document_states import HELD
from desktop_sync.ui.spoken import moment, number, span

Row = dict[str, Any]
OPEN = frozenset({"pending", "sending", "unknown"})
TAKEN = frozenset({"created", "updated"})
translate = QCoreApplication.translate
SHORT = 12  # signs of a hash or key that are shown


def named(resource: str, reference: str) -> str:
    """``Order 4711``."""
    match resource:
        case "orders":
            return translate("Trail", "Order {reference}").format(reference=reference)
        case "invoices":
            return translate("Trail", "Invoice {reference}").format(reference=reference)
    return translate("Trail", "{resource} {reference}").format(resource=resource, reference=reference)


def why(delivery: Row) -> str:
    """Why a version is not sent (again), in a sentence."""
    taken = translate("Trail", "Acme has acknowledged it, so it is never sent again.")
    said = {
        "created": taken,
        "updated": taken,
        "unchanged": translate("Trail", "Acme already has exactly this content, so nothing was sent."),
        "superseded": translate("Trail", "A newer version took its place, so it is not sent."),
        "dismissed": translate("Trail", "A person decided that it is not sent."),
        "rejected": translate("Trail", "It was refused, so it is not in Acme."),
        "unknown": translate("Trail", "No answer came. It is looked up in Acme before anything is sent again."),
        "sending": translate("Trail", "It is being sent just now."),
    }
    return said.get(delivery["state"]) or _waits(delivery)


def _waits(delivery: Row) -> str:
    if delivery["claimable"] == HELD:
        return translate("Trail", "It is held until somebody approves it.")
    if delivery["attempts"]:
        when = moment(delivery["not_before"])
        return translate("Trail", "It is tried again by itself, not before {when}.").format(when=when)
    return translate("Trail", "It waits for its turn.")


def place(position: Row) -> str:
    """``line 214, column 5``, of a workbook ``Orders, row 7``; in an archive with the name of the member."""
    if "line" not in position:
        return translate("Trail", "at its beginning")
    if "sheet" in position:
        told = translate("Trail", "{sheet}, row {line}")
    elif "column" in position:
        told = translate("Trail", "line {line}, column {column}")
    else:
        told = translate("Trail", "line {line}")
    line, column = number(position["line"]), number(position.get("column", 0))
    told = told.format(line=line, column=column, sheet=position.get("sheet", ""))
    return (
        translate("Trail", "{member}, {place}").format(member=position["member"], place=told)
        if "member" in position
        else told
    )


def operation(delivery: Row) -> str:
    """What the record's data decided."""
    return {
        "create": translate("Trail", "to be created"),
        "update": translate("Trail", "to be updated"),
        "cancel": translate("Trail", "to be cancelled"),
    }.get(delivery["operation"], translate("Trail", "to be created or updated"))


def action(done: str) -> str:
    """What a person did."""
    said = {
        "retry": translate("Trail", "let it be tried again"),
        "dismiss": translate("Trail", "dismissed it"),
        "edit": translate("Trail", "edited it"),
        "arrived": translate("Trail", "looked: it had arrived"),
        "send again": translate("Trail", "looked: it had not arrived"),
        "erase": translate("Trail", "erased its data"),
    }
    return said.get(done, done)


def version(delivery: Row) -> str:
    """As the data names it; empty where it does not."""
    return version_words(delivery["version"])


def short(digest: str) -> str:
    """The beginning of a hash or key."""
    return digest[:SHORT]


def kept(delivery: Row) -> str:
    """What is left of the bytes: empty when all, else what removed them and when."""
    gone = delivery["payload_gone_at"]
    if gone is None:
        return ""
    if delivery["payload_gone_why"] == "erasing":
        return translate("Trail", "The bytes of this file were erased on {when}, with a person's data.").format(
            when=moment(gone)
        )
    return translate("Trail", "The bytes of this file were removed by retention on {when}.").format(when=moment(gone))


def sent(request: Row) -> str:
    """When a request was sent, and how often."""
    if request["sent_at"] is None:
        return translate("Trail", "made {when}, not sent yet").format(when=moment(request["made_at"]))
    if request["sent_times"] > 1:
        return translate("Trail", "sent {times} times, the last time {when}").format(
            times=number(request["sent_times"]), when=moment(request["sent_at"])
        )
    return translate("Trail", "sent {when}").format(when=moment(request["sent_at"]))


def answered(request: Row) -> str:
    """What came back, in words."""
    outcome = {
        "done": translate("Trail", "taken"),
        "not_sent": translate("Trail", "did not reach Acme"),
        "unknown": translate("Trail", "no answer"),
        "not_processed": translate("Trail", "not processed, try later"),
        "key_in_use": translate("Trail", "still being processed"),
        "rejected": translate("Trail", "refused"),
        "missing_reference": translate("Trail", "refused: it names something that is not in Acme"),
        "duplicate": translate("Trail", "refused: it is in Acme already"),
        "changed": translate("Trail", "changed in Acme meanwhile"),
        "deleted": translate("Trail", "not in Acme any more"),
        "too_large": translate("Trail", "refused: too large"),
        "sign_in": translate("Trail", "the sign-in was refused"),
        "outdated": translate("Trail", "this program is too old"),
        "moved": translate("Trail", "the address of Acme has changed"),
        None: translate("Trail", "no answer yet"),
    }.get(request["outcome"], str(request["outcome"]))
    if request["status"] is None:
        return str(outcome)
    return translate("Trail", "{status}, {outcome}").format(status=request["status"], outcome=outcome)


def took(request: Row) -> str:
    """When the answer came, and after how long."""
    if request["answered_at"] is None:
        return ""
    if request["sent_at"] is None:
        return moment(request["answered_at"])
    after = max(request["answered_at"] - request["sent_at"], 0.0)
    return translate("Trail", "{when}, after {span}").format(when=moment(request["answered_at"]), span=span(after))


def good(request: Row) -> str:
    """The mood of an answer."""
    if request["outcome"] in {"done", "a person says: arrived"}:
        return "well"
    return "working" if request["outcome"] is None else "attention"


def pretty(text: str | None) -> str:
    """JSON with a line for each field; what is none, or was cut off, as it is."""
    try:
        return json.dumps(json.loads(text or ""), ensure_ascii=False, indent=2)
    except ValueError:
        return text or ""
