"""One installation of Desktop Sync as its user sees it: a data folder, a settings file, and the command line.

Every command is a process of its own. Nothing here looks into the program.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from tests.end2end.legacy import Legacy
from tests.sandbox_process import SandboxProcess

EXPORT = """
[[exports]]
id = "daily"
title = "Daily orders"
[exports.query]
connection = "acme"
resource = "orders"
[exports.report]
type = "delimited"
columns = [{ name = "Order", from = "external_reference" }]
[[exports.destinations]]
id = "folder"
connection = "reports"
name = "{flow} {number}.csv"
"""
CHECKOUT = Path(__file__).resolve().parents[2]
SAMPLE = CHECKOUT / "resources" / "samples" / "erp-orders" / "settings.toml"
FLOW = "erp-orders"
LONGEST = 110  # seconds that one command may take


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command printed
        """What ``--json`` printed: one document and nothing else."""
        return json.loads(self.out)

    def __str__(self) -> str:
        return f"exit {self.code}\n{self.out}\n{self.err}"


class Installation:
    """``place``: an empty folder for all of it. The sample's settings, with files that may be a moment old."""

    def __init__(self, place: Path, acme: SandboxProcess, keyring: Mapping[str, str], data: Path | None = None) -> None:
        self.place = place
        self.data = data or place / "data"
        self.profile = place / "profile" / "profile.json"
        self.legacy = Legacy(place / "erp-export")
        self.acme = acme
        self.secret = f"acme/{uuid.uuid4().hex[:12]}"  # the session's installations share one keyring
        self.environment = {**os.environ, **keyring, "PYTHONUTF8": "1"}
        self.environment.pop("DESKTOP_SYNC_DATA", None)
        self.data.mkdir(exist_ok=True)
        self.settings = tomlkit.parse(SAMPLE.read_text(encoding="utf-8"))
        self._connection("erp")["path"] = self.spelled(self.legacy.folder)
        self._connection("acme")["api_key"] = self.secret
        self.flow(FLOW)["source"]["min_age"] = "50ms"
        self.lead_to(acme)

    def python(self) -> Sequence[str]:
        """The Python that runs the program, and what it is told."""
        return [sys.executable]

    def spelled(self, path: Path) -> str:
        """A path as the program is to see it."""
        return path.as_posix()

    def lead_to(self, acme: SandboxProcess) -> None:
        """The Acme connection's address is that of ``acme`` from now on, and its profile the published one."""
        self.acme = acme
        profile = acme.profile()
        self.profile.parent.mkdir(exist_ok=True)
        for name, resource in profile["resources"].items():
            (self.profile.parent / resource["schema_file"]).write_text(json.dumps(acme.schema(name)), encoding="utf-8")
        self.profile.write_text(json.dumps(profile), encoding="utf-8")
        self.change_connection("acme", base_url=acme.url, profile=self.spelled(self.profile))

    def change_profile(self, **told: object) -> None:
        """What the vendor says of the API."""
        profile = json.loads(self.profile.read_text(encoding="utf-8"))
        self.profile.write_text(json.dumps(profile | told), encoding="utf-8")

    def add_export(self) -> None:
        """All orders into the folder ``reports`` below the place, when somebody wants it."""
        reports = self.place / "reports"
        reports.mkdir()
        folder = {"id": reports.name, "title": "Reports", "type": "folder", "path": self.spelled(reports)}
        self.settings["connections"].append(tomlkit.item(folder))
        self.settings["exports"] = tomlkit.parse(EXPORT)["exports"]
        self.save()

    def change_connection(self, name: str, **options: object) -> None:
        self._connection(name).update(options)
        self.save()

    def change_flow(self, name: str, part: str, **options: object) -> None:
        self.flow(name)[part].update(options)
        self.save()

    def add_flow(self, name: str, pattern: str) -> None:
        """A further flow like the first one, for other files of the same folder."""
        flow = tomlkit.parse(tomlkit.dumps(self.settings))["flows"][0]
        flow["id"], flow["title"] = name, name
        flow["source"]["pattern"] = pattern
        self.settings["flows"].append(flow)
        self.save()

    def save(self) -> None:
        """As an editor saves: in one step, whoever is running."""
        file = self.data / "settings.toml"
        fresh = file.with_suffix(".new")
        fresh.write_text(tomlkit.dumps(self.settings), encoding="utf-8")
        fresh.replace(file)

    def set_secret(self) -> None:
        """Through standard input, as a script would."""
        done = self.call("secret", "set", self.secret, typed=self.acme.api_key)
        assert done.code == 0, done

    def call(self, *arguments: str, typed: str = "", data: bool = True) -> Done:
        """Runs a command to its end."""
        process = self.start(*arguments, data=data)
        try:
            out, err = process.communicate(typed, timeout=LONGEST)
        except BaseException:
            process.kill()
            process.communicate()
            raise
        assert "Traceback" not in err, err
        return Done(process.returncode, out, err)

    def run(self, *options: str, flow: str = FLOW) -> Done:
        return self.call("run", flow, *options)

    def start(self, *arguments: str, data: bool = True) -> subprocess.Popen[str]:
        """The caller ends it."""
        where = ["--data", self.spelled(self.data)] if data else []
        return subprocess.Popen(
            [*self.python(), "-m", "desktop_sync", *arguments, *where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=self.environment,
            cwd=CHECKOUT,
        )

    def _connection(self, name: str) -> Any:  # noqa: ANN401 - a table of the settings
        return next(one for one in self.settings["connections"] if one["id"] == name)

    def flow(self, name: str) -> Any:  # noqa: ANN401 - a table of the settings
        return next(one for one in self.settings["flows"] if one["id"] == name)


def kill(process: subprocess.Popen[str]) -> str:
    """At once and without a word (on Windows TerminateProcess); what it had written to standard error."""
    process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    return process.communicate()[1]
