"""Mails about problems from a process that is killed at random instants, to a real mail server."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from desktop_sync.ledger.database import read_only
from desktop_sync.ledger.notices import mails
from tests.mail_server import MailServer

CHECKOUT = Path(__file__).resolve().parents[2]


def start(folder: Path, port: int, first: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.crash.notice_process", str(folder), str(port), str(first)]
    made = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert made.stdout is not None
    assert made.stdout.readline() == "ready\n"
    return made


@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=[pytest.mark.long, pytest.mark.timeout(600)])])
def test_each_problem_is_told_once_whatever_kills(tmp_path: Path, kills: int) -> None:
    chance = random.Random(kills)
    reported = 0
    with MailServer(security="none") as server:
        for _ in range(kills):
            process = start(tmp_path, server.port, reported)
            time.sleep(chance.uniform(0.05, 0.4))
            process.kill()
            assert process.stdout is not None
            numbers = process.stdout.read().split()
            process.wait(10)
            process.stdout.close()
            reported = max([int(one) + 1 for one in numbers if one.isdigit()] + [reported]) + 1
        last = start(tmp_path, server.port, -1)
        assert last.wait(60) == 0
        assert last.stdout is not None
        last.stdout.close()
        taken = list(server.taken)
    with read_only(tmp_path / "ledger.db") as sql:
        known = {int(row[0][1:]) for row in sql.execute("SELECT key FROM problem WHERE key GLOB 'k[0-9]*'")}
        doubtful = sum(one["opened"] for one in mails(sql, 100_000) if one["state"] == "unknown")
    copies = Counter(str(one.message["Message-ID"]) for one in taken)
    told: dict[int, set[str]] = {}
    for one in taken:
        for number in re.findall(r"\[(\d+)\]", one.text.partition("New problems")[2].partition("Still open")[0]):
            told.setdefault(int(number), set()).add(str(one.message["Message-ID"]))
    assert len(known) > kills
    assert max(copies.values()) <= 2
    assert sum(count - 1 for count in copies.values()) <= kills
    assert {number for number, names in told.items() if len(names) > 1} == set()
    assert len(known - told.keys()) <= doubtful
