"""What an answer is made of: each part with the sentence that explains it, in the description and on the page."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields

from share_board.clock import TOKYO


class Moment(fields.AwareDateTime):
    """A moment in the time of Japan, whatever it was kept or reckoned in."""

    def _serialize(self, value: dt.datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return super()._serialize(value and value.astimezone(TOKYO), attr, obj, **kwargs)


def words(says: Any, attribute: str | None = None) -> fields.String:
    return fields.String(required=True, attribute=attribute, metadata={"description": says})


def maybe_words(says: Any, attribute: str | None = None) -> fields.String:
    return fields.String(required=True, allow_none=True, attribute=attribute, metadata={"description": says})


def number(says: Any, attribute: str | None = None) -> fields.Integer:
    return fields.Integer(required=True, attribute=attribute, metadata={"description": says})


def maybe_number(says: Any, attribute: str | None = None) -> fields.Integer:
    return fields.Integer(required=True, allow_none=True, attribute=attribute, metadata={"description": says})


def yes_or_no(says: Any, attribute: str | None = None) -> fields.Boolean:
    return fields.Boolean(required=True, attribute=attribute, metadata={"description": says})


def day(says: Any, attribute: str | None = None) -> fields.Date:
    return fields.Date(required=True, attribute=attribute, metadata={"description": says})


def moment(says: Any, attribute: str | None = None) -> Moment:
    return Moment(required=True, attribute=attribute, metadata={"description": says})


def link(says: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": says, "format": "uri"})


def one_word(words: Iterable[StrEnum | str], says: Any, attribute: str | None = None) -> fields.String:
    return fields.String(
        required=True, attribute=attribute, metadata={"description": says, "enum": [str(word) for word in words]}
    )


def one(schema: type[Schema], says: Any, attribute: str | None = None) -> fields.Nested:
    return fields.Nested(schema, required=True, attribute=attribute, metadata={"description": says})


def maybe(schema: type[Schema], says: Any, attribute: str | None = None) -> fields.Nested:
    return fields.Nested(schema, required=True, allow_none=True, attribute=attribute, metadata={"description": says})


def many(of: type[Schema] | fields.Field[Any], says: Any, attribute: str | None = None) -> fields.List[Any]:
    inner = of if isinstance(of, fields.Field) else fields.Nested(of)
    return fields.List(inner, required=True, attribute=attribute, metadata={"description": says})
