"""The description says what is answered, and what is answered is what it says."""

import json
from http import HTTPStatus
from typing import Any, Final

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode

from tests.api.board import stocked
from tests.town import Town

FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


DOORS: Final = (
    "/api/v1/availability",
    "/api/v1/districts",
    "/api/v1/facilities",
    "/api/v1/facilities/{public_id}",
    "/api/v1/resources",
    "/api/v1/resources/{public_id}",
    "/api/v1/resources/{public_id}/availability",
)


@pytest.fixture
def known(town: Town) -> str:
    """The id of a room that is there."""
    room = stocked(town)[0].public_id
    town.session.rollback()
    return room


WAYS: Final = [
    (path, mode)
    for path in DOORS
    for mode in GenerationMode
    if path != "/api/v1/districts" or mode is GenerationMode.POSITIVE  # it asks for nothing that could be wrong
]
PLAIN: Final = {"Accept-Encoding": "identity"}  # Schemathesis does not unpack what it gets from an application


@pytest.mark.parametrize(("path", "mode"), WAYS)
def test_every_answer_is_as_it_is_described(app: Flask, known: str, path: str, mode: GenerationMode) -> None:
    """Every check that Schemathesis has, with what the description allows and with what it forbids."""
    door = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)[path]["GET"]
    answered = set()

    @FEW
    @given(case=door.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        case.validate_response(case.call(headers=PLAIN))
        if mode is GenerationMode.POSITIVE and "public_id" in case.path_parameters:
            case.path_parameters["public_id"] = known
            case.validate_response(answer := case.call(headers=PLAIN))
            answered.add(answer.status_code)

    ask()
    assert answered <= {HTTPStatus.OK, HTTPStatus.NOT_FOUND}


def test_the_description_is_openapi_3_1(app: Flask, town: Town) -> None:
    town.session.rollback()
    answer = app.test_client().get("/api/v1/openapi.json")
    described = answer.get_json()

    assert (answer.status_code, described["openapi"]) == (HTTPStatus.OK, "3.1.0")
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []
    assert tuple(sorted(described["paths"])) == DOORS
    assert "LazyProxy" not in json.dumps(described)
