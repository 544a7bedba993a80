"""Pages as a good accounting program prints them: what stands at the top and at the foot of each, and a place that
moves down. Texts and rules are collected and become operators when the page is full. It must not know rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_sync.reports.pdf_document import Paper
from desktop_sync.reports.pdf_fonts import Face, Text

LEFT = 51.0
TOP = 42.0
BOTTOM = 56.0
FOOT = 30.0
INK, GREY, HAIR = "0.13 g", "0.42 g", "0.8 G"
SMALL = 7.5


@dataclass(frozen=True, slots=True)
class Look:
    """``size``: of the text of rows, in points. ``accent``: red, green and blue from 0 to 1."""

    size: float
    accent: tuple[float, float, float]

    @property
    def leading(self) -> float:
        return self.size * 1.32

    @property
    def fill(self) -> str:
        return "{:.3f} {:.3f} {:.3f} rg".format(*self.accent)

    @property
    def stroke(self) -> str:
        return "{:.3f} {:.3f} {:.3f} RG".format(*self.accent)


class Ink:
    """Texts and rules of one page or form."""

    def __init__(self) -> None:
        self._rules: list[str] = []
        self._texts: list[str] = []
        self._font = ("", 0.0)
        self._colour = ""

    def text(self, x: float, y: float, text: Text, size: float, colour: str = INK) -> None:
        """From ``x`` to the right."""
        add = self._texts.append
        if colour != self._colour:
            add(colour)
            self._colour = colour
        place = f"1 0 0 1 {x:.2f} {y:.2f} Tm"
        for name, raw in text.runs:
            if (name, size) != self._font:
                add(f"{name} {size:g} Tf")
                self._font = (name, size)
            add(f"{place} ({raw}) Tj")
            place = ""

    def right(self, x: float, y: float, text: Text, size: float, colour: str = INK) -> None:
        """Ending at ``x``."""
        self.text(x - text.width * size, y, text, size, colour)

    def fitted(self, left: float, right: float, y: float, text: Text, size: float, colour: str = INK) -> None:
        """Ending at ``right``; narrower letters where it would begin before ``left``, so that nothing is ever lost."""
        room, needed = right - left, text.width * size
        if needed <= room:
            self.text(right - needed, y, text, size, colour)
        else:
            self._texts.append(f"{100 * room / needed:.1f} Tz")
            self.text(left, y, text, size, colour)
            self._texts.append("100 Tz")

    def rule(self, left: float, right: float, y: float, width: float, colour: str) -> None:
        self._rules.append(f"{colour} {width:g} w {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self._rules.append(f"{fill} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def path(self, code: str) -> None:
        """Operators of its own."""
        self._rules.append(code)

    def code(self) -> list[str]:
        texts = ["BT", *self._texts, "ET"] if self._texts else []
        return [*self._rules, *texts]


class Pages:
    """The pages of one document (of a file that may hold several). ``y``: where the next thing ends at its top.

    ``begin`` is called on every page that begins, and draws what stands at its top.
    """

    def __init__(self, paper: Paper, number: int, foot: str, page_of: tuple[str, str]) -> None:
        self.paper = paper
        self.left, self.right = LEFT, paper.width - LEFT
        self.bottom = BOTTOM
        self.ink = Ink()
        self.y = paper.height - TOP
        self.count = 0
        self.begin: Callable[[], None] = lambda: None
        self._form = f"pages{number}"
        self._foot = foot
        self._before, self._after = page_of

    @property
    def room(self) -> float:
        """Points that are left on this page."""
        return self.y - self.bottom

    def start(self) -> None:
        """The first page."""
        self._begin()

    def turn(self) -> None:
        """A new page."""
        self._finish()
        self._begin()

    def close(self) -> None:
        """The last page is full; now their number is known."""
        self._finish()
        ink = Ink()
        ink.text(0, FOOT, self.paper.regular.text(f"{self.count}{self._after}"), SMALL, GREY)
        self.paper.form(self._form, ink.code())

    def _begin(self) -> None:
        self.count += 1
        self.ink = Ink()
        self.y = self.paper.height - TOP
        self.begin()

    def _finish(self) -> None:
        face, ink = self.paper.regular, self.ink
        before = face.text(self._before.format(page=self.count))
        ink.rule(self.left, self.right, FOOT + 12, 0.4, HAIR)
        ink.text(self.left, FOOT, before, SMALL, GREY)
        ink.right(self.right, FOOT, face.text(self._foot), SMALL, GREY)
        place = self.left + before.width * SMALL
        total = f"q 1 0 0 1 {place:.2f} 0 cm {self.paper.use(self._form)} Q"
        self.paper.page([*ink.code(), total])


def clipped(face: Face, said: str, width: float) -> Text:
    """One line that fits ``width`` (for a size of 1), with … at its end where it was longer."""
    text = face.text(said)
    if text.width <= width:
        return text
    while said and face.width(f"{said}…") > width:
        said = said[:-1]
    return face.text(f"{said.rstrip()}…")
