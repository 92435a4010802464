"""Another time, number or thing before the decision: by the link, or signed in."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, web
from share_board.doors import Viewer
from share_board.errors import Refusal, Stale
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.requests import actions, behalf, labels, lifecycle, moving, policy, queries, series
from share_board.requests.forms import AskForm, NoteForm, reach_choices
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, RequestLine
from share_board.requests.numbers import read_number
from share_board.requests.queries import alternatives
from share_board.requests.views import asking, bp, following, sending, suggesting


@bp.route("/follow/<token>/lines/<line_id>/change", methods=["GET", "POST"])
def change_followed(token: str, line_id: str) -> ResponseReturnValue:
    """Another time or number before the decision, by the link."""
    asked = following.followed(token)
    return change_page(following.line_of(asked, line_id), by=following.holder(asked), back=sending.follow_url(asked))


@bp.route("/requests/<number>/lines/<line_id>/change", methods=["GET", "POST"])
def change(number: str, line_id: str) -> ResponseReturnValue:
    """Another time or number before the decision."""
    asked = web.one_or_404(queries.numbered(web.viewer(), web.reach(), read_number(number)))
    return change_page(following.line_of(asked, line_id), by=web.viewer(), back=url_for(".show", number=asked.number))


def change_page(line: RequestLine, *, by: Viewer, back: str) -> ResponseReturnValue:
    """The form of the kind once more, filled with what the line says."""
    if Action.CHANGE not in lifecycle.available(line, by):
        raise moving.WrongStatus(line.status, Action.CHANGE)
    form, told, status = asking.form_of(line.resource), NoteForm(), HTTPStatus.UNPROCESSABLE_ENTITY
    others: Sequence[suggesting.Group] = ()
    now = ""
    at = clock.now()
    doable = series.doable(line.request, Action.CHANGE, by, at=at)
    told.reach.offer(reach_choices(line, doable, at=at))
    if request.method != "POST":
        form.show(line)
        if "date" in request.args:  # one of the other times was pressed
            asking.suggest(form, line.resource)
    elif all([form.validate(), told.validate()]):
        try:
            series.change(
                db.session, [*series.reached(line, told.meant, Action.CHANGE, doable)], form.draft(line.resource),
                by=by, at=at, today=clock.today(), version=told.seen_version,
                override=told.override.data if policy.may_override(by) else "",
                on_behalf=behalf.on_behalf(line, Action.CHANGE, by, Channel.PHONE),
            )  # fmt: skip
        except Refusal as refusal:
            asking.beside(form, refusal)
            if isinstance(refusal, Stale):
                status, now = refusal.status, labels.when_and_how_many(line)
            others = _other_times(line, form, by) if isinstance(refusal, actions.TAKEN) else ()
        else:
            db.session.commit()
            flash(_("We have received your change."), "success")
            return web.see_other(back)
    page = render_template(
        "requests/ask.html", form=form, resource=line.resource, line=line, back=back, is_sent=True, others=others,
        now=now,
        reach=told.reach if len(told.reach.choices) > 1 else None,
        override=told.override if policy.may_override(by) else None,
    )  # fmt: skip
    return (page, status) if form.errors or told.errors else page


def _other_times(line: RequestLine, form: AskForm, by: Viewer) -> Sequence[suggesting.Group]:
    """When it would be free, near the time that was typed; each leads to this form, filled in with it."""
    draft = form.draft(line.resource)
    wanted = replace(alternatives.wanted_by(line), slot=draft.slot, units=draft.units)
    (found,) = alternatives.find(db.session, [wanted], by, at=clock.now())
    return suggesting.groups(replace(found, elsewhere=(), together=()), base=request.path)
