"""Mails in a folder, read as a letter box shows them: only their plain words, only links of this board are links."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.headerregistry import DateHeader
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import compat32, default
from pathlib import Path
from typing import Final

MOST: Final = 100
LARGEST: Final = 200_000
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'「」（）]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a mail's words; `url` if it is an address of this board."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Mail:
    """One mail, as far as a reader needs it."""

    to: str
    subject: str
    at: datetime | None
    pieces: Sequence[Piece]


def newest(folder: Path, *, base_url: str) -> list[Mail]:
    """The last MOST mails of the folder, newest first; what is too large or cannot be read is left out."""
    files = [(path.stat().st_mtime_ns, path) for path in folder.glob("*.eml") if path.is_file()]
    return [
        read(path.read_bytes(), base_url=base_url)
        for _written, path in sorted(files, reverse=True)[:MOST]
        if path.stat().st_size <= LARGEST
    ]


def read(content: bytes, *, base_url: str) -> Mail:
    """What a mail says; whatever stands in it, only text comes out."""
    message = message_from_bytes(content, policy=default)
    date = message["Date"]
    return Mail(
        to=_to(content),
        subject=str(message["Subject"] or ""),
        at=date.datetime if isinstance(date, DateHeader) else None,
        pieces=list(pieces(_words(message), base_url=base_url)),
    )


def _to(content: bytes) -> str:
    """To whom; the parser of names leaves the blanks in by which a long name was folded, as no letter box does."""
    written = BytesHeaderParser(policy=compat32).parsebytes(content)["To"]
    try:
        return str(make_header(decode_header(written or "")))
    except (HeaderParseError, LookupError, ValueError):
        return ""


def pieces(words: str, *, base_url: str) -> Iterator[Piece]:
    """The words, cut where an address of this board stands; the addresses of others stay words."""
    done = 0
    for found in _ADDRESS.finditer(words):
        url = found[0]
        if url == base_url or url.startswith(f"{base_url}/"):
            yield Piece(words[done : found.start()])
            yield Piece(url, url)
            done = found.end()
    yield Piece(words[done:])


def _words(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    if body is None:
        return ""
    try:
        return str(body.get_content())
    except (LookupError, ValueError):
        return ""
