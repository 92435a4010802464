"""A facility answers by the link of its letter: opening shows, pressing answers. No account is needed."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, links, web
from share_board.calendar.closed_lines import closed_over
from share_board.calendar.models import Occupancy
from share_board.doors import Viewer
from share_board.errors import NotNow, NotThere
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.links import Purpose
from share_board.members.labels import GROUP_KIND
from share_board.members.models import Role
from share_board.requests import behalf, bulk, labels, lifecycle, policy, queries, tell
from share_board.requests.drafts import AnswerDraft
from share_board.requests.forms import AnsweredByForm, AnswerForm, seen_versions
from share_board.requests.lifecycle import Action
from share_board.requests.models import AnswerLink, Channel, HistoryEntry, RequestLine
from share_board.requests.views import bp, following, happened

ANSWERED = frozenset({Action.CONSENT, Action.REFUSE})
YES_TO_ALL = "yes"


@bp.route("/answer/<token>", methods=["GET", "POST"])
def answer(token: str) -> ResponseReturnValue:
    """What is asked of this facility, and its answer: one press for all lines of the letter."""
    link = link_of(token)
    lines = [line for line in tell.in_order(link.request.lines) if line.resource.facility_id == link.facility_id]
    if request.method != "POST":
        return _page(link, lines, _forms(lines), AnsweredByForm())
    seen = seen_versions(request.form.getlist("line"))
    if not seen or seen.keys() - {line.public_id for line in lines}:
        raise NotThere
    pressed = [line for line in lines if line.public_id in seen]
    if any(not lifecycle.is_possible(line, Action.CONSENT) for line in pressed):
        return _too_late(link, lines)
    named = AnsweredByForm()
    forms = {} if request.form.get("all") == YES_TO_ALL else _forms(pressed)
    if not all([named.validate(), *(form.validate() for form in forms.values())]):
        return _page(link, lines, forms, named), HTTPStatus.UNPROCESSABLE_ENTITY
    yes = AnswerDraft(Action.CONSENT)
    answers = {line: forms[line].draft() if forms else yes for line in pressed}
    by = answerer(link, named.answered_by.data)
    try:
        bulk.answer(
            db.session, link.request, {line: seen[line.public_id] for line in pressed}, answers, by=by, at=clock.now(),
            today=clock.today(), on_behalf=behalf.on_behalf(pressed[0], Action.CONSENT, by, Channel.PHONE),
        )  # fmt: skip
    except NotNow as refusal:
        sentence = web.explain(refusal)
        db.session.rollback()
        return _too_late(link, lines, sentence)
    db.session.commit()
    flash(_thanks(list(answers.values())), "success")
    return web.see_other(url_for(".answer", token=token))


def link_of(token: str) -> AnswerLink:
    """What the facility was asked by the letter that holds this link."""
    public_id = links.verify(Purpose.ANSWER, token, secret_key=settings().secret_key)
    if public_id is None:
        raise NotThere
    return web.one_or_404(queries.answer_link(public_id, clock.now()))


def answerer(link: AnswerLink, name: str = "") -> Viewer:
    """Whoever holds the letter answers for the facility; somebody who signed in answers as themselves.

    The secretariat that opens the letter's page answers for the facility, too, and the history says so.
    """
    looking = web.viewer()
    if link.facility_id in looking.facility_ids or policy.is_secretariat(looking):
        return looking
    return Viewer(
        name=" ".join(filter(None, (link.facility.name, name))), role=Role.FACILITY,
        facility_ids=frozenset({link.facility_id}), today=clock.today(),
    )  # fmt: skip


def _forms(lines: Sequence[RequestLine]) -> dict[RequestLine, AnswerForm]:
    open_lines = [line for line in lines if lifecycle.is_possible(line, Action.CONSENT)]
    free = queries.free_wishes(db.session, open_lines)
    return {line: _form(line, free) for line in open_lines}


def _form(line: RequestLine, free: frozenset[int]) -> AnswerForm:
    form, wishes = AnswerForm(prefix=f"{line.public_id}-"), labels.wishes(line, free)
    if wishes:
        form.offer(wishes, asked_for=lifecycle.rank_of(line, lifecycle.slot_of(line)))
    else:
        del form.wish
    return form


def _thanks(drafts: Sequence[AnswerDraft]) -> str:
    if all(draft.action is Action.CONSENT for draft in drafts):
        return _("Thank you very much. We have received your answer that it is possible.")
    if all(draft.action is Action.REFUSE for draft in drafts):
        return _("Thank you for telling us. We will tell the group kindly, so please do not worry.")
    return ngettext("Thank you for your answer.", "Thank you for your %(num)d answers.", len(drafts))


def _too_late(link: AnswerLink, lines: Sequence[RequestLine], sentence: str = "") -> ResponseReturnValue:
    page = _page(
        link, lines, _forms(lines), AnsweredByForm(formdata=None),
        refusal=sentence or _("This has been answered or has changed already. It now stands as follows."),
    )  # fmt: skip
    return page, HTTPStatus.CONFLICT


def _page(
    link: AnswerLink,
    lines: Sequence[RequestLine],
    forms: Mapping[RequestLine, AnswerForm],
    named: AnsweredByForm,
    *,
    refusal: str = "",
) -> str:
    asked, looking = link.request, answerer(link)
    last_words = {
        entry.line_id: entry for entry in queries.history(db.session, asked) if entry.act in ANSWERED and entry.line_id
    }
    due = min((line.answer_due_on for line in lines if line.answer_due_on), default=None)
    closed = closed_over(db.session, [line.id for line in lines])
    shown = [_shown(line, last_words.get(line.id), forms.get(line), looking, closed.get(line.id)) for line in lines]
    return render_template(
        "requests/answer.html",
        link=link,
        token=links.sign(Purpose.ANSWER, link.public_id, secret_key=settings().secret_key),
        asked=asked,
        group_kind=GROUP_KIND[asked.group_kind],
        open_lines=[each for each in shown if each["is_open"]],
        closed_lines=[each for each in shown if not each["is_open"]],
        named=named,
        forms=list(forms.values()),
        refusal=refusal,
        answer_by=dates.say_short_day(due) if due else "",
        is_undecided=any(lifecycle.is_possible(line, Action.APPROVE) for line in lines),
        may_see_contact=policy.may_see_contact(looking, asked),
    )


def _shown(
    line: RequestLine,
    word: HistoryEntry | None,
    form: AnswerForm | None,
    looking: Viewer,
    closed: Occupancy | None,
) -> dict[str, object]:
    is_open = lifecycle.is_possible(line, Action.CONSENT)
    return {
        **following.describe(line, looking, closed),
        "is_open": is_open,
        "form": form,
        "choices": {each.value: each.label for each in form.wish.choices} if form and form.wish else {},
        "answered_by": happened.who(word.by_name, word.by_role, word.on_behalf_of) if word and not is_open else "",
        "answered": labels.ANSWERED[Action(word.act)] if word and not is_open else "",
        "word": word.note if word and not is_open else "",
    }
