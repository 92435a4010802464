"""Who looks: from the cookie to the Viewer. The only file that knows Flask-Login.

Who it is, is read in a small transaction of its own before the door opens its session, so that neither a slow page nor
a limit of tries ever waits for it. Of people without a cookie nothing is asked.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, TypeVar

from flask import Flask, current_app, g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from sqlalchemy import update
from sqlalchemy.orm import Session

from share_board import clock, programmes, text, web
from share_board.doors import Viewer
from share_board.engines import BUSY
from share_board.extensions import db, settings
from share_board.i18n import gettext as _
from share_board.members import arrivals, labels, queries, stay
from share_board.members.actions import sessions
from share_board.members.models import AuthSession, Membership, Network

COOKIE: Final = "session"
SEEN_EVERY: Final = timedelta(minutes=1)
Answer = TypeVar("Answer")
_basket_counters: list[Callable[[], int]] = []


def cookie_name() -> str:
    """Behind https the browser itself sees to it that nobody else sets this cookie."""
    return f"__Host-{COOKIE}" if settings().is_secure else COOKIE


def begin(session_: Session, *, user_id: int, membership_id: int, device: str) -> str:
    """Sign somebody in who has shown who they are; the token for the cookie."""
    membership = session_.get_one(Membership, membership_id)
    assert membership.user_id == user_id
    return sessions.begin(session_, membership, device=device, at=clock.now())


# ---- before each page ----------------------------------------------------------------------------------------------


def _from_cookie(_request: Any = None) -> Viewer | None:
    token = None if programmes.asks() else request.cookies.get(cookie_name())
    if not token:
        return None
    at = clock.now()
    with db.database.reading() as reading:
        arrived = arrivals.arrival(reading, sessions.hash_of(token), at=at)
    if arrived is None:
        return None
    if at - arrived.seen_at >= SEEN_EVERY:
        _note_seen(arrived.viewer, at)
    return arrived.viewer


def _note_seen(viewer: Viewer, at: datetime) -> None:
    """Whoever clicks stays signed in. If the database is busy, the next click says it."""
    try:
        with db.database.writing() as writing:
            writing.execute(update(AuthSession).where(AuthSession.id == viewer.session_id).values(seen_at=at))
    except BUSY:
        return


def _at_the_door() -> ResponseReturnValue | None:
    """First the bytes, then who it is, then whether this door is open to them; only then anything else."""
    web.check_bytes()
    g.viewer = current_user._get_current_object()  # noqa: SLF001 - how werkzeug hands over what a proxy stands for
    return web.guard()


# ---- what every page shows -----------------------------------------------------------------------------------------


def network() -> Network:
    """The settings of the network, read once for each page; a friendly stand-in until `share-board init` has run."""
    if "network" not in g:
        g.network = _if_reached(_read_network, otherwise=None) or Network(
            board_name=_("Share Board"),
            name=_("Network of welfare facilities"),
            secretariat_name=_("Secretariat"),
            phone="",
            phone_hours="",
            fax="",
            email="",
            address="",
        )
    found: Network = g.network
    return found


def _read_network() -> Network | None:
    with db.looking() as reading:
        return queries.network_shown(reading.connection())


def _if_reached(ask: Callable[[], Answer], *, otherwise: Answer) -> Answer:
    """What `ask` answers; if the database cannot be reached, this page tells that, and asks nothing more."""
    if g.get("is_crowded"):
        return otherwise
    try:
        return ask()
    except BUSY:
        return otherwise


def counts_basket(count: Callable[[], int]) -> Callable[[], int]:
    """The room of requests says here how many things wait in the basket of this browser."""
    _basket_counters[:] = [count]
    return count


def _count_basket() -> int:
    return sum(count() for count in _basket_counters)


def _on_every_page() -> dict[str, object]:
    return {
        "network": network(),
        "viewer": web.viewer(),
        "basket_count": _if_reached(_count_basket, otherwise=0),
        "is_demo": settings().is_demo,
    }


def bind(app: Flask, login: LoginManager) -> None:
    """Hang the loader, the guard and what every template is given into `app`."""
    login.session_protection = None  # our sign-ins are rows, not signed cookies
    login.anonymous_user = lambda: Viewer(today=clock.today())
    login.request_loader(_from_cookie)
    login.init_app(app, add_context_processor=False)
    app.before_request(_at_the_door)
    app.context_processor(_on_every_page)
    app.jinja_env.globals["asset"] = web.asset
    app.jinja_env.filters.update(labels.FILTERS, dialled=text.dialled)


# ---- the cookie ----------------------------------------------------------------------------------------------------


def hand_over(url: str, token: str, *, is_own_device: bool = False) -> ResponseReturnValue:
    """Go on to `url` with this token. Without «only I use this device» it goes when the browser is closed."""
    session.pop("csrf_token", None)  # a form opened by whoever used the browser before is worth nothing
    answer = redirect(url, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        cookie_name(),
        token,
        max_age=stay.OWN_DEVICE.longest if is_own_device else None,
        secure=settings().is_secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def take_back(url: str) -> ResponseReturnValue:
    """Go on to `url`, and nothing of this person stays in the browser: the next one at a shared PC finds it empty."""
    session.clear()
    answer = redirect(url, HTTPStatus.SEE_OTHER)
    for name in {cookie_name(), *request.cookies} - {current_app.config["SESSION_COOKIE_NAME"]}:
        answer.delete_cookie(name, secure=settings().is_secure, httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def device() -> str:
    """What the browser says of itself, in two words that its owner knows again in the list of sign-ins."""
    agent = request.headers.get("User-Agent", "")
    return "・".join(
        next((name for sign, name in signs if sign in agent), other)
        for signs, other in (
            (_SYSTEMS, _("another device")),
            (_BROWSERS, _("another browser")),
        )
    )


_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
_BROWSERS: Final = (
    ("Line/", "LINE"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
