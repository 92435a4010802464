"""What is different where programmes read instead of people: nobody is known, anybody may read, refusals are data."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

ROOT: Final = "/api/v1/"
PROBLEM: Final = "application/problem+json"
HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-cache",
}
FLASHES: Final = "_flashes"  # as Flask names them in its session
MOST_SAID: Final = 60  # sentences that wait to be said: more than one for each line of a page
MOST_BYTES: Final = 3800  # of a cookie, name and all that goes with it aside: browsers take 4096
ABOUT_METHODS: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def asks() -> bool:
    """Whether a programme asks, at a door that answers everybody alike: no cookie is read there, and none is set."""
    return request.path.startswith(ROOT)


class CookiesOfPages(SecureCookieSessionInterface):
    """Flask's cookie, for pages only. A browser throws a whole cookie away that is too large for it."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return None if request.path.startswith(ROOT) else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """What is to be said on the next page waits here; of whoever looks at none, the last of it."""
        if FLASHES in session and session.modified:
            session[FLASHES] = session[FLASHES][-MOST_SAID:]
            while len(session[FLASHES]) > 1 and self._weighs(app, session) > MOST_BYTES:
                session[FLASHES] = session[FLASHES][1:]
        super().save_session(app, session, response)

    def _weighs(self, app: Flask, session: SessionMixin) -> int:
        signer = self.get_signing_serializer(app)
        return len(signer.dumps(dict(session))) if signer else 0


def problem(status: int, *, title: str, detail: str, wrong: Mapping[str, str] | None = None) -> Response:
    """A refusal as RFC 9457 writes it. `wrong` says of each part of the address that cannot be read how to write it."""
    told: dict[str, Any] = {"type": "about:blank", "title": title, "status": int(status), "detail": detail}
    if wrong:
        told["errors"] = [{"parameter": name, "detail": how} for name, how in wrong.items()]
    return Response(json.dumps(told, ensure_ascii=False), HTTPStatus(status), content_type=PROBLEM)


def unreadable(error: Any) -> dict[str, str]:
    """Each part of the address that could not be read, and what is wrong with it."""
    told = getattr(error, "data", None) or {}
    known = told["schema"].fields if "schema" in told else {}
    faults = {name: said for at_place in told.get("messages", {}).values() for name, said in at_place.items()}
    return {
        name: " ".join(said) if isinstance(said, list) else str(said) for name, said in faults.items() if name in known
    }


def open_to_all(response: Response) -> None:
    """Any page of any site may read this answer; it never depends on who asks."""
    response.headers.update(HEADERS)
    if request.method == "OPTIONS":
        response.headers.update(ABOUT_METHODS)
