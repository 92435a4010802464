"""The secretariat's queue: what waits, by age, decided one by one or many at once."""

from collections.abc import Mapping, Sequence

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.calendar.models import Firmness
from share_board.errors import NotThere
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.members import paging
from share_board.members.paging import Page
from share_board.requests import actions, bulk, labels, lifecycle, policy, queries
from share_board.requests.bulk import Decided
from share_board.requests.forms import DecideForm, OfficeNoteForm, seen_versions
from share_board.requests.lifecycle import Action
from share_board.requests.models import ContactState, RequestLine, ShareRequest
from share_board.requests.numbers import read_number
from share_board.requests.queries import Waiting
from share_board.requests.views import bp

PER_PAGE = 50

# The buttons under each tab, the most likely one first.
BULK: Mapping[Waiting, tuple[Action, ...]] = {
    Waiting.ALL: (Action.ASK, Action.APPROVE, Action.SEND_BACK, Action.DECLINE),
    Waiting.TO_CALL: (Action.SEND_BACK, Action.DECLINE),
    Waiting.TO_RECEIVE: (Action.ASK, Action.APPROVE, Action.SEND_BACK, Action.DECLINE),
    Waiting.AT_FACILITY: (Action.SEND_BACK, Action.DECLINE),
    Waiting.TO_DECIDE: (Action.APPROVE, Action.SEND_BACK, Action.DECLINE),
    Waiting.SENT_BACK: (Action.WITHDRAW,),
    Waiting.RUNNING: (Action.FINISH,),
    Waiting.IN_LINE: (Action.DECLINE,),
    Waiting.OFFERED: (Action.DECLINE,),
}


@bp.get("/requests")
def queue() -> ResponseReturnValue:
    """Lines by age, the oldest first, with what competes for the same time."""
    waiting = _waiting(request.args.get("waiting", ""))
    counts = queries.queue_counts(db.session)
    page = _page(waiting, counts[waiting], request.args.get("page", ""))
    clashes = queries.clashes(db.session, page.rows)
    may_decide = policy.is_secretariat(web.viewer())
    return render_template(
        "requests/queue.html",
        waiting=waiting,
        tabs=[
            {
                "label": labels.WAITING[tab],
                "count": counts[tab],
                "url": url_for(".queue", waiting=tab),
                "is_current": tab is waiting,
            }
            for tab in labels.WAITING
        ],
        page=page,
        rows=[_row(line, clashes.get(line.id, ())) for line in page.rows],
        bulk=[
            {"action": act, "label": labels.ACTION[act], "needs_reason": lifecycle.STEPS[act].needs_reason}
            for act in BULK[waiting]
        ]
        if may_decide
        else [],
        form=DecideForm(formdata=None),
    )


@bp.post("/requests/decide")
def decide() -> ResponseReturnValue:
    """One button for all ticked lines; what is refused is said line by line, the others go on."""
    back = web.local(request.form.get("back"), otherwise=url_for(".queue"))
    form, act = DecideForm(), _action(request.form.get("action", ""))
    seen = seen_versions(request.form.getlist("line"))
    if not seen:
        flash(_("Please tick the lines first."), "warning")
        return web.see_other(back)
    if not form.validate():
        flash(" ".join(form.note.errors), "error")
        return web.see_other(back)
    if lifecycle.STEPS[act].needs_reason and not form.note.data:
        flash(_("Please write a few words on why, so that the other side understands."), "warning")
        return web.see_other(back)
    outcomes = bulk.decide(
        db.session, seen, act, by=web.viewer(), at=clock.now(), today=clock.today(), note=form.note.data
    )
    said = _said(outcomes, act)
    db.session.commit()
    for category, sentence in said:
        flash(sentence, category)
    return web.see_other(back)


@bp.post("/requests/<number>/called")
def called(number: str) -> ResponseReturnValue:
    """The secretariat has spoken with whoever asked: from now on the times are kept."""
    asked = _asked(number)
    lost = actions.confirm_contact(db.session, asked, by=web.viewer(), at=clock.now(), today=clock.today())
    said = _reached(asked, lost)
    db.session.commit()
    for category, sentence in said:
        flash(sentence, category)
    return web.see_other(url_for(".show", number=asked.number))


def _reached(asked: ShareRequest, lost: Sequence[RequestLine]) -> list[tuple[str, str]]:
    """What became of the request once its people were reached, in words: not everything is kept, some waits."""
    is_kept = any(lifecycle.slot_of(line) and isinstance(lifecycle.firmness(line), Firmness) for line in asked.lines)
    offered = sum(line.proposal is not None for line in asked.lines)
    waiting = sum(map(lifecycle.is_in_line, asked.lines))
    said = []
    if lost:
        sentence = ngettext(
            "Confirmed. But %(num)d thing was taken by somebody else meanwhile.",
            "Confirmed. But %(num)d things were taken by somebody else meanwhile.",
            len(lost),
        )
        said.append(("warning", sentence))
    elif is_kept:
        said.append(("success", _("Confirmed: the times are kept now.")))
    if offered:
        sentence = ngettext(
            "Confirmed. %(num)d thing has fallen free and is offered to them; please wait for their answer.",
            "Confirmed. %(num)d things have fallen free and are offered to them; please wait for their answer.",
            offered,
        )
        said.append(("success", sentence))
    if waiting:
        sentence = ngettext(
            "Confirmed. %(num)d thing is on the waiting list.",
            "Confirmed. %(num)d things are on the waiting list.",
            waiting,
        )
        said.append(("success", sentence))
    return said or [("success", _("Confirmed."))]


@bp.post("/requests/<number>/note")
def take_note(number: str) -> ResponseReturnValue:
    """The secretariat's own note."""
    asked, form = _asked(number), OfficeNoteForm()
    if not form.validate():
        flash(" ".join(form.note.errors), "error")
        return web.see_other(url_for(".show", number=asked.number))
    actions.take_note(db.session, asked, form.note.data, by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(_("The note is kept."), "success")
    return web.see_other(url_for(".show", number=asked.number))


def _asked(number: str) -> ShareRequest:
    return web.one_or_404(queries.numbered(web.viewer(), web.reach(), read_number(number)))


# ---- what the queue shows ------------------------------------------------------------------------------------------


def _waiting(said: str) -> Waiting:
    return Waiting(said) if said in {*Waiting} else Waiting.ALL


def _page(waiting: Waiting, total: int, said: str) -> Page[RequestLine]:
    number = min(paging.number_in(said), max(1, -(-total // PER_PAGE)))
    rows = db.session.scalars(queries.queue(waiting, page=number, per_page=PER_PAGE)).unique().all()
    return Page(
        rows, number, total, lambda other: url_for(".queue", waiting=waiting, page=other), size=PER_PAGE
    )  # fmt: skip


def _row(line: RequestLine, clashes: Sequence[RequestLine]) -> dict[str, object]:
    asked, today = line.request, clock.today()
    return {
        "line": line,
        "asked": asked,
        "resource": line.resource,
        "when": labels.when(line),
        "label": labels.STATUS[line.status],
        "tone": labels.TONE[line.status],
        "age": labels.age(asked, today),
        "is_late": lifecycle.is_possible(line, Action.CONSENT) and (line.answer_due_on or today) < today,
        "due": dates.say_short_day(line.answer_due_on) if line.answer_due_on else "",
        "wishes": [dates.say_moment(wish.starts_at) for wish in line.wishes[1:]],
        "clashes": sorted({other.request.number or "" for other in clashes} - {""}),
        "may_see_contact": policy.may_see_contact(web.viewer(), asked),
        "is_confirmed": asked.contact_state is ContactState.CONFIRMED,
    }


# ---- what was ticked -----------------------------------------------------------------------------------------------


def _action(said: str) -> Action:
    if said not in {act for acts in BULK.values() for act in acts}:
        raise NotThere
    return Action(said)


def _said(outcomes: Sequence[Decided], act: Action) -> list[tuple[str, str]]:
    """What happened, in words: how many went well, and what each of the others says."""
    number = sum(len(outcome.lines) for outcome in outcomes if outcome.refusal is None)
    said = [("success", labels.DECIDED[act](number))] if number else []
    return said + [
        (
            "warning",
            _("%(number)s: %(sentence)s", number=outcome.request.number, sentence=web.explain(outcome.refusal)),
        )
        for outcome in outcomes
        if outcome.refusal is not None
    ]
