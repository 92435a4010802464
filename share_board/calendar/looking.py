"""What can be known of one resource's time once its rules and its bookings lie on the table: for looking at many.

It says what `queries.free` and `opening.fits` say; it promises nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from share_board import clock
from share_board.calendar import opening
from share_board.calendar.availability import Booked, DayState, Stock, day_state
from share_board.calendar.books import Portion, Use
from share_board.calendar.opening import Open, TimeRules
from share_board.calendar.slots import Slot, free_units, levels
from share_board.resources.models import Kind


@dataclass(frozen=True)
class Calendar:
    """One resource: its rules, how many there are, and what is taken near the days that are looked at.

    `opened` keeps what was found out about days; resources with the same hours may share it. `quiet` keeps, by day and
    units, how days look of which nothing is taken; resources with the same rules may share that. `portions` are what is
    taken of it and of its parts, for whoever compares it with others.
    """

    kind: Kind
    rules: TimeRules
    stock: Stock
    booked: Sequence[Booked]
    opened: dict[date, list[Open]] = field(default_factory=dict, compare=False)
    quiet: dict[tuple[date, int], DayState] = field(default_factory=dict, compare=False)
    portions: Sequence[Portion] = ()

    def open_on(self, day: date) -> list[Open]:
        """`opening.open_on`, found out once for each day."""
        if day not in self.opened:
            self.opened[day] = opening.open_on(self.rules, day)
        return self.opened[day]

    def state(self, day: date, *, at: datetime) -> DayState:
        """How the day looks to anybody at the moment `at`, which is the same for all that share `quiet`."""
        whole = opening.whole_day(day)
        booked = [each for each in self.booked if self.stock.keeps_busy(each).overlaps(whole)]
        if booked or self.stock.parts:
            return day_state(self.rules, self.stock, booked, day, at=at, opened=self.open_on(day))
        key = day, self.stock.units
        if key not in self.quiet:
            self.quiet[key] = day_state(self.rules, self.stock, (), day, at=at, opened=self.open_on(day))
        return self.quiet[key]

    def use(self, slot: Slot, units: int) -> Use:
        """What `books.clash` is asked about."""
        return Use(self.portions, slot.widened(self.stock.before, self.stock.after), units)

    def free(self, slot: Slot) -> int:
        """Units free all through `slot` and the buffers around it; never below 0."""
        if not self.booked and not self.stock.parts:
            return self.stock.units
        whole = slot.widened(self.stock.before, self.stock.after)
        return max(0, free_units(self.stock.units, whole, self.stock.taken(self.booked, whole)))

    def stretches(self, within: Slot, units: int) -> list[Slot]:
        """Where in `within` at least `units` are free, earliest first; buffers are counted to the bookings."""
        found: list[Slot] = []
        taken = self.stock.taken(self.booked, within, is_widened=True)
        for piece, free in levels(self.stock.units, within, taken):
            if free < units:
                continue
            if found and found[-1].end == piece.start:
                found[-1] = Slot(found[-1].start, piece.end)
            else:
                found.append(piece)
        return found

    def around(self, wish: Slot, *, at: datetime) -> Slot | None:
        """The stretch that is asked for so that `wish` lies in it: itself, or the bands around it. None if it is closed
        then, or has begun at the moment `at`.

        A wish says around when, not how long; it means what `is_open_condition` means by one.
        """
        if wish.has_begun(at):
            return None
        if self.rules.is_by_phone:
            return wish
        first, last = clock.day_of(wish.start), opening.last_day_of(wish)
        if self.rules.are_only_ends_open:
            return wish if self.open_on(first) and self.open_on(last) else None
        if first != last:
            return None
        opened = self.open_on(first)
        if any(each.slot.contains(wish) for each in opened if not each.band):
            return wish
        bands = [each.slot for each in opened if each.band]
        starts = [band.start for band in bands if band.start <= wish.start < band.end and not band.has_begun(at)]
        ends = [band.end for band in bands if band.start < wish.end <= band.end]
        return Slot(min(starts), max(ends)) if starts and ends else None
