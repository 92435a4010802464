"""What is different where programmes read instead of people: nobody is known, anybody may read, refusals are data."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

ROOT: Final = "/api/v1/"
PROBLEM: Final = "application/problem+json"
HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-cache",
}
ABOUT_METHODS: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def asks() -> bool:
    """Whether a programme asks, at a door that answers everybody alike: no cookie is read there, and none is set."""
    return request.path.startswith(ROOT)


class CookiesOfPages(SecureCookieSessionInterface):
    """Flask's cookie, for pages only."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return None if request.path.startswith(ROOT) else super().open_session(app, request)


def problem(status: int, *, title: str, detail: str, wrong: Mapping[str, str] | None = None) -> Response:
    """A refusal as RFC 9457 writes it. `wrong` says of each part of the address that cannot be read how to write it."""
    told: dict[str, Any] = {"type": "about:blank", "title": title, "status": int(status), "detail": detail}
    if wrong:
        told["errors"] = [{"parameter": name, "detail": how} for name, how in wrong.items()]
    return Response(json.dumps(told, ensure_ascii=False), HTTPStatus(status), content_type=PROBLEM)


def unreadable(error: Any) -> dict[str, str]:
    """Each part of the address that could not be read, and how it is to be written, as the description says it."""
    told = getattr(error, "data", None) or {}
    known = told["schema"].fields if "schema" in told else {}
    named = [name for at_place in told.get("messages", {}).values() for name in at_place]
    return {name: str(known[name].metadata["description"]) for name in named if name in known}


def open_to_all(response: Response) -> None:
    """Any page of any site may read this answer; it never depends on who asks."""
    response.headers.update(HEADERS)
    if request.method == "OPTIONS":
        response.headers.update(ABOUT_METHODS)
