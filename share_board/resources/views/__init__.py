"""The doors of posting. The board itself, where things are found, has a room of its own."""

from share_board.resources.views import photos, posting, refusals, states, words
from share_board.resources.views.common import bp

__all__ = ["bp", "photos", "posting", "refusals", "states", "words"]
