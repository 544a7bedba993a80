"""``may_overlap`` says no only when no name can match both: judged by Python's own matchers on random names."""

from __future__ import annotations

import fnmatch
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.settings.overlap import PatternType, may_overlap

GLOB_PARTS = st.lists(st.sampled_from(["a", "b", "B", ".", "*", "?", "[ab]", "[!a]", "x"]), max_size=6).map("".join)
REGEX_PARTS = st.lists(
    st.sampled_from(["a", "b", r"\.", ".", ".*", "a+", "[ab]", "[^a]?", r"\d", "(a|b)", "x{2}", "b*", "(ab)?"]),
    max_size=5,
).map("".join)
NAMES = st.text(alphabet="abBx.1", max_size=6)


def matches(pattern: str, kind: PatternType, name: str) -> bool:
    if kind == "glob":
        return fnmatch.fnmatch(name.lower(), pattern.lower())
    return re.fullmatch(pattern, name, re.IGNORECASE) is not None


@given(GLOB_PARTS, GLOB_PARTS, NAMES)
def test_globs_that_match_one_name_overlap(one: str, other: str, name: str) -> None:
    if matches(one, "glob", name) and matches(other, "glob", name):
        assert may_overlap(one, other)


@given(REGEX_PARTS, GLOB_PARTS, NAMES)
def test_regex_and_glob_that_match_one_name_overlap(regex: str, glob: str, name: str) -> None:
    if matches(regex, "regex", name) and matches(glob, "glob", name):
        assert may_overlap(regex, glob, "regex", "glob")


@given(REGEX_PARTS, NAMES)
def test_a_regex_overlaps_with_every_name_it_matches(regex: str, name: str) -> None:
    if matches(regex, "regex", name):
        assert may_overlap(regex, re.escape(name), "regex", "regex")


@given(GLOB_PARTS, GLOB_PARTS)
def test_the_order_does_not_matter(one: str, other: str) -> None:
    assert may_overlap(one, other) == may_overlap(other, one)


@pytest.mark.parametrize(
    "one,other,kind",
    [
        ("ORD*.xml", "INV*.xml", "glob"),
        ("*.xml", "*.csv", "glob"),
        ("????.xml", "?????.xml", "glob"),
        (r"ORD\d+\.xml", r"INV\d+\.xml", "regex"),
        (r"(ORD|ORX)\d+\.xml", r".*\.csv", "regex"),
        (r"^ORD_.*\.xml$", r"^ORX_.*\.xml$", "regex"),
    ],
)
def test_plainly_apart(one: str, other: str, kind: PatternType) -> None:
    assert not may_overlap(one, other, kind, kind)


def test_verbose_comments_are_not_taken_for_a_suffix() -> None:
    assert may_overlap(r"(?x)(a) # .xml", "a", "regex", "glob")
