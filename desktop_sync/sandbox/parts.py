"""Builds the parts of a sandbox and gives each what it needs. It knows everybody and decides nothing."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from desktop_sync.sandbox.api import Api
from desktop_sync.sandbox.character import Character, Options, number, section
from desktop_sync.sandbox.control import Control
from desktop_sync.sandbox.customers import Customers
from desktop_sync.sandbox.documents import Documents
from desktop_sync.sandbox.envelopes import batch
from desktop_sync.sandbox.faults import Faults
from desktop_sync.sandbox.heartbeats import Heartbeats
from desktop_sync.sandbox.keys import Keys
from desktop_sync.sandbox.listing import Listing
from desktop_sync.sandbox.messages import Reply, json_reply
from desktop_sync.sandbox.naming import Naming
from desktop_sync.sandbox.openapi import describe
from desktop_sync.sandbox.page import Page
from desktop_sync.sandbox.rate import Bucket
from desktop_sync.sandbox.routes import Routes
from desktop_sync.sandbox.scripted import Scripted
from desktop_sync.sandbox.sign_in import Credentials, SignIn
from desktop_sync.sandbox.store import Store
from desktop_sync.sandbox.validation import Schema
from desktop_sync.sandbox.writing import Writing


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sandbox itself speaks to. ``files``: what is answered at a path without sign-in."""

    routes: Routes
    sign_in: SignIn
    bucket: Bucket
    faults: Faults
    naming: Naming
    scripted: Scripted
    control: Control
    page: Page
    files: Mapping[str, Callable[[], Reply]]


def assemble(
    profile: Mapping[str, object],
    documents_of: Mapping[str, Mapping[str, object]],
    store: Store,
    character: Character,
    options: Options,
    requests: Counter[tuple[str, str]],
) -> Parts:
    """``profile`` as published; ``documents_of``: JSON Schema by resource. Raises ValueError when they will not do."""
    routes = Routes(profile)
    schemas = {name: Schema(name, documents_of[name]) for name in routes.collections}
    resources = section(profile, "resources")
    key_fields = {name: str(section(resources, name).get("key_field", "external_reference")) for name in schemas}
    random = Random(options.seed)  # noqa: S311 - repeatable faults, no secrets
    keys = _keys(profile, store)
    customers = Customers(options.customers)
    documents = Documents(
        store,
        schemas,
        routes.documents,
        key_fields,
        customers,
        unique=character.unique,
        forget_deleted=options.forget_deleted,
    )
    max_lookup = int(number(profile.get("max_lookup", 100)))
    listing = Listing(store, documents, schemas, key_fields, character.lookup_lag, max_lookup)
    writing = _writing(profile, routes)
    naming = Naming(store, routes, key_fields)
    api = Api(writing, documents, listing, keys, Heartbeats(store), {"tenant": options.tenant, "title": options.title})
    scripted = Scripted(api, writing, documents, keys, naming, random, character.late)
    faults = Faults(random, number(profile["commit_lag"]) - character.lookup_lag)
    header = str(profile.get("api_key_header", "X-Api-Key"))
    return Parts(
        routes,
        SignIn(_credentials(store), header, options.token_lifetime),
        Bucket(options.requests_per_second),
        faults,
        naming,
        scripted,
        Control(store, documents, customers, faults, requests, scripted.waiting),
        Page(
            store,
            documents,
            documents_of,
            options.title,
            options.tenant,
            hears=bool(section(profile, "heartbeat")),
        ),
        _files(profile, schemas),
    )


def _keys(profile: Mapping[str, object], store: Store) -> Keys:
    told = section(profile, "idempotency")
    return Keys(store, number(told["lifetime"]) if told else None)


def _writing(profile: Mapping[str, object], routes: Routes) -> Writing:
    most = int(number(profile.get("max_batch", 100)))
    batches = {
        name: Schema(f"{name} batch", batch(name, collection, routes.documents[name], most))
        for name, collection in routes.collections.items()
    }
    header = str(section(profile, "idempotency").get("header", "Idempotency-Key"))
    return Writing(routes, batches, header, most)


def _credentials(store: Store) -> Credentials:
    """Made up once; those of a database file stay the same."""
    names = ("api_key", "client_id", "client_secret")
    return Credentials(*(store.setting(name, secrets.token_urlsafe(24)) for name in names))


def _files(profile: Mapping[str, object], schemas: Mapping[str, Schema]) -> Mapping[str, Callable[[], Reply]]:
    def told(value: object) -> Callable[[], Reply]:
        return lambda: json_reply(value)

    files = {"/profile": told(profile), "/openapi.json": lambda: json_reply(describe(profile, schemas))}
    for name, schema in schemas.items():
        file = section(section(profile, "resources"), name).get("schema_file", f"{name}.schema.json")
        files[f"/schemas/{file}"] = told(schema.schema)
    return files
