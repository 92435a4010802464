"""What the doors for programmes share."""

from typing import Any

from flask import Blueprint, request, url_for

from share_board.api.told import whole

bp = Blueprint("api", __name__)


def next_url(query: dict[str, Any], cursor: str | None) -> str | None:
    """The address of the next part of the same list."""
    if cursor is None:
        return None
    return whole(url_for(request.endpoint or "", **query, cursor=cursor))
