"""The one boundary for what people type, write in spreadsheets or send as JSON.

Liberal in what is read, strict in what is kept: any width, any hyphen, any bracket is understood, and nobody
ever meets a complaint about full-width or half-width letters. A name stays as its owner writes it (髙橋, ①);
only what cannot be seen is taken away. Readers of one value (`phone`, `whole_number` …) answer None for what
they cannot read and never raise.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from share_board.errors import Refusal

LONGEST_EMAIL = 254  # of an address that SMTP can carry
LONGEST_KEY = 20  # more digits than any phone number in the world
MOST_DIGITS = 12

_LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_NEVER_TYPED = re.compile("[\0\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Joiners and tags are kept where they build one picture out of several (a family, a flag).
_EMOJI = "\u200d\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff"
_UNSEEN = re.compile(
    f"((?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    "|[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# NFC would replace these ideographs (塚, 神 of the old character sets) by cousins; a name must not change.
_NOT_COMPATIBILITY = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")

_HALF = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_HYPHENS = "-‐‑‒–—―−ー－ｰ─━"
_TO_HYPHEN = dict.fromkeys(map(ord, _HYPHENS), "-")
_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}

_PHONE = re.compile(
    r"(?:tel|電話|携帯|fax)?[:.]?(?P<number>[+0-9./()-]+)(?:\(?代表?\)?)?(?:\(?(?:内線|ext\.?|#)[:.]?(?P<extension>[0-9]{1,6})\)?)?",
    re.IGNORECASE,
)
_JAPANESE = re.compile(r"0(?:[5-9]0[0-9]{8}|20[0-9]{8}|(?![5-9]0)[1-9][0-9]{8})")
_EXTENSION = re.compile(r"内線|ext|#", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?P<box>[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})"  # dots anywhere: carriers once gave out such addresses
    r"@(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9]))"
)
_NUMBER = re.compile(
    r"約?\s*[¥\\]?(?P<number>[0-9]+|[0-9]{1,3}(?:[,、][0-9]{3})+)\s*(?P<word>[^\s0-9]*?)"
    r"(?P<rest>半|\s*[0-9]{1,2}\s*分)?(?:くらい|ぐらい|程度|ほど|前後|以内|前)?"
)

_PIECES = (
    "人|名|個|コ|ケ|ヶ|つ|台|張|脚|式|本|枚|組|箱|袋|点|回|件|体|円|部|冊|食|杯|基|畳|帖|室|校|頭|品|着|卓|隻"
    "|学級|クラス|世帯|家族|セット|年生|歳|才|m|cm|kg|w"
)
Words = Mapping[str, int]
PIECES: Final[Words] = dict.fromkeys(_PIECES.split("|"), 1)
AN_HOUR: Final = 60
MINUTES: Final[Words] = {"日間": 24 * AN_HOUR, "日": 24 * AN_HOUR, "時間": AN_HOUR, "分間": 1, "分": 1}
HOURS: Final[Words] = {"日間": 24, "日": 24, "時間": 1}
DAYS: Final[Words] = {"週間": 7, "週": 7, "日間": 1, "日": 1}
SINGLE_DAYS: Final[Words] = {"営業日": 1, "日": 1}
MONTHS: Final[Words] = {"年間": 12, "年": 12} | dict.fromkeys(["か月", "カ月", "ヵ月", "ヶ月", "ケ月", "箇月", "月"], 1)


class UnfitText(Refusal, ValueError):  # noqa: N818 - a refusal, also a ValueError for those who read values
    """This text cannot be kept."""


class NotText(UnfitText):
    """It holds characters that no keyboard makes: NUL, half of a surrogate pair, a noncharacter."""


class TooLong(UnfitText):
    """It is `length` characters long; `limit` are allowed."""

    def __init__(self, limit: int, length: int) -> None:
        super().__init__(limit, length)
        self.limit, self.length = limit, length


def clean_line(typed: str, limit: int) -> str:
    """One line, fit to be kept: breaks and tabs become a space, the unseen is gone, no spaces around.

    Raises NotText or TooLong, counted in characters after cleaning.
    """
    return _within(limit, _seen(_LINE_BREAK.sub(" ", typed).replace("\t", " ")).strip())


def clean_text(typed: str, limit: int) -> str:
    """Several lines, fit to be kept: each kind of break is a newline, no spaces at the ends.

    Raises NotText or TooLong, counted in characters after cleaning.
    """
    lines = _LINE_BREAK.sub("\n", _seen(typed)).split("\n")
    return _within(limit, "\n".join(line.rstrip() for line in lines).strip())


def harmless(kept: str) -> str:
    """Like clean_text, for what goes out to other programs: what may not be kept is left out and never refused."""
    lines = _LINE_BREAK.sub("\n", _seen(_NEVER_TYPED.sub("", kept))).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _seen(typed: str) -> str:
    if _NEVER_TYPED.search(typed):
        raise NotText
    seen = _UNSEEN.sub(lambda found: found[1] or "", typed)
    return _NOT_COMPATIBILITY.sub(lambda found: unicodedata.normalize("NFC", found[0]), seen)


def _within(limit: int, text: str) -> str:
    if len(text) > limit:
        raise TooLong(limit, len(text))
    return text


def half(typed: str) -> str:
    """Full-width letters, digits, signs and spaces as ASCII; nothing else changes (① stays ①)."""
    return typed.translate(_HALF)


def hiragana(text: str) -> str:
    """Katakana as hiragana, letter by letter; the long mark ー stays."""
    return text.translate(_TO_HIRAGANA)


def digits(typed: str) -> str:
    """The digits in it, of any width, without what stands between them."""
    return "".join(letter for letter in half(typed) if letter in "0123456789")


def phone(typed: str) -> str | None:
    """As it is printed: 03-1234-5678, with (内線12) behind it. None if it is no phone number.

    Only the shape is judged: numbering plans change more often than this program is renewed.
    """
    found = _PHONE.fullmatch(_closed_up(typed))
    if found is None:
        return None
    extension = f" (内線{found['extension']})" if found["extension"] else ""
    number = _national(found["number"])
    if number.startswith("+"):
        return _abroad(number, extension)
    if not _JAPANESE.fullmatch(number):
        return None
    import phonenumbers  # noqa: PLC0415 - large, and a board is open sooner without it

    parsed = phonenumbers.parse(number, "JP")
    printed = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    # An area that the library does not know would lose its leading 0: better without hyphens.
    return (printed if digits(printed) == number else number) + extension


def dialled(printed: str) -> str:
    """What a telephone dials of a number as `phone` prints it: no hyphens, no extension."""
    return printed.partition(" (")[0].replace("-", "").replace(" ", "")


def phone_key(typed: str) -> str:
    """The digits by which two ways of writing one number are the same: without country code and extension."""
    return digits(_national(_EXTENSION.split(_closed_up(typed))[0]))[:LONGEST_KEY]


def _closed_up(typed: str) -> str:
    """Half-width, one kind of hyphen, no spaces: how codes and numbers are looked at."""
    return "".join(half(typed).translate(_TO_HYPHEN).split()).replace("℡", "TEL")


def _national(number: str) -> str:
    plain = re.sub(r"[^+0-9]", "", number.replace("(0)", ""))
    return re.sub(r"^\+81", "0", plain)


def _abroad(number: str, extension: str) -> str | None:
    import phonenumbers  # noqa: PLC0415 - as above

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL) + extension


def postal_code(typed: str) -> str | None:
    """173-0004. None if there are not seven digits; whether the code exists is not asked."""
    found = re.fullmatch(r"〒?([0-9]{3})-?([0-9]{4})", _closed_up(typed))
    return f"{found[1]}-{found[2]}" if found else None


def email(typed: str) -> str | None:
    """In small letters, so that one letter box is one person. None if no mail could go there."""
    address = _UNSEEN.sub("", half(typed)).strip().translate(_TO_HYPHEN | {ord("。"): "."}).lower()
    if len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        return None
    return address


def whole_number(typed: str, words: Words = PIECES) -> int | None:
    """The number, 0 or more, in １２, 1,200, 約12人. None for signs, fractions, ranges, 1_000, 1e3.

    `words` are the counters that may stand behind it, each with how many it means: as MINUTES, 1時間半 and 1時間30分
    are 90. Another word is not passed over: 3ダース is not three, and no number of pieces is 2週間.
    """
    found = _NUMBER.fullmatch(half(typed).strip().lower())
    if found is None:
        return None
    number, rest = digits(found["number"]), found["rest"]
    size = words.get(found["word"], 0) if found["word"] else 1
    if not size or len(number) > MOST_DIGITS or (rest and size != AN_HOUR):
        return None
    return int(number) * size + (0 if not rest else AN_HOUR // 2 if rest == "半" else int(digits(rest)))


def kana(typed: str) -> str:
    """A reading in hiragana, from katakana of any width; letters that have no kana are left."""
    return hiragana(unicodedata.normalize("NFKC", typed))
