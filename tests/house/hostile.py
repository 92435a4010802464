"""What nobody types by hand: strings that have broken other programs, and all the names under which ours listens."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, Final
from urllib.parse import quote, urlencode

import html5lib
from wtforms.fields.core import UnboundField

from share_board.forms import BaseForm
from share_board.settings import ROOT

MARKUP: Final = "'\"><svg onload=1>"
TEMPLATE: Final = "［{{7*7}}／${7*7}／#{7*7}］"
HOSTILE: Final = (
    MARKUP,
    TEMPLATE,
    "a\r\nX-Evil: 1\r\n\r\n<svg onload=1>",
    "../../../../etc/passwd",
    "..\\..\\",
    "' OR 1=1--",
    '";DROP TABLE resource;--',
    "%",
    "\\%_",
    "１０",
    "٣",
    "²",
    "-5",
    "0",
    "1_000",
    "1e3",
    "NaN",
    "2147483648",
    str(2**63),
    "9" * 40,
    "0001-01-01",
    "9999-12-31",
    "9999/12",
    "2026-13",
    "0000-00",
    "令和99999年1月1日",
    "24:00",
    "99:99",
    "\u202egpj.exe\u2066",
    "\u200b\u3000\ufeff",
    "が" * 3 + "\u0301" * 100,
    "👨‍👩‍👧‍👦𠮷葛󠄀",
    "=cmd|' /C calc'!A0",
    "javascript:alert(1)",
    "//evil.example",
    "あ" * 10_000,
)
# As bytes of a URL: NUL, half of a surrogate pair, what is no UTF-8, an overlong slash.
MALFORMED: Final = ("%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C0%AF", "%F5%80%80%80")
_CONTROLS: Final = re.compile(r'value="[^"]*"|<textarea.*?</textarea>', re.DOTALL)
LONGEST_IN_URL: Final = 2_000
_HEARD: Final = re.compile(r"""request\.(?:args|values|form)(?:\.get(?:list)?)?[(\[]"(\w+)\"""")


def _forms(kind: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    for known in kind.__subclasses__():
        if known.__module__.startswith("share_board."):
            yield known
        yield from _forms(known)


@cache
def names() -> tuple[str, ...]:
    """Every name under which a page or a form listens, read from the code."""
    fields = {name for form in _forms() for name in dir(form) if isinstance(getattr(form, name, None), UnboundField)}
    heard = {
        name
        for path in (ROOT / "share_board").rglob("*.py")
        for name in _HEARD.findall(path.read_text(encoding="utf-8"))
    }
    return tuple(sorted(fields | heard))


def rotated(turn: int, length: int = 10_000) -> dict[str, str]:
    """A value for every name; with each turn every name gets another one."""
    return {name: HOSTILE[(place + turn) % len(HOSTILE)][:length] for place, name in enumerate(names())}


def query(turn: int) -> str:
    """As a browser would write it; the few very long values are cut to what fits into an address."""
    return urlencode(rotated(turn, 50))


def written(value: str) -> str:
    """As a part of a path."""
    return quote(value[:LONGEST_IN_URL], safe="")


def faults(text: str, headers: Any) -> list[str]:
    """What must stand in no answer, whatever was sent."""
    found = [] if "<svg onload" not in text else ["markup is let through"]
    found += [] if "［49" not in text and "／49" not in text else ["a template is run"]
    found += [] if "X-Evil" not in headers else ["a header is let in"]
    outside = _CONTROLS.sub("", text)  # what stands in a field is the typist's own, and turns nothing outside of it
    if any(letter in outside for letter in "\u202e\u2066\0\ufeff"):
        found.append("letters that turn or end the line are let through")
    return found


def harvested(page: str, actions: Collection[str | None] = ()) -> list[list[tuple[str, str]]]:
    """The forms of a page as a browser would send them, one list of (name, value) for each; to these addresses only."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    forms = [form for form in tree.iter("form") if form.get("method") == "post"]
    return [_sent(form) for form in forms if not actions or form.get("action") in actions]


def _sent(form: Any) -> list[tuple[str, str]]:
    sent = []
    for e in form.iter():
        name = e.get("name")
        if not name or name == "csrf_token":
            continue
        if e.tag == "textarea":
            sent.append((name, (e.text or "").lstrip("\n")))
        elif e.tag == "select":
            options = list(e.iter("option"))
            chosen = next((o for o in options if o.get("selected") is not None), options[0] if options else None)
            sent.append((name, "" if chosen is None else chosen.get("value") or ""))
        elif e.tag in {"input", "button"} and e.get("type") != "file":
            sent.append((name, e.get("value") or ""))
    return sent
