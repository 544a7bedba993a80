"""The sandbox against its own OpenAPI description, attacked by schemathesis: examples, coverage, fuzzing, stateful."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sandbox_process import start_sandbox

_HERE = Path(__file__).resolve().parent / "schemathesis"
_RUN = "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"


@pytest.mark.serial
@pytest.mark.timeout(300)  # 25 s on a quiet machine
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    with start_sandbox() as acme:
        command = [sys.executable, "-c", _RUN, "--config-file", str(_HERE / "schemathesis.toml")]
        command += ["run", f"{acme.url}/openapi.json", "-H", f"X-Api-Key: {acme.api_key}", "--checks", "all"]
        # Invoices go the same ways as orders: a run must stay below a minute.
        command += [
            "--include-path-regex",
            "^/(v1/(account|heartbeat|orders.*)|oauth/token)$",
            "--max-examples",
            "8",
            "--no-shrink",
            "--seed",
            "2",
            "--suppress-health-check",
            "all",
        ]
        environment = {
            **os.environ,
            "SCHEMATHESIS_HOOKS": str(_HERE / "hooks.py"),
            "SANDBOX_API_KEY": acme.api_key,
            "NO_PROXY": "*",
        }
        run = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=280,
            check=False,
        )
        assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-5_000:]
        counts = acme.requests()["requests"]
        assert counts["POST orders collection"]["201"] >= 10
        assert counts["POST heartbeat"]["200"] >= 1
        assert counts["PUT orders one"]["200"] >= 1  # not only refused: the hooks name versions that are there
