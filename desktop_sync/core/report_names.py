"""Names of report files, and texts about them, made from tokens: ``{flow} {from:%Y-%m-%d}.pdf``. Pure.

Checked when they are saved; whatever a value says, the name stays one part of a path that Windows and every store can
hold, and never leads out of its folder. It must not know what is written under the name.
"""

from __future__ import annotations

import hashlib
import re
import string
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from desktop_sync.core.file_names import FIRST_PRINTABLE, REFUSED_BY_WINDOWS, fault_on_windows, is_device

LONGEST = 180
"""Bytes of a name in UTF-8: file systems hold 255, and a temporary name or that of a done file is longer."""
_TIMES = frozenset({"from", "to", "now"})
_TEXTS = frozenset({"flow", "reference", "account"})
_NUMBERS = frozenset({"count", "number"})
_TELLING = frozenset({"number", "reference"})
TOKENS = ("flow", "account", "from", "to", "now", "count", "number", "reference")
_DIRECTIVES = frozenset("YymdHMSjVGu")  # none whose text depends on the system's language
_WIDTH = re.compile(r"0?[1-9]|")
_USUAL = "%Y-%m-%d"
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
_LONGEST_NUMBER = 8

NameValue = str | int | date | None
Parts = list[tuple[str, str, str]]
"""Text before, token, what stands after the colon."""


def name_problem(template: str) -> str:
    """Empty, or what is wrong with it, in words."""
    try:
        parts = _parts(template)
        literal = "".join(text for text, _, _ in parts)
        for _, token, form in parts:
            _check(token, form)
    except ValueError as error:
        return str(error)
    tokens = any(token for _, token, _ in parts)
    return _literal_problem(literal, template) or ("" if tokens else fault_on_windows(template))


def text_problem(template: str) -> str:
    """Of a text with the same tokens: empty, or what is wrong with it."""
    try:
        for _, token, form in _parts(template):
            _check(token, form, in_name=False)
    except ValueError as error:
        return str(error)
    return ""


def text_of(template: str, values: Mapping[str, NameValue]) -> str:
    """The text, with values as they are. Raises ValueError for a broken template."""
    return _filled(template, values, str)


def _literal_problem(literal: str, template: str) -> str:
    if any(sign in "/\\" for sign in template):
        return "a name has no folders: name the folder in the destination"
    if any(sign in REFUSED_BY_WINDOWS or ord(sign) < FIRST_PRINTABLE for sign in literal):
        return "it contains a character that Windows does not allow"
    if not template:
        return "it is empty"
    return "it ends with a dot or a blank" if template.endswith((".", " ")) else ""


def file_name(template: str, values: Mapping[str, NameValue], taken: Collection[str] = ()) -> str:
    """The name. What a value may not contain becomes ``-``; a long one is cut, and differs still from others.

    ``taken``: names that it must not be (in any case); a number is added. Raises ValueError for a broken template.
    """
    stem, ending = _split(unicodedata.normalize("NFC", _filled(template, values, _clean)))
    stem = stem.strip(" .") or "report"
    if is_device(stem + ending):
        stem = f"_{stem}"
    return free(_cut(stem, LONGEST - len(ending) - _LONGEST_NUMBER) + ending, taken)


def free(name: str, taken: Collection[str]) -> str:
    """The name, with a number where it is one of ``taken``, in any case."""
    return Names(taken).free(name)


class Names:
    """Those that are taken, in any case: as many as there are cost no more than one each."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {one.casefold() for one in taken}
        self._next: dict[str, int] = {}

    def add(self, name: str) -> None:
        self._taken.add(name.casefold())

    def free(self, name: str) -> str:
        """The name, with a number where it is taken."""
        key, found = name.casefold(), name
        while found.casefold() in self._taken:
            number = self._next[key] = self._next.get(key, 1) + 1
            found = numbered(name, number)
        return found


def for_each(template: str, folder: str) -> str:
    """The name of files of one document each: with ``{reference}``, where nothing tells one from the other."""
    tokens = {token for _, token, _ in (*_parts(template), *_parts(folder))}
    if tokens & _TELLING:
        return template
    stem, ending = _split(template)
    return f"{stem} {{reference}}{ending}"


def numbered(name: str, number: int) -> str:
    """``orders.pdf`` as ``orders (2).pdf``."""
    stem, ending = _split(name)
    return f"{stem} ({number}){ending}"


def _filled(template: str, values: Mapping[str, NameValue], clean: Callable[[str], str]) -> str:
    return "".join(
        text + (_said(token, form, values.get(token), clean) if token else "") for text, token, form in _parts(template)
    )


def _parts(template: str) -> Parts:
    try:
        parsed = list(string.Formatter().parse(template))
    except ValueError:
        raise ValueError("a brace has no counterpart; write {{ for a brace itself") from None
    for _, token, _, conversion in parsed:
        if token == "" or conversion:
            raise ValueError(f"between braces stands one of {_known()}")
    return [(text, token or "", form or "") for text, token, form, _ in parsed]


def _check(token: str, form: str, *, in_name: bool = True) -> None:
    if token and token not in TOKENS:
        raise ValueError(f"there is no {{{token}}}; known are {_known()}")
    if token in _TIMES:
        for sign in re.findall(r"%(.?)", form):
            if sign not in _DIRECTIVES:
                known = " ".join(f"%{one}" for one in sorted(_DIRECTIVES))
                raise ValueError(f"%{sign} cannot be used in {{{token}}}; known are {known}")
        if form and "%" not in form:
            raise ValueError(f"write how the time is to be written, such as {{{token}:%Y-%m-%d}}")
        if in_name and any(sign in REFUSED_BY_WINDOWS or ord(sign) < FIRST_PRINTABLE for sign in form):
            raise ValueError("it contains a character that Windows does not allow")
    elif token in _NUMBERS and _WIDTH.fullmatch(form) is None:
        raise ValueError(f"after the colon of {{{token}}} stands the number of digits, such as {{{token}:04}}")
    elif token in _TEXTS and form:
        raise ValueError(f"nothing can stand after a colon in {{{token}}}")


def _known() -> str:
    return ", ".join(f"{{{token}}}" for token in TOKENS)


def _said(token: str, form: str, value: NameValue, clean: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return clean(value.strftime(form or _USUAL))
    if isinstance(value, int):
        return f"{value:0{int(form)}d}" if form else str(value)
    return clean(value)


def _clean(text: str) -> str:
    """Only what everybody sees and every place can hold; turned-round text (U+202E) could hide what a file is."""
    signs = (
        "-"
        if sign in REFUSED_BY_WINDOWS
        or sign == "/"
        or unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        else sign
        for sign in text
    )
    return "".join(signs).strip()


def _split(name: str) -> tuple[str, str]:
    at = name.rfind(".")
    return (name[:at], name[at:]) if at > 0 and _ENDING.fullmatch(name[at:]) else (name, "")


def _cut(stem: str, most: int) -> str:
    raw = stem.encode()
    if len(raw) <= most:
        return stem
    mark = "~" + hashlib.sha256(raw).hexdigest()[:8]
    return raw[: most - len(mark)].decode(errors="ignore").rstrip(" .") + mark
