"""Signing in with both drivers: passwords, databases, locked accounts, encryption, what the server learns."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pyodbc
import pytest

from tests.certificates import Authority, make_authority
from tests.mssql_server import FREETDS, MICROSOFT, SqlServer, connect, running


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("ca"), "Bench CA")


@pytest.fixture(scope="module")
def with_tls(authority: Authority) -> Iterator[SqlServer]:
    with running("--certificate", str(authority.server_file), "--encryption", "required") as server:
        yield server


def refused(text: str) -> str:
    """What the driver says when it cannot connect."""
    with pytest.raises(pyodbc.Error) as error:
        connect(text)
    return str(error.value)


def test_a_right_password_signs_in(mssql: SqlServer, driver: str) -> None:
    connection = mssql.connect(driver)
    row = connection.execute("SELECT DB_NAME(), SUSER_SNAME(), @@SPID").fetchone()
    assert row is not None
    assert row[0] == mssql.database
    assert row[2] > 50


def test_a_wrong_password_is_18456(mssql: SqlServer, driver: str) -> None:
    assert "18456" in refused(mssql.connection_string(driver, PWD="wrong"))
    assert "18456" in refused(mssql.connection_string(driver, UID="nobody"))


def test_a_database_that_is_not_there_is_4060(mssql: SqlServer, driver: str) -> None:
    text = refused(mssql.connection_string(driver, Database="elsewhere"))
    assert "4060" in text or (driver == FREETDS and "18456" in text)


def test_an_account_is_locked_after_wrong_passwords(mssql: SqlServer, driver: str) -> None:
    name = f"locked_{driver[0]}"
    mssql.order("login", name=name, password="right-1", lock_after=2, database=mssql.database)
    wrong = [refused(mssql.connection_string(driver, UID=name, PWD="wrong")) for _ in range(2)]
    assert all("18456" in text for text in wrong)
    assert "18486" in refused(mssql.connection_string(driver, UID=name, PWD="right-1"))
    mssql.order("login", name=name, password="right-1", database=mssql.database)
    mssql.connect(driver, UID=name, PWD="right-1").close()


def test_the_server_learns_who_comes(mssql: SqlServer) -> None:
    connection = mssql.connect(MICROSOFT, APP="Desktop Sync", ApplicationIntent="ReadOnly")
    known = [each for each in mssql.order("sessions") if each["application"] == "Desktop Sync"]
    assert [each["read_only"] for each in known] == [True]
    connection.close()


def test_nobody_there_is_said_soon(mssql: SqlServer, driver: str) -> None:
    mssql.fault("silence")
    begin = time.monotonic()
    with pytest.raises(pyodbc.Error, match=r"HYT00|08001|S1T00"):
        connect(mssql.connection_string(driver), timeout=1)
    assert time.monotonic() - begin < 30


class TestEncryption:
    def test_an_unknown_issuer_is_refused(self, with_tls: SqlServer) -> None:
        assert "certificate verify failed" in refused(with_tls.connection_string(MICROSOFT, Encrypt="yes"))

    def test_trust_without_looking(self, with_tls: SqlServer, driver: str) -> None:
        more = {"Encrypt": "yes", "TrustServerCertificate": "yes"} if driver == MICROSOFT else {"Encryption": "require"}
        connection = connect(with_tls.connection_string(driver, **more))
        assert (
            connection.execute(
                "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID"
            ).fetchval()
            == "TRUE"
        )
        connection.close()

    def test_an_issuer_that_is_trusted(
        self, with_tls: SqlServer, authority: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """OpenSSL reads SSL_CERT_FILE; the name is the server's (never an IP address), or HostnameInCertificate."""
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
        with_tls.connect(MICROSOFT, Encrypt="yes", Server=f"localhost,{with_tls.port}").close()
        with_tls.connect(MICROSOFT, Encrypt="yes", HostnameInCertificate="acme.test").close()
        text = with_tls.connection_string(MICROSOFT, Encrypt="yes", HostnameInCertificate="other.test")
        assert "certificate" in refused(text)

    def test_required_by_the_server_though_the_client_would_not(self, with_tls: SqlServer) -> None:
        connection = with_tls.connect(MICROSOFT, Encrypt="no", TrustServerCertificate="yes")
        assert with_tls.order("sessions")[0]["encrypted"]
        connection.close()

    def test_a_server_without_a_certificate(self, mssql: SqlServer) -> None:
        if not mssql.is_bench:
            pytest.skip("a real server has a certificate")
        assert "Encryption not supported" in refused(mssql.connection_string(MICROSOFT, Encrypt="yes"))

    def test_only_the_sign_in_is_encrypted(self, authority: Authority, driver: str) -> None:
        with running("--certificate", str(authority.server_file)) as server:
            connection = server.connect(driver)
            assert connection.execute("SELECT 1").fetchval() == 1
            assert [each["encrypted"] for each in server.order("sessions")] == [False]
            connection.close()

    def test_strict_with_a_pinned_certificate(self, authority: Authority, tmp_path: Path) -> None:
        """TDS 8; ServerCertificate names a file that must be the very same certificate."""
        pinned, other = tmp_path / "pinned.pem", make_authority(tmp_path)
        text = authority.server_file.read_text(encoding="ascii")
        pinned.write_text(text[text.index("-----BEGIN CERTIFICATE") :], encoding="ascii")
        with running("--certificate", str(authority.server_file), "--encryption", "strict") as server:
            connection = server.connect(MICROSOFT, Encrypt="strict", ServerCertificate=str(pinned))
            assert connection.execute("SELECT 1").fetchval() == 1
            connection.close()
            more = {"Encrypt": "strict", "ServerCertificate": str(other.ca_file)}
            assert "certificate" in refused(server.connection_string(MICROSOFT, **more)).lower()


def test_an_instance_by_its_name(driver: str) -> None:
    """The browser answers at port 1434; an address of its own keeps tests apart."""
    host = f"127.{os.getpid() % 200 + 10}.{os.getpid() // 200 % 200}.2"
    with running("--host", host, "--browser", "SHOP") as server:
        named = {"Server": f"{host}\\SHOP"} | ({"Port": ""} if driver == FREETDS else {})
        text = server.connection_string(driver, **named).replace("Port=;", "")
        connection = connect(text)
        assert connection.execute("SELECT @@SERVERNAME").fetchval() == "BENCH"
        connection.close()


@pytest.mark.parametrize("level, name", [(1, "READ UNCOMMITTED"), (8, "SERIALIZABLE"), (32, "SNAPSHOT")])
def test_an_isolation_level_by_attribute(mssql: SqlServer, level: int, name: str) -> None:
    """SQL_ATTR_TXN_ISOLATION (108), and SQL_COPT_SS_TXN_ISOLATION (1227) for SNAPSHOT."""
    connection = mssql.connect(MICROSOFT, autocommit=True)
    connection.set_attr(1227 if level == 32 else 108, level)
    connection.execute("SELECT 1").fetchall()
    known = [each["isolation"] for each in mssql.order("sessions") if each["database"] == mssql.database]
    assert name in known
