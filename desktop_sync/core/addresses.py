"""Mail addresses and host names as people write them in settings, checked by their shape.

What could become a second line or a second command is refused here, once. Only a server knows what exists.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from desktop_sync.core.options import Kind

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*")
_LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1


def address(value: str) -> str:
    """``local@domain`` in ASCII, umlauts of a domain in their ASCII spelling."""
    local, _, domain = value.rpartition("@")
    ascii_domain = _ascii(domain)
    if _LOCAL.fullmatch(local) is None or len(local) > _LONGEST_LOCAL or _HOST.fullmatch(ascii_domain) is None:
        raise PydanticCustomError("address", 'expected one mail address such as "it@example.com"')
    return f"{local}@{ascii_domain}"


def host_name(value: str) -> str:
    """A name or an address of a machine, without port."""
    found = _ascii(value)
    if _HOST.fullmatch(found) is None and not re.fullmatch(r"[0-9A-Fa-f:.]+", found):
        raise PydanticCustomError("host", 'expected the name of a machine such as "smtp.example.com", without port')
    return found


def _ascii(text: str) -> str:
    try:
        return text if text.isascii() else text.encode("idna").decode()
    except UnicodeError:
        return ""


Address = Annotated[str, AfterValidator(address), Kind('mail address such as "it@example.com"')]
