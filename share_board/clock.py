"""The only file that reads the time. Everything else is told the moment as `at=`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Japan right now."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The calendar day in Japan on which an aware `moment` falls."""
    return moment.astimezone(TOKYO).date()
