"""The setup file: a payload and `installer/setup.nsi` made into one program by NSIS; the same bytes each time.

Plain Python without dependencies beside NSIS. It knows nothing of what the payload does.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from dev_steps import ROOT, StepError, quietly, step
from windows import event_texts, payload
from windows.branding import Brand
from windows.launching import numbers, programs, version
from windows.signing import Signer

INSTALLER = ROOT / "installer"
BUDGET = 45_000_000  # bytes of the setup file
TIME = 1_577_836_800  # of the setup: 2020-01-01 in UTC
_HINT = "NSIS could not make the setup. Read what it says above."


def whole(runtime: Path | None, whose: Brand, signer: Signer | None = None) -> Path:
    """The payload, then its setup, signed where there is a ``signer``. StepError when it is larger than it may be."""
    program, icon = payload.build(runtime, whose), payload.BUILD / "program.ico"
    if signer is not None:
        for name in (*programs(whose), event_texts.NAME):
            signer.sign(program / name, whose.name)
    made = build(program, payload.BUILD / "setup", whose, version(), icon, signer)
    if made.stat().st_size > BUDGET:
        raise StepError(f"{made} has {made.stat().st_size:,} bytes.", f"It may have {BUDGET:,}.")
    return made


def build(
    program: Path,
    target: Path,
    whose: Brand,
    version_: str,
    icon: Path,
    signer: Signer | None = None,
    *,
    packed: bool = True,
) -> Path:
    """The setup file in the folder ``target``. ``icon``: that of the program. ``signer``: of setup and uninstaller.

    ``packed``: as small as it can be, which takes minutes; else as quickly as it can be made.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    setup = target / f"{whose.name.replace(' ', '')}-{version_}-setup.exe"
    files = target / "files.nsh"
    files.write_text("".join(f"{line}\n" for line in _listed(program)), encoding="utf-8-sig")
    size = sum(path.stat().st_size for path in program.rglob("*") if path.is_file())
    told = {
        "NAME": whose.name, "PUBLISHER": whose.publisher, "HOME": whose.home, "SUPPORT": whose.support,
        "LICENCE": whose.licence, "ICON": whose.icon or icon, "API_ADDRESS": whose.api_address, "VERSION": version_,
        "WINDOWED": whose.windowed,
        "OUT": setup, "FILES": files, "SOURCE": INSTALLER, "KILOBYTES": size // 1024,
        "NUMBERS": numbers(version_).replace(",", "."),
        "LOG": f"{whose.name.replace(' ', '')}-setup.log",
    }  # fmt: skip
    if signer is not None:
        told["SIGN"] = signer.line(whose.name)
    if packed:
        told["PACKED"] = "yes"
    defines = [f"-D{name}={value}" for name, value in told.items()]
    command: list[str | Path] = ["makensis", "-V2", "-WX", "-NOCD", "-INPUTCHARSET", "UTF8", *defines]
    with step("The setup of Windows"):
        quietly([*command, INSTALLER / "setup.nsi"], _HINT, {"SOURCE_DATE_EPOCH": str(TIME)})
    if signer is not None:
        signer.sign(setup, whose.name)
    return setup


def _listed(program: Path) -> Iterator[str]:
    """Every file in order, so that the order of a disk does not matter, each with the folder that it goes to."""
    for folder in sorted({path.parent for path in _files(program)}):
        place = "\\".join(("$INSTDIR", "program.new", *folder.relative_to(program).parts))
        yield f'SetOutPath "{place}"'
        for path in sorted(one for one in folder.iterdir() if one.is_file()):
            yield f'File "{path}"'


def _files(program: Path) -> Iterable[Path]:
    return (path for path in program.rglob("*") if path.is_file())
