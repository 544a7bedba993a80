"""Where a place is, so that another one is told from it: however it is spelled, whoever signs in."""

from __future__ import annotations

import pytest

from desktop_sync.core.manner import whereabouts
from desktop_sync.sources.http_api.options import HttpApiOptions
from desktop_sync.stores.local import LocalOptions
from desktop_sync.stores.sftp.options import SftpOptions


def folder(path: str) -> str:
    return whereabouts(LocalOptions(path=path))


def sftp(**options: object) -> str:
    told = {"host": "sftp.example.com", "username": "erp", "password": "erp/password", **options}
    return whereabouts(SftpOptions.model_validate(told))


@pytest.mark.parametrize("other", ["C:/ERP/out", "c:\\erp\\OUT\\", "C:\\ERP/out"])
def test_a_folder_is_the_same_however_it_is_spelled(other: str) -> None:
    assert folder(other) == folder("C:\\ERP\\out")


@pytest.mark.parametrize("other", ["C:\\ERP\\out2", "D:\\ERP\\out", "\\\\server\\erp\\out"])
def test_another_folder_is_another_place(other: str) -> None:
    assert folder(other) != folder("C:\\ERP\\out")


def test_the_top_of_a_disk_is_a_place() -> None:
    assert folder("/")


@pytest.mark.parametrize(
    "change", [{"username": "other", "password": "other/password"}, {"timeout": 5}, {"path": "/out/"}]
)
def test_a_whole_path_of_a_server_is_the_same_for_whoever_signs_in(change: dict[str, object]) -> None:
    assert sftp(**{"path": "/out", **change}) == sftp(path="/out")


@pytest.mark.parametrize("change", [{"host": "sftp2.example.com"}, {"port": 2222}, {"path": "/out2"}, {"path": "out"}])
def test_another_server_or_folder_is_another_place(change: dict[str, object]) -> None:
    assert sftp(**{"path": "/out", **change}) != sftp(path="/out")


def test_a_folder_of_an_account_is_another_one_for_another_account() -> None:
    assert sftp(path="out") != sftp(path="out", username="other")
    assert sftp(path="./out") == sftp(path="out")


def test_a_source_that_minds_it_itself_says_nothing() -> None:
    assert whereabouts(HttpApiOptions.model_validate({"path": "/orders", "rows": "", "key": ("no",)})) == ""
