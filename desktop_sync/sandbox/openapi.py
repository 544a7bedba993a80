"""OpenAPI 3.1 of an Acme API, made from its profile and its schemas: `resources/acme/openapi.json` is its result.

``python -m desktop_sync.sandbox.openapi`` writes that file anew. Pure but for that; it must not know how the sandbox
answers, only what it answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from desktop_sync.sandbox import envelopes
from desktop_sync.sandbox.character import number, section
from desktop_sync.sandbox.documents import READ_ONLY
from desktop_sync.sandbox.envelopes import closed
from desktop_sync.sandbox.listing import filters_of
from desktop_sync.sandbox.loading import load
from desktop_sync.sandbox.messages import TITLES
from desktop_sync.sandbox.validation import Schema

_STATUS = {
    400: "The request cannot be read.",
    401: "Not signed in.",
    403: "Not permitted.",
    404: "Not there.",
    408: "The request took too long; whether it was done is not known.",
    409: "The reference exists already, or the key is in use.",
    410: "It has been deleted.",
    412: "The document has been changed meanwhile.",
    413: "Too large.",
    415: "The body must be JSON.",
    422: "Not valid, names something that is not there, or the key belongs to another request.",
    426: "The client must be updated.",
    428: "If-Match is missing.",
    429: "Too many requests; nothing was done.",
    500: "The server failed; whether it was done is not known.",
    502: "As 500.",
    503: "As 500.",
    504: "As 500.",
}
_ALWAYS = (400, 401, 403, 404, 408, 426, 429, 500, 502, 503, 504)
_DATE: dict[str, object] = {"Date": {"description": "The server's time.", "schema": {"type": "string"}}}
_ETAG: dict[str, object] = {
    "ETag": {"description": "The version, in quotes.", "schema": {"type": "string", "pattern": '^"[0-9]+"$'}}
}
_REPLAYED: dict[str, object] = {
    "Idempotency-Replayed": {
        "description": "true: the answer was kept under the key and is given again.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
_LOCATION: dict[str, object] = {"Location": {"description": "Path of the new document.", "schema": {"type": "string"}}}
_RETRY_AFTER: dict[str, object] = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string", "pattern": "^[0-9]+$"}}
}
_TEXT: dict[str, object] = {"type": "string"}

Node: TypeAlias = dict[str, object]
Answers: TypeAlias = Mapping[int, tuple[str, Node]]


def describe(profile: Mapping[str, object], schemas: Mapping[str, Schema]) -> Node:
    """The whole description; ``schemas`` by resource."""
    paths: Node = {str(profile.get("account", "/v1/account")): {"get": _account()}}
    components: Node = {"problem": _problem()}
    token = profile.get("token")
    if isinstance(token, str):
        paths[token] = {"post": _token()}
    if path := section(profile, "heartbeat").get("path"):
        paths[str(path)] = {"post": _heartbeat()}
        components["heartbeat"] = envelopes.heartbeat()
    for resource, schema in schemas.items():
        _Resource(resource, schema, profile).add(paths, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": str(profile.get("name", "Acme API")),
            "version": "1.0.0",
            "description": "Orders and invoices of one account. Money and quantities are decimal text, days ISO dates, "
            "times RFC 3339. Errors follow RFC 9457.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"api_key": []}, {"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {str(status): _failure(status) for status in _STATUS},
            "securitySchemes": _security(profile),
        },
    }


def _security(profile: Mapping[str, object]) -> Node:
    return {
        "api_key": {"type": "apiKey", "in": "header", "name": str(profile.get("api_key_header", "X-Api-Key"))},
        "bearer": {"type": "http", "scheme": "bearer", "description": "A token of the token endpoint."},
    }


class _Resource:
    """The operations of one resource."""

    def __init__(self, name: str, schema: Schema, profile: Mapping[str, object]) -> None:
        self._name = name
        self._schema = schema
        self._entry = section(section(profile, "resources"), name)
        self._key_header = str(section(profile, "idempotency").get("header", "Idempotency-Key"))
        self._most = {
            "batch": int(number(profile.get("max_batch", 100))),
            "lookup": int(number(profile.get("max_lookup", 100))),
        }

    def add(self, paths: Node, components: Node) -> None:
        """Adds its paths and schemas to the description."""
        name, one = self._name, str(self._entry["one"])
        components |= self._components()
        paths[str(self._entry["collection"])] = {"get": self._list(), "post": self._create()}
        paths[one] = {
            "parameters": [_parameter("id", "path", {**_TEXT, "pattern": f"^{envelopes.ID}$"}, "The document's id.")]
        } | {
            "get": self._operation("get", f"One of {name}", {200: (f"{name}_document", _ETAG)}, (410,)),
            "put": self._update(),
        }
        if self._entry.get("lookup"):
            paths[str(self._entry["lookup"])] = {"post": self._lookup()}
        if self._entry.get("batch"):
            paths[str(self._entry["batch"])] = {"post": self._batch()}

    def _components(self) -> Node:
        name, schema = self._name, _moved(self._schema.schema, self._name)
        shape = {key: value for key, value in schema.items() if not key.startswith("$")}
        fields, required = _mapping(shape, "properties"), _names(shape.get("required"))
        change = {field: value if field in required else _or_null(value) for field, value in fields.items()}
        read_only: Node = {field: {**_TEXT, "readOnly": True} for field in READ_ONLY}
        parts: Node = {f"{name}_{part}": value for part, value in _mapping(schema, "$defs").items()}
        document = {**shape, "properties": {**fields, **read_only}, "required": [*required, *READ_ONLY]}
        changed = {key: value for key, value in {**shape, "properties": change}.items() if key != "required"}
        words = "Fields that are sent replace what is there, null removes; what is not sent stays."
        items: Node = {"type": "array", "items": _ref(f"{name}_document")}
        return {
            **parts,
            name: shape,
            f"{name}_document": document,
            f"{name}_change": {**changed, "description": words},
            f"{name}_list": closed({"items": items, "next": {"type": ["string", "null"]}}),
            f"{name}_found": closed({"items": items}),
            f"{name}_lookup": envelopes.lookup(self._most["lookup"]),
            f"{name}_batch": envelopes.batch(
                name, str(self._entry["collection"]), str(self._entry["one"]), self._most["batch"]
            ),
            f"{name}_results": closed({"results": {"type": "array", "items": self._batch_result()}}),
        }

    def _batch_result(self) -> Node:
        body: Node = {"oneOf": [_ref(f"{self._name}_document"), _ref("problem")]}
        fields = {"key": _TEXT, "status": {"type": "integer"}, "body": body, "etag": {"type": ["string", "null"]}}
        return closed({**fields, "retry_after": {"type": "integer"}}, optional=("retry_after",))

    def _list(self) -> Node:
        parameters = [
            _parameter(str(self._entry.get("key_field", "external_reference")), "query", _TEXT, "Find one."),
            *self._filters(),
            _parameter(
                "limit", "query", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, "Page size."
            ),
            _parameter("cursor", "query", {**_TEXT, "pattern": "^[A-Za-z0-9_-]{8,40}$"}, "`next` of the page before."),
        ]
        operation = self._operation("list", f"A page of {self._name}", {200: (f"{self._name}_list", {})}, ())
        return {**operation, "parameters": parameters}

    def _filters(self) -> Iterable[Node]:
        for name, kind in filters_of(self._schema).items():
            field: Node = dict(self._schema.properties()[name]) if kind in {"enum", "boolean"} else _format("date")
            yield _parameter(name, "query", field, "Only these.")
        for name in ("updated_since", "updated_before", "created_since"):
            yield _parameter(name, "query", _format("date-time"), "Only these.")

    def _create(self) -> Node:
        answer = {201: (f"{self._name}_document", {**_ETAG, **_LOCATION, **_REPLAYED})}
        operation = self._operation("create", f"Create one of {self._name}", answer, (409, 413, 415, 422), self._name)
        link = {"parameters": {"id": "$response.body#/id"}}
        linked = {
            "get": {"operationId": f"get_{self._name}", **link},
            "update": {"operationId": f"update_{self._name}", **link},
        }
        _mapping(_mapping(operation, "responses"), "201")["links"] = linked
        return {**operation, "parameters": [self._key()]}

    def _update(self) -> Node:
        answer = {200: (f"{self._name}_document", {**_ETAG, **_REPLAYED})}
        failures = (409, 410, 412, 413, 415, 422, 428)
        operation = self._operation("update", f"Change one of {self._name}", answer, failures, f"{self._name}_change")
        if_match = _parameter(
            "If-Match", "header", {**_TEXT, "pattern": '^"[0-9]{1,18}"$'}, "The version you know.", required=True
        )
        return {**operation, "parameters": [if_match, self._key()]}

    def _lookup(self) -> Node:
        answer: Answers = {200: (f"{self._name}_found", {})}
        words = "Find many by external reference; what is absent is missing in the answer. Changes nothing."
        return self._operation("lookup", words, answer, (413, 415, 422), f"{self._name}_lookup")

    def _batch(self) -> Node:
        answer: Answers = {200: (f"{self._name}_results", {})}
        words = "Create and change many, each committed on its own. Results come in any order, matched by key."
        return self._operation("batch", words, answer, (413, 415, 422), f"{self._name}_batch")

    def _key(self) -> Node:
        words = "Same key, same request: done once, and answered the same again."
        return _parameter(self._key_header, "header", {**_TEXT, "pattern": "^[!-~]{1,255}$"}, words)

    def _operation(self, verb: str, words: str, answers: Answers, failures: Iterable[int], body: str = "") -> Node:
        responses: Node = {str(status): _answer(schema, headers) for status, (schema, headers) in answers.items()}
        responses |= _failures(failures)
        found: Node = {
            "operationId": f"{verb}_{self._name}",
            "summary": words,
            "tags": [self._name],
            "responses": responses,
        }
        return {**found, "requestBody": _body(body)} if body else found


def _account() -> Node:
    schema = closed({"tenant": _TEXT, "title": _TEXT})
    response: Node = {
        "description": "The account.",
        "headers": _DATE,
        "content": {"application/json": {"schema": schema}},
    }
    responses = {"200": response, **_failures(())}
    return {"operationId": "account", "summary": "Who we are", "tags": ["account"], "responses": responses}


def _heartbeat() -> Node:
    answer = closed({"taken": {"const": True}})
    content: Node = {"application/json": {"schema": answer}}
    responses = {"200": {"description": "Taken.", "headers": _DATE, "content": content}, **_failures((413, 415, 422))}
    words = "A client lives: how its flows stand, and when the last proof was. 426: it is too old and must be updated."
    return {
        "operationId": "heartbeat",
        "summary": words,
        "tags": ["account"],
        "requestBody": _body("heartbeat"),
        "responses": responses,
    }


def _token() -> Node:
    form = closed({"grant_type": {"const": "client_credentials"}, "client_id": _text(200), "client_secret": _text(200)})
    answer = closed({"access_token": _TEXT, "token_type": {"const": "Bearer"}, "expires_in": {"type": "integer"}})
    refusal = closed({"error": _TEXT, "error_description": _TEXT})
    content: Node = {"application/json": {"schema": refusal}}
    responses = {
        "200": {"description": "A token.", "headers": _DATE, "content": {"application/json": {"schema": answer}}},
        "400": {"description": "Not a token request (RFC 6749, section 5.2).", "content": content},
        "401": {"description": "Client id or client secret is wrong.", "content": content},
        **_failures((413,), always=()),
    }
    return {
        "operationId": "token",
        "summary": "Sign in with client credentials (RFC 6749, section 4.4)",
        "tags": ["account"],
        "security": [],
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}},
        "responses": responses,
    }


def _problem() -> Node:
    error = closed({"pointer": _TEXT, "detail": _TEXT, "code": _TEXT})
    fields = {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "code": {**_TEXT, "enum": sorted(TITLES)},
        "errors": {"type": "array", "items": error},
        "id": {**_TEXT, "description": "Of the document that exists already."},
    }
    return {
        **closed(fields, optional=("errors", "id")),
        "description": "RFC 9457, with a code and the places at fault.",
    }


def _failures(statuses: Iterable[int], always: Iterable[int] = _ALWAYS) -> Node:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted({*always, *statuses})}


def _failure(status: int) -> Node:
    headers = {**_DATE, **_RETRY_AFTER} if status in {429, 503} else _DATE
    content = {"application/problem+json": {"schema": _ref("problem")}}
    return {"description": _STATUS[status], "headers": headers, "content": content}


def _answer(schema: str, headers: Node) -> Node:
    return {
        "description": "Done.",
        "headers": {**_DATE, **headers},
        "content": {"application/json": {"schema": _ref(schema)}},
    }


def _moved(node: object, resource: str) -> Node:
    """The schema with its ``#/$defs/x`` as ``#/components/schemas/resource_x``."""
    found: Node = json.loads(json.dumps(node).replace('"#/$defs/', f'"#/components/schemas/{resource}_'))
    return found


def _or_null(field: object) -> Node:
    return {"anyOf": [field, {"type": "null"}]}


def _text(most: int) -> Node:
    return {**_TEXT, "minLength": 1, "maxLength": most}


def _format(name: str) -> Node:
    return {**_TEXT, "format": name}


def _ref(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def _body(schema: str) -> Node:
    return {"required": True, "content": {"application/json": {"schema": _ref(schema)}}}


def _parameter(name: str, place: str, schema: Node, words: str, *, required: bool = False) -> Node:
    return {"name": name, "in": place, "required": required or place == "path", "schema": schema, "description": words}


def _mapping(node: Mapping[str, object], name: str) -> Node:
    found = node.get(name, {})
    if not isinstance(found, dict):
        raise TypeError(f"'{name}' is no object")
    return found


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []


def spelled(profile: Mapping[str, object], schemas: Mapping[str, Mapping[str, object]]) -> str:
    """The text of the file."""
    compiled = {name: Schema(name, schema) for name, schema in schemas.items()}
    return json.dumps(describe(profile, compiled), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Writes ``openapi.json`` beside the profile."""
    loaded = load(None)
    Path(loaded.folder, "openapi.json").write_text(
        spelled(loaded.profile, loaded.schemas), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
