"""A mail about problems as people read it: subject, plain text, simple HTML. Pure; in the language of its words.

The four parts of each problem: what happened and why, who can fix it, what to do. Like ones are one entry with a count.
Long texts are cut and nothing of a document is added to what the problem itself says. All of it is escaped in HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from desktop_sync.core.words import Words

MOST_GROUPS = 20
EXAMPLES = 3
_LONGEST = 600
_SUBJECT = 90
_WHO = {"clerk": "the clerk", "it": "IT", "vendor": "the vendor"}


@dataclass(frozen=True, slots=True)
class Told:
    """One problem. ``closed_by``: why it is over; empty while it is open."""

    id: int
    cause: str
    what: str
    hint: str
    owner: str
    flow: str
    connection: str
    opened_at: float
    times: int
    closed_at: float | None = None
    closed_by: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What a mail tells."""

    opened: Sequence[Told] = ()
    reminded: Sequence[Told] = ()
    ended: Sequence[Told] = ()

    def __bool__(self) -> bool:
        return bool(self.opened or self.reminded or self.ended)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around it. ``machine``: which installation; ``titles``: of flows and connections, by id."""

    machine: str
    titles: Mapping[str, str]
    zone: tzinfo
    words: Words


@dataclass(frozen=True, slots=True)
class Text:
    """A mail's content."""

    subject: str
    text: str
    html: str


Line = tuple[str, str]  # "head", "strong", "plain" or "small", and the text


def compose(news: News, frame: Frame, *, last_today: bool = False) -> Text:
    """All of it, however much: beyond twenty causes there is a count."""
    lines = [*_lines(news, frame), *_foot(frame, last_today=last_today)]
    subject = _subject(news, frame)
    return Text(subject, _plain(lines), _html(subject, lines))


def compose_test(frame: Frame) -> Text:
    """A mail that proves that mails arrive."""
    words = frame.words
    subject = words("Desktop Sync on {machine}: test mail", machine=frame.machine)
    said = words("This is a test. Problems of this installation will be told to this address.")
    return Text(subject, _plain([("plain", said)]), _html(subject, [("plain", said)]))


def _subject(news: News, frame: Frame) -> str:
    words = frame.words
    parts = []
    if news.opened:
        parts.append(words.counted(len(news.opened), "{count} new problem", "{count} new problems"))
    if news.reminded:
        parts.append(words.counted(len(news.reminded), "{count} problem still open", "{count} problems still open"))
    if news.ended:
        parts.append(words.counted(len(news.ended), "{count} problem is over", "{count} problems are over"))
    told = [*news.opened, *news.reminded, *news.ended]
    about = words.told(told[0].what) if len(told) == 1 else ", ".join(_places(told, frame)[:3])
    start = words("Desktop Sync on {machine}: {news}", machine=frame.machine, news=", ".join(parts))
    return start + (f": {_cut(about, _SUBJECT)}" if about else "")


def _places(told: Sequence[Told], frame: Frame) -> list[str]:
    names = dict.fromkeys(one.flow or one.connection for one in told)
    return [_cut(frame.titles.get(name, name), _SUBJECT) for name in names if name]


def _lines(news: News, frame: Frame) -> Iterator[Line]:
    words = frame.words
    for head, told in (
        (words("New problems"), news.opened),
        (words("Still open"), news.reminded),
        (words("Over again"), news.ended),
    ):
        if not told:
            continue
        groups = _grouped(told)
        yield "head", f"{head} ({words.number(len(told))})"
        for group in groups[:MOST_GROUPS]:
            yield from _group(group, frame)
        if len(groups) > MOST_GROUPS:
            rest = groups[MOST_GROUPS:]
            count = words.number(sum(len(group) for group in rest))
            yield "plain", words("And {count} more, of {causes} other causes.", count=count, causes=len(rest))


def _grouped(told: Sequence[Told]) -> list[list[Told]]:
    groups: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        groups.setdefault((one.cause, one.owner), []).append(one)
    return list(groups.values())


def _group(group: Sequence[Told], frame: Frame) -> Iterator[Line]:
    words, first = frame.words, group[0]
    for one in group[:EXAMPLES]:
        yield "strong", _cut(words.told(one.what))
    if len(group) > EXAMPLES:
        yield "plain", words("… and {count} more of this kind.", count=words.number(len(group) - EXAMPLES))
    if first.closed_at is not None:
        over = words("Over since {moment}.", moment=_moment(first.closed_at, frame))
        yield "plain", f"{over} {_cut(words.told(first.closed_by))}".rstrip()
    else:
        yield "plain", words("Who can fix it: {who}.", who=words(_WHO.get(first.owner, first.owner)))
        if first.hint:
            yield "plain", words("What to do: {hint}", hint=_cut(words.told(first.hint)))
    yield "small", _circumstances(group, frame)


def _circumstances(group: Sequence[Told], frame: Frame) -> str:
    words = frame.words
    places = ", ".join(_places(group, frame)[:5])
    since = words("since {moment}", moment=_moment(min(one.opened_at for one in group), frame))
    times = sum(one.times for one in group)
    seen = words.counted(times, "seen once", "seen {count} times")
    return ", ".join(part for part in (places, since, seen) if part)


def _foot(frame: Frame, *, last_today: bool) -> Iterator[Line]:
    words = frame.words
    if last_today:
        yield "head", words("This is the last mail today: the most that the settings allow.")
        yield "plain", words("What comes now is told tomorrow; all of it is shown by: desktop-sync problems")
    yield (
        "small",
        words(
            "Desktop Sync on {machine}. All open problems: desktop-sync problems. Who is told what stands in the"
            " settings, in [general.notices].",
            machine=frame.machine,
        ),
    )


def _moment(seconds: float, frame: Frame) -> str:
    return frame.words.moment(datetime.fromtimestamp(seconds, UTC).astimezone(frame.zone))


def _cut(text: str, longest: int = _LONGEST) -> str:
    """One line without what could deceive the eye."""
    line = " ".join("".join(one if one.isprintable() else " " for one in text[: longest * 4]).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _plain(lines: Sequence[Line]) -> str:
    shown = []
    for kind, text in lines:
        if kind in {"head", "small"}:
            shown.append("")
        shown.append(f"{text}\n{'-' * min(len(text), 72)}" if kind == "head" else f"{_BEGINS[kind]}{text}")
        if kind == "small":
            shown.append("")
    return "\n".join(shown).replace("\n\n\n", "\n\n").strip() + "\n"


_BEGINS = {"strong": "* ", "plain": "  ", "small": "  "}
_TAGS = {
    "head": ("<h2>", "</h2>"),
    "strong": ('<p style="margin-bottom:0"><strong>', "</strong></p>"),
    "plain": ('<p style="margin:0">', "</p>"),
    "small": ('<p style="margin-top:0;color:#555"><small>', "</small></p>"),
}
_STYLE = "font-family:Segoe UI,Helvetica,Arial,sans-serif;max-width:44em"


def _html(subject: str, lines: Sequence[Line]) -> str:
    from html import escape

    body = "\n".join(escape(text).join(_TAGS[kind]) for kind, text in lines)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(subject)}</title></head>\n'
        f'<body style="{_STYLE}">\n{body}\n</body></html>\n'
    )
