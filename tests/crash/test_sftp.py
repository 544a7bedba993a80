"""Files of an SFTP server: whoever dies between any two steps of picking up and settling there ends as promised."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_sync.core.ports import Store
from desktop_sync.stores.local import Local
from desktop_sync.stores.sftp.moving import Moving
from desktop_sync.stores.sftp.remote import Remote
from desktop_sync.stores.sftp.servers import Remembered
from desktop_sync.stores.sftp.store import Sftp
from tests.crash.judge import judge_content, judge_files, judge_ledger, judge_writes
from tests.crash.killing import Killed, Killer, mortal
from tests.crash.orders import BROKEN, Order
from tests.crash.world import World
from tests.sftp_servers import PASSWORD, OpenSsh, Refused, Trusting

A1, B1, C1 = Order("A", 1), Order("B", 1), Order("C", 1)
NO_RENAME = "ForceCommand internal-sftp -P rename,posix-rename,hardlink"


class MortalSftp(Sftp):
    """Dies also between the single requests of a move."""

    killer: Killer

    def _moving(self, remote: Remote) -> Moving:
        return Moving(mortal(remote, "server", self.killer), self._can(remote), self._folder(remote))


def over(server: OpenSsh, data: Path) -> Callable[[Store, Killer], Store]:
    """The store of the world's folder, over a server that has it."""

    def made(store: Store, killer: Killer) -> Store:
        assert isinstance(store, Local)
        options = server.options(store._shown)
        keys, remembered = Trusting(data / "host-keys.json"), Remembered(data / "servers.json", "server")
        found = MortalSftp(options, lambda _: PASSWORD, Refused(), keys, remembered)
        found.killer = killer
        return found

    return made


@pytest.fixture(scope="module", params=["", NO_RENAME], ids=["OpenSSH", "no rename"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSsh]:
    with OpenSsh(tmp_path_factory.mktemp("openssh"), [request.param] if request.param else []) as found:
        yield found


def _world(folder: Path, server: OpenSsh) -> World:
    world = World(folder)
    world.around.store = over(server, folder)
    world.drop("a.xml", [A1, B1])
    world.drop("b.xml", BROKEN)
    world.drop("c.xml", [C1])
    return world


def _judge(world: World) -> None:
    world.settle_down()
    judge_writes(world)
    judge_content(world, {"A": A1, "B": B1, "C": C1})
    judge_ledger(world)


@pytest.mark.timeout(600)
def test_whoever_dies_while_settling_there_ends_as_promised(
    tmp_path: Path, server: OpenSsh, pytestconfig: pytest.Config
) -> None:
    world = _world(tmp_path / "undisturbed", server)
    world.run()
    crossings = list(world.killer.crossings)
    _judge(world)
    judge_files(world, ["a.xml", "c.xml"], ["b.xml"])
    there = ("before server.", "after server.", "after store.")
    points = [at for at, name in enumerate(crossings, 1) if name.startswith(there)]
    assert len(points) > 20, "the kill points are not generated any more"
    for at in points if pytestconfig.getoption("--long") else points[:: max(len(points) // 12, 1)]:
        world = _world(tmp_path / str(at), server)
        try:
            world.run(kill_at=at)
        except Killed:
            pass
        else:
            pytest.fail(f"point {at} was not reached")
        try:
            _judge(world)
        except BaseException as error:
            error.add_note(f"killed at point {at} of {len(crossings)}: {crossings[at - 1]}")
            raise
