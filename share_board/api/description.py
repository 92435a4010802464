"""The interface as it describes itself: OpenAPI made from the doors. The only quarantine for untyped Flask-Smorest."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from flask import Flask, Response, current_app, request
from flask_smorest import Api, Blueprint
from marshmallow import Schema

from share_board import programmes
from share_board.api.answers import Problem
from share_board.extensions import settings
from share_board.i18n import lazy_gettext as _l

View = TypeVar("View", bound=Callable[..., Any])
EXTENSION: Final = "share_board.api"
NAME: Final = "v1"
v1 = Blueprint(NAME, __name__, url_prefix=programmes.ROOT.rstrip("/"))
ID: Final = {"type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{16}$"}


class Described(Api):  # type: ignore[misc]
    """Describes the doors; how refusals are answered is decided in `web`, for pages and programmes alike."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        """The descriptions of refusals that the doors name by the word of their status."""
        content = {"content": {programmes.PROBLEM: {"schema": Problem}}}
        said = {
            "BAD_REQUEST": _l("The address has bytes that are no text"),
            "NOT_FOUND": _l("It is not there, or visitors may not see it"),
            "UNPROCESSABLE_ENTITY": _l("A part of the address cannot be read; `errors` says which"),
            "SERVICE_UNAVAILABLE": _l("The board is busy; try again in some seconds"),
        }
        for name, says in said.items():
            self.spec.components.response(name, {"description": says, **content}, lazy=True)


def door(
    rule: str,
    answer: type[Schema],
    asked: type[Schema] | None = None,
    *,
    summary: Any,
    says: Any,
    can_be_missing: bool = False,
) -> Callable[[View], View]:
    """A view that answers GET with what `answer` tells, described to programmes and to people."""

    def opened(view: View) -> View:
        made: Any = v1.response(200, answer, description=_l("The answer"))(view)
        made = v1.alt_response(304, description=_l("Nothing has changed since the ETag that was sent"))(made)
        for status, name in {400: "BAD_REQUEST", 503: "SERVICE_UNAVAILABLE"}.items():
            made = v1.alt_response(status, name)(made)
        if can_be_missing:
            made = v1.alt_response(404, "NOT_FOUND")(made)
        if asked is not None:
            made = v1.arguments(asked, location="query")(made)
        made = v1.doc(summary=summary, description=says, operationId=view.__name__)(made)
        one = {"name": "public_id", "in": "path", "required": True, "schema": ID, "description": _l("Its id")}
        v1.add_url_rule(rule, view_func=made, parameters=[one] if "<" in rule else None, tags=[])
        return view

    return opened


def bind(app: Flask) -> None:
    """Describe the doors of `app`, once they hang in it."""
    described = Described(
        spec_kwargs={
            "title": _l("Share Board for programmes"),
            "version": "1",
            "openapi_version": "3.1.0",
            "info": {
                "description": _l("The public board and what is free on it, as everybody sees it. For reading only.")
            },
        }
    )
    described.init_app(app)
    app.extensions["flask-smorest"]["blp_name_to_api"][f"api.{NAME}"] = described
    v1.register_views_in_doc(described, app, described.spec, name=f"api.{NAME}", parameters=None)
    app.extensions[EXTENSION] = described


def openapi() -> Mapping[str, Any]:
    """The description as it is sent, in the words of the board."""
    described: Described = current_app.extensions[EXTENSION]
    written: dict[str, Any] = json.loads(json.dumps(described.spec.to_dict(), default=str))
    return {**written, "servers": [{"url": settings().base_url.rstrip("/")}]}


@v1.after_request  # type: ignore[untyped-decorator]
def _conditional(answer: Response) -> Response:
    """Whoever has the same answer already is told so in a few bytes."""
    if answer.status_code == 200:  # noqa: PLR2004 - OK
        answer.add_etag()
        answer.make_conditional(request)
    return answer
