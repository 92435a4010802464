"""Questions about requests. Each list is asked for in a fixed number of statements, however long it is."""

from share_board.requests.queries.callers import by_phone, group_named, group_of_phone, things
from share_board.requests.queries.found import (
    WITH_LINES,
    answer_link,
    at_facilities,
    basket,
    basket_count,
    by_number_and_phone,
    followed,
    history,
    lines_with,
    numbered,
    of_asker,
    submitted_with,
    visible,
)
from share_board.requests.queries.rivals import clashes, free_wishes, held_line_ids
from share_board.requests.queries.waiting import (
    WAITING,
    Waiting,
    ending,
    lapsed,
    late_facilities,
    overdue,
    queue,
    queue_counts,
    to_call,
)

__all__ = [
    "WAITING", "WITH_LINES", "Waiting", "answer_link", "at_facilities", "basket", "basket_count",
    "by_number_and_phone", "by_phone", "clashes", "ending", "followed", "free_wishes", "group_named",
    "group_of_phone", "held_line_ids", "history", "lapsed", "late_facilities", "lines_with", "numbered", "of_asker",
    "overdue", "queue", "queue_counts", "submitted_with", "things", "to_call", "visible",
]  # fmt: skip
