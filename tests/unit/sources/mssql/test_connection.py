"""The connection string: what is asked for and nothing else, whatever stands in a name or a password."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_sync.core.errors import Stop
from desktop_sync.sources.mssql.connection import MssqlConnectionOptions, connection_string
from desktop_sync.sources.mssql.drivers import Driver, known

MICROSOFT = Driver("ODBC Driver 18 for SQL Server", 18)
FREETDS = Driver("FreeTDS")


def options(**changes: object) -> MssqlConnectionOptions:
    given = {"host": "sql01", "database": "ERP", "username": "reader", "password": "erp/password", **changes}
    return MssqlConnectionOptions.model_validate(given)


def pairs(text: str) -> dict[str, str]:
    """As a driver reads it: up to the first closing brace that is not doubled."""
    found, at = {}, 0
    while at < len(text):
        name, at = text[at : text.index("=", at)], text.index("=", at) + 1
        assert text[at] == "{"
        at, value = at + 1, ""
        while text[at] != "}" or text[at : at + 2] == "}}":
            value, at = value + text[at], at + (2 if text[at] == "}" else 1)
        assert text[at : at + 2] == "};"
        at, found[name] = at + 2, value
    return found


def test_a_login_by_the_newest_driver() -> None:
    assert pairs(connection_string(options(), MICROSOFT, "secret")) == {
        "DRIVER": "ODBC Driver 18 for SQL Server",
        "SERVER": "tcp:sql01,1433",
        "DATABASE": "ERP",
        "UID": "reader",
        "PWD": "secret",
        "APP": "DesktopSync",
        "Encrypt": "yes",
        "TrustServerCertificate": "no",
    }


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30))
def test_a_value_ends_where_it_ends(secret: str) -> None:
    for driver, changes in ((MICROSOFT, {}), (FREETDS, {"encryption": "unverified"})):
        found = pairs(connection_string(options(database="E}R;P", **changes), driver, secret))
        assert (found["PWD"], found["DATABASE"]) == (secret, "E}R;P")
        assert found.get("TrustServerCertificate", "no") == "no"


def test_windows_sign_in_instance_and_intent() -> None:
    asked = options(
        sign_in="windows", username="", password=None, instance="SQLEXPRESS", application_intent="read_only"
    )
    found = pairs(connection_string(asked, MICROSOFT))
    assert (found["SERVER"], found["Trusted_Connection"]) == ("sql01\\SQLEXPRESS", "yes")
    assert found["ApplicationIntent"] == "ReadOnly"
    assert "PWD" not in found


@pytest.mark.parametrize(
    "name, encryption",
    [
        ("ODBC Driver 18 for SQL Server", "verified"),
        ("ODBC Driver 17 for SQL Server", "verified"),
        ("ODBC Driver 13 for SQL Server", "verified"),
        ("ODBC Driver 11 for SQL Server", "verified"),
        ("FreeTDS", "unverified"),
        ("SQL Server", "verified"),
    ],
)
def test_windows_signs_in_by_every_driver_without_a_name_or_a_word(name: str, encryption: str) -> None:
    driver = known(name)
    assert driver is not None
    asked = options(sign_in="windows", username="", password=None, encryption=encryption)
    found = pairs(connection_string(asked, driver))
    assert found["Trusted_Connection"] == "yes"
    assert not {"UID", "PWD"} & set(found)


def test_an_instance_is_read_by_freetds_in_the_same_letters() -> None:
    asked = options(instance="SHOP", encryption="unverified")
    found = pairs(connection_string(asked, FREETDS, "secret"))
    assert found["SERVER"] == "sql01\\SHOP"
    assert (found["ClientCharset"], found["TDS_Version"]) == ("UTF-8", "7.4")
    assert "PORT" not in found


def test_trust_is_named_and_pinned_where_the_driver_can() -> None:
    named = pairs(connection_string(options(certificate_name="db.example.com"), MICROSOFT, "x"))
    assert named["HostnameInCertificate"] == "db.example.com"
    pinned = options(encryption="strict", certificate_file="/etc/erp.pem")
    assert pairs(connection_string(pinned, MICROSOFT, "x"))["ServerCertificate"] == "/etc/erp.pem"
    trusting = pairs(connection_string(options(encryption="unverified"), MICROSOFT, "x"))
    assert (trusting["Encrypt"], trusting["TrustServerCertificate"]) == ("yes", "yes")


@pytest.mark.parametrize(
    "name, changes",
    [
        ("FreeTDS", {}),
        ("ODBC Driver 17 for SQL Server", {"certificate_name": "db.example.com"}),
        ("ODBC Driver 17 for SQL Server", {"encryption": "strict"}),
        ("SQL Server", {"encryption": "unverified"}),
    ],
)
def test_a_driver_that_cannot_is_not_asked_for_less(name: str, changes: dict[str, object]) -> None:
    driver = known(name)
    assert driver is not None
    with pytest.raises(Stop) as raised:
        connection_string(options(**changes), driver, "x")
    assert "ODBC Driver 18" in raised.value.hint


@pytest.mark.parametrize(
    "changes",
    [
        {"password": None},
        {"sign_in": "windows"},
        {"instance": "A", "port": 1433},
        {"encryption": "unverified", "certificate_name": "a"},
        {"certificate_file": "/a.pem"},
        {"encryption": "strict", "certificate_file": "a.pem"},
        {"host": "sql01;PWD=x"},
        {"database": "a\nb"},
        {"instance": "a;b"},
    ],
)
def test_what_does_not_fit_together_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        options(**changes)


def test_trusting_anybody_is_warned_of() -> None:
    assert [name for name, _ in options(encryption="unverified").warnings()] == ["encryption"]
    assert not list(options().warnings())
