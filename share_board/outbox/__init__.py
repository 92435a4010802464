"""Letters: a mail is a row first, written in the transaction of its cause, and sent later by the worker."""

from share_board.outbox.actions import NotGivenUp, NothingToSend, Recipient, post, send_again
from share_board.outbox.causes import Gone
from share_board.outbox.letterhead import reads_letterhead
from share_board.outbox.message import linked
from share_board.outbox.models import Letter, LetterState
from share_board.outbox.queries import by_message_id, given_up, recent

__all__ = [
    "Gone", "Letter", "LetterState", "NotGivenUp", "NothingToSend", "Recipient", "by_message_id", "given_up", "linked",
    "post", "reads_letterhead", "recent", "send_again",
]  # fmt: skip
