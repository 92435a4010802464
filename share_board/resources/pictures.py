"""Photographs of strangers become pictures of the board.

What somebody sends is never kept and never served. A child process (`reencode`) with little memory, little
time and no environment opens it and paints it anew; what comes back are WebP pictures without place, name
or date of the camera, and without whatever else lay in the file. This process never decodes a picture
itself.
"""

import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from share_board.errors import Refusal

LARGEST_FILE = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
SECONDS = 30
MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")

_CHILD = Path(__file__).with_name("reencode.py")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1")


class Size(StrEnum):
    """The sizes a picture is kept in."""

    CARD = "card"
    PAGE = "page"


WISHES = {
    Size.CARD: "cover:480x320:30000",
    Size.PAGE: "within:1280x2560:220000",
}


@dataclass(frozen=True)
class Rendition:
    """One size of a picture: a WebP file that we made ourselves."""

    size: Size
    width: int
    height: int
    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


class NotAPicture(Refusal):
    """Neither JPEG, PNG, WebP nor HEIC; or one that moves."""


class PictureTooHeavy(Refusal):
    """The file has `size` bytes, more than LARGEST_FILE."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class PictureTooLarge(Refusal):
    """The picture claims `pixels` pixels, more than MOST_PIXELS."""

    def __init__(self, pixels: int) -> None:
        super().__init__(pixels)
        self.pixels = pixels


class PictureBroken(Refusal):
    """The file begins like a picture but cannot be shown: cut off, damaged, or made to exhaust us."""


def reencode(raw: bytes) -> tuple[Rendition, ...]:
    """All sizes of the picture in `raw`, upright and without metadata.

    Raises NotAPicture, PictureTooHeavy, PictureTooLarge or PictureBroken. Takes about half a second.
    """
    if len(raw) > LARGEST_FILE:
        raise PictureTooHeavy(len(raw))
    format_ = _format_of(raw)
    if format_ is None:
        raise NotAPicture
    # -I: neither the environment nor the folder we were started in decides what the child imports.
    command = [sys.executable, "-I", str(_CHILD), format_, str(MOST_PIXELS)]
    command += [f"{size}={wish}" for size, wish in WISHES.items()]
    # Files without a name instead of pipes: the limit on written bytes holds for them.
    with TemporaryFile() as given, TemporaryFile() as answer, TemporaryFile() as complaints:
        given.write(raw)
        given.seek(0)
        try:
            child = subprocess.run(  # noqa: S603 - every word of the command is ours
                command,
                stdin=given,
                stdout=answer,
                stderr=complaints,
                env={},
                cwd="/",
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise PictureBroken from None
        if child.returncode > 0:  # the program itself failed; a picture that hits a limit ends it by a signal
            complaints.seek(0)
            raise RuntimeError(complaints.read()[-2000:].decode(errors="replace"))
        answer.seek(0)
        return _renditions(answer)


def _format_of(raw: bytes) -> str | None:
    """The name by which Pillow knows the format that `raw` begins like."""
    if raw.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return "WEBP"
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIF_BRANDS:
        return "HEIF"
    return None


def _renditions(answer: BinaryIO) -> tuple[Rendition, ...]:
    """Read the child's answer as one would a stranger's: it may have been talked into anything."""
    renditions = []
    for size in WISHES:
        match answer.readline(80).decode("ascii", "replace").split():
            case ["refused", "foreign", _]:
                raise NotAPicture
            case ["refused", "large", pixels] if pixels.isdecimal():
                raise PictureTooLarge(int(pixels))
            case [name, width, height, length] if name == size and f"{width}{height}{length}".isdecimal():
                content = answer.read(int(length))
                if len(content) != int(length) or _format_of(content) != "WEBP":
                    raise PictureBroken
                renditions.append(Rendition(size, int(width), int(height), content))
            case _:
                raise PictureBroken
    return tuple(renditions)
