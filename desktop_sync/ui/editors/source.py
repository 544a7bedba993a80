"""What of a sample feeds a field of a document: a field, a group, or one of several elements. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One field of a sample: ``groups`` around it, its ``path`` in the innermost of them, and an example.

    Of several elements at ``one`` it stands in that which has ``value`` at ``mark``; a group with a mark
    is this element.
    """

    groups: tuple[str, ...]
    path: str
    group: bool = False
    example: str = ""
    one: str = ""
    mark: str = ""
    value: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same field, whatever example there is of it."""
        return self.groups, self.path, self.one, self.mark, self.value

    @property
    def words(self) -> str:
        """``Date (@type ORDER)``, ``Party (@role buyer)/Name``."""
        element = self.one or (self.path if self.mark else "")
        named = f"{element} ({self.mark} {self.value})" if self.mark else element
        if self.group or not element:
            return named or self.path
        return named if self.path == "." else f"{named}/{self.path}"
