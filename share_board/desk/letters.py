"""Letters: what was sent, what reached nobody; and the mails that an invented town has sent."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, doors, outbox, web
from share_board.desk import mails
from share_board.desk.views import bp
from share_board.doors import Reach
from share_board.errors import NotThere
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.outbox import Letter, LetterState, NotGivenUp, NothingToSend
from share_board.web import explain

STATE: Final[Mapping[LetterState, tuple[Any, str]]] = {
    LetterState.WAITING: (_l("Waiting to be sent"), "wait"),
    LetterState.SENT: (_l("Sent"), "ok"),
    LetterState.GIVEN_UP: (_l("Did not reach anybody"), "no"),
    LetterState.OBSOLETE: (_l("Not sent: no longer true"), "quiet"),
}


@bp.get("/letters")
def letters() -> ResponseReturnValue:
    """The newest letters, and above them those that reached nobody. What stands in them is not shown."""
    return render_template(
        "desk/letters.html",
        given_up=[_letter(letter) for letter in outbox.given_up(db.session)],
        recent=[_letter(letter) for letter in outbox.recent(db.session)],
        may_send_again=doors.reach("desk.send_again", web.viewer().role) is Reach.ALL,
    )


@bp.post("/letters/<message_id>/again")
def send_again(message_id: str) -> ResponseReturnValue:
    """Try a letter once more."""
    letter = web.one_or_404(outbox.by_message_id(message_id))
    outbox.send_again(db.session, letter, by=web.viewer(), at=clock.now())
    db.session.commit()
    flash(_("The letter will be tried again within a minute."), "success")
    return web.see_other(url_for(".letters"))


@bp.get("/demo/mails")
def demo_mails() -> ResponseReturnValue:
    """The mails of an invented town, to be read like in a letter box; on a real board this page does not exist."""
    url = urlsplit(settings().mail_url)
    if not settings().is_demo or url.scheme != "folder":
        raise NotThere
    found = mails.newest(Path(unquote(url.path)), base_url=settings().base_url)
    return render_template(
        "desk/demo_mails.html",
        mails=[{"mail": mail, "at": dates.say_moment(mail.at) if mail.at else ""} for mail in found],
    )


def _letter(letter: Letter) -> dict[str, object]:
    label, tone = STATE[letter.state]
    return {
        "letter": letter,
        "label": label,
        "tone": tone,
        "at": dates.say_moment(letter.sent_at or letter.created_at),
        "may_be_tried": letter.state is LetterState.GIVEN_UP and not letter.is_secret,
    }


@explain.register
def _not_given_up(_refusal: NotGivenUp) -> str:
    return _("This letter is waiting to be sent or has arrived already.")


@explain.register
def _nothing_to_send(_refusal: NothingToSend) -> str:
    return _("It held a code that is no longer valid. Please let the person ask for a new one.")
