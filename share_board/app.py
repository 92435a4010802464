"""create_app: settings, extensions, rooms."""

from types import TracebackType

from flask import Flask, request
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from share_board import compressed, doors, headers, health, programmes, web
from share_board.api import description
from share_board.api import views as api
from share_board.board import views as board
from share_board.calendar import views as calendar
from share_board.database import Database
from share_board.desk import views as desk
from share_board.extensions import csrf, db, login
from share_board.i18n import counted, said
from share_board.members import signed_in
from share_board.members import views as members
from share_board.requests import views as requesting
from share_board.resources import views as resources
from share_board.settings import ROOT, STATIC, Settings, from_environment

ROOMS = (health, members, resources, calendar, requesting, board, desk, api)


class Board(Flask):
    """Flask, but what a fault writes into the log is the rule of its door: addresses may hold what is secret."""

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> None:
        self.logger.error("Exception at %s [%s]", request.url_rule, request.method, exc_info=exc_info)


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """The application of one installation; refuses to start if a route has no line in the table of doors."""
    settings = settings or from_environment()
    app = Board(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=web.LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=web.LARGEST_FORM,
        SESSION_COOKIE_NAME="__Host-form" if settings.is_secure else "form",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = programmes.CookiesOfPages()
    app.extensions["share_board.settings"] = settings
    db.bind(app, database or Database(settings.database_url))
    signed_in.bind(app, login)
    csrf.init_app(app)
    Compress(app)
    web.bind(app)
    app.url_map.converters["int"] = web.NumberInPath
    app.jinja_env.globals.update({"_": said, "ngettext": counted})
    for room in ROOMS:
        app.register_blueprint(room.bp)
    description.bind(app)
    doors.check_every_route(rule.endpoint for rule in app.url_map.iter_rules())
    static = WhiteNoise(
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=31_536_000,
        allow_all_origins=False,
        add_headers_function=headers.of_files(settings),
    )
    if (small := compressed.folder(settings.instance)).exists():
        static.add_files(str(small), prefix="static/")
    app.wsgi_app = static  # type: ignore[method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    return app
