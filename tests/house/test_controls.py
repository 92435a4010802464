"""The controls that `components/form.html` writes are those that WTForms would draw."""

from typing import Any

import html5lib
import pytest
from flask import Flask, get_template_attribute
from werkzeug.datastructures import MultiDict

from share_board.forms import (
    BaseForm,
    BooleanField,
    ChoiceField,
    ChoicesField,
    LineField,
    NumberField,
    RadioChoiceField,
    required,
)

KINDS = (("", "<any>"), ("hall", 'A "hall"'), ("tent", "Tents & more"))


class Everything(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    line = LineField("Line", [required()], limit=20)
    number = NumberField("Number")
    tick = BooleanField("Tick")
    chosen = ChoiceField("One", [required()], choices=KINDS)
    told = RadioChoiceField("One of a few", [required()], choices=KINDS)
    many = ChoicesField("Any", choices=KINDS)


TYPED = {"line": "ab\"c<d>&'", "number": "７", "tick": "y", "chosen": "tent", "told": "hall", "many": ["hall", "tent"]}


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("typed", [TYPED, {}], ids=["typed", "empty"])
def test_a_control_is_what_wtforms_would_draw(app: Flask, name: str, typed: dict[str, Any]) -> None:
    with app.test_request_context():
        field = Everything(formdata=None)[name]
        field.process(MultiDict(typed))
        if field.type in {"RadioChoiceField", "ChoicesField"}:
            theirs = "".join(option(class_="choice-box") + option.label(class_="choice-label") for option in field)
            ours = get_template_attribute("components/form.html", "boxes")(field)
        else:
            theirs = field(class_="input", autocomplete="off")
            ours = get_template_attribute("components/form.html", "control")(field, "input", autocomplete="off")

    assert _controls(ours) == _controls(theirs)


def _controls(html: str) -> list[tuple[str, dict[str, str], str]]:
    """Each control, option and label of a piece of a page, in their order: tag, attributes, words."""
    piece = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html)
    return [
        (part.tag, dict(part.attrib), part.text or "")
        for part in piece.iter()
        if part.tag in {"input", "select", "option", "label"}
    ]
