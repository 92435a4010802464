"""The basket's key: a random word in a cookie, so that a basket outlives an expired session."""

import secrets

from flask import Response, request

from share_board import clock, web
from share_board.extensions import db, settings
from share_board.members.signed_in import counts_basket
from share_board.requests import basket, queries
from share_board.requests.models import ShareRequest

KEPT_SECONDS = basket.KEPT_DAYS * 24 * 3600


def cookie_name() -> str:
    return "__Host-basket" if settings().is_secure else "basket"


def key() -> str:
    """The key this browser holds, or ""."""
    return request.cookies.get(cookie_name(), "")


def current() -> ShareRequest | None:
    """The basket of this browser, if it has one."""
    held = key()
    return db.session.scalars(queries.basket(basket.key_hash(held))).unique().one_or_none() if held else None


@counts_basket
def count() -> int:
    """How many things lie in the basket; shown on every page."""
    held = key()
    return queries.basket_count(db.session, basket.key_hash(held)) if held else 0


def begun() -> tuple[ShareRequest, str]:
    """The basket of this browser, or a new one, and the key to hand to the browser."""
    if (existing := current()) is not None:
        return existing, key()
    made = secrets.token_urlsafe(32)
    return basket.begin(db.session, made, by=web.viewer(), at=clock.now()), made


def keep(response: Response, held: str) -> Response:
    """Let the browser hold the key."""
    response.set_cookie(
        cookie_name(), held, max_age=KEPT_SECONDS, secure=settings().is_secure, httponly=True, samesite="Lax", path="/"
    )
    return response
