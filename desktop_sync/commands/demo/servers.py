"""``demo --full``: servers of others beside the folders, each with its settings and its scenes, where it can run.

A further server is a function that yields its ``Extra``, and its place here.
"""

from __future__ import annotations

from desktop_sync.commands.demo.database import sql_server
from desktop_sync.commands.demo.extra import Server
from desktop_sync.commands.demo.partner import sftp
from desktop_sync.commands.demo.shop import http_api

SERVERS: tuple[Server, ...] = (sftp, sql_server, http_api)
