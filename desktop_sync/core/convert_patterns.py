"""The converter by patterns: what a pattern finds is taken, or replaced everywhere. Bounded in time: ``patterns``."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from desktop_sync.core.conversion import Convert, Converter, Tables, Unfit
from desktop_sync.core.patterns import LONGEST, compiled, filled, template


class RegexConverter(Converter):
    r"""What a pattern finds: ``take`` gives it (or a part of it), ``replace`` puts something in its place everywhere.

    Both may name groups of the pattern: ``\1`` or ``\g<name>``. Syntax of RE2: no look-ahead, no back-references.
    In short: `{regex = "A-[0-9]+"}`.
    """

    shorthand: ClassVar[str] = "pattern"
    kind: Literal["regex"]
    pattern: str = Field(
        min_length=1, max_length=1000, description=r"looked for anywhere in the text; ^ and $ are its ends"
    )
    take: str | None = Field(
        default=None, description=r"what is given, such as '\1-\2'; left out: the first group, or all that was found"
    )
    replace: str | None = Field(default=None, description="what stands in the place of everything that is found")
    no_match: Literal["refuse", "keep", "empty"] = Field(
        default="refuse", description="where nothing is found: refuse the record, keep the text, or give nothing"
    )

    @model_validator(mode="after")
    def _check(self) -> RegexConverter:
        if self.take is not None and self.replace is not None:
            raise PydanticCustomError("regex", "a pattern takes or replaces, not both")
        try:
            template(self._template(), compiled(self.pattern))
        except ValueError as error:
            raise PydanticCustomError("regex", "{why}", {"why": str(error)}) from None
        return self

    def _template(self) -> str:
        if self.replace is not None:
            return self.replace
        return self.take if self.take is not None else r"\1" if compiled(self.pattern).groups else r"\0"

    def build(self, tables: Tables) -> Convert:
        del tables
        pattern, replaces, no_match = compiled(self.pattern), self.replace is not None, self.no_match
        pieces = template(self._template(), pattern)
        expected = f"a text of the form {self.pattern}"

        def convert(text: str) -> str:
            if len(text) > LONGEST:
                raise Unfit(f"at most {LONGEST:,} characters, for a pattern is looked for in them")
            if replaces:
                return pattern.sub(lambda match: filled(pieces, match), text)
            found = pattern.search(text)
            if found is not None:
                return filled(pieces, found)
            if no_match == "refuse":
                raise Unfit(expected)
            return text if no_match == "keep" else ""

        return convert
