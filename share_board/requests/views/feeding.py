"""カレンダーに出す: the calendar of a facility, a group or the desk, and the page where its address is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.calendar.views.feeding import answer
from share_board.errors import NotThere
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.members.actions.sessions import hash_of
from share_board.requests import feed, policy, queries
from share_board.requests.actions import feeds as actions
from share_board.requests.models import Feed
from share_board.requests.queries import Owner
from share_board.requests.views import bp


@dataclass(frozen=True)
class Shown:
    """One calendar on the page."""

    owner: Owner
    made_on: str = ""
    made_by: str = ""

    @property
    def is_on(self) -> bool:
        return bool(self.made_on)


@bp.get("/feeds/<token>.ics", endpoint="feed")
def read(token: str) -> Response:
    """The calendar, for whoever holds its address."""
    today = web.viewer().today
    found = web.one_or_404(queries.feed_with(hash_of(token)))
    if not policy.may_be_read(found, today):
        raise NotThere
    return answer(feed.of(db.session, found, today=today, base_url=settings().base_url))


@bp.get("/feeds")
def feeds() -> ResponseReturnValue:
    """Whether a calendar has an address, and since when; the address itself was shown once."""
    return render_template("requests/feeds.html", calendars=_calendars())


@bp.post("/feeds/make")
def make_feed() -> ResponseReturnValue:
    """A new address. It is on this one page only, so the answer is the page and no way on to another."""
    owner = _owner()
    token = actions.make(db.session, owner, by=web.viewer(), at=clock.now())
    db.session.commit()
    address = settings().base_url + url_for(".feed", token=token)
    return render_template(
        "requests/feeds.html",
        calendars=_calendars(),
        made=owner,
        address=address,
        subscribing="webcal://" + address.partition("://")[2],
    )


@bp.post("/feeds/end")
def end_feed() -> ResponseReturnValue:
    """Nobody reads this calendar any more."""
    actions.end(db.session, _owner(), by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(_("It is switched off. Calendars that had the address get nothing new from now on."), "success")
    return web.see_other(url_for(".feeds"))


def _owner() -> Owner:
    """Whose calendar the button was for; the one there is, if there is one only."""
    whose = queries.owners(db.session, web.viewer())
    named = {owner.key: owner for owner in whose}
    key = request.form.get("owner", whose[0].key if len(whose) == 1 else "")
    if key not in named:
        raise NotThere
    return named[key]


def _calendars() -> list[Shown]:
    whose = queries.owners(db.session, web.viewer())
    live = db.session.scalars(queries.live_feeds(whose)).all()
    return [_shown(owner, live) for owner in whose]


def _shown(owner: Owner, live: Sequence[Feed]) -> Shown:
    for one in live:
        if (one.facility_id, one.group_id) == (owner.facility_id, owner.group_id):
            return Shown(owner, made_on=dates.say_day(clock.day_of(one.made_at)), made_by=one.made_by.name)
    return Shown(owner)
