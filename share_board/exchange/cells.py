"""How a cell of an office's list is read: liberal in what is taken, and a sentence for what cannot be."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from typing import Any, Final, TypeVar

from share_board import dates, text
from share_board.calendar.actions import OpeningDraft
from share_board.calendar.models import HOLIDAY
from share_board.i18n import gettext as _

Read = Callable[[str], Any]
S = TypeVar("S", bound=StrEnum)

YES: Final = frozenset(
    {"はい", "○", "〇", "◯", "有", "あり", "可", "yes", "y", "1", "true", "要", "必要", "レ", "✓", "済"}
)
NO: Final = frozenset({"いいえ", "×", "✕", "無", "なし", "不可", "no", "n", "0", "false", "不要", "-", "ー", "―", "－"})
DAYS: Final[Mapping[str, tuple[int, ...]]] = {
    "平日": (0, 1, 2, 3, 4),
    "土日": (5, 6),
    "土日祝": (5, 6, HOLIDAY),
    "毎日": (0, 1, 2, 3, 4, 5, 6, HOLIDAY),
    **{letter: (weekday,) for weekday, letter in enumerate("月火水木金土日")},
    "祝": (HOLIDAY,),
    "祝日": (HOLIDAY,),
}
STRETCH = re.compile(
    r"(?P<days>[平日月火水木金土毎祝・]+)(?P<from>[0-9:時分半]+)[-~〜～](?P<until>[0-9:時分半]+)(?P<band>[^0-9]*)"
)
END_OF_DAY = 24 * 60


class UnreadCell(ValueError):  # noqa: N818 - it is what became of a cell
    """The cell cannot be read; the argument is the sentence for the person who wrote it."""


def line(limit: int = 80) -> Read:
    """One line of text."""

    def read(cell: str) -> str:
        try:
            return text.clean_line(cell, limit)
        except text.TooLong:
            raise UnreadCell(_("Please keep it within %(limit)d characters.", limit=limit)) from None

    return read


def paragraph(limit: int = 2000) -> Read:
    """Text of several lines."""

    def read(cell: str) -> str:
        try:
            return text.clean_text(cell, limit)
        except text.TooLong:
            raise UnreadCell(_("Please keep it within %(limit)d characters.", limit=limit)) from None

    return read


def reading(limit: int) -> Read:
    """ふりがな; `limit` counts hiragana, of which one sign such as ㍿ can make several."""
    within = line(limit)
    return lambda cell: within(text.kana(cell))


def number(least: int = 0, most: int = 999_999, words: text.Words = text.PIECES) -> Read:
    """A whole number, with its counter if it has one."""

    def read(cell: str) -> int | None:
        if not cell:
            return None
        found = text.whole_number(cell, words)
        if found is None or not least <= found <= most:
            raise UnreadCell(_("Please write a number from %(least)d to %(most)d.", least=least, most=most))
        return found

    return read


def yes_no(cell: str) -> bool | None:
    """はい or いいえ, ○ or ×; empty is not said."""
    plain = text.half(cell).strip().lower()
    if not plain:
        return None
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise UnreadCell(_("Please write ○ or ×."))


def phone(cell: str) -> str:
    if not cell:
        return ""
    if (found := text.phone(cell)) is None:
        raise UnreadCell(_("Please check the phone number. For example: 03-1234-5678."))
    return found


def email(cell: str) -> str:
    if not cell:
        return ""
    if (found := text.email(cell)) is None:
        raise UnreadCell(_("Please check the mail address. For example: taro@example.jp."))
    return found


def day(today: date) -> Read:
    """A day in any notation, 令和 as well."""

    def read(cell: str) -> date | None:
        if not cell:
            return None
        if (found := dates.parse_day(cell, today)) is None:
            raise UnreadCell(_("Please write the day like 2026/12/5 or 令和8年12月5日."))
        return found

    return read


def words(names: Mapping[str, S]) -> Read:
    """One of a few words; `names` are the words, the first for each meaning is what an export writes."""

    def read(cell: str) -> S | None:
        if not cell:
            return None
        plain = "".join(text.half(cell).split())
        if (found := names.get(plain)) is None:
            known = "・".join(dict.fromkeys(names))
            raise UnreadCell(_("Please write one of these: %(words)s.", words=known))
        return found

    return read


def several(cell: str) -> tuple[str, ...]:
    """Words with 、 or a comma between them."""
    return tuple(filter(None, (part.strip() for part in re.split(r"[、,，/／\n]", cell))))


def opening(cell: str) -> tuple[OpeningDraft, ...]:
    """利用できる時間: 平日 9:00-17:00、土日 13:00-17:00 午後. Days, hours, and the name of a whole band."""
    week: list[OpeningDraft] = []
    for part in several(cell):
        plain = "".join(text.half(part).replace("から", "-").split())
        found = STRETCH.fullmatch(plain)
        weekdays = _weekdays(found["days"]) if found else ()
        start, end = (_minute(found["from"]), _minute(found["until"])) if found else (None, None)
        if not found or not weekdays or start is None or end is None or start >= end:
            raise UnreadCell(_("Please write the hours like 平日 9:00-17:00、土日 13:00-17:00."))
        week.extend(OpeningDraft(weekday, start, end, found["band"][:20]) for weekday in weekdays)
    return tuple(week)


def _weekdays(said: str) -> tuple[int, ...]:
    plain = said.replace("・", "")
    if plain in DAYS:
        return DAYS[plain]
    if not plain or any(letter not in DAYS for letter in plain):
        return ()
    return tuple(weekday for letter in plain for weekday in DAYS[letter])


def _minute(said: str) -> int | None:
    if dates.ends_the_day(said):
        return END_OF_DAY
    found: time | None = dates.parse_time(said)
    return found.hour * 60 + found.minute if found else None


def say_opening(week: Sequence[tuple[int, int, int, str]]) -> str:
    """The same words back, from rows of (weekday, from, until, band)."""
    stretches: dict[tuple[int, int, str], list[int]] = {}
    for weekday, start, end, band in week:
        stretches.setdefault((start, end, band), []).append(weekday)
    said = []
    for (start, end, band), weekdays in stretches.items():
        names = next(
            (name for name, days in DAYS.items() if len(name) > 1 and set(days) == set(weekdays)),
            "".join("月火水木金土日祝"[weekday] for weekday in sorted(weekdays)),
        )
        said.append(f"{names} {start // 60}:{start % 60:02d}-{end // 60}:{end % 60:02d} {band}".strip())
    return "、".join(said)
