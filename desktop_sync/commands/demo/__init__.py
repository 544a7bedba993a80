"""``demo``: a small company whose systems drop files, a sandbox in Acme's place, and Desktop Sync between them.

Everything it shows is what the commands really print: it only drops files, calls them, and asks the sandbox's own log.
"""

from __future__ import annotations

import os
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from desktop_sync.app import open_app
from desktop_sync.commands.demo import story
from desktop_sync.commands.demo.acme import Acme, acme
from desktop_sync.commands.demo.around import look_around
from desktop_sync.commands.demo.extra import Extra
from desktop_sync.commands.demo.judge import faults
from desktop_sync.commands.demo.servers import SERVERS
from desktop_sync.commands.demo.stage import Stage, title

WIDTH = 100  # columns that its texts are made for


def demo(*, keep: bool, main: Callable[[Sequence[str]], int], full: bool = False) -> int:
    """Exit 0 when everything went as the demo says it does. ``main``: runs a command line and returns its exit code.

    ``full``: with servers of others beside the folders.
    """
    place = Path(tempfile.mkdtemp(prefix="desktop-sync-demo-")).resolve()
    with acme(place) as there, _surroundings(place), ExitStack() as stack:
        found = [stack.enter_context(server(place)) for server in (SERVERS if full else ())]
        extras = [one for one in found if isinstance(one, Extra)]
        for why in (one for one in found if isinstance(one, str)):
            print(why)
        stage = Stage(place, there, main, extras)
        try:
            passed = _play(stage, there, extras)
            if keep:
                look_around(place, there)
        finally:
            credentials = open_app(str(place / "data")).credentials
            for name in (story.SECRET, *(name for extra in extras for name in extra.secrets)):
                credentials.delete(name)
    if not keep:
        print(story.FAREWELL.format(place=place))
    return 0 if passed else 1


def _play(stage: Stage, there: Acme, extras: Sequence[Extra]) -> bool:
    """Whether every scene kept its promise and the sandbox's log is what it must be."""
    print(f"\n{textwrap.fill(story.PROLOGUE.strip(), WIDTH)}")
    broken = stage.set_up()
    scenes = [*story.SCENES, *(scene for extra in extras for scene in extra.scenes)]
    for number, scene in enumerate(scenes, 1):
        broken = broken or stage.play(number, scene)  # each rests on those before
    expected = {**story.EXPECTED, **{name: said for extra in extras for name, said in extra.expected.items()}}
    wrong = faults(there.writes(), expected)
    title("What Acme's own log says")
    print("\n".join(story.verdict(there.writes(), wrong, broken)))
    return not wrong and not broken


@contextmanager
def _surroundings(place: Path) -> Iterator[None]:
    """As the person's shell would be: the data folder is named, and the terminal is not wider than a page."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdigit() and int(columns) else _terminal() or WIDTH
    ours = {"DESKTOP_SYNC_DATA": str(place / "data"), "COLUMNS": str(min(width, WIDTH))}
    former = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in former.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _terminal() -> int:
    try:
        return os.get_terminal_size().columns
    except OSError:
        return 0
