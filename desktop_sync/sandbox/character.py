"""The four characters that an Acme API may have (delivery.md, the judge), and the API profile that tells of each.

Pure data. What a character promises in its profile it keeps: the rest of the sandbox asks here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Character:
    """``keys``: idempotency keys are honoured. ``unique``: a reference exists once. Lags in seconds."""

    name: str
    keys: bool
    unique: bool
    lookup_lag: float = 0.0  # a find by reference sees what was there so long ago
    late: float = 0.0  # a request cut after it was read is committed up to so long after the cut


CHARACTERS = {
    "both": Character("both", keys=True, unique=True),
    "keys": Character("keys", keys=True, unique=False),
    "unique": Character("unique", keys=False, unique=True),
    "lagging": Character("lagging", keys=True, unique=False, lookup_lag=5.0, late=10.0),
}


@dataclass(frozen=True, slots=True)
class Options:
    """How one sandbox is set up. Times in seconds; None leaves what the profile or the character says."""

    tenant: str = "sandbox"
    title: str = "Acme sandbox"
    seed: int = 0
    customers: frozenset[str] | None = None  # known customer numbers; None: all but UNKNOWN…
    key_lifetime: float | None = None
    commit_lag: float | None = None
    lookup_lag: float | None = None
    late: float | None = None
    requests_per_second: float | None = None
    token_lifetime: float = 3600.0
    forget_deleted: bool = False  # 404 instead of 410 for what was deleted
    max_body: int = 10_000_000  # bytes


def character_of(name: str, options: Options) -> Character:
    """The named character with the lags of ``options``; raises ValueError for an unknown name."""
    if name not in CHARACTERS:
        raise ValueError(f"There is no character '{name}'. Choose one of: {', '.join(CHARACTERS)}.")
    found = CHARACTERS[name]
    return replace(
        found,
        lookup_lag=found.lookup_lag if options.lookup_lag is None else options.lookup_lag,
        late=found.late if options.late is None else options.late,
    )


def published(profile: Mapping[str, object], character: Character, options: Options) -> dict[str, object]:
    """The profile as this sandbox keeps it; raises ValueError when ``commit_lag`` would be a broken promise."""
    told = dict(profile)
    told["idempotency"] = _idempotency(profile, options) if character.keys else None
    told["unique_references"] = character.unique
    told["commit_lag"] = number(profile.get("commit_lag", 90)) if options.commit_lag is None else options.commit_lag
    needed = character.lookup_lag + character.late
    if number(told["commit_lag"]) < needed:
        raise ValueError(
            f"A commit lag of {told['commit_lag']} s is too short for '{character.name}': a document may be seen up to "
            f"{needed} s after the cut. Give at least that with --commit-lag."
        )
    if options.requests_per_second is not None:
        told["rate_limit"] = {**section(profile, "rate_limit"), "requests_per_second": options.requests_per_second}
    return told


def _idempotency(profile: Mapping[str, object], options: Options) -> dict[str, object]:
    found = {"header": "Idempotency-Key", "lifetime": 86_400, **section(profile, "idempotency")}
    return found if options.key_lifetime is None else {**found, "lifetime": options.key_lifetime}


def section(profile: Mapping[str, object], name: str) -> dict[str, object]:
    """A part of the profile that is an object; empty when it is not there."""
    found = profile.get(name)
    return dict(found) if isinstance(found, Mapping) else {}


def number(value: object) -> float:
    """A number of the profile."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"The API profile has {value!r} where a number belongs.")
    return float(value)
