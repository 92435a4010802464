from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share_board.calendar.slots import Slot, free_units, levels

DAY = datetime(2026, 11, 24, tzinfo=UTC)


def slot(start: int, end: int) -> Slot:
    return Slot(DAY + timedelta(minutes=start), DAY + timedelta(minutes=end))


minutes = st.tuples(st.integers(0, 60), st.integers(1, 40)).map(lambda pair: (pair[0], pair[0] + pair[1]))
bookings = st.lists(st.tuples(minutes, st.integers(1, 4)), max_size=12)


def test_what_touches_does_not_overlap() -> None:
    assert not slot(10, 12).overlaps(slot(12, 14))
    assert not slot(12, 14).overlaps(slot(10, 12))
    assert slot(10, 12).overlaps(slot(11, 12))
    assert slot(10, 20).overlaps(slot(12, 14))


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5)])
def test_a_slot_ends_after_it_starts(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="ends after"):
        slot(start, end)


def test_a_slot_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Slot(DAY.replace(tzinfo=None), DAY)


@pytest.mark.parametrize(
    ("stock", "taken", "free"),
    [
        (1, [], 1),
        (1, [(slot(0, 10), 1)], 1),  # ends when the wanted one starts
        (1, [(slot(20, 30), 1)], 1),  # starts when it ends
        (1, [(slot(19, 20), 1)], 0),
        (4, [(slot(0, 15), 2), (slot(15, 30), 2)], 2),  # one after the other: never four at once
        (4, [(slot(0, 16), 2), (slot(15, 30), 2)], 0),
        (4, [(slot(0, 40), 1), (slot(12, 13), 3)], 0),
        (1, [(slot(0, 40), 1), (slot(12, 13), 1)], -1),
    ],
)
def test_units_free_from_10_to_20(stock: int, taken: list[tuple[Slot, int]], free: int) -> None:
    assert free_units(stock, slot(10, 20), taken) == free


@given(st.integers(1, 6), minutes, bookings)
def test_free_units_is_the_least_of_every_single_minute(
    stock: int, wanted: tuple[int, int], taken: list[tuple[tuple[int, int], int]]
) -> None:
    by_minute = [
        stock - sum(units for (start, end), units in taken if start <= minute < end) for minute in range(*wanted)
    ]

    assert free_units(stock, slot(*wanted), [(slot(*when), units) for when, units in taken]) == min(by_minute)


@given(st.integers(1, 6), minutes, bookings)
def test_levels_tell_every_single_minute_once_and_neighbours_differ(
    stock: int, wanted: tuple[int, int], taken: list[tuple[tuple[int, int], int]]
) -> None:
    pieces = levels(stock, slot(*wanted), [(slot(*when), units) for when, units in taken])

    told = [free for piece, free in pieces for _ in range(int((piece.end - piece.start) / timedelta(minutes=1)))]
    assert told == [
        stock - sum(units for (start, end), units in taken if start <= minute < end) for minute in range(*wanted)
    ]
    assert all(one[1] != other[1] and one[0].end == other[0].start for one, other in pairwise(pieces))
