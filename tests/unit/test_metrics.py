"""The signs for monitoring systems: valid OpenMetrics by the library's own strict parser, bounded labels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop_sync.core.sentence import Facts
from desktop_sync.core.standing import FlowHead, Live, Room, Standing, picture
from desktop_sync.metrics import metrics
from tests.openmetrics import samples

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
RUN = {"run": 9, "started_at": 10.0, "ended_at": 20.5, "outcome": "done", "counts": {}, "note": ""}
STANDING = Standing(
    last={"orders": RUN},
    succeeded={"orders": 20.5},
    waiting={"orders": 3},
    held={"orders": 2},
    noticed={"orders": 11.0},
    failures={"orders": 0},
    delivered=(19.0, "orders"),
    accounts=[{"connection": "acme", "tenant": "t", "base_url": "u", "title": "", "answered_at": 20.0}],
    problems=[
        {"cause": "x", "what": "It is so.", "owner": owner, "opened_at": 1.0, "flow": "orders", "connection": ""}
        for owner in ("clerk", "it", "it")
    ],
    totals={"documents": {"orders": {"created": 5, "updated": 2}, "former": {"created": 7}},
            "files": {"orders": {"noticed": 4}}, "runs": {"orders": {"done": 9}}},
    backed_up=5.0,
    spool_bytes=4096.0,
)  # fmt: skip
HEADS = [
    FlowHead("orders", 'ERP "orders"\n', scheduled=True, connections=("erp", "acme")),
    FlowHead("fresh", enabled=False),
]


def told(standing: Standing = STANDING, live: Live | None = None) -> dict[tuple[str, tuple[str, ...]], float]:
    """Samples by name and values of their labels."""
    text = metrics(picture(standing, HEADS, live, Facts(NOW), Room(1000, 2000))).decode()
    assert text.endswith("# EOF\n")
    return {(sample.name, tuple(sample.labels.values())): sample.value for sample in samples(text)}


def test_what_is_told_of_each_flow() -> None:
    live = Live(1, 100.0, "1.0", next={"orders": NOW + timedelta(minutes=1)}, paused={"orders": None})
    found = told(live=live)
    expected: dict[tuple[str, tuple[str, ...]], float] = {
        ("desktop_sync_documents_total", ("orders", "created")): 5,
        ("desktop_sync_documents_total", ("orders", "updated")): 2,
        ("desktop_sync_documents_total", ("former", "created")): 7,
        ("desktop_sync_files_total", ("orders", "noticed")): 4,
        ("desktop_sync_runs_total", ("orders", "done")): 9,
        ("desktop_sync_waiting", ("orders",)): 3,
        ("desktop_sync_held", ("orders",)): 2,
        ("desktop_sync_enabled", ("fresh",)): 0,
        ("desktop_sync_last_success_timestamp_seconds", ("orders",)): 20.5,
        ("desktop_sync_last_item_timestamp_seconds", ("orders",)): 11.0,
        ("desktop_sync_next_fire_timestamp_seconds", ("orders",)): NOW.timestamp() + 60,
        ("desktop_sync_flow_state", ("orders", "paused")): 1,
        ("desktop_sync_flow_state", ("orders", "idle")): 0,
        ("desktop_sync_problems", ("it",)): 2,
        ("desktop_sync_problems", ("vendor",)): 0,
        ("desktop_sync_last_answer_timestamp_seconds", ()): 20.0,
        ("desktop_sync_started_timestamp_seconds", ()): 100.0,
        ("desktop_sync_written_timestamp_seconds", ()): NOW.timestamp(),
        ("desktop_sync_ledger_bytes", ()): 1000,
        ("desktop_sync_spool_bytes", ()): 4096,
        ("desktop_sync_disk_free_bytes", ()): 2000,
        ("desktop_sync_last_backup_timestamp_seconds", ()): 5.0,
    }
    assert {name: found.get(name) for name in expected} == expected
    assert sum(value for (name, _), value in found.items() if name == "desktop_sync_mood") == 1


def test_labels_are_flow_state_and_owner_only() -> None:
    text = metrics(picture(STANDING, HEADS, None, Facts(NOW), Room())).decode()
    labels = {label for one in samples(text) for label in one.labels}
    assert labels == {"flow", "state", "owner"}


def test_what_is_not_known_is_left_out() -> None:
    text = metrics(picture(Standing(), HEADS, None, Facts(NOW), Room())).decode()
    names = {one.name for one in samples(text)}
    assert "desktop_sync_last_backup_timestamp_seconds" not in names
    assert "desktop_sync_waiting" in names
