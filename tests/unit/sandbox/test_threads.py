"""Many threads at once: a key is honoured once, versions go up one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.in_process import Rig, order


def test_one_key_from_many_threads_is_one_document(rig: Rig) -> None:
    def post(number: int) -> int:
        return rig.reply("POST", "/v1/orders", order("4711"), idempotency_key=f"k{number % 2}").status

    with ThreadPoolExecutor(16) as pool:
        statuses = sorted(pool.map(post, range(64)))
    assert statuses == [201] * 32 + [409] * 32
    assert rig.writes() == [("create", "4711", "api", 1)]


def test_of_updates_of_one_version_one_succeeds(rig: Rig) -> None:
    path = f"/v1/orders/{rig.create()['id']}"

    def put(number: int) -> int:
        return rig.reply("PUT", path, {"notes": str(number)}, if_match=f'"{number // 8 + 1}"').status

    for version in range(5):
        eight = range(version * 8, version * 8 + 8)
        with ThreadPoolExecutor(8) as pool:
            assert sorted(pool.map(put, eight)) == [200] + [412] * 7
    assert [write[3] for write in rig.writes()] == [1, 2, 3, 4, 5, 6]
