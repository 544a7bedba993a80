"""Which hosts a flow needs: what is waited for after the start and after a sleep. Reads settings, opens nothing."""

from __future__ import annotations

from pathlib import PureWindowsPath

from desktop_sync.core.errors import SettingsError
from desktop_sync.settings.export_model import Export
from desktop_sync.settings.model import Connection, Flow, Settings
from desktop_sync.web import find_proxy, parse_base_url
from desktop_sync.windows.drives import is_unc, unc_of

SMB = 445
Host = tuple[str, int]


def hosts_of(settings: Settings, flow: Flow | Export) -> tuple[Host, ...]:
    """Of the flow's target and of the connections it reads; each once. Of an export, of what it asks."""
    names = (flow.query.connection,) if isinstance(flow, Export) else (flow.target.connection, *flow.source.connections)
    found = (host_of(settings.connection_by_id[one]) for one in names if one in settings.connection_by_id)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def host_of(connection: Connection) -> Host | None:
    """What is connected to: the proxy where there is one. None: it is on this machine, or cannot be told."""
    address = getattr(connection.options, "base_url", None)
    if isinstance(address, str):
        return _web_host(address, str(getattr(connection.options, "proxy", "")))
    host, port = getattr(connection.options, "host", None), getattr(connection.options, "port", None)
    if isinstance(host, str) and isinstance(port, int):
        return host, port
    path = getattr(connection.options, "path", None)
    share = unc_of(str(path)) if path is not None else ""
    if share and is_unc(share):
        return PureWindowsPath(share.replace("/", "\\")).drive.lstrip("\\").partition("\\")[0], SMB
    return None


def _web_host(address: str, proxy: str) -> Host | None:
    try:
        route = parse_base_url(address)
        found = find_proxy(route, proxy)
    except (ValueError, SettingsError):
        return None  # told where it is used
    return (route.host, route.port) if found is None else (found.host, found.port)
