"""What every door shares: the guard before it, the headers behind it, and the page that explains a refusal."""

import hashlib
from collections.abc import Sequence
from functools import cache, singledispatch
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy import Select, exc
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import IntegerConverter

from share_board import clock, doors, engines, headers, programmes
from share_board.doors import Reach, Viewer
from share_board.errors import NotPermitted, NotThere, Refusal, Stale, TooOften
from share_board.extensions import SAFE_METHODS, db, settings
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.settings import STATIC

PERSONAL_ROOMS = frozenset({"members", "requests"})  # their pages repeat what a visitor has told us
OPEN_ENDPOINTS = frozenset({"static"})
LARGEST_FORM = 500_000
LARGEST_WITH_FILES = {
    "resources.photos": 65 * 1024 * 1024,  # five photos of 12 MB and their form
    "calendar.own_calendar": 20 * 1024 * 1024,  # more than is read, so that a file that is too large is told of there
}
T = TypeVar("T")


def viewer() -> Viewer:
    """Who looks at this page."""
    looking: Viewer = g.get("viewer") or Viewer(today=clock.today())
    return looking


def reach() -> Reach:
    """How far this viewer sees through this door."""
    return doors.reach(request.endpoint or "", viewer().role)


def one_or_404(statement: Select[T], **values: object) -> T:
    """The one thing the statement finds with these values; NotThere if there is none for this viewer."""
    found = db.session.execute(statement, values).unique().scalar_one_or_none()
    if found is None:
        raise NotThere
    return found


def see_other(url: str) -> ResponseReturnValue:
    """After an act: look at the result with a new GET, so that reloading repeats nothing."""
    return redirect(url, HTTPStatus.SEE_OTHER)


def local(url: str | None, *, otherwise: str) -> str:
    """`url` if it is a path on this board, else `otherwise`: a link from outside never sends people away."""
    if not url or not url.startswith("/") or url.startswith(("//", "/\\")) or not url.isprintable():
        return otherwise
    parts = urlsplit(url)
    return otherwise if parts.scheme or parts.netloc or "\\" in url else url


def invalid(template: str, **context: object) -> ResponseReturnValue:
    """The form again, with what was typed and what is missing."""
    return render_template(template, **context), HTTPStatus.UNPROCESSABLE_ENTITY


@cache
def asset(path: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep it for a year."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"


class NumberInPath(IntegerConverter):
    """<int:…> in a route: no other widths, and nothing that a database cannot hold."""

    regex = "[0-9]{1,9}"


# ---- before --------------------------------------------------------------------------------------------------------


def check_bytes() -> None:
    """Refuse what no browser sends: control characters and broken UTF-8 in the address."""
    try:
        asked = unquote_to_bytes(request.query_string).decode()
    except UnicodeDecodeError:
        abort(HTTPStatus.BAD_REQUEST)
    if "\0" in asked or "\0" in request.path or "\ufffd" in request.path:
        abort(HTTPStatus.BAD_REQUEST)


def guard() -> ResponseReturnValue | None:
    """Ask the table of doors before anything is loaded."""
    endpoint = request.endpoint
    if endpoint is None or endpoint in OPEN_ENDPOINTS:
        return None
    looking = viewer()
    if doors.reach(endpoint, looking.role) is not Reach.NEVER:
        request.max_content_length = LARGEST_WITH_FILES.get(endpoint, LARGEST_FORM)
        return None
    if looking.is_signed_in:
        raise NotPermitted
    if request.method in SAFE_METHODS:
        back = request.full_path.rstrip("?")
        return see_other(url_for("members.sign_in", next=back))
    return _please_sign_in()


def _please_sign_in() -> ResponseReturnValue:
    return refusal_page(
        HTTPStatus.UNAUTHORIZED,
        _("Please sign in once more"),
        _("What you typed is kept on this page. Sign in, then send it again."),
        typed=typed(),
    )


def typed() -> Sequence[tuple[str, str]]:
    """What the person sent, to be sent again; never secrets."""
    hidden = {"csrf_token", "password", "new_password", "code"}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in hidden]


# ---- refusals ------------------------------------------------------------------------------------------------------


@singledispatch
def explain(_refusal: Refusal) -> str:
    """The sentence a person reads; every room registers its own refusals."""
    return _("That is not possible right now.")


@explain.register
def _not_permitted(_refusal: NotPermitted) -> str:
    return _("This page is for other people. If you think you should see it, please call us.")


@explain.register
def _not_there(_refusal: NotThere) -> str:
    return _("We could not find this page. It may have been moved or closed.")


@explain.register
def _stale(_refusal: Stale) -> str:
    return _("Somebody else changed this in the meantime. Please look at it once more and try again.")


@explain.register
def _too_often(refusal: TooOften) -> str:
    minutes = max(1, round((refusal.until - clock.now()).total_seconds() / 60))
    return ngettext(
        "Too many tries. Please wait %(num)d minute and try again.",
        "Too many tries. Please wait %(num)d minutes and try again.",
        minutes,
    )


TITLES = {
    HTTPStatus.BAD_REQUEST: lambda: _("This address is not right"),
    HTTPStatus.FORBIDDEN: lambda: _("This page is not open to you"),
    HTTPStatus.NOT_FOUND: lambda: _("We could not find this page"),
    HTTPStatus.CONFLICT: lambda: _("This cannot be done now"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: lambda: _("That is too large"),
    HTTPStatus.REQUEST_URI_TOO_LONG: lambda: _("This address is too long"),
    HTTPStatus.TOO_MANY_REQUESTS: lambda: _("Please wait a little"),
    HTTPStatus.SERVICE_UNAVAILABLE: lambda: _("Nothing has been saved yet"),
    HTTPStatus.INTERNAL_SERVER_ERROR: lambda: _("Something went wrong on our side"),
}
WHAT_TO_DO = {
    HTTPStatus.REQUEST_URI_TOO_LONG: lambda: _("Please look for it once more, with fewer or shorter words."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: lambda: _(
        "Nothing has been saved. Please go back, choose a smaller file or fewer of them, or write less,"
        " and send it again."
    ),
}


def refusal_page(
    status: int, title: str, sentence: str, *, typed: Sequence[tuple[str, str]] = (), found_url: str = ""
) -> Response:
    """A whole page that says what happened and what to do next; to a programme, the same as data. `found_url` leads
    back to what was found.
    """
    if programmes.asks():
        return programmes.problem(status, title=title, detail=sentence)
    page = render_template(
        "errors/refusal.html", status=status, title=title, sentence=sentence, typed=typed, found_url=found_url
    )
    return Response(page, status)


def refuse(refusal: Refusal, *, found_url: str = "") -> ResponseReturnValue:
    """The answer to a refusal that no view placed beside a field."""
    db.session.rollback()
    status = HTTPStatus(refusal.status)
    title = TITLES.get(status, lambda: _("That did not work"))()
    answer = refusal_page(status, title, explain(refusal), found_url=found_url)
    if isinstance(refusal, TooOften):
        answer.headers["Retry-After"] = str(max(1, int((refusal.until - clock.now()).total_seconds())))
    return answer


def _stale_row(_error: StaleDataError) -> ResponseReturnValue:
    return refuse(Stale())


def _busy(error: SQLAlchemyError) -> ResponseReturnValue:
    g.is_crowded = isinstance(error, exc.TimeoutError)  # then this page asks for no connection, either
    db.session.rollback()
    sentence = _("The board is very busy. What you typed is kept on this page: please press once more in a moment.")
    title = TITLES[HTTPStatus.SERVICE_UNAVAILABLE]()
    answer = refusal_page(HTTPStatus.SERVICE_UNAVAILABLE, title, sentence, typed=typed())
    answer.headers["Retry-After"] = "5"
    return answer


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    sentence = _("This page was open for a long time. What you typed is kept: please press the button once more.")
    return refusal_page(HTTPStatus.FORBIDDEN, _("Please send it once more"), sentence, typed=typed())


def _other_host(_error: SecurityError) -> ResponseReturnValue:
    """Asked by a name that is not ours, no address of a page can be made: say where the board is, and nothing else."""
    sentence = _("The address of this board is %(address)s", address=settings().base_url)
    if programmes.asks():
        return refusal_page(HTTPStatus.BAD_REQUEST, TITLES[HTTPStatus.BAD_REQUEST](), sentence)
    return Response(sentence, HTTPStatus.BAD_REQUEST, mimetype="text/plain")


def _http(error: HTTPException) -> ResponseReturnValue:
    status = HTTPStatus(error.code or 500)
    if error.response is not None or status < HTTPStatus.BAD_REQUEST:
        return error
    if status is HTTPStatus.NOT_FOUND:
        return refuse(NotThere())
    db.session.rollback()  # a fault may have left a transaction in which nothing is answered any more
    title = TITLES.get(status, lambda: _("That did not work"))()
    if wrong := programmes.unreadable(error):
        detail = _("Some parts of this address cannot be read. Please write them as described.")
        return programmes.problem(status, title=title, detail=detail, wrong=wrong)
    sentence = WHAT_TO_DO.get(status, lambda: _("Please go back and try again, or call us."))()
    answer = refusal_page(status, title, sentence)
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


# ---- after ---------------------------------------------------------------------------------------------------------


def add_headers(response: Response) -> Response:
    """The same headers on every answer; a page that holds what a person told us is kept by nobody."""
    if programmes.asks():
        programmes.open_to_all(response)
    for name, value in headers.of(settings()).items():
        response.headers.setdefault(name, value)
    if programmes.asks():
        return response
    is_by_link = "token" in (request.view_args or {})
    if is_by_link:  # whoever reads the address may open the page
        response.headers["Referrer-Policy"] = "no-referrer"
    if viewer().is_signed_in or is_by_link or request.blueprint in PERSONAL_ROOMS:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache, private")
    response.vary.add("Cookie")
    return response


def bind(app: Flask) -> None:
    """Hang the guard, the refusals and the headers into `app`."""
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(StaleDataError, _stale_row)
    for busy in engines.BUSY:
        app.register_error_handler(busy, _busy)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SecurityError, _other_host)
    app.register_error_handler(HTTPException, _http)
    app.after_request(add_headers)
