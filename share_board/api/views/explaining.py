"""The description of the doors: as data for programmes, and as a page for people."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from share_board.api.description import openapi, v1
from share_board.api.told import whole
from share_board.api.views.common import bp


@dataclass(frozen=True)
class Named:
    """A part of an address, or of an answer, and what it means."""

    name: str
    says: str
    choices: tuple[str, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True)
class Explained:
    """One door."""

    path: str
    summary: str
    says: str
    asks: tuple[Named, ...]
    tells: tuple[Named, ...]


def description() -> Response:
    """OpenAPI 3.1."""
    return Response(json.dumps(openapi(), ensure_ascii=False), mimetype="application/json")


Blueprint.add_url_rule(v1, "/openapi.json", "openapi", description)  # as a plain door: it does not describe itself


@bp.get("/api/")
def explain() -> ResponseReturnValue:
    """How to read the board from a programme, made from the description."""
    return render_template(
        "api/explain.html",
        doors=list(_doors(openapi())),
        address=whole(url_for("api.v1.resources", q="テント")),
        days=whole(url_for("api.v1.availability", date="2026-12-05", kind="room", people=30)),
    )


def _doors(described: Mapping[str, Any]) -> Iterator[Explained]:
    for path, methods in described["paths"].items():
        door = methods["get"]
        asks = [*methods.get("parameters", ()), *door.get("parameters", ())]
        yield Explained(
            path,
            door["summary"],
            door["description"],
            tuple(_named(each["name"], each, each["schema"], each.get("required", False)) for each in asks),
            tuple(_told(described, door["responses"]["200"]["content"]["application/json"]["schema"])),
        )


def _told(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Named]:
    """What an answer has, and what each thing in its list has."""
    for name, part in _schema(described, schema)["properties"].items():
        yield _named(name, part, part)
        if name == "items":
            for inner, said in _schema(described, part["items"])["properties"].items():
                yield _named(f"items[].{inner}", said, said)


def _schema(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself, where only its name is said."""
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = described["components"]["schemas"][name] if name else schema
    return found


def _named(name: str, said: Mapping[str, Any], schema: Mapping[str, Any], is_needed: Any = False) -> Named:  # noqa: FBT002
    return Named(name, said.get("description", ""), tuple(schema.get("enum", ())), bool(is_needed))


bp.register_blueprint(v1)
