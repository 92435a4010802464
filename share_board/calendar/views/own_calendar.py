"""A calendar that a facility keeps elsewhere: a file of it is understood, shown, and only then taken over.

Nothing of the file is kept between the two presses: what was understood travels in the page, signed for who reads it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from share_board import clock, dates, web
from share_board.calendar import busy_file, history, labels, own_calendar, queries
from share_board.calendar.busy_file import Busy, BusyFile, NotACalendar, TooLarge, TooMuch
from share_board.calendar.forms import CalendarForm
from share_board.calendar.models import Closure
from share_board.calendar.own_calendar import CalendarDraft
from share_board.calendar.slots import Slot
from share_board.calendar.views.closing import mark, named, offered, which_facility
from share_board.calendar.views.common import bp
from share_board.errors import NotThere
from share_board.extensions import db, settings
from share_board.i18n import gettext as _

TWO_HOURS: Final = 7200  # seconds
SHOWN: Final = 5


@bp.route("/closures/calendar", methods=["GET", "POST"], endpoint="own_calendar")
def take_over() -> ResponseReturnValue:
    """Choose a file, look at what it says, take it over."""
    form = offered(CalendarForm())
    if request.method != "POST":
        return _page(form)
    if "understood" in request.form:
        return _take_over(form)
    if not form.validate_on_submit():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        said = busy_file.read(form.content(busy_file.LARGEST), at=clock.now())
    except (NotACalendar, TooLarge, TooMuch) as refusal:
        form.refuse("file", web.explain(refusal))
        return _page(form), refusal.status
    return _preview(form, _draft(form, said), unread=said.unread)


def _take_over(form: CalendarForm) -> ResponseReturnValue:
    draft = _understood(form)
    if draft is None:
        form.refuse("file", _("This page was open for a long time. Please choose the file once more."))
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    seen = request.form.get("seen", "")
    if mark(own_calendar.touched(db.session, draft, at=clock.now())) != seen:
        return _preview(form, draft), HTTPStatus.CONFLICT
    touched = own_calendar.take_over(db.session, draft, by=web.viewer(), at=clock.now())
    if mark(touched) != seen:  # somebody asked between the two looks
        db.session.rollback()
        return _preview(offered(CalendarForm()), draft), HTTPStatus.CONFLICT
    history.taken_over(db.session, draft, by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(_("The times of the calendar “%(name)s” are closed now.", name=draft.name), "success")
    return web.see_other(url_for(".closures"))


def _page(form: CalendarForm) -> str:
    replaced = _replaced()
    if request.method != "POST" and form.lacks_things and replaced is None:
        return which_facility(_("Take over a calendar of your own"), form)
    return render_template(
        "calendar/own_calendar.html",
        form=form,
        replaced=replaced,
        what=_what(replaced) if replaced else "",
        largest=busy_file.LARGEST // 1_000_000,
    )


def _replaced() -> Closure | None:
    """The calendar of which a newer file is chosen, if that was pressed."""
    public_id = request.values.get("replaces", "")
    if not public_id:
        return None
    found = web.one_or_404(queries.closure_by_public_id(web.viewer(), web.reach(), public_id))
    if found.calendar_name is None:
        raise NotThere
    return found


def _what(replaced: Closure) -> str:
    return replaced.resource.public_id if replaced.resource else replaced.facility.public_id


def _draft(form: CalendarForm, said: BusyFile) -> CalendarDraft:
    """A newer file of a known calendar is that calendar, whatever the file is called."""
    replaced = _replaced()
    if replaced is None or replaced.calendar_name is None or not form.knows(_what(replaced)):
        return form.draft(said)
    form.what.data = _what(replaced)
    return form.draft_of(replaced.calendar_name, said.times, said.left_out_from)


def _preview(form: CalendarForm, draft: CalendarDraft, *, unread: Sequence[str] = ()) -> str:
    now = clock.now()
    change = own_calendar.compare(db.session, draft, at=now)
    touched = own_calendar.touched(db.session, draft, at=now)
    return render_template(
        "calendar/own_calendar_preview.html",
        name=draft.name,
        said=form.said(),
        is_known=own_calendar.known(db.session, draft) is not None,
        new=[(labels.say_when(busy.slot.start, busy.slot.end), busy.note) for busy in change.new],
        gone=[(labels.say_when(time.starts_at, time.ends_at), time.note) for time in change.gone],
        stays=change.stays,
        unread=unread,
        left_out_from=dates.say_day(clock.day_of(draft.left_out_from)) if draft.left_out_from else "",
        shown=SHOWN,
        hidden={"what": form.what.data, "understood": _kept(draft, form.what.data), "seen": mark(touched)},
        **named(touched, len(own_calendar.waiting_under(db.session, draft, change))),
    )


# ---- between the two presses ---------------------------------------------------------------------------------------


def _serializer() -> URLSafeTimedSerializer:
    """Of one person: what another has understood is not taken over."""
    return URLSafeTimedSerializer(settings().secret_key, salt=f"share-board.own-calendar.{web.viewer().user_id}")


def _kept(draft: CalendarDraft, what: str) -> str:
    times = [[_seconds(busy.slot.start), _seconds(busy.slot.end), busy.note] for busy in draft.times]
    cut = draft.left_out_from and _seconds(draft.left_out_from)
    kept = _serializer().dumps([what, draft.name, times, cut])
    return kept if isinstance(kept, str) else kept.decode()


def _understood(form: CalendarForm) -> CalendarDraft | None:
    try:
        what, name, times, cut = _serializer().loads(request.form["understood"], max_age=TWO_HOURS)
    except BadData:
        return None
    if not form.knows(what):
        return None
    form.what.data = what
    understood = tuple(Busy(Slot(_moment(start), _moment(end)), note) for start, end, note in times)
    return form.draft_of(name, understood, cut and _moment(cut))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
