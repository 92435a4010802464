"""The rules of a resource as they are kept, read into what judges a time."""

from collections.abc import Iterable

from share_board.calendar.asking import Before, Priority, Shift, Unit
from share_board.calendar.hours import Hours, YearEnd
from share_board.calendar.models import YEAR_END_FROM, YEAR_END_UNTIL, ResourceRules
from share_board.calendar.opening import TimeRules
from share_board.members.asking import Numbers
from share_board.resources.models import Kind, Resource


def rules_of(
    numbers: Numbers,
    own: ResourceRules,
    hours: Iterable[Hours],
    *,
    kind: Kind,
    usual: tuple[int, int],
    district_id: int | None,
) -> TimeRules:
    """`usual` are the network's days of deadline and months of horizon; `district_id` is where the facility is known
    to be.
    """
    return TimeRules(
        hours=tuple(hours),
        closes=closes_of(numbers, own, usual[0]),
        opens=opens_of(numbers, own, usual[1]),
        are_only_ends_open=kind is Kind.GOODS,
        first=first_of(own),
        first_for=Priority(own.first_for),
        district_id=district_id,
        shortest=own.shortest_minutes,
        longest=own.longest_minutes,
        uses_a_year=own.uses_a_year,
        year_end=YearEnd(own.year_end_from, own.year_end_until),
    )


def without_rules(resource: Resource) -> ResourceRules:
    """The row of a resource that has none: what is not said. It is not kept."""
    return ResourceRules(
        resource_id=resource.id, are_working_days=False, closes_shift=Shift.STAYS, opens_shift=Shift.STAYS,
        first_for=0, year_end_from=YEAR_END_FROM, year_end_until=YEAR_END_UNTIL,
    )  # fmt: skip


def closes_of(numbers: Numbers, own: ResourceRules, usual: int) -> Before:
    """申込期限."""
    if numbers.deadline_days is None and own.closes_months is not None:
        return Before(own.closes_months, Unit.MONTHS, own.closes_on_day, own.closes_shift)
    number = usual if numbers.deadline_days is None else numbers.deadline_days
    return Before(number, Unit.WORKING_DAYS if own.are_working_days else Unit.DAYS, shift=own.closes_shift)


def opens_of(numbers: Numbers, own: ResourceRules, usual: int) -> Before:
    """受付開始, for everybody."""
    if numbers.horizon_months is None and own.opens_days is not None:
        return Before(own.opens_days, Unit.DAYS, shift=own.opens_shift)
    number = usual if numbers.horizon_months is None else numbers.horizon_months
    return Before(number, Unit.MONTHS, own.opens_on_day, own.opens_shift)


def first_of(own: ResourceRules) -> Before | None:
    """受付開始 for the groups that may ask earlier."""
    if own.first_days is not None:
        return Before(own.first_days, Unit.DAYS, shift=own.opens_shift)
    if own.first_months is not None:
        return Before(own.first_months, Unit.MONTHS, own.first_on_day, own.opens_shift)
    return None
