#!/usr/bin/env python3
"""The program's icon for Windows, one .ico with all sizes, drawn from ``resources/icons/program.svg``.

    .venv/bin/python packaging/icons.py OUT.ico [PICTURE.svg]

Run by hand, and by the build of the Windows program. The same picture always gives the same bytes. It knows the format
(learn.microsoft.com, "Icons", and the BITMAPINFOHEADER): a directory, then for each size a bitmap of 32 bits with its
mask; the largest is a PNG, as Windows has it since Vista.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

PROGRAM = Path(__file__).resolve().parent.parent / "resources" / "icons" / "program.svg"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
LARGE = 256  # from here on as PNG


def drawn(svg: bytes, size: int) -> QImage:
    """The picture, on nothing."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def bitmap(image: QImage) -> bytes:
    """Header, colours from the lowest row up, and the mask that only old programs look at."""
    size, rows = image.width(), bytes(image.constBits())
    stride = image.bytesPerLine()
    colours = b"".join(rows[row * stride : row * stride + size * 4] for row in reversed(range(size)))
    mask = bytes(-(-size // 32) * 4 * size)
    return struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, len(colours), 0, 0, 0, 0) + colours + mask


def png(image: QImage) -> bytes:
    """Compressed."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want the format as bytes, the program as text
    return bytes(kept.data())


def ico(svg: bytes, sizes: Sequence[int] = SIZES) -> bytes:
    """The whole file."""
    images = [drawn(svg, size) for size in sizes]
    parts = [png(one) if one.width() >= LARGE else bitmap(one) for one in images]
    at, directory = 6 + 16 * len(parts), b""
    for image, part in zip(images, parts, strict=True):
        side = image.width() % LARGE  # 256 is written as 0
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(part), at)
        at += len(part)
    return struct.pack("<HHH", 0, 1, len(parts)) + directory + b"".join(parts)


def main(arguments: Sequence[str]) -> int:
    """Writes the file."""
    if len(arguments) not in {1, 2}:
        print(__doc__, file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    svg = Path(arguments[1]) if len(arguments) > 1 else PROGRAM
    Path(arguments[0]).write_bytes(ico(svg.read_bytes()))
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
