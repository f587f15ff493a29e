"""The specification as the fuzz reads it: as it is served, but strict about what answers may hold."""

import copy

import schemathesis

METHODS = ("get", "put", "post", "patch", "delete")


def load(document):
    """Operations by their ids, from the document that the server gives."""
    schema = schemathesis.openapi.from_dict(strict(document))
    operations = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        operations[operation.definition.raw["operationId"]] = operation
    return operations


def strict(document):
    """A copy in which an object has no members but those that are described.

    Clients must bear new members, so the specification leaves objects open. We must not send any that it
    doesn't describe.
    """
    document = copy.deepcopy(document)
    bases = set()
    _find_bases(document, bases)
    for name, schema in document["components"]["schemas"].items():
        _close(schema, name in bases, bases)
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in METHODS:
                for response in operation["responses"].values():
                    _close_contents(response, bases)
    for response in document["components"]["responses"].values():
        _close_contents(response, bases)
    return document


def _find_bases(node, bases):
    """Names of schemas that others extend: these must stay open themselves."""
    if isinstance(node, dict):
        extended = node.get("allOf", [])
        if "$ref" in node and "properties" in node:
            extended = [node]
        for part in extended:
            if "$ref" in part:
                bases.add(part["$ref"].rsplit("/", 1)[-1])
        for value in node.values():
            _find_bases(value, bases)
    elif isinstance(node, list):
        for value in node:
            _find_bases(value, bases)


def _close_contents(response, bases):
    for content in response.get("content", {}).values():
        _close(content.get("schema", {}), False, bases)


def _close(schema, is_base, bases):
    if not isinstance(schema, dict):
        return
    describes = "properties" in schema or "allOf" in schema
    if describes and "$ref" not in schema and "additionalProperties" not in schema and not is_base:
        schema["unevaluatedProperties"] = False
    if schema.get("$ref", "").rsplit("/", 1)[-1] in bases:
        schema["unevaluatedProperties"] = False
    for value in schema.get("properties", {}).values():
        _close(value, False, bases)
    for key in ("items", "additionalProperties"):
        _close(schema.get(key), False, bases)
    for key in ("oneOf", "anyOf"):
        for value in schema.get(key, []):
            _close(value, False, bases)
