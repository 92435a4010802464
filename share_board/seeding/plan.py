"""What the seeded board holds: arithmetic that gives the same answer at every run. No database, no clock.

It is the data set by which other boards were measured: one booking of a thing on a day at most, so that nothing
overlaps; every fourth area is decided by the secretariat, and there every fifth booking still waits.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from share_board import clock
from share_board.calendar.slots import Slot
from share_board.database import PUBLIC_ID_BYTES, spell_public_id

PER_AREA: Final = 25
PER_RESOURCE: Final = 20
AREAS_PER_DISTRICT: Final = 20
AREAS_PER_CORPORATION: Final = 5
GROUPS: Final = 40
APPROVED_AREA: Final = 4  # every so many areas the secretariat decides
PENDING: Final = 5  # and there every so many bookings wait
CAPACITIES: Final = (4, 6, 8, 10, 12, 16, 20, 30, 50, 100)
KINDS: Final = ("研修室", "実験室", "スタジオ", "ホール", "事務室")
DAYS_APART: Final = 18
MINUTES: Final = (60, 90, 120)
FIRST_HOUR, HALF_HOURS = 8, 18
ASKED_WITHIN: Final = timedelta(days=45)


class Thing(NamedTuple):
    """One resource; ids are the numbers in the plan."""

    id: int
    area: int
    title: str
    about: str
    capacity: int


class Booking(NamedTuple):
    """One request of one line. `id` is also its number in the 年度."""

    id: int
    thing: int
    area: int
    slot: Slot
    group: int
    asked_at: datetime
    is_pending: bool


@dataclass(frozen=True)
class Plan:
    """So many things, booked through `year`; another `seed` makes another board of the same shape."""

    things: int
    seed: int = 0
    year: int = 2027

    @property
    def areas(self) -> int:
        return -(-self.things // PER_AREA)

    @property
    def districts(self) -> int:
        return -(-self.areas // AREAS_PER_DISTRICT)

    @property
    def corporations(self) -> int:
        return -(-self.areas // AREAS_PER_CORPORATION)

    @property
    def bookings(self) -> int:
        return self.things * PER_RESOURCE

    @property
    def opened_at(self) -> datetime:
        """When the board began: in the autumn before the year, so that everything lies in one 年度."""
        return datetime(self.year - 1, 10, 1, 9, tzinfo=clock.TOKYO).astimezone(UTC)

    def chance(self, *parts: object) -> int:
        """A number that looks thrown and is always the same."""
        return zlib.crc32(":".join(map(str, (*([self.seed] if self.seed else []), *parts))).encode())

    def public_id(self, noun: str, id_: int) -> str:
        """What stands in the address of a noun."""
        digest = hashlib.blake2b(f"{self.seed}:{noun}:{id_}".encode(), digest_size=PUBLIC_ID_BYTES)
        return spell_public_id(digest.digest())

    def is_decided_by_secretariat(self, area: int) -> bool:
        return area % APPROVED_AREA == 0

    def all_things(self) -> Iterator[Thing]:
        for id_ in range(1, self.things + 1):
            kind = KINDS[self.chance("kind", id_) % len(KINDS)]
            yield Thing(
                id_,
                area=_area(id_),
                title=f"{kind} {id_:05d}",
                about=f"{kind}。プロジェクターがあります。",
                capacity=CAPACITIES[self.chance("cap", id_) % len(CAPACITIES)],
            )

    def all_bookings(self) -> Iterator[Booking]:
        new_year = datetime(self.year, 1, 1, FIRST_HOUR, tzinfo=clock.TOKYO).astimezone(UTC)
        opened_at, apart = self.opened_at, ASKED_WITHIN / self.bookings
        id_ = 0
        for thing in range(1, self.things + 1):
            area = _area(thing)
            waits = self.is_decided_by_secretariat(area)
            for number in range(PER_RESOURCE):
                thrown = self.chance("b", thing, number)
                start = new_year + timedelta(
                    days=number * DAYS_APART + thrown % DAYS_APART, minutes=30 * ((thrown >> 8) % HALF_HOURS)
                )
                id_ += 1
                yield Booking(
                    id_,
                    thing,
                    area,
                    Slot(start, start + timedelta(minutes=MINUTES[(thrown >> 16) % len(MINUTES)])),
                    group=1 + (thrown >> 20) % GROUPS,
                    asked_at=opened_at + apart * id_,
                    is_pending=waits and number % PENDING == 0,
                )


def _area(thing: int) -> int:
    return (thing - 1) // PER_AREA + 1
