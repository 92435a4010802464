"""From facts to the words of a letter: templates/letters/<name>.txt, the first line being the subject."""

import re
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from share_board import i18n
from share_board.links import Purpose
from share_board.outbox.letterhead import Letterhead
from share_board.outbox.plain import Said, folded, one_line, quoted
from share_board.settings import ROOT

SUBJECT = "Subject: "
LONGEST_SUBJECT = 100
_NO_PATH = re.compile(r"[^/A-Za-z0-9_-]")
LANGUAGE = "ja"  # of the reader, whatever language the person uses who caused the letter


def link(purpose: str, public_id: str) -> Said:
    """The place of a link that opens one thing for its reader; signed when the letter is sent."""
    return Said(f"«link:{Purpose(purpose)}:{public_id}»")


def page(path: str) -> Said:
    """The place of the address of a page. Only signs of our own addresses come through, whatever it is made of."""
    return Said(f"«page:{_NO_PATH.sub('', path)}»")


def _said(message: str, **values: object) -> Said:
    return Said(i18n.gettext(message, **_kept(values)))


def _counted(singular: str, plural: str, num: int, **values: object) -> Said:
    return Said(i18n.ngettext(singular, plural, num, **_kept(values)))


def _kept(values: Mapping[str, object]) -> dict[str, object]:
    """Numbers stay numbers, everything else becomes harmless."""
    return {name: value if isinstance(value, int) else one_line(value) for name, value in values.items()}


@cache
def _letters() -> Environment:
    # Plain text: there is no HTML to escape, and `finalize` does for every value what escaping does for a page.
    made = Environment(  # noqa: S701
        loader=FileSystemLoader(ROOT / "templates" / "letters"),
        undefined=StrictUndefined,
        finalize=one_line,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["quoted"] = quoted
    made.globals.update({"_": _said, "ngettext": _counted, "link": link, "page": page})
    return made


def write(template: str, *, to_name: str, network: Letterhead, facts: Mapping[str, object]) -> tuple[str, str]:
    """Subject and body. Raises jinja2.UndefinedError if the letter speaks of a fact that is not given."""
    language = i18n.LOCALE.set(LANGUAGE)
    try:
        written = _letters().get_template(f"{template}.txt").render({**facts, "to_name": to_name, "network": network})
    finally:
        i18n.LOCALE.reset(language)
    subject, _, body = written.removeprefix(SUBJECT).partition("\n")
    lines = [part for line in body.strip().splitlines() for part in folded(line.rstrip())]
    return _shortened(subject.strip()), re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _shortened(subject: str) -> str:
    return subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1] + "…"
