"""The hours of a resource go with it when it is copied."""

from sqlalchemy.orm import Session

from share_board.calendar import queries
from share_board.calendar.models import OpeningRule
from share_board.resources import copies
from share_board.resources.models import Resource


@copies.also
def copy_hours(session: Session, original: Resource, made: Resource) -> None:
    """The usual week and the seasons; not the closures, which are of one time."""
    session.add_all(
        OpeningRule(
            resource_id=made.id,
            weekday=rule.weekday,
            from_minute=rule.from_minute,
            until_minute=rule.until_minute,
            band=rule.band,
            season_from=rule.season_from,
            season_until=rule.season_until,
        )
        for rule in queries.hours(session, original)
    )
