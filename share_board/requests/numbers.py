"""R8-0123: the number people say on the phone. It begins anew with every 年度 and is never a credential."""

import re

from share_board import dates, text

WRITTEN = re.compile(r"([a-z]?)([0-9]{1,2})-?([0-9]{4,6})|([a-z]?)([0-9]{1,2})-([0-9]{1,6})")


def number(fiscal_year: int, serial: int) -> str:
    """The number of the `serial`th request of a 年度."""
    return f"{dates.fiscal_prefix(fiscal_year)}-{serial:04d}"


def read_number(typed: str) -> str:
    """The number however it is written: ｒ８－１２, R8 0012, 8-12. What cannot be read comes back as it is."""
    plain = re.sub(r"[\s‐‑‒–—―−ー]", "-", text.half(typed).strip().lower())
    found = WRITTEN.fullmatch(re.sub("-+", "-", plain).strip("-"))
    if found is None:
        return typed.strip()[:16]
    era, year, serial = found.groups()[:3] if found[2] else found.groups()[3:]
    return f"{(era or 'r').upper()}{int(year)}-{int(serial):04d}"
