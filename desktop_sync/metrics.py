"""The picture of everything as OpenMetrics, for monitoring systems that read a file. Pure; labels are few and bounded:
flow, state, owner. Counters come from the ledger's totals, so that they go on after a restart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop_sync.core.sentence import Mood

if TYPE_CHECKING:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

Picture = Mapping[str, Any]
_PREFIX = "desktop_sync_"
_STATES = ("idle", "syncing", "attention", "stopped", "paused")
_COUNTERS = {
    "documents": "Documents by how their delivery ended.",
    "files": "Files that were noticed, and by how they ended.",
    "runs": "Runs by outcome.",
}
_OF_FLOWS = {
    "waiting": "Files and documents that wait and go on by themselves.",
    "held": "Documents that wait until a person approves.",
    "problems_of_flow": "Open problems of a flow and of the connections it uses.",
    "failures": "Runs in a row that failed at the source.",
    "enabled": "1 when the flow is switched on.",
    "last_run_timestamp_seconds": "End of the last run.",
    "last_success_timestamp_seconds": "End of the last run that did what it could.",
    "last_item_timestamp_seconds": "When something new was last noticed at the source.",
    "next_fire_timestamp_seconds": "When the flow runs next.",
}


def metrics(picture: Picture) -> bytes:
    """The whole text; its last line is ``# EOF``."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.openmetrics.exposition import generate_latest
    from prometheus_client.registry import Collector

    class Told(Collector):
        def collect(self) -> Iterable[Metric]:
            return _families(picture)

    registry = CollectorRegistry()
    registry.register(Told())
    text: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    return text


def _families(picture: Picture) -> Iterator[Metric]:
    yield from _counters(picture)
    yield from _flows(picture["flows"])
    room, engine = picture["room"], picture["engine"] or {}
    at = datetime.fromisoformat(picture["at"]).timestamp()
    proof = picture["sentence"]["proof_at"]
    answers = [one["answered_at"] for one in picture["accounts"] if one["answered_at"] is not None]
    alone = {
        "written_timestamp_seconds": ("When this was written: an old one tells that no engine runs.", at),
        "started_timestamp_seconds": ("When the engine was started.", engine.get("since")),
        "last_delivered_timestamp_seconds": ("When Acme last took a document.", picture["last_delivered_at"]),
        "last_answer_timestamp_seconds": ("When Acme last answered; of several accounts the oldest.",
                                          min(answers, default=None)),
        "last_proof_timestamp_seconds": ("The last proof that it works.",
                                         datetime.fromisoformat(proof).timestamp() if proof else None),
        "ledger_bytes": ("Size of the ledger.", room["ledger_bytes"]),
        "spool_bytes": ("Size of the spool, measured once an hour.", room["spool_bytes"]),
        "disk_free_bytes": ("What the disk of the data folder has left.", room["free_bytes"]),
        "last_backup_timestamp_seconds": ("When the ledger was last copied.", room["last_backup_at"]),
    }  # fmt: skip
    for name, (what, value) in alone.items():
        yield _gauge(name, what, [([], value)], [])
    owners = picture["problems_by_owner"]
    yield _gauge("problems", "Open problems by who can fix them.",
                 [([owner], owners.get(owner, 0)) for owner in ("clerk", "it", "vendor")], ["owner"])  # fmt: skip
    mood = picture["sentence"]["mood"]
    yield _gauge("mood", "How it stands: 1 for the one that holds.",
                 [([one.value], int(one.value == mood)) for one in Mood], ["state"])  # fmt: skip


def _counters(picture: Picture) -> Iterator[CounterMetricFamily]:
    from prometheus_client.core import CounterMetricFamily

    for kind, what in _COUNTERS.items():
        family = CounterMetricFamily(f"{_PREFIX}{kind}", what, labels=["flow", "state"])
        for flow, states in sorted(picture["totals"].get(kind, {}).items()):
            for state, number in sorted(states.items()):
                family.add_metric([flow, state], number)
        yield family


def _flows(flows: Iterable[Picture]) -> Iterator[GaugeMetricFamily]:
    told = [(flow["flow"], _told(flow)) for flow in flows]
    for name, what in _OF_FLOWS.items():
        yield _gauge(name, what, [([flow], values[name]) for flow, values in told], ["flow"])
    states = [([flow["flow"], state], int(flow["state"] == state)) for flow in flows for state in _STATES]
    yield _gauge("flow_state", "How a flow stands: 1 for the one that holds.", states, ["flow", "state"])


def _told(flow: Picture) -> dict[str, float | None]:
    fire = flow["next"]
    return {
        "waiting": flow["waiting"],
        "held": flow["held"],
        "problems_of_flow": flow["problems"],
        "failures": flow["failures"],
        "enabled": int(flow["enabled"]),
        "last_run_timestamp_seconds": (flow["last"] or {}).get("ended_at"),
        "last_success_timestamp_seconds": flow["last_success_at"],
        "last_item_timestamp_seconds": flow["last_item_at"],
        "next_fire_timestamp_seconds": datetime.fromisoformat(fire["at"]).timestamp() if fire else None,
    }


def _gauge(
    name: str, what: str, values: Iterable[tuple[list[str], float | None]], labels: list[str]
) -> GaugeMetricFamily:
    """What is not known is left out."""
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(f"{_PREFIX}{name}", what, labels=labels)
    for told, value in values:
        if value is not None:
            family.add_metric(told, value)
    return family
