"""代理入力: the secretariat enters what somebody asks by phone, FAX or at the counter, on one screen, by keyboard.

Every press comes back to the same page with all that was typed. Enter means «look»: who calls, which things match,
whether they are free. Only the last button enters the request. What a caller says never stands in an address.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, text, web
from share_board.calendar import queries as calendar
from share_board.calendar.actions import Asker
from share_board.calendar.opening import TimeRules
from share_board.doors import Reach
from share_board.errors import NotThere, Refusal
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.members.models import Group
from share_board.requests import actions, basket, queries, series
from share_board.requests.actions import LineTaken
from share_board.requests.askers import asker_on_the_phone
from share_board.requests.drafts import LineDraft
from share_board.requests.forms import AskForm, EnterForm
from share_board.requests.models import Channel, LineSeries, RequestLine, ShareRequest
from share_board.requests.numbers import read_number
from share_board.requests.views import asking, bp, entering_days, sending
from share_board.requests.views.caller import Known, fill_in, known_by
from share_board.requests.views.entering_days import Days
from share_board.resources import queries as resources
from share_board.resources.models import Resource

MOST_THINGS = 5
MOST_FOUND = 8
DAYS = ("day", "end_day", "day_1", "day_2", "day_3", "deliver_on")
FOCUSED = {"autofocus": True}
FIRST_FIELDS = ("day", "day_1", "units")


@dataclass
class Row:
    """One thing the caller wants: its key on the page (a number and the thing's id), and its form."""

    key: str
    resource: Resource
    form: AskForm
    rules: TimeRules
    free: str = ""
    days: Days | None = None

    @property
    def first_field(self) -> Any:
        """Where the typing goes on after the thing was added."""
        return next(self.form[name] for name in FIRST_FIELDS if name in self.form)


@dataclass(frozen=True)
class Wanted:
    """One line of the request: of which row it is, and by which rule it returns."""

    row: Row
    draft: LineDraft
    series: LineSeries | None = None


@bp.route("/requests/enter", methods=["GET", "POST"])
def enter() -> ResponseReturnValue:
    """One screen from the ringing phone to the number."""
    form = _form()
    if request.method != "POST":
        return _fresh(form)
    step, _space, about = request.form.get("step", "look").partition(" ")
    keys = _kept(request.form.getlist("thing"), leave_out=about if step == "remove" else "")
    if step == "keep":
        things = actions.hold_named(db.session, [_public_id(key) for key in keys])
        return _keep(form, [_row(key, things.get(_public_id(key))) for key in keys])
    rows = [_row(key, _thing(_public_id(key))) for key in keys]
    if step == "add" and len(rows) < MOST_THINGS:
        rows.append(_new_row(about, rows))
    known = known_by(form.phone.data)
    fill_in(form, known)
    asker = asker_on_the_phone(_group(form), form.group_kind.data)
    for row in rows:
        row.free = _look(form, row, asker)
    return _page(form, rows, known, words=request.form.get("words", ""), step=step)


def _keep(form: EnterForm, rows: Sequence[Row]) -> ResponseReturnValue:
    """Enter it. The things are held; that one press makes one request is seen to by the database."""
    press = form.submit_key.data or ""
    is_right = all([form.validate(), *(row.form.validate() for row in rows)])
    if not rows:
        form.form_errors.append(_("Please add at least one thing."))
    override = form.override.data or ""
    at, today = clock.now(), clock.today()
    group = _group(form)
    asker = asker_on_the_phone(group, form.group_kind.data)
    things = list(_wanted(form, rows, asker)) if is_right else []
    unseen = any(row.days and not row.days.has_been_seen for row in rows)
    if not form.errors and things and not unseen and not any(row.form.errors for row in rows):
        draft_of_occasion = form.draft(district_id=group.district_id if group else None)
        try:
            asked = actions.enter(
                db.session, draft_of_occasion, [(each.row.resource, each.draft) for each in things],
                group=group, channel=Channel(form.channel.data),
                by=web.viewer(), at=at, today=today, override=override,
                submit_key=basket.key_hash(press) if press else None,
                rules={row.resource.id: row.rules for row in rows}, series=[each.series for each in things],
            )  # fmt: skip
        except sending.OVERTAKEN:
            db.session.rollback()
            return _there(sending.first_of(press))
        except Refusal as refusal:
            sentence = web.explain(refusal)
            db.session.rollback()
            if (earlier := sending.made_by(press)) is not None:  # the first press has taken the time meanwhile
                return _there(earlier)
            if override or not _refused(things, asker):
                _say(form, things, refusal, sentence)
        else:
            db.session.commit()
            flash(_("Entered. The number to tell the caller is %(number)s.", number=asked.number), "success")
            return web.see_other(url_for(".show", number=asked.number))
    elif (earlier := sending.made_by(press)) is not None:
        return _there(earlier)
    known, words = known_by(form.phone.data), request.form.get("words", "")
    if unseen and is_right and not form.errors:
        return _page(form, rows, known, words=words, step="days")
    return _page(form, rows, known, words=words, step="keep"), HTTPStatus.UNPROCESSABLE_ENTITY


def _wanted(form: EnterForm, rows: Sequence[Row], asker: Asker) -> Iterator[Wanted]:
    """The lines of all rows; of a rule one for each day that is ticked. What cannot be had is said beside its row."""
    for row in rows:
        row.days = _days(form, row, asker)
        if row.days is None:
            yield Wanted(row, _draft(form, row))
        elif row.days.has_been_seen and not entering_days.refuse(row.form, row.days):
            rule = series.series_of(row.days.rule)
            yield from (Wanted(row, each.draft, rule) for each in row.days.wanted)


def _days(form: EnterForm, row: Row, asker: Asker) -> Days | None:
    return entering_days.days_of(
        row.key, row.form, row.resource, _draft(form, row), asker, override=form.override.data or ""
    )


def _draft(form: EnterForm, row: Row) -> LineDraft:
    return replace(row.form.draft(row.resource), waits=bool(form.waits.data))


def _there(earlier: ShareRequest) -> ResponseReturnValue:
    """The second press, or the way back to a page that was sent already: the request is there, once."""
    number = earlier.number
    flash(
        _(
            "This page has been entered already: its number is %(number)s. For another call, please begin a new page.",
            number=number,
        ),
        "note",
    )
    return web.see_other(url_for(".show", number=number))


def _group(form: EnterForm) -> Group | None:
    return queries.group_named(db.session, form.group_name.data or "")


def _say(form: EnterForm, things: Sequence[Wanted], refusal: Refusal, sentence: str) -> None:
    """Beside the row that it is about, or above everything."""
    if isinstance(refusal, LineTaken):
        asking.beside(things[refusal.line.position - 1].row.form, refusal)
    else:
        form.form_errors.append(sentence)


def _refused(things: Sequence[Wanted], asker: Asker) -> bool:
    """Whether the rules refuse some of the things; each is told beside its own row, all of them at once.

    The days of a rule have been judged when they were shown.
    """
    at, today = clock.now(), clock.today()
    for each in things:
        try:
            if each.series is None:
                basket.require_possible(db.session, each.row.resource, each.draft, at=at, today=today, asker=asker)
        except Refusal as refusal:
            asking.beside(each.row.form, refusal)
    return any(each.row.form.errors for each in things)


# ---- the page as it is first seen ----------------------------------------------------------------------------------


def _fresh(form: EnterForm) -> ResponseReturnValue:
    """The empty page; or with a caller's number, or with what was asked another time."""
    rows: list[Row] = []
    phone, again = request.args.get("phone", ""), request.args.get("again", "")
    if again:
        asked = web.one_or_404(queries.numbered(web.viewer(), Reach.ALL, read_number(again)))
        form.show(asked)
        form.note.data = ""
        rows = [_row_again(number, line) for number, line in enumerate(asked.lines[:MOST_THINGS], start=1)]
    elif phone:
        form.phone.data = text.phone(phone) or phone
    known = known_by(form.phone.data)
    fill_in(form, known)
    return _page(form, rows, known, words="", step="again" if again else "look")


def _row_again(number: int, line: RequestLine) -> Row:
    """The same thing as another time; a day that has passed is left to be typed."""
    key = f"{number}-{line.resource.public_id}"
    rules = calendar.time_rules(db.session, line.resource)
    form = asking.form_of(line.resource, repeats=True, prefix=f"{key}-", rules=rules)
    form.show(line)
    for name in DAYS:
        if name in form and form[name].data and form[name].data < clock.today():
            form[name].data = None
    return Row(key, line.resource, form, rules)


# ---- the things ----------------------------------------------------------------------------------------------------


def _kept(keys: Iterable[str], *, leave_out: str) -> list[str]:
    """The things on the page, in the order they were added."""
    return [key for key in dict.fromkeys(keys) if key != leave_out][:MOST_THINGS]


def _public_id(key: str) -> str:
    number, _dash, public_id = key.partition("-")
    if not number.isdecimal() or len(number) > 2:  # noqa: PLR2004 - no page has a hundred rows
        raise NotThere
    return public_id


def _thing(public_id: str) -> Resource:
    return web.one_or_404(resources.by_public_id(web.viewer(), Reach.ALL, public_id))


def _row(key: str, resource: Resource | None, **options: Any) -> Row:
    if resource is None:
        raise NotThere
    rules = calendar.time_rules(db.session, resource)
    return Row(key, resource, asking.form_of(resource, repeats=True, prefix=f"{key}-", rules=rules, **options), rules)


def _new_row(public_id: str, rows: Sequence[Row]) -> Row:
    number = max((int(row.key.partition("-")[0]) for row in rows), default=0) + 1
    made = _row(f"{number}-{public_id}", _thing(public_id), formdata=None)
    if rows:  # the same occasion: the same day and hours, until something else is typed
        asking.same_time(made.form, rows[-1].form)
    return made


def _look(form: EnterForm, row: Row, asker: Asker) -> str:
    """Whether it is free then, in words, as soon as the time is known; of a rule its days are shown instead."""
    is_filled = all(field.data for field in row.form if field.flags.required)
    if not is_filled or not row.form.validate():
        return ""
    row.days = _days(form, row, asker)
    return _free(row, asker) if row.days is None else ""


def _free(row: Row, asker: Asker) -> str:
    draft = row.form.draft(row.resource)
    try:
        basket.require_possible(db.session, row.resource, draft, at=clock.now(), today=clock.today(), asker=asker)
    except Refusal as refusal:
        sentence = web.explain(refusal)
        db.session.rollback()
        return sentence
    if draft.slot is None:
        return ""
    number = calendar.free(db.session, row.resource, draft.slot)
    if not number:
        return _("It is taken then.")
    if number < draft.units:
        return ngettext("Only %(num)d is free then.", "Only %(num)d are free then.", number)
    when = dates.say_stretch(draft.slot.start, draft.slot.end)
    return _("%(when)s: it is free.", when=when)


# ---- the page ------------------------------------------------------------------------------------------------------


def _form() -> EnterForm:
    form = EnterForm()
    del form.reach_by  # the secretariat is speaking with the person
    del form.facility  # and enters what others ask
    return form


def _page(form: EnterForm, rows: Sequence[Row], known: Known, *, words: str, step: str) -> str:
    form.submit_key.data = form.submit_key.data or sending.new_press()
    words = "" if step == "add" else words
    found = queries.things(db.session, words, web.viewer(), limit=MOST_FOUND) if words else ()
    _go_on_at(form, rows, found, step)
    return render_template(
        "requests/enter.html",
        form=form,
        rows=rows,
        may_add=len(rows) < MOST_THINGS,
        known=known,
        earlier=[
            {"asked": asked, "day": dates.say_short_day(clock.day_of(asked.submitted_at))}
            for asked in known.earlier
            if asked.submitted_at
        ],
        words=words,
        found=found,
        is_looked_for=bool(words),
        has_words_next=step == "look" and bool(form.occasion.data) and not rows and not found,
        errors=[form.errors, *(row.form.errors for row in rows)] if step == "keep" else [],
        shows_days=step == "days",
    )


def _go_on_at(form: EnterForm, rows: Sequence[Row], found: Sequence[Resource], step: str) -> None:
    """What is typed next takes the focus, so that the hands stay on the keyboard."""
    if step in {"keep", "days"} or found:  # then it is the list of what is wrong, or the first thing found
        return
    if step == "add" and rows:
        rows[-1].first_field.render_kw = FOCUSED
    elif not form.phone.data:
        form.phone.render_kw = FOCUSED
    elif not form.occasion.data:
        form.occasion.render_kw = FOCUSED
