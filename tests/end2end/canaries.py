"""Where a secret is looked for: in texts and files, as it is and in every encoding in which it could pass unseen.

Made anew here, from the encodings themselves; nothing of the program is asked how it hides them.
"""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

_LEAST = 12  # characters of what is left of a secret in base64, when its ends are cut off


def spellings(secret: str) -> set[bytes]:
    """Plain, as JSON, in addresses, hexadecimal, UTF-16, base64 at each of the three places where it may begin."""
    found = {secret, json.dumps(secret)[1:-1], quote(secret, safe=""), quote(secret), quote_plus(secret)}
    encoded = {one.encode() for one in found} | {secret.encode().hex().encode(), secret.encode("utf-16-le")}
    for start in range(3):
        core = base64.b64encode(secret.encode()[start : start + (len(secret) - start) // 3 * 3])
        if len(core) >= _LEAST:
            encoded |= {core, core.replace(b"+", b"-").replace(b"/", b"_")}
    return encoded


def leaks(places: Mapping[str, bytes], secrets: Mapping[str, str]) -> list[str]:
    """Which secret stands where."""
    words = {name: spellings(secret) for name, secret in secrets.items()}
    return [
        f"{name} in {place}: …{data[max(at - 80, 0) : at + 20]!r}"
        for place, data in places.items()
        for name, spelled in words.items()
        for at in sorted({data.find(word) for word in spelled} - {-1})[:1]
    ]


def files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, its name as well; what is in archives, too."""
    for path in sorted(folder.rglob("*")):
        yield f"the name of {path}", str(path.relative_to(folder)).encode()
        if path.is_file() and not path.is_symlink():
            yield str(path), path.read_bytes()
        if path.suffix == ".zip" and path.is_file():
            yield from inside(path)


def inside(bundle: Path) -> Iterator[tuple[str, bytes]]:
    """The files of an archive."""
    with zipfile.ZipFile(bundle) as archive:
        for name in archive.namelist():
            yield f"{bundle.name} › {name}", archive.read(name)


def processes(numbers: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """What everybody on the machine may see of a process, and what its account may."""
    for number in numbers:
        for what in ("cmdline", "environ"):
            yield f"/proc/{number}/{what}", Path(f"/proc/{number}/{what}").read_bytes()
