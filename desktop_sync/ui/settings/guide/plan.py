"""What the guide sets up: an Acme account, a place that orders come from, a flow between them; each a table in a draft.

It knows kinds of places by what the forms tell of them, and no options but the few that a beginning needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from desktop_sync.core.locks import locked
from desktop_sync.core.slugs import slug
from desktop_sync.ui.settings.draft import Draft, texts

Row = dict[str, Any]
EVERY = {"every": "5min"}
"""When nobody says otherwise."""
KINDS = ("folder", "sftp", "mssql")
"""Types of connections that the guide can lead through; the first is the usual one."""
FRESH: Mapping[str, Row] = {"folder": {"path": ""}, "sftp": {"host": ""}, "mssql": {"host": "", "database": ""}}
FILES = "files"


class Plan:
    """Over a draft that knows the settings. An account that is there is used; the flow is new, and its place may be.

    Of places that were chosen and given up nothing is left in the draft; what was typed comes back with the choice.
    """

    def __init__(self, draft: Draft, account: str, places: Mapping[str, str], flow: str) -> None:
        """``account``, ``flow``: titles; ``places``: that of a new connection, by its type."""
        self.draft = draft
        self._titles = places
        self._aside: dict[str, tuple[Row, dict[str, str]]] = {}  # what was typed for other types
        self._known = "", "", ""  # the ids of account, place and flow
        self.account_number = self._found_account()
        if self.account_number < 0:
            row: Row = {"title": account, "type": "acme", "base_url": ""}
            self.account_number = self._add("connections", row, "connection")
        self.place_number = -1
        self.flow_number = self._add("flows", self._fresh_flow(flow), "flow")
        self.use_new(KINDS[0])

    @property
    def account(self) -> Row:
        """The connection to Acme."""
        return self.draft.listed("connections")[self.account_number]

    @property
    def place(self) -> Row:
        """The connection that orders come from."""
        return self.draft.listed("connections")[self.place_number]

    @property
    def flow(self) -> Row:
        """From there to Acme."""
        return self.draft.listed("flows")[self.flow_number]

    @property
    def source(self) -> Row:
        """What the flow says of where it reads."""
        found: Row = self.flow["source"]
        return found

    @property
    def new_account(self) -> bool:
        """Whether it is not saved yet."""
        return not self.draft.is_saved("connections", str(self.account.get("id", "")))

    @property
    def new_place(self) -> bool:
        """Whether it is not saved yet."""
        return not self.draft.is_saved("connections", str(self.place.get("id", "")))

    @property
    def has_files(self) -> bool:
        """Whether the place holds files; else it is a database, and asked for its rows."""
        return str(self.source.get("type", FILES)) == FILES

    def there(self) -> list[Row]:
        """Saved connections that orders could come from."""
        rows = self.draft.listed("connections")
        return [one for one in rows if one.get("type") in KINDS and self.draft.is_saved("connections", str(one["id"]))]

    def use_new(self, type_: str) -> None:
        """A connection of this type that is set up now."""
        if self.place_number >= 0 and self.new_place and self.place.get("type") == type_:
            return
        self._give_up()
        row, secrets = self._aside.pop(type_, ({}, {}))
        if not row:
            fresh = {"title": self._titles[type_], "type": type_, **FRESH[type_]}
            row = locked(fresh, self.draft.locks.of(fresh))
        self.place_number = self._add("connections", row, "connection")
        for name, value in secrets.items():
            self.draft.keep_secret(name, value)
        self._lead()

    def use(self, identity: str) -> None:
        """A saved connection, by its id."""
        self._give_up()
        rows = self.draft.listed("connections")
        self.place_number = next(number for number, one in enumerate(rows) if one.get("id") == identity)
        self._lead()

    def ids(self) -> None:
        """The flow follows its connections when these get another id."""
        self.source["connection"] = self.place["id"]
        self.flow["target"]["connection"] = self.account["id"]
        self._known = str(self.account["id"]), str(self.place["id"]), str(self.flow["id"])

    def find_again(self) -> None:
        """Others have saved meanwhile: what this is about may stand elsewhere in the lists."""
        account, place, flow = self._known
        self.account_number = self._number("connections", account, self.account_number)
        self.place_number = self._number("connections", place, self.place_number)
        self.flow_number = self._number("flows", flow, self.flow_number)

    def _number(self, name: str, identity: str, former: int) -> int:
        rows = self.draft.listed(name)
        return next((number for number, one in enumerate(rows) if one.get("id") == identity), former)

    def _give_up(self) -> None:
        """The new place goes out of the draft, and its secrets with it."""
        if self.place_number < 0 or not self.new_place:
            return
        row = self.place
        typed = {name: value for name in texts(row) if (value := self.draft.secrets.get(name))}
        for name in typed:
            self.draft.keep_secret(name, "")
        self.draft.listed("connections").pop(self.place_number)
        self._aside[str(row["type"])] = row, typed

    def _lead(self) -> None:
        """The flow reads there; what it says of how stays where it fits that kind of place."""
        serve = self.draft.forms["serve"]
        fits = next(name for name, types in serve["over"].items() if self.place["type"] in types)
        if not self.source or self.source.get("type", FILES) != fits:
            how = {"pattern": "*.xml"} if fits == FILES else {"type": fits}
            self.flow["source"] = {**how, "connection": "", "first_run": "ask"}
            self.flow["mapping"] = {"resource": "orders", "fields": {}}
            self.flow.pop("format", None)
            if fits in serve["implied"]:
                self.flow["format"] = {"type": serve["implied"][fits]}
        self.ids()
        self.draft.touched()

    def _found_account(self) -> int:
        rows = self.draft.listed("connections")
        return next((number for number, one in enumerate(rows) if one.get("type") == "acme"), -1)

    def _fresh_flow(self, title: str) -> Row:
        account = self.account["id"]
        return {"title": title, "source": {}, "target": {"connection": account}, "schedule": dict(EVERY)}

    def _add(self, name: str, row: Row, word: str) -> int:
        rows = self.draft.listed(name)
        taken = [str(one.get("id", "")) for one in rows]
        self.draft.add(name, {"id": slug(str(row["title"]), taken, word), **deepcopy(row)})
        return len(rows)
