"""What may stand behind an address of the interface. Stricter than the page, which takes whatever people type."""

import re
from datetime import date
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate

from share_board.board.filters import LONGEST_LENGTH, Band, Who
from share_board.board.forms import LONGEST_SEARCH
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.members.models import Field
from share_board.resources.models import Kind

DAY: Final = "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9]"
END: Final = f"({CLOCK}|24:00)"
USUAL, MOST = 20, 100
USUAL_DAYS, MOST_DAYS = 31, 93
LONGEST_CODE: Final = 24
LONGEST_CURSOR: Final = 600
TOO_LONG: Final = _l("Please write something, of at most {max} letters.")


class Day(fields.String):
    """A day as 2026-12-05; nothing else is read."""

    def __init__(self, says: Any, **options: Any) -> None:
        described = {"description": says, "format": "date", "pattern": f"^{DAY}$", "example": "2026-12-05"}
        super().__init__(metadata=described, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        written = super()._deserialize(value, attr, data, **kwargs)
        try:
            return date.fromisoformat(written if re.fullmatch(DAY, written) else "")
        except ValueError as error:
            raise ValidationError(_("There is no such day, or it is not written like 2026-12-05.")) from error


class Number(fields.Integer):
    """A whole number in digits; not in other widths, with signs or with underscores."""

    def __init__(self, says: Any, *, most: int, **options: Any) -> None:
        within = validate.Range(1, most, error=_l("Please write a number from {min} to {max}."))
        super().__init__(validate=within, metadata={"description": says}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not re.fullmatch("[1-9][0-9]{0,8}", str(value)):
            raise ValidationError(_("Please write a whole number in plain digits."))
        return super()._deserialize(value, attr, data, **kwargs)


def _one_of(words: Any, says: Any) -> fields.String:
    offered = validate.OneOf([str(word) for word in words], error=_l("Please write one of these: {choices}"))
    return fields.String(validate=offered, metadata={"description": says})


def _clock(says: Any, written: str = CLOCK) -> fields.String:
    described = {"description": says, "pattern": f"^{written}$", "example": "13:00"}
    return fields.String(validate=lambda typed: bool(re.fullmatch(written, typed)) or _wrong(), metadata=described)


def _wrong() -> bool:
    raise ValidationError(_("There is no such time, or it is not written like 13:00."))


def _yes(says: Any) -> fields.String:
    return _one_of(["1", "0", "true", "false"], says)


class Part(Schema):
    """Which part of a long list."""

    limit = Number(_l("How many at once, at most 100"), most=MOST, load_default=USUAL)
    cursor = fields.String(
        validate=validate.Length(1, LONGEST_CURSOR, error=TOO_LONG),
        metadata={"description": _l("Where to read on: the value that came as `cursor` with the part before")},
    )


class Search(Part):
    """The conditions of the search page, under the same names."""

    q = fields.String(
        validate=validate.Length(max=LONGEST_SEARCH, error=TOO_LONG),
        metadata={"description": _l("Words that are looked for; similar words are found, too"), "example": "テント"},
    )
    kind = _one_of(Kind, _l("What it is"))
    district = fields.String(
        validate=validate.Length(1, LONGEST_CODE, error=TOO_LONG),
        metadata={"description": _l("Code of a district, as the list of districts has it; those beside it count, too")},
    )
    date = Day(_l("Only what can be asked for on this day and seems free, like 2026-12-05"))
    start = _clock(_l("From what time, like 13:00; goes with `date`"))
    end = _clock(_l("Until what time, like 15:00; goes with `date`"), END)
    band = _one_of(Band, _l("The part of the day, where no hours are said; goes with `date`"))
    length = Number(_l("So many hours somewhere in that time are enough; goes with `date`"), most=LONGEST_LENGTH)
    people = Number(_l("Only what has room for so many people"), most=99_999)
    units = Number(_l("Only what there are so many of; with `date`, what is left of them"), most=99_999)
    field = _one_of(Field, _l("Whom the facility serves"))
    who = _one_of(Who, _l("Who asks"))
    free = _yes(_l("1: only what is free of charge"))
    barrier_free = _yes(_l("1: only what is barrier-free"))


class SearchOnDay(Search):
    """The same, for a day that must be said."""

    date = Day(
        _l("The day of use, like 2026-12-05"),
        required=True,
        error_messages={"required": _l("Please say the day, like 2026-12-05.")},
    )


class Span(Schema):
    """Which days."""

    from_ = Day(_l("The first day, like 2026-12-01; today if it is not said"), data_key="from")
    days = Number(_l("How many days, at most 93"), most=MOST_DAYS, load_default=USUAL_DAYS)
