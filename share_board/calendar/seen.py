"""What somebody saw of rows that have no version of their own: whoever saves says it, and nobody's work is lost."""

from hashlib import blake2b

from share_board.errors import Stale


def mark(rows: object) -> str:
    """A short sign of values as they are said by `repr`."""
    return blake2b(repr(rows).encode(), digest_size=8).hexdigest()


def require(seen: str, now: object) -> None:
    """Raises Stale if somebody else has changed it since; whoever has not said what they saw is not asked."""
    if seen and seen != mark(now):
        raise Stale
