"""When: slots, opening rules, closures, and the one table that decides whether something is free.

Whoever opens this room has the hours of a resource copied with it.
"""

from share_board.calendar import copied as copied
