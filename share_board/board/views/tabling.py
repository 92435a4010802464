"""Days and things as a table, for a week and for a month; made to be printed and pinned to a wall, too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import dates
from share_board.board import free_words, matrix, places, wish_words
from share_board.board.choices import Chip
from share_board.board.filters import Filters
from share_board.board.free_words import WORD
from share_board.board.looks import Answer
from share_board.board.matrix import ROWS, Cell, Row, View
from share_board.board.views.common import bp, page_number
from share_board.board.views.dating import asked_for, free_url
from share_board.board.views.showing import ask_url, on_day
from share_board.board.wanted import Wanted
from share_board.board.wanted_forms import FreeForm
from share_board.calendar import labels
from share_board.calendar.availability import DayState
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.resources.models import Resource
from share_board.web import viewer

SayDay = Callable[[DayState, int], str]
VIEWS: Final = {View.WEEK: _l("One week"), View.MONTH: _l("One month")}


@dataclass(frozen=True)
class Head:
    """One day above its column."""

    month: int
    number: int
    weekday: int
    weekday_word: str
    said: str
    is_holiday: bool


class Square(NamedTuple):
    """One cell in words; `url` leads to asking for that day, or to waiting for it where it is taken."""

    mark: str
    text: str
    url: str | None


@dataclass(frozen=True)
class Line:
    """One thing and its squares; `mentions` are the words that it only speaks of."""

    title: str
    url: str
    facility: str
    mentions: str
    squares: list[Square]


@dataclass(frozen=True)
class Turning:
    """The pages of the table, as components/pager.html draws them."""

    number: int
    total: int
    wanted: Wanted
    view: View

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS))

    @property
    def previous_url(self) -> str | None:
        return _url(self.wanted, self.view, page=self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return _url(self.wanted, self.view, page=self.number + 1) if self.number < self.pages else None


@bp.get("/free/matrix", endpoint="matrix")
def show_table() -> ResponseReturnValue:
    """The days of everything that fits the first wish, thirty things to a page."""
    looking = viewer()
    here = places.load(db.session, looking)
    form = FreeForm(request.args, here.names_by_code)
    view = View.MONTH if request.args.get("view") == View.MONTH else View.WEEK
    wished = form.draft().only(0)
    first = matrix.within(wished.first, looking.today)
    wanted = wished.on(first)
    asked = asked_for(wanted, here).with_(wanted.each()[0])
    days = matrix.span(first, view)
    page = page_number()
    table = matrix.table(db.session, asked, days, page=page)
    everything = Turning(page, table.total + table.mentions, wanted, view)
    return render_template(
        "board/matrix.html",
        form=form,
        row=next(form.shown_rows(more=False)),
        view=view,
        title=_title(days, view, looking.today),
        too_long=wish_words.too_long(wanted.when),
        not_shown=_not_shown(wished.first, first, view),
        about=_about(wanted),
        views=[Chip(str(words), _url(wanted, each), is_chosen=each is view) for each, words in VIEWS.items()],
        previous_url=_turned(wanted, view, back=True),
        next_url=_turned(wanted, view, back=False),
        heads=[_head(day) for day in days],
        lines=list(_lines(table.rows, wanted.each()[0])),
        total=table.total,
        mentions=table.mentions,
        left_out=wish_words.left_out(wanted.said[0], asked.filters),
        what_helps=wish_words.what_helps(asked.filters, suits_some_day=False),
        page=replace(everything, number=min(page, everything.pages)),
        free_url=free_url(wanted),
        printed_on=dates.say_day(looking.today),
    )


def _url(wanted: Wanted, view: View, *, page: int = 1) -> str:
    query: dict[str, Any] = {**wanted.query(), "view": view.value, **({"page": str(page)} if page > 1 else {})}
    return url_for("board.matrix", **query)


def _turned(wanted: Wanted, view: View, *, back: bool) -> str | None:
    first = matrix.turned(wanted.first or date.min, view, back=back, today=viewer().today)
    return _url(wanted.on(first), view) if first else None


def _title(days: tuple[date, ...], view: View, today: date) -> str:
    """A week in another year says which."""
    if view is View.MONTH:
        return _("Free in %(month)d/%(year)d", year=days[0].year, month=days[0].month)
    say = dates.say_short_day if days[0].year == today.year else dates.say_day
    return _("Free from %(begin)s to %(end)s", begin=say(days[0]), end=dates.say_short_day(days[-1]))


def _not_shown(wished: date | None, first: date, view: View) -> str:
    """That another day is shown than was asked about; empty if it is not."""
    if wished is None or matrix.span(wished, view) == matrix.span(first, view):
        return ""
    if wished < first:
        return _("This day is over: we show what is free from today on.")
    return _("What is free later than %(day)s cannot be shown yet.", day=dates.say_day(first))


def _about(wanted: Wanted) -> str:
    """What is in the table: the wish, and the time of day that was asked about."""
    filters = wanted.each()[0]
    window = wish_words.hours(filters)
    return " ".join(part for part in (wish_words.title(filters), window) if part)


def _head(day: date) -> Head:
    return Head(
        day.month, day.day, day.weekday(), dates.WEEKDAYS[day.weekday()], dates.say_short_day(day),
        is_holiday=dates.holiday_name(day) is not None,
    )  # fmt: skip


def _lines(rows: tuple[Row, ...], filters: Filters) -> Iterator[Line]:
    say_day = cache(labels.say_day)  # most squares of a table look alike
    for row in rows:
        resource, url = row.resource, ask_url(row.resource)
        yield Line(
            resource.title,
            url_for("board.show", public_id=resource.public_id),
            resource.facility.name,
            "" if row.is_meant else filters.q,
            [_square(resource, url, cell, filters, say_day) for cell in row.cells],
        )


def _square(resource: Resource, url: str, cell: Cell, filters: Filters, say_day: SayDay) -> Square:
    said = _said(cell, resource.stock, say_day)
    if cell.is_taken and resource.stock >= (filters.units or 1):
        said = _("%(taken)s (to the waiting list)", taken=said)
    elif not cell.can_be_asked:
        return Square(cell.mark, said, None)
    return Square(cell.mark, said, _asking(url, resource, cell, filters))


def _asking(url: str, resource: Resource, cell: Cell, filters: Filters) -> str:
    """The form, with the day; where a time or a number was asked about, with that, too."""
    if cell.seen is None:
        return on_day(url, cell.state.day)
    return f"{url}?{urlencode(free_words.pressed(resource, cell.seen, filters))}"


def _said(cell: Cell, stock: int, say_day: SayDay) -> str:
    """What the mark means here, for whoever does not see it."""
    if cell.seen is None or (cell.seen.answer is Answer.NO and cell.state.why is not None):
        return say_day(cell.state, stock)
    if cell.seen.answer is not Answer.NO:
        return str(WORD[cell.seen.answer.name])
    return free_words.not_then(cell.seen)
