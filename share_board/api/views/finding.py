"""The search of the board and what is free, for programmes: the same questions as the pages ask."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import starmap
from typing import Any

from flask import request, url_for

from share_board import clock
from share_board.api import answers, asked, cursor
from share_board.api.description import door
from share_board.api.told import ToldDay, ToldResource, ToldWhole, whole
from share_board.api.views.common import next_url
from share_board.board import places, queries, together
from share_board.board.cards import resting
from share_board.board.conditions import Asked
from share_board.board.filters import Filters
from share_board.board.forms import SearchForm
from share_board.board.reading_on import Place
from share_board.board.views.showing import WHOLE
from share_board.calendar import queries as times
from share_board.calendar.slots import Slot
from share_board.errors import NotThere
from share_board.extensions import db, settings
from share_board.i18n import lazy_gettext as _l
from share_board.members.signed_in import network
from share_board.resources import thesaurus
from share_board.resources.queries import by_public_id
from share_board.resources.search_text import NO_SYNONYMS
from share_board.web import one_or_404, reach, viewer


@door(
    "/resources",
    answers.Summaries,
    asked.Search,
    summary=_l("What is on the board"),
    says=_l("The same search, in the same order, as the page for people. Without conditions, everything."),
    can_be_missing=True,
)
def resources(conditions: Mapping[str, Any]) -> Mapping[str, Any]:
    return _found(_asked(), conditions)


@door(
    "/availability",
    answers.FreeOnDay,
    asked.SearchOnDay,
    summary=_l("What is free on a day, everywhere"),
    says=_l("The same search for one day. Without hours, what has an hour left somewhere in the day is found."),
    can_be_missing=True,
)
def availability(conditions: Mapping[str, Any]) -> Mapping[str, Any]:
    wanted = _asked()
    said = starmap(Slot, wanted.filters.stretches(wanted.at))
    ahead = [slot for slot in said if not slot.has_begun(wanted.at)]
    return {**_found(wanted, conditions), "stretches": ahead}


def _asked() -> Asked:
    """The search in the address, read as the page reads it; NotThere for a district that there is not."""
    looking = viewer()
    here = places.load(db.session, looking)
    form = SearchForm(request.args, here.names_by_code)
    if form.unread:
        raise NotThere
    filters = form.draft()
    synonyms = thesaurus.synonyms(db.session) if filters.q else NO_SYNONYMS
    return Asked(looking, clock.now(), network().usual, here, synonyms, filters)


def _found(wanted: Asked, conditions: Mapping[str, Any]) -> Mapping[str, Any]:
    query, limit = dict(wanted.filters.query()), conditions["limit"]
    after = _place(conditions["cursor"], wanted.filters) if "cursor" in conditions else None
    total, meant = queries.totals(db.session, wanted)
    found = queries.search(db.session, wanted, limit=limit + 1, after=after)
    shown, has_more = found[:limit], len(found) > limit
    on = _cursor(shown[-1].place, wanted.filters) if has_more else None
    return {
        "total": total,
        "total_meant": meant,
        "items": [ToldResource(each.resource, each.photo, network(), is_meant=each.is_meant) for each in shown],
        "cursor": on,
        "next": next_url({**query, "limit": str(limit)}, on),
    }


def _cursor(place: Place, filters: Filters) -> str:
    written = [list(place.ranks), place.since.isoformat(), place.public_id]
    return cursor.write(written, of=_list(filters), secret_key=settings().secret_key)


def _place(written: str, filters: Filters) -> Place:
    ranks, since, public_id = cursor.read(written, of=_list(filters), secret_key=settings().secret_key)
    return Place(tuple(ranks), datetime.fromisoformat(since), public_id)


def _list(filters: Filters) -> dict[str, str]:
    return {"list": request.endpoint or "", **filters.query()}


@door(
    "/resources/<public_id>",
    answers.Resource,
    summary=_l("One resource"),
    says=_l("Everything that its page tells to a visitor."),
    can_be_missing=True,
)
def resource(public_id: str) -> ToldWhole:
    found = one_or_404(by_public_id(viewer(), reach(), public_id).options(*WHOLE))
    days = whole(url_for(".resource_availability", public_id=public_id)) if found.has_slots else None
    return ToldWhole(
        found,
        next(iter(found.photos), None),
        network(),
        availability=days,
        own=times.own_rules(db.session, found),
        sentences=together.said(times.parts(db.session, found), found, viewer()) if found.has_slots else (),
    )


@door(
    "/resources/<public_id>/availability",
    answers.Availability,
    asked.Span,
    summary=_l("Free days of one resource"),
    says=_l("Each day with the mark of its calendar, and how many are free. A product has no calendar."),
    can_be_missing=True,
)
def resource_availability(span: Mapping[str, Any], public_id: str) -> Mapping[str, Any]:
    found = one_or_404(by_public_id(viewer(), reach(), public_id))
    if not found.has_slots:
        raise NotThere
    first = span.get("from_", viewer().today)
    days = [first + timedelta(days=number) for number in range(span["days"])]
    states = times.days(db.session, found, days, at=clock.now())
    return {
        "id": found.public_id,
        "stock": found.stock,
        "resting": resting(found),
        "days": [ToldDay(state, found.stock) for state in states],
    }
