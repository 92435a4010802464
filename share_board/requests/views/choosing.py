"""From what is free straight into the basket: everything that was ticked, in one press."""

from http import HTTPStatus

from flask import flash, make_response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from share_board import clock, web
from share_board.doors import Reach
from share_board.errors import Refusal
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.requests import basket, chosen
from share_board.requests.chosen import Choice, Refused
from share_board.requests.views import bp, browser
from share_board.resources import queries as resources
from share_board.resources.models import Resource

MOST_NAMED = 5  # what is told on the next page travels in a cookie


@bp.post("/requests/new/chosen")
def put_chosen() -> ResponseReturnValue:
    """Put what was ticked (or the one thing whose button was pressed) into the basket."""
    written = request.form.getlist("only") or request.form.getlist("choice")
    choices = [choice for one in written[: basket.MOST_LINES] if (choice := chosen.read(one))]
    found_url = web.local(request.form.get("found"), otherwise="")
    held, key = browser.begun()
    try:
        lines, refused = chosen.put(
            db.session, held, _things(choices), by=web.viewer(), at=clock.now(), today=clock.today()
        )  # fmt: skip
    except Refusal as refusal:
        return web.refuse(refusal, found_url=found_url)
    if not lines:
        return _none(refused, found_url)
    db.session.commit()
    number = len(set(lines))
    flash(ngettext("%(num)d thing is on your list.", "%(num)d things are on your list.", number), "success")
    for each in refused[:MOST_NAMED]:
        flash(_said(each), "warning")
    return browser.keep(make_response(web.see_other(url_for(".basket"))), key)


def _things(choices: list[Choice]) -> list[tuple[Resource, Choice]]:
    """What stands on the board of them, in the order in which they were shown."""
    wanted = resources.visible(web.viewer(), Reach.PUBLIC).where(
        Resource.public_id.in_([choice.public_id for choice in choices])
    )  # fmt: skip
    profiles = (joinedload(Resource.lecture), joinedload(Resource.consultation), joinedload(Resource.product))
    found = {each.public_id: each for each in db.session.scalars(wanted.options(*profiles)).unique()}
    return [(found[choice.public_id], choice) for choice in choices if choice.public_id in found]


def _said(refused: Refused) -> str:
    sentence = web.explain(refused.refusal)
    return _("“%(title)s”: %(sentence)s", title=refused.resource.title, sentence=sentence)


def _none(refused: list[Refused], found_url: str) -> ResponseReturnValue:
    """Nothing of it can be asked for (any more): say why, thing by thing."""
    sentences = [_said(each) for each in refused[:MOST_NAMED]]
    db.session.rollback()
    title = _("This cannot be asked for in this way")
    return web.refusal_page(HTTPStatus.CONFLICT, title, " ".join(sentences), found_url=found_url)
