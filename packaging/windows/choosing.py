"""Which files of the libraries go to customers: of Qt only what is named here, of the others what programs need.

Qt has modules whose licence is GPL or commercial only, and more than a hundred megabytes that nothing here uses; so its
files are allowed one by one, and what a new version brings is left out until somebody names it.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

QT_MODULES = ("Core", "Gui", "Network", "Svg", "Widgets")
# GPL or commercial only: https://doc.qt.io/qt-6/qtmodules.html. None of them, nothing of one, is shipped: a test looks.
QT_NOT_LGPL = frozenset({
    "Charts", "CoAp", "DataVisualization", "Graphs", "GRPC", "HttpServer", "InsightTracker", "LanguageServer",
    "Lottie", "Mqtt", "NetworkAuth", "OpcUa", "Protobuf", "Quick3D", "Quick3DPhysics", "QuickTimeline",
    "ShaderTools", "StateMachine", "VirtualKeyboard", "WaylandCompositor",
})  # fmt: skip
QT_PLUGINS = (
    "iconengines/qsvgicon", "imageformats/qgif", "imageformats/qico", "imageformats/qjpeg", "imageformats/qsvg",
    "platforms/qwindows", "styles/qmodernwindowsstyle",
)  # fmt: skip
QT_LANGUAGES = ("de", "en")
_QT = frozenset(
    {"PySide6/__init__.py", "PySide6/_config.py", "PySide6/_git_pyside_version.py", "PySide6/pyside6.abi3.dll"}
    | {"PySide6/support/__init__.py", "PySide6/support/deprecated.py"}
    | {f"PySide6/Qt{name}.pyd" for name in QT_MODULES}
    | {f"PySide6/Qt6{name}.dll" for name in QT_MODULES}
    | {f"PySide6/plugins/{name}.dll" for name in QT_PLUGINS}
    | {f"PySide6/translations/qtbase_{name}.qm" for name in QT_LANGUAGES}
)
_SHIBOKEN = re.compile(r"shiboken6/(Shiboken\.pyd|shiboken6\.abi3\.dll|\w+\.py)")

# pywin32 without its editor, COM and samples: the modules that are imported, also by tests in the Windows Python, and
# what finds their libraries.
WIN32_LIBRARIES = ("pywintypes",)
_WIN32 = re.compile(
    r"win32/(_win32sysloader|win32(api|cred|event|file|gui|net|pipe|process|security|service))\.pyd"
    r"|win32/lib/(pywintypes|win32con|winerror|ntsecuritycon|win32timezone)\.py|win32/License\.txt"
)
_WIN32_OTHER = re.compile(
    r"(pythonwin|isapi|adodbapi|win32com|win32comext|pywin32_system32)/|pythoncom\.py|pywin32\.|PyWin32\."
)

# What wheels were bound to by a name of its own ("delvewheel"); several have the same one.
BOUND = re.compile(r"(\w+\.libs/)?msvcp140-[0-9a-f]+\.dll")

# Large, and asked for by nobody. Pillow reads PNG, JPEG and GIF without the modules left out, reportlab writes with our
# fonts (one of its own is under the GPL) on its canvas, not by what it builds upon that, lxml's etree needs none of its
# other trees; of qtawesome one family is used. What cffi has compiled needs its backend only; paramiko goes without
# invoke, pydantic without its first version.
_UNUSED = re.compile(
    r"PIL/_(avif|imagingcms|imagingft|imagingtk|webp)\..*|reportlab/(fonts|graphics|platypus)/.*"
    r"|(cffi|invoke|pycparser)/.*"
    r"|lxml/(html|isoschematron)/.*|lxml/(objectify|builder|sax|doctestcompare|usedoctest)\..*"
    r"|pydantic/(v1/.*|mypy\.py)|watchdog/(watchmedo\.py|tricks/.*)"
    r"|qtawesome/fonts/(?!materialdesignicons6-).*"
)

_FOR_BUILDING = {".a", ".c", ".cpp", ".h", ".lib", ".pdb", ".pxd", ".pxi", ".pyi", ".pyx"}
_TESTS = {"test", "tests", "testing", "benchmarks", "examples"}
_METADATA = re.compile(
    r"(METADATA|entry_points\.txt|licen[cs]es?/.*|.*(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*)", re.IGNORECASE
)


def wanted(name: str) -> bool:
    """Whether this file of a wheel (with '/') is shipped."""
    first, _, rest = name.partition("/")
    if first == "PySide6":
        return name in _QT
    if first == "shiboken6":
        return _SHIBOKEN.fullmatch(name) is not None
    if first == "win32":
        return _WIN32.fullmatch(name) is not None
    if first.endswith(".dist-info"):
        return _METADATA.fullmatch(rest) is not None
    return _of_a_program(name)


def wanted_of_project(name: str) -> bool:
    """The same for the project's own wheel: what its translations are made from stays at home."""
    return PurePosixPath(name).suffix != ".ts" and PurePosixPath(name).name not in {"RECORD", "WHEEL", "py.typed"}


def _of_a_program(name: str) -> bool:
    path = PurePosixPath(name)
    if path.suffix in _FOR_BUILDING or path.name == "py.typed" or _TESTS & set(path.parts[:-1]):
        return False
    return not (_WIN32_OTHER.match(name) or _UNUSED.fullmatch(name))
