"""Refusals: what the board may answer instead of doing it.

A refusal carries facts; the sentence a person reads is written at the door (`web.explain`). The class decides the
status code, by the contract of the house: 403 who, 404 which, 409 when, 422 what, 429 how often.
"""

from datetime import datetime
from http import HTTPStatus


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The board says no, for a reason it can name."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotPermitted(Refusal):
    """This person may never do this."""

    status = HTTPStatus.FORBIDDEN


class NotThere(Refusal):
    """The thing does not exist, or this viewer may not know that it does."""

    status = HTTPStatus.NOT_FOUND


class NotNow(Refusal):
    """The moment or the state does not allow it: somebody was faster, or something changed meanwhile."""

    status = HTTPStatus.CONFLICT


class Stale(NotNow):
    """What the person saw has been changed by somebody else since."""


class TooOften(Refusal):
    """A limit is reached. `until` is the moment from which another try is allowed."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def permit(allowed: bool) -> None:  # noqa: FBT001 - the argument is a sentence: permit(may_edit(user, thing))
    """Go on if `allowed`; raise NotPermitted otherwise."""
    if not allowed:
        raise NotPermitted
