"""What the doors for programmes share."""

from flask import Blueprint, current_app, request, url_for

from share_board.api.told import whole
from share_board.settings import Settings

bp = Blueprint("api", __name__)


def secret_key() -> str:
    settings: Settings = current_app.extensions["share_board.settings"]
    return settings.secret_key


def next_url(query: dict[str, str], cursor: str | None) -> str | None:
    """The address of the next part of the same list."""
    if cursor is None:
        return None
    return whole(url_for(request.endpoint or "", **query, cursor=cursor))
