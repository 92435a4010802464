"""The page that begins with the date. Whatever stands in the address, a page comes back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates
from share_board.board import choices, free, free_words, places, wish_words
from share_board.board.at_once import Units
from share_board.board.conditions import Asked
from share_board.board.filters import Filters
from share_board.board.free import Answered, Free
from share_board.board.free_words import Line
from share_board.board.places import Places
from share_board.board.queries import PAGE_SIZE
from share_board.board.views.common import bp, page_number
from share_board.board.wanted import MOST_WISHES, Wanted
from share_board.board.wanted_forms import FreeForm
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.i18n import ngettext
from share_board.members.signed_in import network
from share_board.resources import thesaurus
from share_board.resources.search_text import NO_SYNONYMS
from share_board.web import viewer

SPANS = {
    "tomorrow": _l("Tomorrow"),
    "weekend": _l("This weekend"),
    "next_week": _l("Next week"),
    "next_weekend": _l("Next weekend"),
}


@dataclass(frozen=True)
class Section:
    """One wish with what suits it. `all_url` leads to all of it, `table_url` to its days as a table.

    `days` are those on which it would find something free, `days_to_ask` those on which the time is agreed upon, where
    it finds nothing: what they are called, and their address. `not_yet` says from when the day can be asked for at all,
    `what_helps` what may be tried, `left_out` what of the wish was no condition. `mentions` only speak of it, of
    these `words`. `pooled`: two of its things have enough together.
    """

    title: str
    said: str
    pooled: str
    lines: list[Line]
    near: list[Line]
    mentions: list[Line]
    words: str
    is_lacking: bool
    all_url: str | None
    table_url: str
    days: list[tuple[str, str]]
    days_to_ask: list[tuple[str, str]]
    not_yet: str
    what_helps: str
    left_out: str


@dataclass(frozen=True)
class Told:
    """A day on which everything comes together, or that there is none."""

    is_good: bool
    sentence: str
    more: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True)
class Turning:
    """The pages of one wish, as components/pager.html draws them."""

    number: int
    total: int
    wanted: Wanted

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def previous_url(self) -> str | None:
        return free_url(self.wanted, page=self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return free_url(self.wanted, page=self.number + 1) if self.number < self.pages else None


@bp.get("/free", endpoint="free")
def begin_with_the_date() -> ResponseReturnValue:
    """When first, then what: everything that is free for it, and what comes near."""
    here = places.load(db.session, viewer())
    form = FreeForm(request.args, here.names_by_code)
    wanted = form.draft()
    rows = list(form.shown_rows(more="more" in request.args))
    asked, found, page = None, None, 1
    if wanted.first is not None:
        asked = asked_for(wanted, here)
        page = page_number()
        found = free.find(db.session, asked, wanted, page=page)
        page = min(page, Turning(1, _listed(found, wanted), wanted).pages)
    sections = list(_sections(wanted, found)) if found else []
    return render_template(
        "board/free.html",
        form=form,
        rows=rows,
        is_added="more" in request.args,
        may_add=len(rows) < MOST_WISHES,
        is_open=found is None or "more" in request.args or bool(form.unread),
        has_more=bool(wanted.last or form.start.data or form.end.data or wanted.when.length or wanted.when.district),
        spans=SPANS,
        title=_title(wanted),
        where=_where(wanted.when, here),
        over=choices.over(wanted.when, last=wanted.last, at=asked.at) if asked else "",
        too_long=wish_words.too_long(wanted.when),
        sections=sections,
        found_url=free_url(wanted, page=page),
        told=list(_told(wanted, found)) if found else [],
        page=Turning(page, _listed(found, wanted), wanted) if found and len(found.answers) == 1 else None,
        can_choose=any(line.days for one in sections for line in one.lines + one.near + one.mentions),
    )


def asked_for(wanted: Wanted, here: Places) -> Asked:
    """Who looks, from where; the words of the secretariat are asked for only where words are looked for."""
    synonyms = thesaurus.synonyms(db.session) if any(wish.q for wish in wanted.wishes) else NO_SYNONYMS
    return Asked(viewer(), clock.now(), network().usual, here, synonyms, wanted.when)


def free_url(wanted: Wanted, *, page: int = 1) -> str:
    """The address of what is wanted."""
    query: dict[str, Any] = {**wanted.query(), **({"page": page} if page > 1 else {})}
    return url_for("board.free", **query)


def table_url(wanted: Wanted) -> str:
    """The address of the table of its days."""
    query: dict[str, Any] = dict(wanted.query())
    return url_for("board.matrix", **query)


def _listed(found: Free | None, wanted: Wanted) -> int:
    """How much there is to turn over: days are looked at for the nearest only, and shown on one page."""
    is_one = found is not None and len(found.answers) == 1 and len(wanted.days) == 1
    return found.answers[0].listed if found and is_one else 0


def _title(wanted: Wanted) -> str:
    if wanted.first is None:
        return _("When do you need it?")
    return _("Free: %(when)s", when=wish_words.when(wanted.when, wanted.last, today=viewer().today))


def _where(when: Filters, here: Places) -> str:
    name = here.names_by_code.get(when.district, "")
    return _("%(district)s and beside it", district=name) if name else ""


def _sections(wanted: Wanted, found: Free) -> Iterator[Section]:
    are_several, is_span = len(found.answers) > 1, len(wanted.days) > 1
    for number, (wish, answered) in enumerate(zip(wanted.said, found.answers, strict=True)):
        alone = wanted.only(number) if wanted.wishes else wanted
        chosen = found.ticked.chosen.get(number, {})
        has_more = are_several and answered.listed > len(answered.results) + len(answered.mentions)
        yield Section(
            wish_words.title(answered.filters),
            wish_words.said(answered, on_one_day=not is_span),
            wish_words.pooled(answered, chosen, on=found.ticked.day if is_span else None),
            list(_lines(answered, chosen, on=found.ticked.day)),
            [free_words.line(each, answered.filters, network()) for each in answered.near],
            [free_words.line(each, answered.filters, network()) for each in answered.mentions],
            wish.q,
            answered.is_lacking,
            free_url(alone) if has_more else None,
            table_url(alone),
            _days(wanted, [each.day for each in answered.days if not each.needs_asking]),
            _days(wanted, [each.day for each in answered.days if each.needs_asking]),
            wish_words.not_yet(answered.opens_on),
            wish_words.what_helps(answered.filters, suits_some_day=answered.pool.total > 0),
            wish_words.left_out(wish, answered.filters),
        )


def _days(wanted: Wanted, days: Iterable[date]) -> list[tuple[str, str]]:
    return [(dates.say_short_day(day), free_url(wanted.on(day))) for day in days]


def _lines(answered: Answered, chosen: Units, *, on: date) -> Iterator[Line]:
    for result in answered.results:
        units = chosen.get(result.found.resource.id)
        yield free_words.line(result, answered.filters, network(), ticked=(on, units) if units else None)


def _told(wanted: Wanted, found: Free) -> Iterator[Told]:
    """Which days work for everything."""
    number, is_span = len(wanted.each()), len(wanted.days) > 1
    if number == 1:
        return
    if not found.together:
        yield Told(
            is_good=False,
            sentence=ngettext("We found no day for all %(num)d.", "We found no day for all %(num)d.", number),
        )
    for each in found.together:
        names = [found.names[id_] for id_ in sorted(each.facilities) if id_ in found.names]
        is_here = each.day == wanted.first and not is_span
        day = dates.say_short_day(each.day)
        yield Told(
            is_good=each.day in wanted.days,
            sentence=_all_on(day, number, is_wanted=each.day in wanted.days, is_span=is_span),
            more=tuple(_more(names, needs_asking=each.needs_asking)),
            url=None if is_here else free_url(wanted.on(each.day)),
        )


def _all_on(day: str, number: int, *, is_wanted: bool, is_span: bool) -> str:
    if is_wanted:
        return ngettext("%(day)s: all %(num)d come together.", "%(day)s: all %(num)d come together.", number, day=day)
    if is_span:
        return ngettext(
            "Not all %(num)d on any of these days. On %(day)s all come together.",
            "Not all %(num)d on any of these days. On %(day)s all come together.",
            number,
            day=day,
        )
    return ngettext(
        "Not all %(num)d on this day. On %(day)s all come together.",
        "Not all %(num)d on this day. On %(day)s all come together.",
        number,
        day=day,
    )


def _more(facilities: list[str], *, needs_asking: bool) -> Iterator[str]:
    if facilities:
        yield _("%(facility)s can do all of it alone.", facility=facilities[0])
    if needs_asking:
        yield _("For some of it the time is agreed upon by phone.")
