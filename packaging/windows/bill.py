"""What the Windows program is made of, as a bill of materials (CycloneDX 1.6, JSON): names, versions, hashes, licences.

Of each wheel its own hash, as the lock names it; of what comes as a file of others (Python, OpenSSL, Qt) the version
that its library tells; below each what it holds of others without a file of its own (``inside.py``). A wheel whose
licence nobody can tell stops the build. The same inputs make the same bill.
"""

from __future__ import annotations

import email
import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from dev_steps import StepError
from windows.branding import Brand
from windows.cpp_runtime import file_version
from windows.inputs import NUMBER, files_of_wheel
from windows.inside import Component, billed, held

# Whose metadata says it in words, or not at all.
_LICENCES = {
    "cronsim": "BSD-3-Clause",
    "google-re2": "BSD-3-Clause",
    "jaraco-classes": "MIT",
    "pywin32": "PSF-2.0",
    "reportlab": "BSD-3-Clause",
    "xlrd": "BSD-3-Clause AND BSD-4-Clause",  # the second of "some earlier work": its notice must be kept
}
_EXPRESSION = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR) [(A-Za-z0-9.+)-]+)*")  # near enough to SPDX
_MICRO = 1000  # CPython's third number holds the level and serial of a release, too

# Name, the file that tells its version, licence. These come inside Python's package and inside wheels.
_WITHIN = (
    ("CPython", f"python{NUMBER}.dll", "PSF-2.0"),
    ("OpenSSL", "libcrypto-3.dll", "Apache-2.0"),
    ("SQLite", "sqlite3.dll", "blessing"),
    ("Qt", "Lib/site-packages/PySide6/Qt6Core.dll", "LGPL-3.0-only"),
    ("Microsoft Visual C++ Runtime", "msvcp140.dll", "LicenseRef-Microsoft-Visual-Cpp-Runtime"),
)


def canonical(name: str) -> str:
    """As a lock spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(name: str, metadata: Mapping[str, str]) -> str:
    """An SPDX expression. StepError when the metadata has none and nobody has looked it up."""
    told = _LICENCES.get(name) or metadata.get("License-Expression") or metadata.get("License") or ""
    if not _EXPRESSION.fullmatch(told):
        raise StepError(f"The licence of {name} is not told as an SPDX expression: {told[:80]!r}.", "See bill.py.")
    return told


def of_wheel(wheel: Path, folder: Path) -> Component:
    """One library, which lies in a base."""
    text = next(data for name, data in files_of_wheel(wheel) if name.endswith(".dist-info/METADATA"))
    metadata = dict(email.message_from_bytes(text).items())
    name, version = canonical(metadata["Name"]), metadata["Version"]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    component = _component(name, version, f"pkg:pypi/{name}@{version}", licence(name, metadata))
    hashes = {"hashes": [{"alg": "SHA-256", "content": digest}]}
    return component | hashes | _parts([*held(name, folder), *billed(name, wheel)])


def within(folder: Path) -> Iterable[Component]:
    """What came inside others, by the files of a base."""
    for name, file, told in _WITHIN:
        numbers = file_version((folder / file).read_bytes())
        version = ".".join(map(str, numbers))
        if name == "CPython":
            version = f"{numbers[0]}.{numbers[1]}.{numbers[2] // _MICRO}"
        purl = f"pkg:generic/{name.lower().replace(' ', '-')}@{version}"
        yield _component(name, version, purl, told) | _parts(held(name, folder))


def bill(whose: Brand, version: str, components: Iterable[Component]) -> bytes:
    """The whole file. Whoever ships it, the program in it is ours: so says the reference."""
    listed = sorted(components, key=lambda one: str(one["bom-ref"]))
    names = "\n".join([whose.name, version, *(str(one["bom-ref"]) for one in listed)])
    own = {"type": "application", "bom-ref": "desktop-sync", "name": whose.name, "version": version}
    own["publisher"] = whose.publisher
    whole = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, names)}",
        "version": 1,
        "metadata": {"component": {**own, "licenses": [{"expression": "Apache-2.0"}]}},
        "components": listed,
        "dependencies": [{"ref": "desktop-sync", "dependsOn": [one["bom-ref"] for one in listed]}],
    }
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def _component(name: str, version: str, purl: str, told: str) -> Component:
    licences = [{"expression": told}]
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "licenses": licences}


def _parts(found: list[Component]) -> Component:
    return {"components": found} if found else {}
