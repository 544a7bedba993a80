"""The daily reconciliation: every document that either side knows, once, with what became of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.reconciling import Held, Sent, reconciled
from desktop_sync.core.states import DeliveryState
from tests.contract.reports_rigs import pdf_text
from tests.report_rows import rendered

AT = datetime(2026, 5, 3, 10, tzinfo=UTC)
SIDES = st.dictionaries(
    st.tuples(st.sampled_from(["orders", "invoices"]), st.text("ab1", min_size=1, max_size=3)), st.booleans()
)


def sent(reference: str, state: DeliveryState = DeliveryState.CREATED, resource: str = "orders") -> Sent:
    return Sent(resource, reference, "ERP", f"{reference}.xml", AT, state, "12.50", "EUR")


def held(reference: str, *, same: bool = True, resource: str = "orders") -> Held:
    return Held(resource, reference, f"o-{reference}", "12.50", "EUR", same)


@pytest.mark.parametrize(
    "ours, theirs, verdict",
    [
        (sent("A"), held("A"), "arrived"),
        (sent("A", DeliveryState.UNCHANGED), held("A"), "arrived"),
        (sent("A", DeliveryState.SUPERSEDED), held("A"), "arrived"),
        (sent("A", DeliveryState.UPDATED), held("A", same=False), "differs"),
        (sent("A"), None, "missing"),
        (sent("A", DeliveryState.PENDING), None, "pending"),
        (sent("A", DeliveryState.SENDING), None, "pending"),
        (sent("A", DeliveryState.UNKNOWN), held("A"), "pending"),
        (sent("A", DeliveryState.REJECTED), None, "refused"),
        (sent("A", DeliveryState.DISMISSED), held("A"), "refused"),
        (None, held("A"), "unsent"),
    ],
)
def test_verdicts(ours: Sent | None, theirs: Held | None, verdict: str) -> None:
    [row] = reconciled([ours] if ours else [], [theirs] if theirs else [])
    assert row["verdict"] == verdict
    assert row["reference"] == "A"


@given(SIDES, SIDES)
def test_every_document_of_either_side_is_there_once(
    ours: dict[tuple[str, str], bool], theirs: dict[tuple[str, str], bool]
) -> None:
    left = [sent(reference, resource=resource) for resource, reference in sorted(ours)]
    right = [held(reference, resource=resource) for resource, reference in sorted(theirs)]
    found = Counter((str(row["resource"]), str(row["reference"])) for row in reconciled(left, right))
    assert found == Counter(ours.keys() | theirs.keys())


def test_a_side_out_of_order_is_no_proof_of_anything() -> None:
    with pytest.raises(ValueError, match="A comes after B"):
        list(reconciled([sent("B"), sent("A")], []))
    with pytest.raises(ValueError, match="A comes after A"):
        list(reconciled([], [held("A"), held("A")]))


def test_the_report_tells_first_what_is_missing() -> None:
    rows = list(reconciled([sent("A"), sent("B"), sent("C", DeliveryState.REJECTED)], [held("A"), held("D")]))
    text = pdf_text(rendered("pdf", rows, template="reconciliation", locale="de")[0], "-layout")
    order = ["Gesendet, aber nicht in Acme", "In Acme, aber nie gesendet", "Von Acme abgelehnt", "In Acme angekommen"]
    places = [text.index(f"{words}\n") for words in order]
    assert places == sorted(places)
    assert "37,50" in text
