"""What WTForms says by itself reaches nobody in English: every sentence it has is said in the words of the board."""

import re
from pathlib import Path
from typing import Any

import flask_wtf
import pytest
import wtforms
from babel.messages.extract import extract_from_dir
from flask import Flask
from werkzeug.datastructures import MultiDict

from tests.house.test_controls import TYPED, Everything

CHOOSE, FILL_IN, CHECK = "この中からお選びください。", "ここを書いてください。", "ここの記入をお確かめください。"
JAPANESE = re.compile("[ぁ-ん]")


def sentences() -> set[str]:
    """All that WTForms and Flask-WTF can say, as their source has it."""
    found = set()
    for package in (wtforms, flask_wtf):
        folder = Path(str(package.__file__)).parent
        for _file, _line, message, _comments, _context in extract_from_dir(folder, method_map=[("**.py", "python")]):
            found |= {message} if isinstance(message, str) else {message[0]}
    return found


def test_every_sentence_of_theirs_is_one_of_ours(app: Flask) -> None:
    assert {"Not a valid choice.", "This field is required.", "Invalid email address."} <= sentences()
    with app.test_request_context():
        words = Everything.Meta().get_translations(None)

        assert [each for each in sentences() if not JAPANESE.search(words.gettext(each))] == []
        assert words.ngettext("Field must be %(min)d.", "Fields must be %(min)d.", 2) == CHECK


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ({**TYPED, "many": ["zzz"]}, "many", CHOOSE),
        ({**TYPED, "many": ["zzz", "%s", "%(x)s"]}, "many", CHOOSE),
        ({**TYPED, "chosen": "zzz"}, "chosen", CHOOSE),
        ({**TYPED, "told": "zzz"}, "told", CHOOSE),
        ({**TYPED, "line": " "}, "line", FILL_IN),
    ],
)
def test_what_is_not_offered_any_more_is_told_in_japanese(
    app: Flask, typed: dict[str, Any], name: str, said: str
) -> None:
    with app.test_request_context():
        form = Everything(formdata=MultiDict(typed))

        assert not form.validate()
        assert {field.name: list(map(str, field.errors)) for field in form if field.errors} == {name: [said]}
