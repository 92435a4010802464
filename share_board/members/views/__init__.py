"""The doors of who: signing in, one's own account, people, organisations and the settings of the network."""

from flask import Blueprint

bp = Blueprint("members", __name__)

from share_board.members.views import (  # noqa: E402, F401 - they hang their doors into bp
    account,
    invitation,
    organisations,
    people,
    refusals,
    signing_in,
)
