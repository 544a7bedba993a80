"""Files of any store as a source: notices what is new and finished, reads and settles it. Knows no kind of store."""

from __future__ import annotations

import contextlib
import io
import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import BinaryIO, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from desktop_sync.core.errors import SyncError
from desktop_sync.core.first_run import ASK, FirstRun
from desktop_sync.core.model import Again, CheckStep, Entity, Found, Item, Notice, SettleResult, Settling, StepState
from desktop_sync.core.options import Duration, Options, Size, form
from desktop_sync.core.ports import Clock, FarAway, FetchesSmall, KnownEntities, SmallFile, Store
from desktop_sync.core.states import ItemOutcome
from desktop_sync.sources.confirmed import Confirmed, ensure_unchanged
from desktop_sync.sources.naming import candidates, expand, fault_of, fault_of_name, named, portable, shape, steady
from desktop_sync.sources.picking import PatternType, Wants, matcher, wanted
from desktop_sync.sources.sequence import Gaps, HeaderOrName, Numbering
from desktop_sync.sources.sequence import fault_of as fault_of_sequence
from desktop_sync.sources.settling import Settlement, reason_path
from desktop_sync.sources.stability import Memory, Stability

BATCH = 5000  # entities asked for at once, and notices in one transaction
_TOLD = 5  # of what is left out
_BLOCK = 1 << 18
_SMALL = 1 << 16  # bytes of a file that may be on its way with others, and is held in memory


class FilesOptions(Options):
    """Options of a source of the type ``files``."""

    model_config = ConfigDict(title="Files")

    pattern: str = Field(
        title="Files",
        json_schema_extra=form(first=True),
        default="*.xml",
        min_length=1,
        description="Which files, by name. With a '/' it is held against the path below the folder.",
    )
    pattern_type: PatternType = Field(
        title="Pattern is",
        json_schema_extra=form(choices={"glob": "With * and ?", "regex": "A regular expression"}),
        default="glob",
        description="`glob`: `*` any text, `?` one character, `[ab]` one of them; small and capital letters are equal. "
        "`regex`: a regular expression for the whole name.",
    )
    exclude: tuple[str, ...] = Field(
        title="Left alone", default=(), description="Patterns of files that are left alone."
    )
    members: str = Field(
        title="Members of archives",
        default="",
        description="Of an archive (.zip): which of its members are read, by name, as `pattern` does it for files. "
        "Left out: all of them.",
    )
    max_members: int = Field(
        title="Most members of an archive",
        default=10_000,
        ge=1,
        le=1_000_000,
        description="An archive with more members is refused, as a bomb.",
    )
    max_unpacked: Size = Field(
        title="Largest archive, unpacked",
        default=2_000_000_000,
        description="An archive (.zip, .gz) that holds more than this is refused, as a bomb.",
    )
    recursive: bool = Field(
        title="Look into subfolders",
        json_schema_extra=form(first=True),
        default=False,
        description="Whether subfolders are looked into.",
    )
    min_age: Duration = Field(
        title="Unchanged for",
        json_schema_extra=form(first=True),
        default=10.0,
        description="A file is read when it has not changed for this long, as seen by Desktop Sync.",
    )
    first_run: FirstRun = Field(
        title="Files that are there already",
        default=ASK,
        description="What becomes of the files that are there when the flow looks for the first time: `all` are sent, "
        "`from_now` none of them (they are recorded as skipped and stay), a date: those changed since. `ask`: a person "
        "is asked, with their number, and until then nothing is sent.",
    )
    done: str = Field(
        title="Done file",
        default="",
        description="The name of the done file that the sender writes after each file: `{name}.done` (orders.xml.done) "
        "or `{stem}.done` (orders.done). A file counts when its done file is there, without waiting for `min_age`; "
        "both are settled together.",
    )
    order: Literal["name", "time", "sequence"] = Field(
        title="Order",
        json_schema_extra=form(
            choices={"name": "By name", "time": "By time of change", "sequence": "By sequence number"}
        ),
        default="name",
        description="In which order new files are taken: by `name`, by `time` of change, or by the `sequence` number "
        "that the sender gives them. A number that is missing is a problem and stops nothing.",
    )
    sequence: str = Field(
        title="Where the number stands",
        json_schema_extra=form(when=("order", "sequence")),
        default="",
        description=r"Where the number stands: a regular expression with one group, such as `_(\d+)\.`",
    )
    sequence_in: HeaderOrName = Field(
        title="The number is in",
        json_schema_extra=form(choices={"name": "The name", "header": "The first lines"}, when=("order", "sequence")),
        default="name",
        description="Whether the number is searched for in the file's `name` or in its first 64 kB.",
    )
    after_success: Literal["archive", "delete", "keep", "rename"] = Field(
        title="When all has arrived",
        json_schema_extra=form(
            first=True,
            choices={
                "archive": "Move to the archive",
                "delete": "Delete",
                "keep": "Leave it there",
                "rename": "Rename",
            },
        ),
        default="archive",
        description="What happens to a file of which everything has arrived.",
    )
    renamed: str = Field(
        title="New name",
        json_schema_extra=form(when=("after_success", "rename")),
        default="{name}.imported",
        description="The new name, for `rename`, in the same folder; {name}, {stem}, {yyyy}, {MM}, {dd} and {HH} are "
        "filled in. Files that are named like this are left alone.",
    )
    after_partial: Literal["archive", "failed"] = Field(
        title="When some was refused",
        json_schema_extra=form(choices={"archive": "As when all has arrived", "failed": "Move to the failed folder"}),
        default="archive",
        description="What happens to a file of which some records were refused: `archive` the same as after success, "
        "`failed` it goes to the failed folder.",
    )
    after_failure: Literal["failed", "keep"] = Field(
        title="When nothing was taken",
        json_schema_extra=form(first=True, choices={"failed": "Move to the failed folder", "keep": "Leave it there"}),
        default="failed",
        description="What happens to a file that cannot be read, or of which nothing was taken.",
    )
    archive: str = Field(
        title="Archive folder",
        default="archive/{yyyy}/{MM}/{dd}",
        description="The folder for finished files, below the watched one, by the day of settling. "
        "It is never looked into.",
    )
    failed: str = Field(
        title="Failed folder",
        default="failed",
        description="The folder for failed files, below the watched one; a `.reason.json` beside each says why.",
    )

    @field_validator("archive", "failed")
    @classmethod
    def _folder(cls, template: str) -> str:
        if fault := fault_of(template):
            raise ValueError(fault)
        return template

    @field_validator("done", "renamed")
    @classmethod
    def _name(cls, template: str) -> str:
        if template and (fault := fault_of_name(template)):
            raise ValueError(fault)
        return template

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.order == "sequence" and (fault := fault_of_sequence(self.sequence)):
            raise ValueError(fault)
        if self.after_success == "rename" and not self.renamed:
            raise ValueError("rename needs a name in renamed, such as {name}.imported")
        for name, pattern in (
            ("pattern", self.pattern), *(("exclude", one) for one in self.exclude), ("members", self.members),
        ):  # fmt: skip
            try:
                matcher(pattern, self.pattern_type)
            except re.error as error:
                what = f'{name} "{pattern}" is no regular expression: {error.msg} at character {error.pos}'
                raise ValueError(f"{what}; for a pattern such as *.xml leave pattern_type out") from error
        if self.recursive and not (steady(self.archive) and steady(self.failed)):
            raise ValueError("with recursive, archive and failed must begin with a folder that is the same every day")
        return self


class Files:
    """Source over a store."""

    def __init__(self, store: Store, options: FilesOptions, clock: Clock) -> None:
        self._store = store
        self._far = store if isinstance(store, FarAway) else None  # asked here, once: it costs more than a rename
        self._options = options
        self._clock = clock
        self._wants = wanted_by(options)
        self._settled = (steady(options.archive), steady(options.failed))  # folders that are never looked into
        self._finished: set[str] = set()  # whose done file is there
        self._stability = self._stable(Memory())
        self._settlement = Settlement(store, partial(named, options.done) if options.done else None)
        self._numbering = Numbering(options.sequence, options.sequence_in) if options.order == "sequence" else None
        self._folder = lru_cache(8)(_folder)

    def _stable(self, memory: Memory) -> Stability:
        finished = self._finished.__contains__
        return Stability(self._store.stat, self._clock, self._options.min_age, finished, memory)

    def remember(self, memory: Memory) -> None:
        """What was seen of candidates here, before this run and outside of it."""
        self._stability = self._stable(memory)

    def discover(self, cursor: str | None, known: KnownEntities) -> Iterator[Found]:
        """Entities are tracked; the cursor is only about sequence numbers. The last batch always comes, to tell what is
        young.
        """
        ripe = self._stability.ripe(self._new(known))
        remarks = self._remarks()
        if self._numbering is not None:
            yield from self._in_sequence(ripe, Gaps.read(cursor), self._numbering, remarks)
            return
        ripe.sort(key=_by_time if self._options.order == "time" else _by_name)
        young = self._stability.young
        for begin in range(0, max(len(ripe), 1), BATCH):
            batch = ripe[begin : begin + BATCH]
            yield Found(tuple(Notice(entity) for entity in batch), None, young, remarks=remarks)
            self._stability.taken(batch)

    def _in_sequence(
        self, ripe: list[Entity], gaps: Gaps, numbering: Numbering, remarks: tuple[str, ...]
    ) -> Iterator[Found]:
        """Those without a number come last, by name; what cannot be looked into now comes another time."""
        numbered: list[tuple[float, Entity]] = []
        for entity in ripe:
            with contextlib.suppress(SyncError):
                number = numbering.of(entity.path, self._store.open)
                numbered.append((math.inf if number is None else number, entity))
        numbered.sort(key=lambda one: (one[0], one[1].path))
        coming = self._coming(numbering)
        young = self._stability.young + len(ripe) - len(numbered)
        for begin in range(0, max(len(numbered), 1), BATCH):
            batch = numbered[begin : begin + BATCH]
            gaps.take(int(number) for number, _ in batch if number != math.inf)
            notices = tuple(Notice(entity) for _, entity in batch)
            yield Found(notices, gaps.cursor() if batch else None, young, gaps.words(coming), remarks=remarks)
            self._stability.taken([entity for _, entity in batch])

    def _remarks(self) -> tuple[str, ...]:
        """What lies there and is never read, as far as it is meant."""
        told = [one.words for one in self._store.left_out() if not one.path or self._wants(one.path)]
        further = ["Further ones are left out, too."] if len(told) > _TOLD else []
        return (*told[:_TOLD], *further)

    def _coming(self, numbering: Numbering) -> list[int]:
        """Numbers of files that are not finished: they are not missing."""
        if numbering.where != "name":
            return []
        numbers = (numbering.of(path, self._store.open) for path in self._stability.waiting)
        return [number for number in numbers if number is not None]

    def _new(self, known: KnownEntities) -> list[Entity]:
        """The listing, to its end, without what the ledger knows. Known files are forgotten chunk by chunk.

        A listing that is the same as when all of it was known is not asked about: that would cost more than looking.
        """
        if known.quiet is not None and sum(map(hash, self._present())) == known.quiet:
            known.as_before()
            return []
        found: list[Entity] = []
        digest, exact = 0, True
        present = self._present()
        while chunk := list(itertools.islice(present, BATCH)):
            digest += sum(map(hash, chunk))
            corrected = self._stability.corrected(chunk)
            exact = exact and corrected is chunk
            found.extend(known.unseen(corrected))
        if exact and not found:
            known.found_nothing(digest)
        return found

    def _present(self) -> Iterator[Entity]:
        wants = self._wants
        listed = self._store.list(self._options.recursive, self._settled)
        return self._done(listed) if self._options.done else (one for one in listed if wants(one.path))

    def _done(self, listed: Iterator[Entity]) -> Iterator[Entity]:
        """A done file that is older than its file may be one of a former content: then the file must rest as others."""
        self._finished.clear()
        times = {one.path: one for one in listed}
        for one in times.values():
            done = times.get(named(self._options.done, one.path)) if self._wants(one.path) else None
            if done is None or done is one:
                continue
            if done.mtime_ns >= one.mtime_ns:
                self._finished.add(one.path)
            yield one

    def there(self) -> Iterator[Entity]:
        """The files that the pattern finds now, as the listing has them."""
        return self._present()

    def standing(self) -> None:
        """It is listed."""

    def back(self, cursor: str | None, again: Again) -> None:
        """Files that are there are known one by one; there is nothing to be moved back."""

    def archived(self) -> Iterator[Entity]:
        """Files below the steady part of the archive's name; nothing where there is none."""
        folder, failed = self._settled
        if not folder or self._options.after_success != "archive":
            return iter(())
        wants = matcher(self._options.pattern.rpartition("/")[2], self._options.pattern_type)
        listed = self._store.list(True, (failed,) if failed else ())
        return (one for one in listed if _inside(one.path.casefold(), folder) and wants(one.path.rpartition("/")[2]))

    def concerns(self, path: str) -> bool:
        """Whether a change of the file at this path is worth a look. What we moved away ourselves is not."""
        folder = path.rpartition("/")[0].casefold()
        if folder and (not self._options.recursive or any(_inside(folder, one) for one in self._settled)):
            return False
        return self._wants(path) or self._is_done_file(path)

    def _is_done_file(self, path: str) -> bool:
        return bool(self._options.done) and shape(self._options.done).fullmatch(path.rpartition("/")[2]) is not None

    def glance(self, paths: Sequence[str]) -> dict[str, float]:
        """Looks at files that have changed: in how many seconds each may be finished; left out: it is not there.

        A done file is finished, and so may be what it speaks of.
        """
        found = {}
        for path in paths:
            with contextlib.suppress(SyncError):
                wait = 0.0 if self._is_done_file(path) else self._stability.glance(path)
                if wait is not None:
                    found[path] = wait
        return found

    def ripe_in(self) -> float | None:
        """Seconds until the earliest young candidate may be finished; None when there is none."""
        return self._stability.ripe_in()

    def fetch(self, item: Item) -> BinaryIO:
        """Reading to the end checks again that nothing was changed meanwhile; it raises like ``fetch`` itself."""
        path = item.entity.path
        data = self._store.open(path)
        try:
            ensure_unchanged(item.entity, self._store.stat(path))
        except BaseException:
            data.close()
            raise
        return io.BufferedReader(Confirmed(data, self._store, item.entity), _BLOCK)

    @property
    def fetches_many(self) -> bool:
        """Where the store can."""
        return isinstance(self._store, FetchesSmall)

    def fetch_many(self, items: Sequence[Item]) -> Iterator[Callable[[], BinaryIO]]:
        """Small files many at a time, where the store can; what does not come so is fetched by itself."""
        store = self._store
        entities = [item.entity for item in items]
        small = store.fetch_small(entities, _SMALL) if isinstance(store, FetchesSmall) else iter(())
        for item in items:
            try:
                found = next(small, None)
            except SyncError:  # told, if it lasts, of each file by itself
                small, found = iter(()), None
            yield partial(self.fetch, item) if found is None else partial(_confirmed, item.entity, found)

    def plan(self, item: Item, outcome: ItemOutcome, reason: dict[str, object] | None) -> Settling:
        """Never fails because the store is away: whether the name is free is found out again when settling."""
        action, path = self._action(outcome), item.entity.path
        if action == "keep":
            return Settling(item, None)
        if action == "delete":
            return Settling(item, None, delete=True)
        if action == "rename":
            when = datetime.fromtimestamp(self._clock.now(), UTC).astimezone()
            return Settling(item, self._free(portable(named(self._options.renamed, path, when)), item.id, False))
        template = self._options.failed if action == "failed" else self._options.archive
        folder = self._folder(template, int(self._clock.now() // 60))
        reason = reason if action == "failed" else None
        target = self._free(f"{folder}/{portable(item.entity.path)}", item.id, reason is not None)
        return Settling(item, target, reason=reason)

    def _action(self, outcome: ItemOutcome) -> str:
        if outcome is ItemOutcome.FAILURE:
            return self._options.after_failure
        if outcome is ItemOutcome.PARTIAL and self._options.after_partial == "failed":
            return "failed"
        return self._options.after_success

    def _free(self, target: str, number: int, with_reason: bool) -> str:
        for candidate in candidates(target, number):
            try:
                taken = self._store.stat(candidate) or (with_reason and self._store.stat(reason_path(candidate)))
            except SyncError:
                return candidate
            if not taken:
                return candidate
        raise AssertionError("candidates() ends with Rejected")

    @property
    def settles_at_once(self) -> int:
        """As many as the store moves side by side."""
        return 1 if self._far is None else self._far.at_once

    def settle(self, settling: Settling) -> SettleResult:
        """Rejected(reason='target taken'): plan again. RetryLater: the same order again, later."""
        return self._settlement.settle(settling)

    def check(self) -> Iterator[CheckStep]:
        """The steps of the store, then how many files the pattern finds now."""
        for step in self._store.check():
            yield step
            if step.state is StepState.FAILED:
                return
        count = sum(1 for _ in self._present())
        yield CheckStep(
            "files",
            StepState.OK,
            f"{count:,} {'file matches' if count == 1 else 'files match'} {self._options.pattern}",
        )

    def close(self) -> None:
        self._store.close()


def _confirmed(noticed: Entity, found: SmallFile) -> BinaryIO:
    ensure_unchanged(noticed, found.before)
    ensure_unchanged(noticed, found.after)
    return io.BytesIO(found.content)


def wanted_by(options: FilesOptions) -> Wants:
    """Neither done files nor what was renamed are files to be read, whatever the pattern says."""
    wants = wanted(options.pattern, options.exclude, options.pattern_type)
    ours = [shape(options.done)] if options.done else []
    ours += [shape(options.renamed)] if options.after_success == "rename" else []
    if not ours:
        return wants
    return lambda path: wants(path) and not any(one.fullmatch(path.rpartition("/")[2]) for one in ours)


def _folder(template: str, minute: int) -> str:
    """The folder of that minute since the epoch, by local time; no token is finer."""
    return expand(template, datetime.fromtimestamp(minute * 60, UTC).astimezone())


def _inside(folder: str, root: str) -> bool:
    root = root.casefold()
    return bool(root) and (folder == root or folder.startswith(f"{root}/"))


def _by_name(entity: Entity) -> str:
    return entity.path


def _by_time(entity: Entity) -> tuple[int, str]:
    return entity.mtime_ns, entity.path
