"""代替案: something else is proposed; whoever asked answers by the link of the letter. Opening shows, pressing acts."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, links, web
from share_board.calendar.closed_lines import closed_over
from share_board.doors import Viewer
from share_board.errors import NotNow, NotThere, Refusal
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.links import Purpose
from share_board.requests import actions, behalf, labels, lifecycle, moving, offers, policy, queries
from share_board.requests.drafts import ProposalDraft
from share_board.requests.forms import AskForm, ProposeForm
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, Proposal, RequestLine
from share_board.requests.numbers import read_number
from share_board.requests.queries import alternatives
from share_board.requests.views import answering, asking, bp, following, suggesting
from share_board.resources.models import Resource

ANSWERS = frozenset({Action.ACCEPT, Action.TURN_DOWN})


# ---- whoever asked answers -----------------------------------------------------------------------------------------


@bp.route("/proposal/<token>", methods=["GET", "POST"])
def proposal(token: str) -> ResponseReturnValue:
    """What was offered, and the answer: one press. No account is needed."""
    made = _made(token)
    if request.method != "POST":
        return _shown(made, token)
    if request.form.get("answer") not in {*ANSWERS}:
        raise NotThere
    action, line = Action(request.form["answer"]), made.line
    by = web.viewer() if policy.is_secretariat(web.viewer()) else following.holder(line.request)
    if made.ended_at is not None:
        return _has_ended(made, action, token)
    try:
        actions.act(
            db.session, line.request, [line], action, by=by, at=clock.now(), today=clock.today(),
            on_behalf=behalf.on_behalf(line, action, by, Channel.PHONE),
        )  # fmt: skip
    except NotNow as refusal:
        sentence = web.explain(refusal)
        db.session.rollback()
        made = _made(token)
        if made.ended_at is not None:
            return _has_ended(made, action, token)
        return _shown(made, token, refusal=sentence), HTTPStatus.CONFLICT
    db.session.commit()
    flash(_("Thank you. We have received your answer."), "success")
    return web.see_other(url_for(".proposal", token=token))


def _has_ended(made: Proposal, action: Action, token: str) -> ResponseReturnValue:
    """Before this press: by the same answer, by another one, or by something else, which the page says by itself."""
    if actions.is_said_already(made, action):
        return following.thanks_again(url_for(".proposal", token=token))
    sentence = _("We have received your answer already. If you would like to change it, please call us.")
    return _shown(made, token, refusal=sentence if made.is_answered else ""), HTTPStatus.CONFLICT


def _made(token: str) -> Proposal:
    public_id = links.verify(Purpose.PROPOSAL, token, secret_key=settings().secret_key)
    if public_id is None:
        raise NotThere
    return web.one_or_404(queries.proposal(public_id))


def _shown(made: Proposal, token: str, *, refusal: str = "") -> str:
    line = made.line
    closed = {} if made.outcome else closed_over(db.session, [line.id])
    return render_template(
        "requests/proposal.html",
        made=made,
        offer=offers.offer_facts(made),
        asked=line.request,
        each=following.describe(line, following.holder(line.request), closed.get(line.id)),
        token=token,
        follow=links.sign(Purpose.FOLLOW, line.request.public_id, secret_key=settings().secret_key),
        refusal=refusal,
        outcome=labels.OUTCOME[made.outcome] if made.outcome else "",
    )


# ---- the facility or the secretariat proposes -----------------------------------------------------------------------


@bp.route("/requests/<number>/lines/<line_id>/propose", methods=["GET", "POST"])
def propose(number: str, line_id: str) -> ResponseReturnValue:
    """Another day, thing or number instead of what a line asks for."""
    asked = web.one_or_404(queries.numbered(web.viewer(), web.reach(), read_number(number)))
    line = following.line_of(asked, line_id)
    return _propose(
        line, by=web.viewer(), back=url_for(".show", number=asked.number),
        here=lambda: url_for(".propose", number=asked.number, line_id=line_id),
    )  # fmt: skip


@bp.route("/answer/<token>/lines/<line_id>/propose", methods=["GET", "POST"])
def propose_by_letter(token: str, line_id: str) -> ResponseReturnValue:
    """The same for a facility that holds its letter: another day or number, or another thing of its own."""
    link = answering.link_of(token)
    line = following.line_of(link.request, line_id)
    if line.resource.facility_id != link.facility_id:
        raise NotThere
    return _propose(
        line, by=answering.answerer(link), back=url_for(".answer", token=token),
        here=lambda: url_for(".propose_by_letter", token=token, line_id=line_id),
    )  # fmt: skip


def _propose(line: RequestLine, *, by: Viewer, back: str, here: Callable[[], str]) -> ResponseReturnValue:
    if Action.PROPOSE not in lifecycle.available(line, by):
        raise moving.WrongStatus(line.status, Action.PROPOSE)
    resource = _resource(line, by)
    form, told = asking.form_of(resource), ProposeForm()
    if request.method != "POST":
        _fill(form, line, resource)
    elif all([form.validate(), told.validate()]):
        try:
            actions.propose(
                db.session, line, _draft(form, told, resource), by=by, at=clock.now(), version=told.seen_version
            )  # fmt: skip
        except Refusal as refusal:
            status = refusal.status
            asking.beside(form, refusal)
            return _form_page(line, resource, form, told, by=by, back=back, here=here), status
        db.session.commit()
        flash(_("It is offered to the group, and kept until they answer."), "success")
        return web.see_other(back)
    page = _form_page(line, resource, form, told, by=by, back=back, here=here)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if form.errors or told.errors else page


def _resource(line: RequestLine, by: Viewer) -> Resource:
    """The thing that is proposed: the line's own, or another that was chosen."""
    public_id = request.values.get("resource", "")
    if not public_id or public_id == line.resource.public_id:
        return line.resource
    return web.one_or_404(queries.proposable(line, by).where(Resource.public_id == public_id))


def _draft(form: AskForm, told: ProposeForm, resource: Resource) -> ProposalDraft:
    draft = form.draft(resource)
    return ProposalDraft(
        resource, draft.slot, draft.units, draft.deliver_on, told.note.data, bool(told.has_consent.data),
        told.override.data or "",
    )  # fmt: skip


def _fill(form: AskForm, line: RequestLine, resource: Resource) -> None:
    """What was pressed among the suggestions, or else what the line asks for."""
    if request.args.get("date"):
        asking.suggest(form, resource)
    elif resource is line.resource:
        form.show(line)


def _form_page(
    line: RequestLine,
    resource: Resource,
    form: AskForm,
    told: ProposeForm,
    *,
    by: Viewer,
    back: str,
    here: Callable[[], str],
) -> str:
    told.version.data = told.version.data or str(line.version)
    words, slot = request.args.get("q", ""), lifecycle.slot_of(line)
    others = queries.others_of(db.session, line, by, typed=words)
    (found,) = alternatives.find(db.session, [alternatives.wanted_by(line)], by, at=clock.now())
    if not policy.is_secretariat(by):
        found = replace(found, elsewhere=[one for one in found.elsewhere if policy.acts_for(by, one.resource)])
        suggested = {one.resource for one in found.elsewhere}
        others = [other for other in others if other not in suggested]
    return render_template(
        "requests/propose.html",
        line=line,
        asked=line.request,
        when=labels.when_wished(line),
        before=offers.before_proposing(line),
        resource=resource,
        form=form,
        told=told,
        back=back,
        here=here(),
        is_secretariat=policy.is_secretariat(by),
        suggestions=suggesting.groups(replace(found, together=()), base=here()),
        words=words,
        others=suggesting.choices(
            _("What was found") if policy.is_secretariat(by) else _("Something else of your own"),
            others,
            alternatives.Alternative(line.resource, slot, line.units, line.deliver_on),
            free=queries.free_then(db.session, line, others),
            base=here(),
        ),
    )
