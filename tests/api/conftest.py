"""A programme that asks, somewhere on the net."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.town import Town


@pytest.fixture
def programme(app: Flask, town: Town) -> FlaskClient:
    assert town.network
    return app.test_client()
