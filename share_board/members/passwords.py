"""Passwords: kept as argon2id, refused when anybody would guess them. No rules about signs, no expiry."""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 12
LONGEST: Final = 128  # nothing longer is ever hashed
FEWEST_LETTERS: Final = 5  # different ones
SHORTEST_WORD: Final = 4  # of our own words that may not make up a password
LONGEST_TRIMMING: Final = 8  # what people hang on to such a word: a date
COMMON: Final = Path(__file__).with_name("common_passwords.txt")

HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(4)  # each takes 19 MiB


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    OUR_WORD = "our_word"
    REPEATED = "repeated"


def hashed(password: str) -> str:
    with _AT_ONCE:
        return HASHER.hash(_one_spelling(password))


@cache
def nobodys() -> str:
    """A hash that no password fits: who has none costs the same work as who has one."""
    return hashed("nobody has this password, and nobody will")


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; the same work is done when there is no hash."""
    with _AT_ONCE:
        try:
            HASHER.verify(password_hash or nobodys(), _one_spelling(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other costs than today's."""
    return HASHER.check_needs_rehash(password_hash)


def weakness(password: str, our_words: Iterable[str]) -> Weakness | None:
    """Why this password would be guessed. `our_words`: the person's address and name, the network, the facility."""
    spelled = _one_spelling(password)
    if len(spelled) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(spelled) > LONGEST:
        return Weakness.TOO_LONG
    if len(set(spelled)) < FEWEST_LETTERS:
        return Weakness.REPEATED
    plain, core = _letters_and_digits(spelled), _core(spelled)
    ours = {_letters_and_digits(word) for word in our_words}
    ours = {word for word in ours if len(word) >= SHORTEST_WORD}
    if any(word in plain and len(plain) - len(word) <= LONGEST_TRIMMING for word in ours):
        return Weakness.OUR_WORD
    if plain in _common() or core in _common() or _is_made_of(core, _common()):
        return Weakness.COMMON
    return None


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _one_spelling(password: str) -> str:
    """The same password from every keyboard: full-width letters and composed signs are one."""
    return unicodedata.normalize("NFKC", password)


def _letters_and_digits(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def _core(password: str) -> str:
    """What is left without the years and signs that people put around a word: itabashi2026! is itabashi."""
    return _letters_and_digits(password).strip("0123456789")


def _is_made_of(core: str, words: frozenset[str]) -> bool:
    """Whether it is one or two common words, twice the same or one behind the other."""
    return any(core[:cut] in words and core[cut:] in words for cut in range(1, len(core)))
