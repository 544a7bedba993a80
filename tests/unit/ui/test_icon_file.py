"""The icon for Windows that packaging/icons.py draws: all sizes in one file, each the picture itself."""

from __future__ import annotations

from pathlib import Path

import icons
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from desktop_sync.resources import resources

SVG = (resources() / "icons" / "program.svg").read_bytes()


def read(data: bytes) -> list[QImage]:
    """As Qt's own reader of such files sees it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"ico"))
    found = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        found.append(reader.read())
    return found


def test_every_size_is_in_it_and_is_the_picture(tmp_path: Path) -> None:
    out = tmp_path / "program.ico"
    assert icons.main([str(out)]) == 0
    images = read(out.read_bytes())
    assert [(one.width(), one.height()) for one in images] == [(size, size) for size in icons.SIZES]
    for image in images:
        drawn, size = icons.drawn(SVG, image.width()), image.width()
        corner, foot = image.pixelColor(0, 0).alpha(), image.pixelColor(size // 2, size - 2).getRgb()
        assert corner < 128
        assert image.pixelColor(size // 2, size // 3).getRgb() == drawn.pixelColor(size // 2, size // 3).getRgb()
        assert foot == (0x00, 0x5F, 0xB8, 255)


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert icons.ico(SVG) == icons.ico(SVG)
    assert icons.ico(SVG, (16,)) != icons.ico(SVG, (20,))


def test_it_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert icons.main([]) == 2
    assert "OUT.ico" in capsys.readouterr().err
