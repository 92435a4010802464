"""The doors of the board: the first page and the search; one resource, one facility, one picture."""

from share_board.board.views import finding, showing
from share_board.board.views.common import bp

__all__ = ["bp", "finding", "showing"]
