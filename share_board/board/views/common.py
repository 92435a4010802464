"""What the doors of the board share."""

from flask import Blueprint

bp = Blueprint("board", __name__)
