"""What the doors of the board share."""

from flask import Blueprint, request

from share_board.members import paging

bp = Blueprint("board", __name__)


def page_number() -> int:
    """The page that was asked for."""
    return paging.number_in(request.args.get("page", ""))
