"""How people choose a rule by which days return; who asks and who closes choose among the same."""

from typing import Any, Final

from share_board.calendar.repetition import Every
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
