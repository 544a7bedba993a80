"""PDFs as browsers open them: pdf.js reads every template without a warning, and the same text as poppler."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from desktop_sync.reports.templates import names
from tests.conftest import counterpart_missing
from tests.contract.reports_rigs import pdf_text
from tests.report_rows import orders, rendered

LIBRARY = Path("/usr/share/javascript/pdf/build/pdf.js")
READER = Path(__file__).with_name("pdf_js.js")
FEW = {"invoice": 3, "order_confirmation": 3}  # letters


@dataclass(frozen=True, slots=True)
class Read:
    pages: Sequence[str]
    warned: Sequence[str]


def read(*files: Path) -> list[Read]:
    """By pdf.js, all in one process."""
    node = shutil.which("node")
    if node is None or not LIBRARY.is_file():
        counterpart_missing("pdf.js (Debian packages nodejs and libjs-pdf) is not installed")
    done = subprocess.run([node, READER, LIBRARY, *files], capture_output=True, check=False, timeout=120, text=True)
    assert done.returncode == 0, done.stderr
    return [Read(**one) for one in json.loads(done.stdout)]


def signs(text: str) -> list[str]:
    """In which order a reader puts what stands on a page is its own affair; pdf.js spells "…" as three signs."""
    return sorted("".join(unicodedata.normalize("NFKC", text).split()))


def test_every_template_is_read_without_a_warning_and_with_all_its_text(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (60, 20), (30, 80, 120, 128)).save(logo)
    wanted: dict[Path, bytes] = {}
    for template in names():
        for locale in ("en", "de-CH"):
            data, _ = rendered("pdf", orders(FEW.get(template, 60)), template=template, locale=locale, logo=str(logo))
            wanted[tmp_path / f"{template}-{locale}.pdf"] = data
    for path, data in wanted.items():
        path.write_bytes(data)
    for (path, data), found in zip(wanted.items(), read(*wanted), strict=True):
        assert found.warned == [], path.name
        pages = pdf_text(data).split("\f")[:-1]
        assert len(found.pages) == len(pages), path.name
        for number, (one, other) in enumerate(zip(found.pages, pages, strict=True), 1):
            assert signs(one) == signs(other), (path.name, number)


def test_signs_of_all_planes_are_found(tmp_path: Path) -> None:
    path = tmp_path / "names.pdf"
    columns = [{"name": "Name", "from": "name"}]
    path.write_bytes(rendered("pdf", [{"name": "張偉 Łódź 😀 Ελλάς"}], columns=columns, title="T")[0])
    [found] = read(path)
    assert found.warned == []
    for sign in ["張偉", "Łódź", "😀", "Ελλάς"]:
        assert sign in found.pages[0]


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_file_that_is_cut_off_is_not_passed_over(tmp_path: Path, share: float) -> None:
    """The reader that judges does see what is wrong."""
    path = tmp_path / "cut.pdf"
    data, _ = rendered("pdf", orders(30), template="order_summary")
    path.write_bytes(data[: int(len(data) * share)])
    try:
        [found] = read(path)
    except AssertionError:
        return
    assert found.warned
