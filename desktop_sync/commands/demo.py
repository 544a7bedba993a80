"""``demo``: a made-up legacy system, a sandbox in Acme's place, and the first flow between them.

Everything it shows is what the commands really print; it only drops files and calls them.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop_sync.app import open_app
from desktop_sync.commands import config, run, status, trail
from desktop_sync.core.errors import Stop
from desktop_sync.resources import resources

FLOW = "erp-orders"
SECRET = "desktop-sync-demo/api_key"  # noqa: S105 - a name of its own: nobody's real key is touched


def demo(*, keep: bool) -> int:
    """Exit 0 when everything went as the demo says it does."""
    place = Path(tempfile.mkdtemp(prefix="desktop-sync-demo-"))
    with _sandbox(place) as sandbox:
        try:
            passed = _Demo(place, sandbox).play()
            if keep:
                _wait(sandbox)
        finally:
            open_app(str(place / "data")).credentials.delete(SECRET)
    if not keep:
        print(f"\nThe sandbox has stopped. The demo's folders are kept in {place} until you delete them.")
        print("To look around while it runs, start the demo with --keep.")
    return 0 if passed else 1


class _Demo:
    """Five scenes."""

    def __init__(self, place: Path, sandbox: Mapping[str, str]) -> None:
        self._sandbox = sandbox
        self._drop = place / "erp-export"
        self._data = str(place / "data")
        self._samples = resources() / "samples" / "erp-orders"
        self._drop.mkdir()

    def play(self) -> bool:
        """Whether every scene ended as announced."""
        self._set_up()
        first = self._scene(
            "The ERP drops three files: new orders, a change with an unknown customer, and a half-written one",
            ("ORD_0812.xml", "ORD_0813.xml", "ORD_0814.xml"),
        )
        second = self._scene("The same run again: nothing new, nothing is sent", ())
        third = self._scene("The ERP changes order 4712: an update is sent", ("ORD_0815.xml",))
        _title("What became of order 4711, from file to answer")
        trail.trail(self._data, "4711", None, as_json=False)
        _title("And now: status")
        status.status(self._data, as_json=False)
        self._where_to_look()
        return self._judge(first, second, third)

    def _set_up(self) -> None:
        _title("Setting up")
        text = (self._samples / "settings.toml").read_text(encoding="utf-8")
        text = text.replace("@FOLDER@", self._drop.as_posix()).replace("@URL@", self._sandbox["url"])
        text = text.replace("acme/api_key", SECRET)
        app = open_app(self._data)
        app.credentials.set(SECRET, self._sandbox["api_key"])
        app.settings_file.save(text)
        print("The API key is in the keyring, the settings name it only.")
        config.validate(self._data, None, as_json=False)

    def _scene(self, title: str, files: tuple[str, ...]) -> int:
        """Returns how many writes the sandbox accepted."""
        _title(title)
        before = len(self._writes())
        for name in files:
            shutil.copyfile(self._samples / name, self._drop / name)
        print(f"$ desktop-sync run {FLOW}")
        run.run(self._data, FLOW, wait=True, as_json=False)
        accepted = len(self._writes()) - before
        print(f"(The sandbox accepted {accepted} writes.)")
        return accepted

    def _writes(self) -> list[dict[str, object]]:
        request = urllib.request.Request(  # noqa: S310 - the sandbox's own loopback address
            self._sandbox["url"] + "/control/writes", headers={"X-Api-Key": self._sandbox["api_key"]}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            told = json.load(answer)
        return list(told["writes"] if isinstance(told, dict) else told)

    def _where_to_look(self) -> None:
        _title("Where to look")
        print(f"  Acme (the sandbox's page): {self._sandbox['url']}/")
        for name, folder in (
            ("archive", self._drop / "archive"),
            ("failed file and its reason", self._drop / "failed"),
        ):
            print(f"  The {name}:")
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                print(f"    {file}")
        for reason in (self._drop / "failed").rglob("*.reason.json"):
            for problem in json.loads(reason.read_text(encoding="utf-8"))["problems"]:
                print(f"      {problem['what']}")

    def _judge(self, first: int, second: int, third: int) -> bool:
        """Nothing lost, nothing twice: said by the sandbox's own log of writes."""
        creates = [write["reference"] for write in self._writes() if write["action"] == "create"]
        once = len(creates) == len(set(creates))
        passed = once and first > 0 and second == 0 and third == 1
        print(f"\nSandbox's log: {len(creates)} orders created, each once: {'yes' if once else 'NO'}.")
        return passed


def _title(text: str) -> None:
    print(f"\n── {text} ".ljust(100, "─"), flush=True)


@contextlib.contextmanager
def _sandbox(place: Path) -> Iterator[Mapping[str, str]]:
    """The sandbox as a process of its own; it ends with this one."""
    command = [sys.executable, "-m", "desktop_sync", "sandbox", "--until-eof", "--database", str(place / "sandbox.db")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise Stop("The sandbox did not start.", "Try: desktop-sync sandbox")
        yield json.loads(line)
    finally:
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _wait(sandbox: Mapping[str, str]) -> None:
    print(f"\nThe sandbox keeps running at {sandbox['url']}/ until Ctrl+C ends it.", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
