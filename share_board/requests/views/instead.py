"""When it is taken: wait for it, or take something else by one press."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.doors import Reach
from share_board.errors import NotThere, Refusal
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.requests import basket, chosen, filling, labels, queries
from share_board.requests.actions import LineTaken
from share_board.requests.drafts import LineDraft
from share_board.requests.models import RequestLine, ShareRequest
from share_board.requests.queries import alternatives
from share_board.requests.queries.alternatives import Wanted
from share_board.requests.views import bp, browser, suggesting
from share_board.resources import queries as resources
from share_board.resources.models import Resource

OURS = frozenset({"csrf_token", "edit", "take", "waits"})


@dataclass(frozen=True)
class Taken:
    """Something that cannot be had then: who waits already, and what could be had instead."""

    resource: Resource
    when: str
    waiting: int
    groups: Sequence[suggesting.Group]


def taken(resource: Resource, draft: LineDraft, *, people: int | None = None, district_id: int | None = None) -> Taken:
    """What the page says of it to so many people of a district."""
    wanted = Wanted(resource, draft.slot, draft.deliver_on, draft.units, people, district_id)
    (found,) = alternatives.find(db.session, [wanted], web.viewer(), at=clock.now())
    slot = draft.slot
    return Taken(
        resource,
        dates.say_stretch(slot.start, slot.end) if slot else "",
        queries.how_many_wait(db.session, resource, slot) if slot else 0,
        suggesting.groups(found),
    )


def _taken_for(held: ShareRequest | None, resource: Resource, draft: LineDraft) -> Taken:
    if held is None:
        return taken(resource, draft)
    return taken(resource, draft, people=held.people, district_id=held.district_id)


def taken_page(resource: Resource, draft: LineDraft) -> ResponseReturnValue:
    """Instead of an error: three ways to go on, each by one press, with all that was typed."""
    page = render_template(
        "requests/taken.html",
        taken=_taken_for(browser.current(), resource, draft),
        carried=[(name, value) for name, values in request.form.lists() if name not in OURS for value in values],
    )
    return page, HTTPStatus.CONFLICT


def picked(draft: LineDraft) -> list[tuple[Resource, LineDraft]]:
    """What was pressed among the suggestions, each with the same answers."""
    written = filter(None, request.form.get("take", "").split(suggesting.TOGETHER))
    return [_picked(one, draft) for one in written]


def _picked(written: str, draft: LineDraft) -> tuple[Resource, LineDraft]:
    if (choice := chosen.read(written)) is None:
        raise NotThere
    resource = web.one_or_404(resources.by_public_id(web.viewer(), Reach.PUBLIC, choice.public_id))
    return resource, replace(chosen.draft(resource, choice), answers=draft.answers)


@bp.post("/requests/new/lines/<line_id>/instead")
def instead(line_id: str) -> ResponseReturnValue:
    """Something else in the place of a thing on the list, or the same on the waiting list; then the last look again."""
    held = browser.current()
    line = next((line for line in held.lines if line.public_id == line_id), None) if held else None
    if held is None or line is None:
        raise NotThere
    if "waits" in request.form:
        line.waits = True
    else:
        try:
            _replace(held, line)
        except Refusal as refusal:
            sentence = web.explain(refusal)
            db.session.rollback()
            flash(sentence, "warning")
            return web.see_other(url_for(".basket"))
    db.session.commit()
    return web.see_other(url_for(".preview"))


def _replace(held: ShareRequest, line: RequestLine) -> None:
    by, at, today = web.viewer(), clock.now(), clock.today()
    others = picked(filling.draft_of(line))
    if not others:
        raise NotThere
    basket.remove(held, line, at=at)
    db.session.flush()
    for resource, draft in others:
        basket.put(db.session, held, resource, draft, by=by, at=at, today=today)


def lost(refusal: Refusal, held: ShareRequest | None) -> Mapping[str, object] | None:
    """The thing on the list for which somebody else was faster, if that is what was refused."""
    if not isinstance(refusal, LineTaken) or held is None:
        return None
    line = next((line for line in held.lines if line.position == refusal.line.position), None)
    if line is None:
        return None
    return {"line": line, "taken": _taken_for(held, line.resource, filling.draft_of(line)), "when": labels.when(line)}


def waiting_said() -> str:
    """What is said once something was put on the list that will have to wait."""
    return _("It is on your list. After sending it you stand on the waiting list, and we tell you when it falls free.")
