"""Following: いまどうなってる? by link, by number and phone, or signed in; withdraw and change before the decision."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, links, text, web
from share_board.calendar import labels as calendar_labels
from share_board.calendar.closed_lines import closed_over
from share_board.calendar.models import Occupancy
from share_board.doors import Viewer
from share_board.errors import NotNow, NotThere, permit
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.links import Purpose
from share_board.members import limits
from share_board.requests import actions, behalf, labels, lifecycle, offers, policy, queries, series, tell
from share_board.requests.forms import FindForm, NoteForm, OfficeNoteForm, reach_choices
from share_board.requests.lifecycle import Action
from share_board.requests.models import RequestLine, ShareRequest
from share_board.requests.numbers import read_number
from share_board.requests.queries import alternatives
from share_board.requests.questions import said
from share_board.requests.views import bp, happened, sending, suggesting

NOTHING_TO_SAY = frozenset(
    {Action.ASK, Action.APPROVE, Action.HAND_OVER, Action.RETURN, Action.FINISH, Action.ACCEPT, Action.TURN_DOWN}
)
ELSEWHERE = frozenset({Action.CHANGE, Action.PROPOSE})  # they have a page of their own
BY_THE_CLOCK = frozenset({Action.LAPSE, Action.EXPIRE, Action.SHUT, Action.RESUME})


@bp.route("/requests/find", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """A request by its number and phone number; the number alone opens nothing."""
    form = FindForm()
    if request.method == "POST" and form.validate():
        limits.once(db.database, limits.INQUIRY_FROM_PLACE, "find" + limits.place(request.remote_addr), at=clock.now())
        number = read_number(form.number.data)
        asked = db.session.scalars(queries.by_number_and_phone(number, text.phone_key(form.phone.data))).one_or_none()
        if asked is not None:
            return web.see_other(sending.follow_url(asked))
        form.refuse("number", _("No request has this number and phone number. Please check both, or call us."))
    page = render_template("requests/find.html", form=form)
    return (page, 422) if form.errors else page


@bp.get("/follow/<token>")
def follow(token: str) -> ResponseReturnValue:
    """A request as whoever asked sees it, by the link they hold."""
    asked = followed(token)
    return _show(asked, holder(asked), token=token)


@bp.route("/follow/<token>/lines/<line_id>/<action>", methods=["POST"])
def act_followed(token: str, line_id: str, action: str) -> ResponseReturnValue:
    """Withdraw or call off, by the link."""
    asked = followed(token)
    return do(asked, line_of(asked, line_id), action, by=holder(asked), back=sending.follow_url(asked), token=token)


@bp.get("/requests/<number>")
def show(number: str) -> ResponseReturnValue:
    """A request as the people who sign in see it."""
    return _show(web.one_or_404(queries.numbered(web.viewer(), web.reach(), read_number(number))), web.viewer())


@bp.post("/requests/<number>/lines/<line_id>/<action>")
def act(number: str, line_id: str, action: str) -> ResponseReturnValue:
    """One press of one button on one line."""
    asked = web.one_or_404(queries.numbered(web.viewer(), web.reach(), read_number(number)))
    return do(asked, line_of(asked, line_id), action, by=web.viewer(), back=url_for(".show", number=asked.number))


# ---- shared --------------------------------------------------------------------------------------------------------


def do(
    asked: ShareRequest, line: RequestLine, name: str, *, by: Viewer, back: str, token: str | None = None
) -> ResponseReturnValue:
    """Do what a button says, to the version of the line that the person saw. A missing reason is asked for in place."""
    form = NoteForm()
    if name not in {*lifecycle.STEPS} - ELSEWHERE - BY_THE_CLOCK:
        raise NotThere
    action, seen = Action(name), form.seen_version
    permit(lifecycle.STEPS[action].permitted(by, line))
    meant = series.reached(line, form.meant, action, series.doable(asked, action, by, at=clock.now()))
    needs_reason = any(lifecycle.STEPS[own].needs_reason for own in meant.values())
    if needs_reason and not (form.note.data or form.note.typed.strip()):
        form.refuse("note", _("Please write a few words on why, so that the other side understands."))
    elif form.validate():
        try:
            for own, lines in series.by_action(meant).items():
                actions.act(
                    db.session, asked, lines, own, by=by, at=clock.now(), today=clock.today(), note=form.note.data,
                    versions=[each.version if each is not line or seen is None else seen for each in lines],
                    on_behalf=behalf.on_behalf(line, action, by, form.heard_by), wish=form.chosen_wish,
                )  # fmt: skip
        except NotNow as refusal:
            sentence = web.explain(refusal)
            db.session.rollback()
            if actions.is_said_already(queries.newest_proposals(db.session, [line]).get(line.id), action):
                return thanks_again(back)
            return _show(asked, by, token=token, refusal=sentence), HTTPStatus.CONFLICT
    if form.errors:
        return _show(asked, by, token=token, pressed=(line, action, form)), HTTPStatus.UNPROCESSABLE_ENTITY
    db.session.commit()
    flash(labels.now(line), "success")
    return web.see_other(back)


def thanks_again(back: str) -> ResponseReturnValue:
    """The same answer, pressed twice: the second press leads where the first one did."""
    flash(_("We have received your answer already. Thank you."), "success")
    return web.see_other(back)


def line_of(asked: ShareRequest, public_id: str) -> RequestLine:
    """The line of this request with that address."""
    for line in asked.lines:
        if line.public_id == public_id:
            return line
    raise NotThere


def followed(token: str) -> ShareRequest:
    """The request of a link; NotThere if this board never made it."""
    public_id = links.verify(Purpose.FOLLOW, token, secret_key=settings().secret_key)
    if public_id is None:
        raise NotThere
    return web.one_or_404(queries.followed(public_id))


def holder(asked: ShareRequest) -> Viewer:
    """Whoever holds the link acts as the person who asked."""
    return Viewer(name=asked.contact_name, follows_id=asked.id, today=clock.today())


def _show(
    asked: ShareRequest,
    viewer: Viewer,
    *,
    token: str | None = None,
    pressed: tuple[RequestLine, Action, NoteForm] | None = None,
    refusal: str = "",
) -> str:
    seen, may_see_contact = queries.history(db.session, asked), policy.may_see_contact(viewer, asked)
    closed = closed_over(db.session, [line.id for line in asked.lines])
    others = (
        alternatives.instead_of(db.session, asked.lines, viewer, at=clock.now(), also=closed)
        if may_look_elsewhere(asked, viewer)
        else {}
    )
    queues = queries.queues(db.session, [line for line in asked.lines if not lifecycle.has_ended(line)])
    free = queries.free_wishes(
        db.session, [line for line in asked.lines if Action.CONSENT in lifecycle.available(line, viewer)]
    )
    at = clock.now()
    off = {action: series.doable(asked, action, viewer, at=at) for action in series.CALLS_OFF}
    return render_template(
        "requests/show.html",
        asked=asked,
        token=token,
        lines=[
            {
                **describe(line, viewer, closed.get(line.id)),
                "others": suggesting.groups(others[line.id]) if line.id in others else (),
                "place": tell.place_in_line(line, queues),
                "queue": _queue(queues.get(line.id, ()), viewer, line),
                "rank": lifecycle.rank_of(line, lifecycle.slot_of(line)),
                "choices": labels.wishes(line, free),
                "reaches": {action: reach_choices(line, others, at=at) for action, others in off.items()},
            }
            for line in tell.in_order(asked.lines)
        ],
        pressed=pressed,
        refusal=refusal,
        history=happened.said(asked, seen, viewer),
        may_see_contact=may_see_contact,
        is_secretariat=policy.is_secretariat(viewer),
        note_form=OfficeNoteForm(formdata=None, note=asked.internal_note) if policy.is_secretariat(viewer) else None,
        channel_field=NoteForm(formdata=None).channel,
        reach_label=NoteForm(formdata=None).reach.label,
    )


def _queue(waiting: Sequence[RequestLine], viewer: Viewer, line: RequestLine) -> list[dict[str, object]]:
    """Who waits for this time, in order, for the secretariat and the facility; everybody else reads only numbers."""
    if not (policy.is_secretariat(viewer) or policy.owns(viewer, line)):
        return []
    return [
        {
            "number": other.request.number,
            "group": other.request.group_name,
            "when": labels.when_wished(other),
            "units": other.units,
            "is_own": other is line,
        }
        for other in waiting
    ]


def may_look_elsewhere(asked: ShareRequest, viewer: Viewer) -> bool:
    """What else is near is shown to those who look for it: whoever asks, and the secretariat."""
    return policy.is_asker(viewer, asked) or policy.is_secretariat(viewer)


def describe(line: RequestLine, viewer: Viewer, closed: Occupancy | None = None) -> dict[str, object]:
    """A line as the pages show it, with the buttons this viewer has: none that says yes to what is `closed` since."""
    is_shut = closed is not None and len(line.wishes) <= 1  # else another of the wished times may be open
    return {
        "line": line,
        "resource": line.resource,
        "when": labels.when(line),
        "rule": tell.rule(line),
        "wishes": [dates.say_moment(wish.starts_at) for wish in line.wishes],
        "said": said(line.resource.kind, line.answers),
        "is_shut": is_shut,
        "closed": calendar_labels.say_closed_over(closed) if closed else "",
        "label": labels.STATUS[line.status],
        "tone": labels.TONE[line.status],
        "now": labels.now(line),
        "may_read": policy.may_read(viewer, line),
        "offer": offers.offer_facts(line.proposal) if line.proposal else None,
        "actions": [
            {
                "action": action,
                "label": labels.ACTION[action],
                "needs_reason": lifecycle.STEPS[action].needs_reason,
                "takes_note": action not in NOTHING_TO_SAY,
                "for_whom": behalf.whose_word(line, action, viewer),
            }
            for action in lifecycle.available(line, viewer)
            if action not in BY_THE_CLOCK and not (is_shut and action in lifecycle.YES)
        ],
    }
