"""What the statuses of a line have in common, and what they mean in the calendar."""

from collections.abc import Mapping
from typing import Final, Literal

from share_board.calendar.models import Firmness
from share_board.requests.models import Status

UNDECIDED: Final = frozenset({Status.RECEIVED, Status.ASKED, Status.CONSENTED})
PENDING: Final = UNDECIDED | {Status.SENT_BACK}
IN_LINE: Final = frozenset({Status.WAITING})
AWAITS_ANSWER: Final = frozenset({Status.OFFERED})
RUNNING: Final = frozenset({Status.APPROVED, Status.IN_USE, Status.RETURNED})
KNOWN_TO_FACILITY: Final = frozenset({Status.ASKED, Status.CONSENTED}) | RUNNING
COUNTED: Final = PENDING | IN_LINE | AWAITS_ANSWER | RUNNING | {Status.DONE}  # what a quota counts
GIVEN_BACK: Final = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED, Status.LAPSED})
ENDED: Final = GIVEN_BACK | {Status.DONE}
MAY_BE_OFFERED: Final = PENDING | IN_LINE | {Status.DECLINED, Status.CANCELLED, Status.LAPSED}

AS_IT_WAS: Final = "as it was"

# What a status means in the calendar; a status that is not named frees the time.
FIRMNESS: Final[Mapping[Status, Firmness | Literal["as it was"]]] = {
    Status.RECEIVED: Firmness.HELD,
    Status.SENT_BACK: AS_IT_WAS,
    Status.OFFERED: AS_IT_WAS,  # what is proposed is kept, which may be another thing
    Status.ASKED: Firmness.HELD,
    Status.CONSENTED: Firmness.HELD,
    Status.APPROVED: Firmness.FIRM,
    Status.IN_USE: Firmness.FIRM,
}

# Where a line waits for whom; used where lines are listed, and to say whose turn it is before a hold ends.
AT_SECRETARIAT: Final = frozenset({Status.RECEIVED})
AT_FACILITY: Final = frozenset({Status.ASKED})
TO_DECIDE: Final = frozenset({Status.CONSENTED})
AT_ASKER: Final = frozenset({Status.SENT_BACK})
TO_REACH: Final = AT_SECRETARIAT | IN_LINE  # nothing goes on with these before their people have been reached
