"""The first page, and the search. Whatever stands in the address, a page comes back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from share_board import clock
from share_board.board import choices, counting, misses, places, queries
from share_board.board.cards import Card, card
from share_board.board.choices import Page
from share_board.board.conditions import Asked
from share_board.board.filters import Filters
from share_board.board.forms import SearchForm
from share_board.board.listed import Found
from share_board.board.queries import Alternative
from share_board.board.views.common import bp, page_number
from share_board.board.views.dating import free_url
from share_board.board.wanted import Wanted, Wish
from share_board.engines import BUSY
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.members.nearness import Nearness
from share_board.members.signed_in import network
from share_board.resources import thesaurus
from share_board.resources.models import ResourceStatus
from share_board.resources.search_text import NO_SYNONYMS, words
from share_board.web import viewer

NEWEST = 6
NEAR = 3
MOST_RELATED = 6
EXAMPLES = ["テント", "会議室", "車いす", "かき氷機", "出前講座", "お菓子"]  # what people of a town ask for most


@dataclass(frozen=True)
class Section:
    """Cards that are equally near; without a title where nearness says nothing."""

    title: str
    cards: list[Card]


@bp.get("/")
def home() -> ResponseReturnValue:
    """What there is, and where to begin."""
    looking = viewer()
    here = places.load(db.session, looking)
    counts = counting.count(db.session, Asked(looking, clock.now(), network().usual, here, NO_SYNONYMS, Filters()))
    return render_template(
        "board/home.html",
        form=SearchForm(None, here.names_by_code),
        kinds=choices.kinds(Filters(), counts.kinds),
        examples=choices.words(EXAMPLES),
        newest=_cards(queries.newest(db.session, looking, limit=NEWEST)),
        districts=choices.districts(counts.districts, here),
        resources=counts.total,
        facilities=queries.facilities_on_the_board(db.session, looking),
    )


@bp.get("/resources")
def search() -> ResponseReturnValue:
    """What was looked for, twenty at a time, the nearest first."""
    looking = viewer()
    here = places.load(db.session, looking)
    form = SearchForm(request.args, here.names_by_code)
    filters = form.draft()
    synonyms = thesaurus.synonyms(db.session) if filters.q else NO_SYNONYMS
    asked = Asked(looking, clock.now(), network().usual, here, synonyms, filters)
    wanted = page_number()
    found, counts = counting.search_and_count(db.session, asked, offset=(wanted - 1) * queries.PAGE_SIZE)
    looked_at = asked.around or here.codes
    form.count_choices(counts.fields, {here.codes[id_]: counts.districts.get(id_, 0) for id_ in looked_at})
    page = _page(wanted, counts.total, filters)
    if page.number != wanted:
        found = queries.search(db.session, asked, offset=page.offset)
    others = [] if counts.total else queries.alternatives(db.session, asked)
    nearest = next((other for other in others if other.number), None)
    near = queries.glimpse(db.session, asked.with_(nearest.filters), limit=NEAR) if nearest else []
    if not counts.total:
        _note_miss(filters, others)
    return render_template(
        "board/search.html",
        form=form,
        filters=filters,
        title=_title(filters, counts.total),
        counts=counts,
        chosen=choices.removable(filters, here) if filters != Filters(q=filters.q) else [],
        unread=form.unread,
        over=choices.over(filters, at=asked.at),
        kinds=choices.kinds(filters, counts.kinds, with_empty=False),
        sections=list(_sections(found, asked)),
        page=page,
        others=choices.other_searches(others, here),
        near=_cards(near),
        pooled_url=None if counts.total else _pooled_url(asked),
        related=choices.words(_related(asked)),
    )


def _cards(found: Sequence[Found], *, availability: str | None = None) -> list[Card]:
    return [card(each.resource, each.photo, network(), availability=availability) for each in found]


def _page(wanted: int, total: int, filters: Filters) -> Page:
    """The page that was asked for; for one that does not exist, the nearest that does."""
    return Page(min(wanted, Page(1, total, filters).pages), total, filters)


def _title(filters: Filters, total: int) -> str:
    """The heading says how many there are."""
    if not total:
        return _("“%(words)s”: nothing found", words=filters.q) if filters.q else _("Nothing is like this")
    if filters.q:
        return ngettext("“%(words)s”: %(num)d found", "“%(words)s”: %(num)d found", total, words=filters.q)
    return ngettext("%(num)d thing on the board", "%(num)d things on the board", total)


def _sections(found: Sequence[Found], asked: Asked) -> Iterator[Section]:
    """The cards by how near they are, with a title where that says something."""
    district = asked.places.names.get(asked.here or 0, "")
    day = choices.day_and_hours(asked.filters)
    availability = _("Seems free on %(day)s", day=day) if day else None
    for (rests, near), group in groupby(found, key=lambda each: (_rests(each), each.nearness)):
        title = _("Resting for a while") if rests else _how_near(near, district)
        yield Section(title, _cards(list(group), availability=availability))


def _rests(found: Found) -> bool:
    return found.resource.status is ResourceStatus.PAUSED


def _how_near(near: Nearness, district: str) -> str:
    if not district:
        return ""
    return {
        Nearness.OWN: _("In %(district)s", district=district),
        Nearness.BESIDE: _("In the districts beside %(district)s", district=district),
        Nearness.ELSEWHERE: _("In other districts"),
    }[near]


# ---- nothing found -----------------------------------------------------------------------------------------------


def _related(asked: Asked) -> list[str]:
    """Other words for what was looked for."""
    found = (other for word in words(asked.filters.q) for other in asked.synonyms.related(word))
    return list(dict.fromkeys(found))[:MOST_RELATED]


def _pooled_url(asked: Asked) -> str | None:
    """Where so many are looked for of two things together, if there are two that have so many."""
    filters = asked.filters
    if filters.units is None or queries.most_of_two(db.session, asked) < filters.units:
        return None
    wish = Wish(filters.kind, filters.q, filters.people, filters.units)
    when = filters.without("q", "kind", "people", "units", "field", "free", "barrier_free", "who")
    return free_url(Wanted(when, wishes=(wish,)))


def _note_miss(filters: Filters, others: list[Alternative]) -> None:
    """Tell the secretariat what people looked for in vain, if it was the words that found nothing."""
    would_find = {other.filters: other.number for other in others}
    if request.method != "GET" or not filters.q or would_find.get(Filters(q=filters.q)):
        return
    db.session.commit()  # whoever waits to write holds nothing that others wait for
    try:
        with db.database.writing() as session:
            misses.note(session, filters.q, on=clock.today())
    except BUSY:
        current_app.logger.warning("A search that found nothing was not counted: the database is busy.")
