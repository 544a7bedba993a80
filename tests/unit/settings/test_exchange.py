"""A configuration as one file: what was packed comes out again, and nothing that would lead out or fill the disk."""

from __future__ import annotations

import io
import zipfile

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.settings import exchange
from desktop_sync.settings.exchange import SETTINGS, Packed, pack, unpack

PACKED = Packed("version = 1  # ä\n", {"mappings/orders.toml": b"resource = 'orders'\n", "units.csv": b"a;b\n"})


def test_what_goes_in_comes_out() -> None:
    assert unpack(pack(PACKED)) == PACKED
    assert pack(PACKED) == pack(PACKED)


@pytest.mark.parametrize(
    "name", ["../settings.toml", "/etc/x", "a/../../b", "C:/x", "C:x", "a\\..\\b", "//server/share/x", "a:stream"]
)
def test_names_that_lead_out(name: str) -> None:
    with pytest.raises(Rejected, match="no configuration"):
        unpack(_zip({SETTINGS: b"", name: b"x"}))


@pytest.mark.parametrize("data", [b"", b"PK", b"version = 1", b"\0" * 100])
def test_what_is_no_zip(data: bytes) -> None:
    with pytest.raises(Rejected, match="no configuration"):
        unpack(data)


def test_a_zip_without_settings_or_of_other_texts() -> None:
    with pytest.raises(Rejected, match="no configuration"):
        unpack(_zip({"orders.xml": b"<a/>"}))
    with pytest.raises(Rejected, match="no configuration"):
        unpack(_zip({SETTINGS: b"\xff\xfe"}))


def test_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Rejected, match="too much"):
        unpack(_zip({SETTINGS: b"", "zeros": bytes(20 * 2**20)}))
    with pytest.raises(Rejected, match="too much"):
        unpack(_zip({SETTINGS: b"", **{f"{number}": b"" for number in range(300)}}))
    monkeypatch.setattr(exchange, "LARGEST_ALL", 4)
    with pytest.raises(Rejected, match="too large for one file"):
        pack(PACKED)


def test_one_that_is_cut_off() -> None:
    whole = pack(PACKED)
    for length in range(0, len(whole), 7):
        with pytest.raises(Rejected):
            unpack(whole[:length])


def _zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()
