"""The doors of this room."""

from flask import Blueprint

bp = Blueprint("calendar", __name__)
