"""The general way out counts for every connection that says nothing else itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.core.model import StepState
from desktop_sync.data_folder import DataFolder
from desktop_sync.kinds import kinds
from desktop_sync.parts import Parts
from desktop_sync.settings.model import Connection
from desktop_sync.settings.validation import Validated, validate
from tests.certificates import make_authority
from tests.raw_server import RawServer, Say, answer
from tests.tunnel_proxy import TunnelProxy

ACME = """
[[connections]]
id = "acme"
type = "acme"
base_url = "https://acme.test"
api_key = "acme/key"
"""
MAIL = """
[[connections]]
id = "post"
type = "mail"
host = "smtp.example.com"
sender = "a@example.com"
"""


def validated(network: str, own: str = "") -> Validated:
    return validate(f"version = 1\n[general.network]\n{network}\n{ACME}{own}\n{MAIL}", kinds())


def way(one: Connection) -> tuple[object, object]:
    return getattr(one.options, "proxy", "no such option"), getattr(one.options, "ca_file", "no such option")


@pytest.mark.parametrize(
    "network, own, expected",
    [
        ("", "", ("", "")),
        ('proxy = "none"', "", ("none", "")),
        ('proxy = "none"', 'proxy = "system"', ("system", "")),
        ('proxy = "manual"\nproxy_address = "http://p:3128"', "", ("http://p:3128", "")),
        ('proxy = "manual"\nproxy_address = "http://p:3128"', 'proxy = "none"', ("none", "")),
        ("ca_file = '/etc/ca.pem'", "", ("", "/etc/ca.pem")),
        ("ca_file = '/etc/ca.pem'", "ca_file = '/own.pem'", ("", "/own.pem")),
    ],
)
def test_a_connection_goes_the_general_way_or_its_own(network: str, own: str, expected: tuple[str, str]) -> None:
    found = validated(network, own)
    assert found.report.errors == ()
    assert way(found.settings.connection_by_id["acme"]) == expected


def test_mail_trusts_the_general_certificates_and_asks_for_tokens_by_the_general_proxy() -> None:
    found = validated("proxy = \"none\"\nca_file = '/etc/ca.pem'")
    assert way(found.settings.connection_by_id["post"]) == ("none", "/etc/ca.pem")


@pytest.mark.parametrize(
    "network, why",
    [
        ('proxy = "manual"', "proxy = manual needs proxy_address"),
        ('proxy_address = "http://p:3128"', "proxy = system has no use for proxy_address"),
        ('proxy = "manual"\nproxy_address = "http://me:pw@p:3128"', "without user and password"),
        ('proxy = "manual"\nproxy_address = "socks5://p:1080"', "SOCKS"),
        ('proxy = "manual"\nproxy_address = "none"', "write proxy = none instead"),
        ('ca_file = "ca.pem"', "the whole path of the file"),
        ('proxy = "sometimes"', "manual"),
    ],
)
def test_what_will_not_do_is_told(network: str, why: str) -> None:
    (error,) = validated(network).report.errors
    assert why in str(error)
    assert "me:pw" not in str(error)


def test_the_test_of_a_connection_goes_the_general_way(tmp_path: Path) -> None:
    authority = make_authority(tmp_path)
    with (
        RawServer(lambda _: Say(answer(200, b"{}")), tls=authority.server) as server,
        TunnelProxy(server.port) as proxy,
    ):
        place = proxy.url.removeprefix("http://")
        network = f"proxy = \"manual\"\nproxy_address = 'http://{place}'\nca_file = '{authority.ca_file}'"
        found = validated(network).settings.connection_by_id["acme"]
        parts = Parts(DataFolder(tmp_path / "data")).lent({"acme/key": "k"})
        steps = {step.name: step for step in parts.check(found)}
    assert steps["proxy"].detail == f"through {place}"
    assert steps["TLS"].state is StepState.OK
    assert steps["TLS"].detail.endswith(f"besides the system's, {authority.ca_file} is trusted")
