"""Who asked for what, and what became of it. Whoever opens this room has its keeper answer for lines and serve them."""

from share_board.calendar import line_keeper
from share_board.requests.keeper import Keeper

line_keeper.appoint(Keeper())
