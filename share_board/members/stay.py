"""How long a sign-in lasts, by role. Arithmetic: no clock, no database.

Facilities share their PC and are called away in the middle of a form. Sixty minutes without a click are allowed
because nothing is lost after them: what was typed is kept on the page that asks to sign in again, and drafts are rows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from share_board.members.models import Role


class SignIn(Protocol):
    """When it began, when somebody was last there, when it ends; `AuthSession` has this."""

    @property
    def created_at(self) -> datetime: ...
    @property
    def seen_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Stay:
    """`idle` without a click, `longest` in all."""

    idle: timedelta
    longest: timedelta


HOUR = timedelta(hours=1)
OWN_DEVICE: Final = Stay(timedelta(days=30), timedelta(days=30))
STAYS: Final = {
    Role.GROUP: Stay(HOUR, 12 * HOUR),
    Role.FACILITY: Stay(HOUR, 10 * HOUR),
    Role.CORPORATION: Stay(HOUR, 10 * HOUR),
    Role.COORDINATOR: Stay(HOUR / 2, 10 * HOUR),
    Role.SECRETARIAT: Stay(HOUR / 2, 10 * HOUR),
    Role.ADMINISTRATOR: Stay(HOUR / 2, 10 * HOUR),
    Role.WARD: Stay(HOUR, 10 * HOUR),
}
LONGEST_SHARED: Final = max(stay.longest for stay in STAYS.values())


def is_own_device(signed_in: SignIn) -> bool:
    """Whether it was begun with «only I use this device»: nothing else lasts longer than a day's work."""
    return signed_in.ends_at - signed_in.created_at > LONGEST_SHARED


def stay(role: Role, *, is_own_device: bool) -> Stay:
    """Only officers of groups may stay signed in on their own device: they see nothing but their own things."""
    return OWN_DEVICE if is_own_device and role is Role.GROUP else STAYS[role]


def is_over(signed_in: SignIn, role: Role, at: datetime) -> bool:
    """Whether the sign-in has ended by itself. The role of today counts."""
    limits = stay(role, is_own_device=is_own_device(signed_in))
    return (
        signed_in.ended_at is not None
        or at >= min(signed_in.ends_at, signed_in.created_at + limits.longest)
        or at >= signed_in.seen_at + limits.idle
    )
