"""The doors of this room."""

from flask import Blueprint

bp = Blueprint("desk", __name__)

from share_board.desk import letters, show  # noqa: E402, F401 - they hang their doors into bp
