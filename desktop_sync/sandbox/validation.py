"""Whether a document satisfies its resource's JSON Schema, and where it does not, in words.

It must not know what happens to the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import jsonschema_rs

from desktop_sync.sandbox.messages import Refused, problem

_MOST_ERRORS = 20


class Schema:
    """One resource's schema, compiled. ``name``: the resource. Raises ValueError when it is no JSON Schema."""

    def __init__(self, name: str, schema: Mapping[str, object]) -> None:
        self.name = name
        self.schema = schema
        try:
            self._validator = jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
            raise ValueError(f"The schema of '{name}' is not a JSON Schema: {error}") from error

    def properties(self) -> Mapping[str, Mapping[str, object]]:
        """The top-level fields."""
        found = self.schema.get("properties")
        return found if isinstance(found, Mapping) else {}

    def check(self, body: Mapping[str, object]) -> None:
        """Raises Refused with a pointer to every fault (20 at most)."""
        if self._validator.is_valid(body):
            return
        errors = []
        for error in self._validator.iter_errors(body):
            detail = self._words(error)
            errors.append({"pointer": _pointer(error), "detail": detail, "code": error.kind.name})
            if len(errors) == _MOST_ERRORS:
                break
        more = "" if len(errors) == 1 else f" There are {len(errors)} faults."
        first = errors[0]
        raise Refused(
            problem(422, "validation", f"{first['pointer'] or 'The document'}: {first['detail']}.{more}", errors=errors)
        )

    def _words(self, error: jsonschema_rs.ValidationError) -> str:
        """What is expected. A pattern says nothing to people: the schema's description and example do."""
        if error.kind.name not in {"pattern", "format"}:
            return error.message.rstrip(".")
        node = _walk(self.schema, error.schema_path[:-1])
        examples = node.get("examples")
        example = f" For example: {examples[0]}." if isinstance(examples, list) and examples else ""
        words = str(node.get("description", f"a {node.get('format', 'text')}"))
        return f"'{_short(error.instance)}' does not fit. Expected: {words}{example}".rstrip(".")


def _pointer(error: jsonschema_rs.ValidationError) -> str:
    path = [str(part) for part in error.instance_path]
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required):
        path.append(str(error.kind.property))
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)


def _walk(schema: Mapping[str, object], path: Sequence[str | int]) -> Mapping[str, object]:
    node: object = schema
    for step in path:
        if isinstance(node, Mapping):
            node = node.get(str(step))
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
    return node if isinstance(node, Mapping) else {}


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004
