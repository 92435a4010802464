"""The doors of time: what is free, when something can be used, when a house is closed."""

from share_board.calendar.views import closing, feeding, months, opening, own_calendar, parts, refusals
from share_board.calendar.views.common import bp

__all__ = ["bp", "closing", "feeding", "months", "opening", "own_calendar", "parts", "refusals"]
