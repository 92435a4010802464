"""What the doors of the board share."""

from flask import Blueprint, request

from share_board import text

LONGEST_NUMBER = 12
bp = Blueprint("board", __name__)


def page_number() -> int:
    """The page that was asked for; the first, if that is no number."""
    return max(1, text.whole_number(request.args.get("page", "")[:LONGEST_NUMBER]) or 1)
