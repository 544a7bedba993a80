"""Several flows of one engine deliver to one Acme account at the same time, also while the engine is killed.

Some orders come from two flows, in different versions: a lane belongs to the account, not to a flow.
"""

from __future__ import annotations

import itertools
import subprocess
import time
from collections import Counter
from random import Random

from tests.end2end.conftest import MakesInstallations
from tests.end2end.engines import ends, working
from tests.end2end.installation import FLOW, Installation, kill
from tests.end2end.judge import assert_files_once, assert_promise
from tests.end2end.legacy import Order

FLOWS = {FLOW: "ORD", "returns": "RET", "spare-parts": "SPP"}


def three_flows(desk: Installation, **connection: object) -> None:
    for flow, prefix in list(FLOWS.items())[1:]:
        desk.add_flow(flow, f"{prefix}_*.xml")
    for flow, prefix in FLOWS.items():
        desk.change_flow(flow, "source", pattern=f"{prefix}_*.xml")
        desk.change_flow(flow, "target", batch=False)
    desk.change_connection("acme", **connection)


def drop_for_all(desk: Installation, begin: int, number: int, random: Random) -> None:
    """A few files for each flow; one order in eight comes from another flow, too, as a newer version."""
    for at, prefix in enumerate(FLOWS.values()):
        orders = [Order(f"{begin + at * number + one}") for one in range(number)]
        newer = [Order(f"{begin + ((at + 1) % len(FLOWS)) * number + one}").changed() for one in range(0, number, 8)]
        both = [*orders, *newer]
        random.shuffle(both)
        for part, ours in enumerate(_tens(both)):
            desk.legacy.drop(*ours, name=f"{prefix}_{begin}_{part:03}.xml")


def _tens(orders: list[Order]) -> list[list[Order]]:
    return [orders[begin : begin + 10] for begin in range(0, len(orders), 10)]


def all_run(desk: Installation) -> list[subprocess.Popen[str]]:
    return [desk.start("run", flow, "--json") for flow in FLOWS]


def finish(desk: Installation) -> None:
    """Each flow until nothing of it waits."""
    for flow in [*FLOWS, *FLOWS]:
        for _ in range(10):
            if desk.run("--json", flow=flow).code != 3:
                break


def judge(desk: Installation) -> None:
    assert_promise(desk.acme.writes(), desk.legacy.expected)
    assert_files_once(desk.legacy.folder, desk.legacy.files)
    status = desk.call("status", "--json").json
    assert (status["items"], status["deliveries"]) == ({}, {})


def test_flows_at_once_share_what_the_account_allows_and_lose_nothing(installation: MakesInstallations) -> None:
    desk = installation()
    three_flows(desk, in_flight=3, requests_per_second=40)
    desk.acme.fault("latency", seconds=0.02, on="all")
    drop_for_all(desk, 10_000, 40, Random(1))
    with working(desk) as engine:
        for process in all_run(desk):
            out, err = process.communicate(timeout=90)
            assert process.returncode == 0, out + err
        writes = desk.acme.writes()
        took = writes[-1]["time"] - writes[0]["time"]
        assert (len(writes) - 10) / took <= 40  # the rate is the account's, not each flow's
        order = [write["reference"] for write in writes]
        flows = [(int(one) - 10_000) // 40 for one in order]
        assert sum(a != b for a, b in itertools.pairwise(flows)) > 20  # they went side by side, not one after the other
        ends(engine)
    judge(desk)


def test_flows_at_once_keep_the_promise_while_the_engine_is_killed(installation: MakesInstallations) -> None:
    random = Random(2)
    desk = installation()
    three_flows(desk, in_flight=4)
    desk.acme.fault("latency", seconds=0.03, jitter=0.09, on="all")
    desk.acme.fault("latency", seconds=1.2, probability=0.05)
    found: Counter[int] = Counter()
    for number in range(4):
        drop_for_all(desk, 20_000 + 1000 * number, 24, random)
        with working(desk) as engine:
            clients = all_run(desk)
            before = len(desk.acme.writes())
            deadline = time.monotonic() + 20
            while len(desk.acme.writes()) - before < 10 and time.monotonic() < deadline:
                time.sleep(0.05)
            time.sleep(random.uniform(0.0, 0.4))
            said = kill(engine)
            assert "Traceback" not in said, said
            for client in clients:
                client.communicate(timeout=30)
                found[client.returncode] += 1
    assert found[3] > 4, found  # most of them were cut off in the middle
    desk.acme.clear_faults()
    with working(desk) as engine:
        finish(desk)
        ends(engine)
    judge(desk)
