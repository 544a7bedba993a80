"""Scripted faults: rules that say what shall go wrong, when, and for which requests.

Deciding only; nothing is done here. A rule fires by probability (seeded), for the next N matching requests, or for
matching requests by their number. Several rules may match one request: delays add up, a person's acts all happen, and
of the rest the first rule that fires wins.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from random import Random
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Kind: TypeAlias = Literal[
    "latency",
    "cut_before",
    "cut_after",
    "cut_during",
    "cut_half_batch",
    "late_commit",
    "person_edits",
    "person_deletes",
    "unreadable",
    "empty",
    "partial_batch",
    "reordered_batch",
    "401",
    "403",
    "404",
    "408",
    "413",
    "426",
    "429",
    "500",
    "502",
    "503",
    "504",
]

Seconds = Annotated[float, Field(ge=0, le=3600)]


class Rule(BaseModel):
    """One scripted fault.

    ``on``: requests that write (default), that read, or all. ``path`` may hold ``*``. ``seconds``: the delay of latency
    (plus up to ``jitter``) or the time from the cut to the late commit. ``committed``: a 5xx or 408 is answered after
    the work was done. ``reset``: cut by a TCP reset. ``changes``: what a person edits. ``share``: part of a batch's
    results that a partial answer leaves out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    probability: float | None = Field(default=None, ge=0, le=1)
    next: int | None = Field(default=None, ge=1)
    numbers: tuple[int, ...] = ()
    on: Literal["writes", "reads", "all"] = "writes"
    method: str | None = None
    path: str | None = None
    resource: str | None = None
    reference: str | None = None
    seconds: Seconds = 0.0
    jitter: Seconds = 0.0
    retry_after: int = Field(default=1, ge=0, le=86_400)
    committed: bool = False
    reset: bool = False
    changes: dict[str, object] = Field(default_factory=dict)
    share: float = Field(default=0.5, gt=0, le=1)

    @model_validator(mode="after")
    def _one_way_to_fire(self) -> Self:
        if sum((self.probability is not None, self.next is not None, bool(self.numbers))) > 1:
            raise ValueError("give only one of probability, next and numbers")
        return self

    @property
    def longest(self) -> float:
        """Seconds that it may delay a commit."""
        return self.seconds + self.jitter if self.kind in {"latency", "late_commit"} else 0.0

    @property
    def ends(self) -> bool:
        """Whether it decides the answer: only one of these can."""
        return self.kind not in {"latency", "person_edits", "person_deletes"}

    def matches(self, facts: Facts) -> bool:
        """Whether it speaks of this request; when it fires is another question."""
        return (
            self.on in {"all", "writes" if facts.writes else "reads"}
            and self.method in {None, facts.method}
            and self.resource in {None, facts.resource}
            and (self.path is None or fnmatchcase(facts.path, self.path))
            and (self.reference is None or self.reference in facts.references)
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules may look at."""

    method: str
    path: str
    resource: str
    writes: bool
    references: Collection[str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What shall go wrong with one request."""

    delay: float = 0.0
    persons: tuple[Rule, ...] = ()
    ending: Rule | None = None


NOTHING = Decision()


class Faults:
    """The rules in force. ``longest``: seconds that a rule may delay a commit, which the profile promises."""

    def __init__(self, random: Random, longest: float) -> None:
        self._random = random
        self._longest = longest
        self._rules: list[Rule] = []
        self._matched: list[int] = []
        self._done: list[int] = []  # how often each rule has fired
        self.fired: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._rules)

    def rules(self) -> list[dict[str, object]]:
        """The rules in force, with how many requests each has matched and how often it fired."""
        return [
            {**rule.model_dump(exclude_defaults=True), "matched": matched, "fired": fired}
            for rule, matched, fired in zip(self._rules, self._matched, self._done, strict=True)
        ]

    def add(self, rules: Iterable[Rule]) -> None:
        """Raises ValueError for delays that would break the profile's commit lag."""
        new = [*self._rules, *rules]
        late = max((rule.longest for rule in new if rule.kind == "late_commit"), default=0.0)
        delay = late + sum(rule.longest for rule in new if rule.kind == "latency")
        if delay > self._longest:
            raise ValueError(
                f"These rules could delay a commit by {delay:g} s, but this sandbox promises that after "
                f"{self._longest:g} s nothing is committed any more. Start it with a longer --commit-lag."
            )
        self._matched += [0] * (len(new) - len(self._rules))
        self._done += [0] * (len(new) - len(self._rules))
        self._rules = new

    def clear(self) -> None:
        self._rules, self._matched, self._done = [], [], []

    def decide(self, facts: Facts) -> Decision:
        """Counts the request for every rule that matches, and says what shall happen."""
        delay, persons, ending = 0.0, [], None
        for at, rule in enumerate(self._rules):
            if not rule.matches(facts):
                continue
            self._matched[at] += 1
            if (rule.ends and ending is not None) or not self._fires(at):
                continue
            self._done[at] += 1
            self.fired[rule.kind] += 1
            if rule.kind == "latency":
                delay += rule.seconds + self._random.uniform(0, rule.jitter)
            elif rule.ends:
                ending = rule
            else:
                persons.append(rule)
        return Decision(delay, tuple(persons), ending)

    def _fires(self, at: int) -> bool:
        rule = self._rules[at]
        if rule.probability is not None:
            return self._random.random() < rule.probability
        if rule.next is not None:
            return self._done[at] < rule.next
        return not rule.numbers or self._matched[at] in rule.numbers


def rules_from(value: object) -> list[Rule]:
    """One rule or a list of rules from JSON values; raises ValueError in words."""
    values = value if isinstance(value, list) else [value]
    try:
        return [Rule.model_validate(one) for one in values]
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'rule'}: {fault['msg']}" for fault in error.errors())
        raise ValueError("This fault rule will not do. " + "; ".join(faults) + ".") from error


def rules_from_text(text: str) -> list[Rule]:
    """``--fault``: JSON, or ``kind``, ``kind:probability``, ``kind:name=value,name=value``."""
    if text.lstrip().startswith(("{", "[")):
        try:
            return rules_from(json.loads(text))
        except json.JSONDecodeError as error:
            raise ValueError(f"This fault rule is not JSON: {error}.") from error
    kind, _, rest = text.partition(":")
    return rules_from({"kind": kind.strip(), **_options(rest)})


def _options(text: str) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = part.partition("=")
        if not equals:
            name, value = "probability", part
        found[name.strip()] = [int(n) for n in value.split("+")] if name.strip() == "numbers" else value.strip()
    return found
