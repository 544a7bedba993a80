"""Where the story is played: it drops files, gives the command lines, and holds each scene against Acme's log.

It must not know what the story tells.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tomlkit

from desktop_sync.commands.demo import story
from desktop_sync.commands.demo.acme import Acme
from desktop_sync.commands.demo.extra import Extra
from desktop_sync.commands.demo.steps import AddCustomer, Command, Drop, Happens, Pack, PutBack, Scene, Secret, Step
from desktop_sync.resources import resources

WIDTH = 99


class Stage:
    """``main``: runs a command line in this process and returns its exit code."""

    def __init__(
        self, place: Path, acme: Acme, main: Callable[[Sequence[str]], int], extras: Sequence[Extra] = ()
    ) -> None:
        self._extras = extras
        self._words = {name: word for extra in extras for name, word in extra.words.items()}
        self._place = place
        self._acme = acme
        self._main = main
        self._samples = resources() / "samples"
        self._seen = 0
        self._shown = False  # whether this scene has printed a command yet

    def set_up(self) -> list[str]:
        """Settings from the samples, the key, a look at the connection; what went wrong, in words."""
        title("Setting up")
        settings = self._settings()
        print(textwrap.fill(story.SET_UP.strip(), WIDTH))
        setter = "set" if os.name == "nt" else "export"
        print(f"\n$ {setter} DESKTOP_SYNC_DATA={self._place / 'data'}")
        codes = [self._call(("config", "install", str(settings)))]
        with _typed(self._acme.api_key):
            codes.append(self._call(("secret", "set", story.SECRET)))
        codes.append(self._call(("check", "acme")))
        return [f"setting up ended with exit codes {codes}"] if any(codes) else []

    def play(self, number: int, scene: Scene) -> list[str]:
        """Shows a scene; what did not happen as promised, in words."""
        title(f"{number}. {scene.title}")
        print(textwrap.fill(scene.before, WIDTH))
        self._shown = False
        broken = [fault for step in scene.steps for fault in self._perform(step)]
        broken += self._promise(scene)
        print(textwrap.fill(scene.see, WIDTH, initial_indent="» ", subsequent_indent="  "))
        broken = [f"scene {number}: {fault}" for fault in broken]
        for fault in broken:
            print(f"! NOT AS TOLD, {fault}")
        return broken

    def _perform(self, step: Step) -> list[str]:
        match step:
            case Command():
                code = self._call(tuple(self._words.get(one, one) for one in step.arguments))
                return [] if code == step.code else [f"exit code {code}, expected {step.code}"]
            case Secret():
                with _typed(self._words.get(step.value, step.value)):
                    code = self._call(("secret", "set", step.name))
                return [] if code == 0 else [f"exit code {code}, expected 0"]
            case AddCustomer():
                self._acme.add_customer(step.number)
                self._tell(f"In Acme, somebody adds the customer {step.number}.")
            case Happens():
                step.does()
                self._tell(step.told)
            case Drop():
                for sample in step.samples:
                    shutil.copyfile(self._samples / sample, self._folder(step.folder) / Path(sample).name)
                self._new(step.folder, *(Path(sample).name for sample in step.samples))
            case Pack():
                self._pack(step)
                self._new(step.folder, step.archive)
            case PutBack():
                folder = self._folder(step.folder)
                [found] = (folder / "archive").rglob(step.name)
                shutil.copyfile(found, folder / step.name)
                self._new(step.folder, step.name)
        return []

    def _new(self, folder: str, *names: str) -> None:
        self._tell(f"New in {folder}: {', '.join(names)}")

    def _tell(self, what: str) -> None:
        print("\n" * self._shown + f"({what})")

    def _pack(self, step: Pack) -> None:
        # Written beside and renamed: a .zip that is still growing would only be waited for.
        growing = self._place / step.archive
        with zipfile.ZipFile(growing, "w", zipfile.ZIP_DEFLATED) as archive:
            for sample in step.samples:
                archive.write(self._samples / sample, Path(sample).name)
        growing.replace(self._folder(step.folder) / step.archive)

    def _call(self, arguments: tuple[str, ...]) -> int:
        print(f"\n$ desktop-sync {subprocess.list2cmdline(arguments)}", flush=True)
        self._shown = True
        code = self._main(arguments)
        sys.stdout.flush()
        return code

    def _promise(self, scene: Scene) -> list[str]:
        """What Acme's own log says of this scene, shown and held against what the scene has promised."""
        writes = self._acme.writes(self._seen)
        self._seen = max((write["seq"] for write in writes), default=self._seen)
        did: dict[str, str] = {}
        for write in writes:
            did.setdefault(write["reference"], write["action"])
        print(f"\n  Acme's own log: {story.log_words(did)}")
        return [] if did == scene.writes else [f"Acme took {did}, expected {dict(scene.writes)}"]

    def _folder(self, name: str) -> Path:
        folder = self._place / name
        folder.mkdir(exist_ok=True)
        return folder

    def _settings(self) -> Path:
        """One file of the samples' settings: their flows beside each other, with their mappings and tables."""
        first, *others = (self._sample(name) for name in ("erp-orders", "erp-csv", "ubl"))
        known = {one["id"] for one in first["connections"]}
        for other in others:
            for connection in other["connections"]:
                if connection["id"] not in known:
                    first["connections"].append(connection)
            first["flows"].append(other["flows"][0])
        reports = self._sample("exports")
        first["connections"].append(reports["connections"][0])
        first["exports"] = reports["exports"]
        for extra in self._extras:
            first["connections"].append(extra.connection)
            first["flows"].append(extra.flow(first["flows"][0].unwrap()))
        for folder in ("mappings", "tables"):
            shutil.copytree(self._samples / "ubl" / folder, self._place / folder)
        file = self._place / "settings.toml"
        file.write_text(tomlkit.dumps(first), encoding="utf-8")
        return file

    def _sample(self, name: str) -> tomlkit.TOMLDocument:
        text = (self._samples / name / "settings.toml").read_text(encoding="utf-8")
        folder = self._folder({"ubl": story.EXCHANGE, "exports": story.OFFICE}.get(name, story.ERP))
        text = text.replace("@FOLDER@", folder.as_posix()).replace("@URL@", self._acme.url)
        return tomlkit.parse(text.replace("acme/api_key", story.SECRET))


def title(text: str) -> None:
    """A line across the page."""
    print(f"\n── {text} ".ljust(WIDTH + 1, "─"), flush=True)


@contextmanager
def _typed(text: str) -> Iterator[None]:
    """As if it were piped in."""
    former, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(text.encode()))
    try:
        yield
    finally:
        sys.stdin = former
