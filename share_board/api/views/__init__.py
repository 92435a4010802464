"""The doors for programmes, and the page that explains them to people."""

from share_board.api.views import explaining, finding, places
from share_board.api.views.common import bp

__all__ = ["bp", "explaining", "finding", "places"]
