"""The doors of asking, following, answering and deciding."""

from flask import Blueprint

bp = Blueprint("requests", __name__)

from share_board.requests.views import (  # noqa: E402 - they hang their doors into bp
    answering,  # noqa: F401
    asking,  # noqa: F401
    changing,  # noqa: F401
    choosing,  # noqa: F401
    confirming,  # noqa: F401
    deciding,  # noqa: F401
    entering,  # noqa: F401
    feeding,  # noqa: F401
    following,  # noqa: F401
    instead,  # noqa: F401
    proposing,  # noqa: F401
    refusals,  # noqa: F401
    sending,  # noqa: F401
)
