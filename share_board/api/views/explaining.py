"""The description of the doors: as data for programmes, and as a page for people."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from share_board.api.description import openapi, v1
from share_board.api.told import whole
from share_board.api.views.common import bp
from share_board.web import viewer

A_MONTH: Final = timedelta(days=28)


@dataclass(frozen=True)
class Named:
    """A part of an address, or of an answer, and what it means."""

    name: str
    says: str
    choices: tuple[str, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True)
class Explained:
    """One door. `known` are the names in its address that mean what they meant at a door before."""

    path: str
    summary: str
    says: str
    asks: tuple[Named, ...]
    known: tuple[str, ...]
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
        tents=whole(url_for(".v1.resources", q="テント")),
        rooms=whole(url_for(".v1.availability", date=viewer().today + A_MONTH, kind="room", people=30)),
        described=whole(url_for(".v1.openapi")),
    )


def _doors(described: Mapping[str, Any]) -> Iterator[Explained]:
    explained: set[Named] = set()
    for path, methods in described["paths"].items():
        door = methods["get"]
        said = [*methods.get("parameters", ()), *door.get("parameters", ())]
        asks = [_named(each["name"], each, each["schema"], is_needed=each.get("required", False)) for each in said]
        yield Explained(
            path,
            door["summary"],
            door["description"],
            asks=tuple(each for each in asks if each not in explained),
            known=tuple(each.name for each in asks if each in explained),
            tells=tuple(_told(described, door["responses"]["200"]["content"]["application/json"]["schema"])),
        )
        explained.update(asks)


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


def _named(name: str, said: Mapping[str, Any], schema: Mapping[str, Any], *, is_needed: bool = False) -> Named:
    return Named(name, said.get("description", ""), tuple(schema.get("enum", ())), is_needed)


bp.register_blueprint(v1)
