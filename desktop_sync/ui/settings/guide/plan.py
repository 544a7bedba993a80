"""What the guide sets up: an Acme account, a folder, a flow between them; each a table in a draft of the settings."""

from __future__ import annotations

from typing import Any

from desktop_sync.core.slugs import slug
from desktop_sync.ui.settings.draft import Draft

Row = dict[str, Any]
EVERY = {"every": "5min"}
"""When nobody says otherwise."""


class Plan:
    """Over a draft that knows the settings. An account that is there is used; folder and flow are new."""

    def __init__(self, draft: Draft, account: str, folder: str, flow: str) -> None:
        """``account``, ``folder``, ``flow``: titles."""
        self.draft = draft
        self.account_number = self._found_account()
        if self.account_number < 0:
            row: Row = {"title": account, "type": "acme", "base_url": ""}
            self.account_number = self._add("connections", row, "connection")
        self.folder_number = self._add("connections", {"title": folder, "type": "folder", "path": ""}, "connection")
        self.flow_number = self._add("flows", self._fresh_flow(flow), "flow")

    @property
    def account(self) -> Row:
        """The connection to Acme."""
        return self.draft.listed("connections")[self.account_number]

    @property
    def folder(self) -> Row:
        """The connection to the folder."""
        return self.draft.listed("connections")[self.folder_number]

    @property
    def flow(self) -> Row:
        """From the folder to Acme."""
        return self.draft.listed("flows")[self.flow_number]

    @property
    def new_account(self) -> bool:
        """Whether it is not saved yet."""
        return not self.draft.is_saved("connections", str(self.account.get("id", "")))

    def ids(self) -> None:
        """The flow follows its connections when these get another id."""
        self.flow["source"]["connection"] = self.folder["id"]
        self.flow["target"]["connection"] = self.account["id"]

    def _found_account(self) -> int:
        rows = self.draft.listed("connections")
        return next((number for number, one in enumerate(rows) if one.get("type") == "acme"), -1)

    def _fresh_flow(self, title: str) -> Row:
        connections = self.draft.listed("connections")
        return {
            "title": title,
            "source": {"connection": connections[self.folder_number]["id"], "pattern": "*.xml", "first_run": "ask"},
            "mapping": {"resource": "orders", "fields": {}},
            "target": {"connection": connections[self.account_number]["id"]},
            "schedule": dict(EVERY),
        }

    def _add(self, name: str, row: Row, word: str) -> int:
        rows = self.draft.listed(name)
        taken = [str(one.get("id", "")) for one in rows]
        self.draft.add(name, {"id": slug(str(row["title"]), taken, word), **row})
        return len(rows)
