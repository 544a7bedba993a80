"""Every module of the program, and every library that any line of it asks for, also within a function.

It reads the compiled code: an installation has no sources, and what is imported late would else be missed late. It must
not know what the modules are for.
"""

from __future__ import annotations

import dis
import importlib
import importlib.abc
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator
from types import CodeType, ModuleType

import desktop_sync

_FOR_TYPES = ("_typeshed", "_win32typing")
_OF_WINDOWS = ("msvcrt", "ntsecuritycon", "pywintypes", "win32", "winerror", "winreg")
_OF_OTHERS = ("desktop_sync.ipc.unix", "fcntl", "grp", "pwd", "resource", "termios", "watchdog.observers.inotify")


def import_all(package: ModuleType = desktop_sync) -> tuple[int, int]:
    """How many modules of the program, how many libraries. ImportError for the first that is not here."""
    ours = list(_ours(package))
    asked = {name for module in ours for code in _codes(_code(module)) for name in _asked(code)}
    libraries = sorted(name for name in asked if name.partition(".")[0] != package.__name__)
    return sum(map(_imported, ours)), sum(map(_imported, libraries))


def _ours(package: ModuleType) -> Iterator[str]:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.", _refuse):
        if not module.name.endswith(".__main__"):
            yield module.name


def _refuse(name: str) -> None:
    raise ImportError(f"{name} cannot be imported") from sys.exception()


def _imported(name: str) -> bool:
    """False for what only another system has."""
    elsewhere = (*_FOR_TYPES, *(_OF_OTHERS if sys.platform == "win32" else _OF_WINDOWS))
    if name.startswith(elsewhere):
        return False
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith(elsewhere):
            raise
        return False
    except Exception as error:
        raise ImportError(f"{name}: {type(error).__name__}: {error}", name=name) from error
    return True


def _code(module: str) -> CodeType:
    spec = importlib.util.find_spec(module)
    loader = spec.loader if spec else None
    code = loader.get_code(module) if isinstance(loader, importlib.abc.InspectLoader) else None
    if code is None:
        raise ImportError(f"{module} has no code", name=module)
    return code


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _asked(code: CodeType) -> Iterator[str]:
    return (str(one.argval) for one in dis.get_instructions(code) if one.opname == "IMPORT_NAME")
