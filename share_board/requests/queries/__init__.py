"""Questions about requests. Each list is asked for in a fixed number of statements, however long it is."""

from share_board.requests.queries.callers import by_phone, group_of_phone, things
from share_board.requests.queries.feeds import (
    Owner,
    closures_in,
    feed_with,
    lines_in,
    live_feeds,
    lost,
    owners,
    told_at,
)
from share_board.requests.queries.found import (
    WITH_LINES,
    answer_link,
    at_facilities,
    basket,
    basket_count,
    by_number_and_phone,
    followed,
    held,
    held_with,
    history,
    newest_changes,
    numbered,
    of_asker,
    submitted_with,
    visible,
    wanted_with,
)
from share_board.requests.queries.proposable import free_then, others_of, proposable
from share_board.requests.queries.rivals import clashes, free_wishes, held_line_ids
from share_board.requests.queries.standing import (
    expired,
    how_many_wait,
    in_line,
    newest_proposals,
    proposal,
    queues,
    waited_for,
    waiting_in,
    waiting_under,
    whether_any_waits,
    wholes_waited_for,
)
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
    to_tell,
)

__all__ = [
    "WAITING", "WITH_LINES", "Owner", "Waiting", "answer_link", "at_facilities", "basket", "basket_count",
    "by_number_and_phone", "by_phone", "clashes", "closures_in", "ending", "expired", "feed_with", "followed",
    "free_then", "free_wishes", "group_of_phone", "held", "held_line_ids", "held_with", "history", "how_many_wait",
    "in_line", "lapsed", "late_facilities", "lines_in", "live_feeds", "lost", "newest_changes", "newest_proposals",
    "numbered",
    "of_asker", "others_of", "overdue", "owners", "proposable", "proposal", "queue", "queue_counts", "queues",
    "submitted_with", "things", "to_call", "to_tell", "told_at", "visible", "waited_for", "waiting_in", "waiting_under",
    "wanted_with", "whether_any_waits", "wholes_waited_for",
]  # fmt: skip
