"""Asks as a programme does."""

from http import HTTPStatus
from typing import Any

from flask.testing import FlaskClient

from tests.town import Town


def ask(programme: FlaskClient, town: Town, url: str, **query: Any) -> Any:
    """What is answered, as data."""
    town.session.rollback()
    answer = programme.get(f"/api/v1/{url}", query_string=query or None)
    assert answer.status_code == HTTPStatus.OK, answer.text
    return answer.get_json()
