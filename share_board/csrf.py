"""The token of a form, written differently on every page.

A page that repeats what somebody typed beside a secret that is always written alike gives the secret away, letter by
letter, through its compressed length (BREACH). So each page writes the token behind a mask of its own.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from flask import Flask, g
from flask_wtf.csrf import CSRFProtect, generate_csrf

MASKED: Final = "masked_csrf_token"


def masked(token: str) -> str:
    """`token` behind a new mask: the mask, then the token with the mask laid over it."""
    plain = token.encode()
    mask = secrets.token_bytes(len(plain))
    return urlsafe_b64encode(mask + _laid_over(plain, mask)).decode()


def unmasked(written: str) -> str:
    """The token that was masked; "" if this is none of ours."""
    try:
        both = urlsafe_b64decode(written)
        half = len(both) // 2
        return _laid_over(both[half:], both[:half]).decode()
    except ValueError:
        return ""


def _laid_over(text: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(text, mask, strict=True))


def _token() -> str:
    """The token as this page writes it: alike in all of its forms, so that a page of many forms stays small."""
    if MASKED not in g:
        setattr(g, MASKED, masked(generate_csrf()))
    written: str = g.get(MASKED)
    return written


class MaskedTokens(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's protection, with `csrf_token()` in templates giving a masked token."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = _token
        app.context_processor(lambda: {"csrf_token": _token})

    def _get_csrf_token(self) -> str:
        return unmasked(super()._get_csrf_token() or "")
