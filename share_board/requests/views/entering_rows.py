"""The things of the secretariat's one screen: a row for each, with its form, and whether it is free then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from share_board import clock, dates, web
from share_board.calendar import queries as calendar
from share_board.calendar.actions import Asker
from share_board.doors import Reach
from share_board.errors import NotThere, Refusal
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.requests import basket
from share_board.requests.drafts import LineDraft
from share_board.requests.forms import AskForm, BandsForm, EnterForm
from share_board.requests.models import RequestLine
from share_board.requests.views import asking, entering_days, instead, suggesting
from share_board.requests.views.entering_days import Days
from share_board.requests.views.instead import Taken
from share_board.resources import queries as resources
from share_board.resources.models import Resource

MOST_THINGS = 5
DAYS = ("day", "end_day", "day_1", "day_2", "day_3", "deliver_on")
FIRST_FIELDS = ("day", "day_1", "units")


@dataclass
class Row:
    """One thing the caller wants: its key on the page (a number and the thing's id), and its form."""

    key: str
    resource: Resource
    form: AskForm
    is_new: bool = False  # nothing was typed into it yet
    free: str = ""
    is_taken: bool = False
    instead: Taken | None = None
    days: Days | None = None

    @property
    def first_field(self) -> Any:
        """Where the typing goes on after the thing was added."""
        return next(self.form[name] for name in FIRST_FIELDS if name in self.form)


def kept(keys: Iterable[str], *, leave_out: str) -> list[str]:
    """The things on the page, in the order they were added."""
    return [key for key in dict.fromkeys(keys) if key != leave_out][:MOST_THINGS]


def public_id_of(key: str) -> str:
    number, _dash, public_id = key.partition("-")
    if not number.isdecimal() or len(number) > 2:  # noqa: PLR2004 - no page has a hundred rows
        raise NotThere
    return public_id


def thing(public_id: str) -> Resource:
    return web.one_or_404(resources.by_public_id(web.viewer(), Reach.ALL, public_id))


def row_of(key: str, resource: Resource | None, **options: Any) -> Row:
    if resource is None:
        raise NotThere
    return Row(key, resource, asking.form_of(resource, repeats=True, prefix=f"{key}-", **options))


def new_row(public_id: str, rows: Sequence[Row]) -> Row:
    number = max((int(row.key.partition("-")[0]) for row in rows), default=0) + 1
    made = row_of(f"{number}-{public_id}", thing(public_id), formdata=None)
    if rows:  # the same occasion: the same day and hours, until something else is typed
        _at_the_time_of(rows[-1], made)
    return made


def _at_the_time_of(row: Row, made: Row) -> None:
    made.is_new = True
    asking.same_time(made.form, row.form)
    if isinstance(made.form, BandsForm) and row.form.validate() and (slot := row.form.draft(row.resource).slot):
        made.form.suggest(clock.day_of(slot.start), slot)
    for field in made.form:  # what it has been given counts as if it had been typed
        field.raw_data = field.raw_data or ([str(field.data)] if field.data else None)


def _is_right(row: Row) -> bool:
    """Whether it can be looked up; what a new row lacks is no mistake yet."""
    is_right: bool = row.form.validate()
    if row.is_new:
        for field in row.form:
            field.errors = []
    return is_right


def other_row(row: Row, public_id: str) -> Row:
    """Another thing in place of a row, at its time, and as many of it."""
    made = row_of(f"{row.key.partition('-')[0]}-{public_id}", thing(public_id), formdata=None)
    _at_the_time_of(row, made)
    if "units" in made.form and "units" in row.form:
        made.form["units"].data = row.form["units"].data
    return made


def row_again(number: int, line: RequestLine) -> Row:
    """The same thing as another time; a day that has passed is left to be typed."""
    key = f"{number}-{line.resource.public_id}"
    form = asking.form_of(line.resource, repeats=True, prefix=f"{key}-")
    form.show(line)
    for name in DAYS:
        if name in form and form[name].data and form[name].data < clock.today():
            form[name].data = None
    return Row(key, line.resource, form)


def days_of(form: EnterForm, row: Row, asker: Asker) -> Days | None:
    return entering_days.days_of(
        row.key, row.form, row.resource, draft_of(form, row), asker, override=form.override.data or ""
    )


def judge(form: EnterForm, row: Row, asker: Asker) -> None:
    """Before it is entered: what is wrong with the row by itself is said in it, and so is why a ticked day cannot be.

    The days of a rule stay with their ticks, whatever else is wrong on the page.
    """
    if not row.form.validate():
        return
    row.days = days_of(form, row, asker)
    if row.days and row.days.has_been_seen:
        entering_days.refuse(row.form, row.days)


def draft_of(form: EnterForm, row: Row) -> LineDraft:
    return replace(row.form.draft(row.resource), waits=bool(form.waits.data))


def look(form: EnterForm, row: Row, asker: Asker) -> str:
    """Whether it is free then, in words, as soon as the time is known; of a rule its days are shown instead."""
    is_filled = all(field.data for field in row.form if field.flags.required)
    if not is_filled or not _is_right(row):
        return ""
    row.days = days_of(form, row, asker)
    return _free(row, asker) if row.days is None else ""


def suggest(rows: Iterable[Row], people: int | None) -> None:
    """Who waits for what is taken, and what would do instead: to be said while the caller is on the phone."""
    for row in rows:
        if row.is_taken:
            row.instead = instead.taken(row.resource, row.form.draft(row.resource), people=people)


def _free(row: Row, asker: Asker) -> str:
    draft = row.form.draft(row.resource)
    try:
        basket.require_possible(db.session, row.resource, draft, at=clock.now(), today=clock.today(), asker=asker)
    except Refusal as refusal:
        sentence = web.explain(refusal)
        db.session.rollback()
        return sentence
    if draft.slot is None:
        return ""
    when = dates.say_stretch(draft.slot.start, draft.slot.end)
    number = calendar.free(db.session, row.resource, draft.slot)
    row.is_taken = number < draft.units
    return suggesting.too_few(number, draft.units) or _("%(when)s: it is free.", when=when)
