"""How people choose a rule by which days return; who asks and who closes choose among the same."""

from typing import Any, Final

from share_board import dates
from share_board.calendar.repetition import MOST, Every, Repetition
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l

RULES: Final = {
    "weekly": (Every.WEEK, 1),
    "fortnightly": (Every.WEEK, 2),
    "nth": (Every.NTH_WEEKDAY, 1),
    "last": (Every.LAST_WEEKDAY, 1),
    "day": (Every.DAY_OF_MONTH, 1),
}
CHOICES: Final[tuple[tuple[str, Any], ...]] = (
    ("weekly", _l("Every week")),
    ("fortnightly", _l("Every second week")),
    ("nth", _l("Every month, the same weekday (such as the third Saturday)")),
    ("last", _l("Every month, the last such weekday")),
    ("day", _l("Every month, the same day")),
)


def too_many(rule: Repetition) -> str:
    """What is said of a rule that names more days than are kept, and up to which day they are; "" if it does not."""
    if not rule.goes_on:
        return ""
    last = dates.say_day(rule.days()[-1])
    return _("It can come again %(num)d times at most, that is until %(day)s.", num=MOST, day=last)
