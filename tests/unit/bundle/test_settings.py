"""Settings in a bundle: sound or broken, line by line, with what helps and without what is nobody's business."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.bundle.settings import Scrubber
from desktop_sync.bundle.words import option_names, secret_names, vocabulary
from desktop_sync.core.stand_ins import StandIns
from desktop_sync.resources import resources

SCRUBBER = Scrubber(StandIns(b"k" * 32, vocabulary()), option_names(), secret_names())
SAMPLES = sorted((resources() / "samples").rglob("*.toml"))


@pytest.mark.parametrize("sample", SAMPLES, ids=[f"{one.parent.name}-{one.stem}" for one in SAMPLES])
def test_a_sample_stays_toml_with_the_same_lines_and_ids(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    told = SCRUBBER.scrub(text)
    assert told.count("\n") == text.count("\n")
    before, after = tomllib.loads(text), tomllib.loads(told)
    for part in ("connections", "flows"):
        assert [one["id"] for one in after.get(part, [])] == [one["id"] for one in before.get(part, [])]
    assert after.get("version") == before.get("version")


@pytest.mark.parametrize(
    "line,gone",
    [
        ('api_key = "sk_live_abcdef1234567890"', "sk_live"),
        ('api_key = "hunter2"', "hunter2"),
        ('client_secret = "8f3a9b7c6d5e4f3a2b1c8f3a"', "8f3a9b7c"),
        ('passwort = "hunter2"', "hunter2"),
        ('"Hilde" = "x"', "Hilde"),
        ('username = "wolkenstein"', "wolkenstein"),
        ('title = "Für Hilde Wolkenstein"', "Wolkenstein"),
        ('path = "/home/wolkenstein/erp"', "wolkenstein"),
        ('proxy = "http://me:hunter2@proxy:1"', "hunter2"),
        ("# Hilde's password is hunter2", "hunter2"),
        ('constant = "hilde.w@example.org"', "hilde"),
        ('title = "no end, Wolkenstein', "Wolkenstein"),
        ('title = """\nHilde\nWolkenstein\n"""', "Wolkenstein"),
        ("[flows.mapping.tables.Wolkenstein]", "Wolkenstein"),
        ("units = { Stk = 'Wolkenstein' }", "Wolkenstein"),
        ("90017 = 90018", "90018"),
        ("Wolkenstein", "Wolkenstein"),
    ],
)
def test_what_is_nobodys_business_is_replaced(line: str, gone: str) -> None:
    assert gone not in SCRUBBER.scrub(f"version = 1\n[[connections]]\n{line}\n")


@pytest.mark.parametrize(
    "line",
    ['api_key = "acme/api_key"', 'path = "/srv/erp/out"', 'pattern = "ORD_*.xml"', "min_age = '10s'", "version = 1",
     'base_url = "https://api.acme.example/v1"', 'from = "erp:Header/erp:Date"', "[[flows.mapping.rules]]",
     '"buyer.address.city" = { from = "City" }', "batch = false"],
)  # fmt: skip
def test_what_helps_stays(line: str) -> None:
    assert SCRUBBER.scrub(line) == line


@given(st.text(max_size=300))
def test_whatever_stands_there_its_lines_are_kept(text: str) -> None:
    assert SCRUBBER.scrub(text).count("\n") == text.count("\n")
