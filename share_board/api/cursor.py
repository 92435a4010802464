"""Where a list is read on: a place in it, signed, so that only our own come back, and only to the list they are of."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer

from share_board.errors import NotThere

SALT: Final = "where a list is read on"


def write(place: list[Any], *, of: Mapping[str, str], secret_key: str) -> str:
    """The word for a place in the list that `of` names."""
    return str(_signer(secret_key).dumps([_name(of), *place]))


def read(cursor: str, *, of: Mapping[str, str], secret_key: str) -> list[Any]:
    """The place; NotThere for a word that we never wrote, or of another list."""
    place: list[Any]
    try:
        name, *place = _signer(secret_key).loads(cursor)
    except BadData as error:
        raise NotThere from error
    if name != _name(of):
        raise NotThere
    return place


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt=SALT)


def _name(of: Mapping[str, str]) -> str:
    return hashlib.sha256(repr(sorted(of.items())).encode()).hexdigest()[:12]
