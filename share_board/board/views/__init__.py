"""The doors of the board: the first page, the search, what is free when; one resource, one facility, one picture."""

from share_board.board.views import dating, finding, showing, tabling
from share_board.board.views.common import bp

__all__ = ["bp", "dating", "finding", "showing", "tabling"]
