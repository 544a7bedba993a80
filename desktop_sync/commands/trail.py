"""``trail DOCUMENT``: from the file and the place in it to the request and the answer, and the proof of "once"."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from desktop_sync.commands.console import Exit, counted, moment, say, show_json
from desktop_sync.core.cells import cell
from desktop_sync.core.errors import Rejected
from desktop_sync.core.identity import version_words
from desktop_sync.data_folder import data_folder
from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.reading import trail as read_trail

PERSON = frozenset({"rejected"})
OPEN = frozenset({"pending", "sending", "unknown"})
_COUNTED = {"versions": "version", "requests": "request", "problems": "problem", "plan rows": "planned row"}


def trail(data: str | None, document: str, resource: str | None, *, as_json: bool) -> int:
    """Exit 4 when its newest version was refused, 3 when one is on its way, 1 when nobody knows it."""
    folder = data_folder(data)
    lanes: list[dict[str, Any]] = []
    if folder.ledger.exists():
        with read_only(folder.ledger) as sql:
            lanes = read_trail(sql, document, resource)
    if not lanes:
        raise Rejected(f'No document "{document}" has been seen yet.', "Give its external reference as Acme has it.")
    if as_json:
        show_json(lanes)
    else:
        say(line for lane in lanes for line in _lane(lane))
    return int(_code(lanes))


def _code(lanes: list[dict[str, Any]]) -> Exit:
    states = [delivery["state"] for lane in lanes for delivery in lane["deliveries"]]
    if any(lane["deliveries"] and lane["deliveries"][-1]["state"] in PERSON for lane in lanes):
        return Exit.PERSON
    return Exit.WAITS if OPEN.intersection(states) else Exit.DONE


def _lane(lane: Mapping[str, Any]) -> list[str]:
    name = f"{lane['resource']} {lane['reference']} (account {lane['tenant']} at {lane['base_url']})"
    erasures = [one for one in lane["people"] if one["action"] == "erase"]
    if lane["erased_at"]:
        return _erased(name, lane, erasures)
    there = f"in Acme as {lane['remote_id']}, version {lane['remote_version']}" if lane["remote_id"] else "not in Acme"
    found = [f"{name}: {there}"]
    found.extend(f"  what was here before was erased on {_by(one)}" for one in erasures)
    if lane["pruned"] and not erasures:
        many = counted(lane["pruned"], "older version")
        found.append(f"  {many} removed by retention, the last on {moment(lane['pruned_at'])}")
    for delivery in lane["deliveries"]:
        found.extend(_delivery(delivery, lane["resource"]))
        found.extend(_person(one) for one in lane["people"] if one["delivery"] == delivery["id"])
    found.append(f"  {_proof(lane)}")
    return found


def _erased(name: str, lane: Mapping[str, Any], erasures: Sequence[Mapping[str, Any]]) -> list[str]:
    """Nothing of its content is left. What remains is that it was there, and what tells it from a new one."""
    found = [f"{name}: its data was erased on {_by(erasures[-1]) if erasures else moment(lane['erased_at'])}"]
    counts = json.loads(erasures[-1]["details"] or "{}") if erasures else {}
    gone = [counted(counts[what], one) for what, one in _COUNTED.items() if counts.get(what)]
    if gone:
        found.append(f"  erased with all they said: {', '.join(gone)}")
    if lane["remote_id"]:
        at_that_time = f"Acme had taken it, as {lane['remote_id']}, version {lane['remote_version']} at that time"
    else:
        at_that_time = "it was not in Acme as far as was known"
    found.append(f"  kept: {at_that_time}; and what tells it from a new one")
    found.append("  How often it was seen and sent is erased, too. Erasing changes nothing in Acme.")
    return found


def _by(erasure: Mapping[str, Any]) -> str:
    reason = f" (reason: {erasure['reason']})" if erasure["reason"] else ""
    return f"{moment(erasure['at'])} by {erasure['who']}{reason}"


def _delivery(one: Mapping[str, Any], resource: str) -> list[str]:
    where = one["position"]
    place = f"line {where['line']}" if "line" in where else ""
    place = cell(where["sheet"], where["line"], None) if "sheet" in where else place
    place = f"{where['member']}, {place}" if "member" in where else place
    named = f", version {version_words(one['version'])}" if one["version"] else ""
    made = f"mapping {_mapping(one['mapping'], resource)}, flow {one['flow']}"
    found = [
        f"  {one['revision']}. {one['path']} (noticed {moment(one['noticed_at'])}, {one['size']:,} bytes)",
        f"     payload SHA-256 {one['payload']}{_bare(one)}",
        f"     record {one['record']}, {place} {where.get('path', '')}".rstrip(),
        f"     {made}, {one['operation']}{named}, content {one['hash'][:12]}",
    ]
    if one["plan"] is not None:
        found.append(f"     sent by plan {one['plan']} (desktop-sync dry-run {one['flow']} --show {one['plan']})")
    if one["unedited"]:
        found.append(f"     edited by a person; the file says content {one['unedited'][:12]}")
    found.extend(_request(request) for request in one["requests"])
    note = f": {one['note']}" if one["note"] else ""
    ended = f" {moment(one['ended_at'])}" if one["ended_at"] else ""
    found.append(f"     {one['state']}{ended}{note}")
    if one["target"]:
        found.append(f"     file settled to {one['target']}")
    return found


def _bare(one: Mapping[str, Any]) -> str:
    gone_at = one["payload_gone_at"]
    return f" (its bytes were removed by {one['payload_gone_why']} on {moment(gone_at)})" if gone_at else ""


def _mapping(stage: str, resource: str) -> str:
    """Of the mappings of one reading (``orders:3fa9… invoices:77aa…``) those that can have made this document."""
    named = [name.partition(":")[2] for name in stage.split() if name.startswith(f"{resource}:")]
    return " or ".join(dict.fromkeys(named)) or stage


def _person(one: Mapping[str, Any]) -> str:
    details = f": {one['details']}" if one["details"] else ""
    reason = f" (reason: {one['reason']})" if one["reason"] else ""
    return f"     {moment(one['at'])} {one['who']}: {one['action']}{details}{reason}"


def _request(request: Mapping[str, Any]) -> str:
    match = f" If-Match {request['if_match']}" if request["if_match"] else ""
    status = f" {request['status']}" if request["status"] else ""
    times = f", sent {request['sent_times']} times" if request["sent_times"] > 1 else ""
    return (
        f"     request {request['number']}: {request['method']} {request['path']}{match}, key {request['key'][:12]},"
        f" body {request['body_sha256'][:12]}{times} → {request['outcome'] or 'no answer yet'}{status}"
    )


def _proof(lane: Mapping[str, Any]) -> str:
    """Seen how often, which contents, sent how often: why it is in Acme once."""
    deliveries = lane["deliveries"]
    contents = len({delivery["hash"] for delivery in deliveries})
    taken = [one for one in deliveries if one["state"] in {"created", "updated"}]
    creates = sum(one["state"] == "created" for one in taken)
    removed = " Not counted here: what was removed." if lane["pruned"] else ""
    return (
        f"Seen {counted(len(deliveries), 'time')} with {counted(contents, 'content')};"
        f" Acme took {counted(creates, 'create')} and {counted(len(taken) - creates, 'update')}.{removed}"
    )
