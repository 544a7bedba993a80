"""What is inside the libraries: code of others that they hold without a file of its own, for the bill of materials.

A wheel may bring a bill of that itself (PEP 770). Of others it stands here, and the library tells the version: it is
read from its bytes. One that no longer tells it stops the build until somebody has looked. Of what tells none there is
the name only. This module knows nothing of how a payload is made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias, cast

from dev_steps import StepError
from windows.inputs import NUMBER, files_of_wheel

Component: TypeAlias = dict[str, object]

_PACKAGES = "Lib/site-packages"
_QT = f"{_PACKAGES}/PySide6"
_DEFLATE = rb" deflate (1\.[\d.]+) Copyright"
_PLAIN = rb"\0(\d+\.\d+\.\d+)\0"

# Of a library: name, licence, the file that holds it, and what tells its version there, if anything does.
_HELD: Mapping[str, tuple[tuple[str, str, str, bytes], ...]] = {
    "CPython": (
        ("bzip2", "bzip2-1.0.6", "_bz2.pyd", rb"(1\.\d+\.\d+), \d+-\w+-\d{4}"),
        ("Expat", "MIT", "pyexpat.pyd", rb"expat_(\d+\.\d+\.\d+)"),
        ("libffi", "MIT", "libffi-8.dll", b""),
        ("mpdecimal", "BSD-2-Clause", "_decimal.pyd", _PLAIN),
        ("XZ Utils", "0BSD", "_lzma.pyd", b""),
        ("zlib", "Zlib", f"python{NUMBER}.dll", rb"\0(1\.\d+\.\d+)\0"),
    ),
    "Qt": (
        ("FreeType", "FTL OR GPL-2.0-or-later", f"{_QT}/Qt6Gui.dll", b""),
        ("HarfBuzz", "MIT", f"{_QT}/Qt6Gui.dll", b""),
        ("libjpeg-turbo", "IJG AND BSD-3-Clause", f"{_QT}/plugins/imageformats/qjpeg.dll", rb"turbo version ([\d.]+)"),
        ("libpng", "libpng-2.0", f"{_QT}/Qt6Gui.dll", rb"\0(1\.\d+\.\d+)\0"),
        ("PCRE2", "BSD-3-Clause", f"{_QT}/Qt6Core.dll", rb"(?:\0\d|\0)(10\.\d+) \d{4}-\d\d-\d\d\0"),
        ("zlib", "Zlib", f"{_QT}/Qt6Core.dll", b""),
    ),
    "google-re2": (
        ("Abseil", "Apache-2.0", f"{_PACKAGES}/re2/_re2.cp{NUMBER}-win_amd64.pyd", rb"lts_(\d{8})"),
        ("RE2", "BSD-3-Clause", f"{_PACKAGES}/re2/_re2.cp{NUMBER}-win_amd64.pyd", b""),
    ),
    "httptools": (
        ("llhttp", "MIT", f"{_PACKAGES}/httptools/parser/parser.cp{NUMBER}-win_amd64.pyd", b""),
    ),
    "lxml": (
        ("libiconv", "LGPL-2.1-or-later", f"{_PACKAGES}/lxml/etree.cp{NUMBER}-win_amd64.pyd", b""),
        ("libxml2", "MIT", f"{_PACKAGES}/lxml/etree.cp{NUMBER}-win_amd64.pyd", rb"\0(2\d{4})\0"),
        ("libxslt", "MIT", f"{_PACKAGES}/lxml/etree.cp{NUMBER}-win_amd64.pyd", rb"\0(1\d{4})\0"),
        ("zlib", "Zlib", f"{_PACKAGES}/lxml/etree.cp{NUMBER}-win_amd64.pyd", _DEFLATE),
    ),
    "pillow": (
        ("libjpeg-turbo", "IJG AND BSD-3-Clause", f"{_PACKAGES}/PIL/_imaging.cp{NUMBER}-win_amd64.pyd",
         rb"turbo version ([\d.]+)"),
        ("libtiff", "libtiff", f"{_PACKAGES}/PIL/_imaging.cp{NUMBER}-win_amd64.pyd", rb"LIBTIFF, Version ([\d.]+)"),
        ("OpenJPEG", "BSD-2-Clause", f"{_PACKAGES}/PIL/_imaging.cp{NUMBER}-win_amd64.pyd", rb"\0(2\.5\.\d+)\0"),
        ("XZ Utils", "0BSD", f"{_PACKAGES}/PIL/_imaging.cp{NUMBER}-win_amd64.pyd", b""),
        ("zlib-ng", "Zlib", f"{_PACKAGES}/PIL/_imaging.cp{NUMBER}-win_amd64.pyd", rb"zlib-ng (\d+\.\d+\.\d+)"),
    ),
    "pynacl": (("libsodium", "ISC", f"{_PACKAGES}/nacl/_sodium.pyd", b""),),
}  # fmt: skip
_LICENCES = {"openssl": "Apache-2.0"}  # whose bill tells none
_JOINED = {"libxml2", "libxslt"}  # 21109: 2.11.9


def held(name: str, folder: Path) -> list[Component]:
    """What stands here of a library; ``folder``: a base. StepError when a library does not tell what it should."""
    return [_part(name, *one, folder) for one in _HELD.get(name, ())]


def billed(name: str, wheel: Path) -> list[Component]:
    """What the bills in a wheel tell, but for what was needed to build it; of one that stands here nothing."""
    if name in _HELD:
        return []
    parts = [_told(name, one) for bill in _bills(wheel) for one in bill if one.get("scope") != "excluded"]
    return sorted(parts, key=lambda one: str(one["bom-ref"]))


def _bills(wheel: Path) -> Iterator[list[Component]]:
    for file, data in files_of_wheel(wheel):
        if ".dist-info/sboms/" in file:
            yield cast(list[Component], json.loads(data).get("components", []))


def _told(name: str, one: Component) -> Component:
    """Of theirs what says which it is; what they keep beside it (where it lay when it was built) says nothing here."""
    told = {key: one[key] for key in ("type", "name", "version", "licenses") if key in one}
    if "licenses" not in told:
        if one["name"] not in _LICENCES:
            raise StepError(f"The licence of {one['name']}, within {name}, is not told.", "See inside.py.")
        told["licenses"] = [{"expression": _LICENCES[str(one["name"])]}]
    purl = str(one.get("purl", "")).partition("?")[0]
    return told | ({"purl": purl} if purl else {}) | {"bom-ref": f"{name}#{one['name']}@{one.get('version', '')}"}


def _part(library: str, name: str, licence: str, file: str, pattern: bytes, folder: Path) -> Component:
    path = folder / file
    if not path.is_file():
        raise StepError(f"{library} has no {file} any more, which held {name}.", "See inside.py.")
    part: Component = {"type": "library", "name": name, "licenses": [{"expression": licence}]}
    if not pattern:
        return part | {"bom-ref": f"{library}#{name}"}
    found = set(re.findall(pattern, path.read_bytes()))
    if len(found) != 1:
        raise StepError(f"{file} does not tell which {name} it holds: {sorted(found)}.", "See inside.py.")
    version = found.pop().decode("ascii")
    if name in _JOINED:
        version = ".".join(str(int(digits)) for digits in (version[0], version[1:3], version[3:]))
    slug = name.lower().replace(" ", "-")
    return part | {
        "version": version, "purl": f"pkg:generic/{slug}@{version}", "bom-ref": f"{library}#{name}@{version}",
    }  # fmt: skip
