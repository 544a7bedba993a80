"""The server as a process: ``python -m tests.bench_servers.tds --port 0`` prints one line of JSON when it is ready.

Lines of JSON on its input are orders (`control.py`), each answered by one line; the end of input ends it.
"""

from __future__ import annotations

import argparse
import ipaddress
import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.bench_servers.tds import certificate, control
from tests.bench_servers.tds.browser import Browser
from tests.bench_servers.tds.instance import VERSION, Instance, Login
from tests.bench_servers.tds.server import Server


def loopback(text: str) -> str:
    if not ipaddress.ip_address(text).is_loopback:
        raise argparse.ArgumentTypeError("only addresses of this machine itself: it is a server for tests")
    return text


def drivers() -> dict[str, Any]:
    """``odbc``: where ODBC must look, as long as this process runs; ``drivers``: what it finds there."""
    import pyodbc

    from tests import odbc_drivers

    odbc_drivers.register()
    return {"odbc": os.environ["ODBCSYSINI"], "drivers": pyodbc.drivers()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_servers.tds", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--host", type=loopback, default="127.0.0.1", help="an address of 127.0.0.0/8")
    parser.add_argument(
        "--browser", metavar="NAME", help="answers on UDP, port 1434, where the instance of this name is"
    )
    parser.add_argument("--login", default="sa", help="the login that may do everything")
    parser.add_argument("--password", default="Bench-Server-1", help="its password")
    parser.add_argument("--database", action="append", help="a database to make (several times); default: bench")
    parser.add_argument("--certificate", type=Path, help="PEM file with certificate and key")
    parser.add_argument(
        "--self-signed", action="store_true", help="it makes a certificate, as SQL Server does without one"
    )
    parser.add_argument("--drivers", action="store_true", help="its first line tells the ODBC drivers that tests have")
    parser.add_argument("--encryption", choices=("off", "required", "none", "strict"), default="off")
    chosen = parser.parse_args()
    instance = Instance()
    instance.logins[chosen.login.lower()] = Login(chosen.login, chosen.password)
    for name in ("master", *(chosen.database or ["bench"])):
        instance.add_database(name)
    instance.logins[chosen.login.lower()].database = (chosen.database or ["bench"])[0]
    pem = certificate.load(chosen.certificate) if chosen.certificate else None
    if chosen.self_signed:
        pem = certificate.self_signed()
    server = Server(instance, chosen.port, chosen.host, chosen.encryption, pem)
    server.start()
    browser = Browser(chosen.host, chosen.browser or "", VERSION, server.port)
    if chosen.browser:
        browser.start()
    ready = {"ready": True, "port": server.port, "login": chosen.login, "password": chosen.password}
    ready |= {"database": (chosen.database or ["bench"])[0]} | (drivers() if chosen.drivers else {})
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(control.obey(server, json.loads(line))) + "\n")
        sys.stdout.flush()
    browser.stop()
    server.stop()


if __name__ == "__main__":
    main()
