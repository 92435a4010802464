"""The doors of asking, following, answering and deciding."""

from flask import Blueprint

bp = Blueprint("requests", __name__)

from share_board.requests.views import answering, asking, deciding, entering, following, refusals, sending  # noqa: E402, F401 - they hang their doors into bp
