"""A further resource is a schema and an entry in the profile, no code: shipments."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from desktop_sync.acme.profile import Profile
from desktop_sync.resources import resources
from tests.sandbox_process import start_sandbox

_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Shipment",
    "type": "object",
    "additionalProperties": False,
    "required": ["consignment", "parcels"],
    "properties": {
        "consignment": {"type": "string", "minLength": 1},
        "state": {"enum": ["packed", "sent"]},
        "parcels": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/parcel"}},
    },
    "$defs": {"parcel": {"type": "object", "required": ["weight"], "properties": {"weight": {"type": "string"}}}},
}
_ENTRY = {
    "schema_file": "shipments.schema.json",
    "collection": "/v1/shipments",
    "one": "/v1/shipments/{id}",
    "lookup": "/v1/shipments/find",
    "batch": "/v1/shipments/many",
    "key_field": "consignment",
}


def test_a_test_adds_shipments(tmp_path: Path) -> None:
    acme_folder = resources() / "acme"
    for schema in acme_folder.glob("*.schema.json"):
        (tmp_path / schema.name).write_bytes(schema.read_bytes())
    (tmp_path / "shipments.schema.json").write_text(json.dumps(_SCHEMA), encoding="utf-8")
    profile = json.loads((acme_folder / "profile.json").read_text(encoding="utf-8"))
    profile["resources"]["shipments"] = _ENTRY
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile), encoding="utf-8")

    with start_sandbox(profile=path) as acme:
        assert "shipments" in Profile.model_validate(acme.profile()).resources
        assert acme.schema("shipments") == _SCHEMA
        with httpx.Client(base_url=acme.url, headers={"X-Api-Key": acme.api_key}, trust_env=False) as client:
            shipment = {"consignment": "C-1", "parcels": [{"weight": "1.5"}]}
            made = client.post("/v1/shipments", json=shipment)
            assert (made.status_code, made.headers["etag"]) == (201, '"1"')
            assert client.post("/v1/shipments", json=shipment).json()["code"] == "duplicate_reference"
            wrong = client.post("/v1/shipments", json={"consignment": "C-2", "parcels": []})
            assert wrong.json()["errors"][0]["pointer"] == "/parcels"
            one = f"/v1/shipments/{made.json()['id']}"
            assert client.put(one, json={"state": "sent"}, headers={"If-Match": '"1"'}).json()["version"] == "2"
            found = client.post("/v1/shipments/find", json={"references": ["C-1", "C-9"]}).json()["items"]
            assert [(document["consignment"], document["state"]) for document in found] == [("C-1", "sent")]
            assert len(client.get("/v1/shipments", params={"consignment": "C-1", "state": "sent"}).json()["items"]) == 1
            entry = {"key": "k", "method": "POST", "path": "/v1/shipments", "body": {**shipment, "consignment": "C-3"}}
            assert client.post("/v1/shipments/many", json={"requests": [entry]}).json()["results"][0]["status"] == 201
            assert "/v1/shipments/many" in client.get("/openapi.json").json()["paths"]
            assert "C-3" in client.get("/", params={"resource": "shipments"}).text
        acme.person("edit", "shipments", "C-1", {"state": "packed"})
        log = [(write["action"], write["by"], write["reference"]) for write in acme.writes("shipments")]
    assert log == [
        ("create", "api", "C-1"),
        ("update", "api", "C-1"),
        ("create", "api", "C-3"),
        ("update", "person", "C-1"),
    ]
