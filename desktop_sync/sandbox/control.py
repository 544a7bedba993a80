"""The control endpoints, for tests and for whoever wants to see what happens: faults, people, customers, the log.

They need the sign-in like the API. All paths are below ``/control``:

- ``GET|POST|DELETE faults``: the rules in force; add one rule or a list (`Rule`); remove all.
- ``POST person`` ``{"action": "edit"|"delete", "resource", "reference", "changes"?}``: somebody acts in Acme.
- ``POST customers`` ``{"add": [...], "remove": [...]}``: which customer numbers are known.
- ``GET writes?since=&limit=&resource=&reference=``: the log of accepted writes, the judge of the tests.
- ``GET heartbeats?limit=``: the last heartbeats of clients, newest first. For another answer to them than "taken": a
  fault such as ``{"kind": "426", "on": "all", "path": "/v1/heartbeat"}``.
- ``GET requests``: how many requests came, by kind and outcome, and which faults fired.

It must not know sockets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from desktop_sync.sandbox.customers import Customers
from desktop_sync.sandbox.documents import Documents
from desktop_sync.sandbox.faults import Faults, rules_from
from desktop_sync.sandbox.messages import Refused, Reply, Request, json_reply, problem, unprocessable
from desktop_sync.sandbox.reading import json_body, query_of, whole_number
from desktop_sync.sandbox.routes import allow_only
from desktop_sync.sandbox.store import Store

PREFIX = "/control/"
_MOST_WRITES = 1_000_000


class Control:
    """What may be asked and told about a running sandbox. ``waiting``: late commits still to come."""

    def __init__(
        self,
        store: Store,
        documents: Documents,
        customers: Customers,
        faults: Faults,
        requests: Counter[tuple[str, str]],
        waiting: Callable[[], int],
    ) -> None:
        self._store = store
        self._documents = documents
        self._customers = customers
        self._faults = faults
        self._requests = requests
        self._waiting = waiting

    def answer(self, request: Request, now: float) -> Reply:
        """Raises Refused."""
        ways: Mapping[str, tuple[tuple[str, ...], Callable[[Request, float], Reply]]] = {
            "faults": (("GET", "POST", "DELETE"), self._faults_of),
            "person": (("POST",), self._person),
            "customers": (("POST",), self._change_customers),
            "writes": (("GET",), self._writes),
            "heartbeats": (("GET",), self._heartbeats),
            "requests": (("GET",), self._counts),
        }
        found = ways.get(request.path.removeprefix(PREFIX))
        if found is None:
            raise Refused(problem(404, "not_found", f"There is nothing at {request.path}. Known: {', '.join(ways)}."))
        allow_only(request, found[0])
        return found[1](request, now)

    def _faults_of(self, request: Request, _now: float) -> Reply:
        if request.method == "DELETE":
            self._faults.clear()
        elif request.method == "POST":
            try:
                self._faults.add(rules_from(json_body(request)))
            except ValueError as error:
                raise unprocessable("", str(error)) from error
        return json_reply({"faults": self._faults.rules()})

    def _person(self, request: Request, now: float) -> Reply:
        asked = _object(request, {"action", "resource", "reference", "changes"})
        resource, reference, changes = str(asked.get("resource")), str(asked.get("reference")), asked.get("changes", {})
        if asked.get("action") not in ("edit", "delete") or not isinstance(changes, Mapping):
            raise unprocessable("/action", "The action is edit (with changes, an object) or delete.")
        found = self._store.by_reference(resource, (reference,))
        if not found:
            raise Refused(problem(404, "not_found", f"There is no document {reference} in {resource}."))
        if asked["action"] == "delete":
            self._documents.person_deletes(found[0], now)
            return json_reply({"id": found[0].id, "version": str(found[0].version + 1)})
        edited = self._documents.person_edits(found[0], changes, now)
        return json_reply({"id": edited.id, "version": str(edited.version)})

    def _change_customers(self, request: Request, _now: float) -> Reply:
        asked = _object(request, {"add", "remove"})
        lists = [asked.get(name, []) for name in ("add", "remove")]
        if not all(isinstance(one, list) and all(isinstance(number, str) for number in one) for one in lists):
            raise unprocessable("", "add and remove are lists of customer numbers.")
        self._customers.change(*lists)  # type: ignore[arg-type]  # checked just above
        return json_reply({})

    def _writes(self, request: Request, _now: float) -> Reply:
        query = query_of(request, {"since", "limit", "resource", "reference"})
        where: dict[str, object] = {"seq > ?": whole_number(query, "since", 0, 0, 10**17)}
        where |= {f"{name} = ?": query[name] for name in ("resource", "reference") if name in query}
        limit = whole_number(query, "limit", _MOST_WRITES, 1, _MOST_WRITES)
        return json_reply({"writes": self._store.writes(where, limit)})

    def _heartbeats(self, request: Request, _now: float) -> Reply:
        limit = whole_number(query_of(request, {"limit"}), "limit", 20, 1, 1000)
        return json_reply({"heartbeats": self._store.heartbeats(limit)})

    def _counts(self, _request: Request, _now: float) -> Reply:
        counts: dict[str, dict[str, int]] = {}
        for (kind, outcome), count in sorted(self._requests.items()):
            counts.setdefault(kind, {})[outcome] = count
        waiting = self._waiting()
        total = self._requests.total()
        return json_reply({"total": total, "requests": counts, "faults": dict(self._faults.fired), "waiting": waiting})


def _object(request: Request, known: set[str]) -> Mapping[str, object]:
    asked = json_body(request)
    if not isinstance(asked, Mapping) or not set(asked) <= known:
        raise unprocessable("", f"Send an object with {', '.join(sorted(known))} and nothing else.")
    return asked
