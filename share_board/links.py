"""Links that open one thing for whoever holds them.

A link is made from the row's public id and the board's secret key, so a copy of the database opens nothing. Each
purpose has its own salt: a link made to follow a request never answers for a facility.
"""

from enum import StrEnum

from itsdangerous import BadSignature, Signer


class Purpose(StrEnum):
    """What a link is for."""

    ANSWER = "answer"
    FOLLOW = "follow"
    INVITATION = "invitation"
    PROPOSAL = "proposal"


def sign(purpose: Purpose, public_id: str, *, secret_key: str) -> str:
    """The token of a link: `public_id`, a dot, a signature."""
    return Signer(secret_key, salt=f"share-board.{purpose}").sign(public_id).decode()


def verify(purpose: Purpose, token: str, *, secret_key: str) -> str | None:
    """The public id inside `token`, or None if it was not made by this board for this purpose."""
    try:
        return Signer(secret_key, salt=f"share-board.{purpose}").unsign(token).decode()
    except (BadSignature, UnicodeError):
        return None
