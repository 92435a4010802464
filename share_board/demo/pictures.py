"""The drawn pictures of the invented town, one for each resource of the lists, painted by several processes."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context

from PIL import Image, ImageOps

from share_board.demo.drawings import MOTIF_OF, picture
from share_board.resources.pictures import Rendition, Size

CARD, PAGE = (480, 320), (1200, 800)


def painted(numbers: list[int]) -> Iterator[tuple[Rendition, ...]]:
    """The pictures of these resources in all sizes, in their order."""
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as painters:
        yield from painters.map(paint, numbers, chunksize=4)


def paint(number: int) -> tuple[Rendition, ...]:
    """One picture in all sizes. We painted it ourselves, so it needs no examination."""
    drawn = picture(MOTIF_OF[number], number).convert("RGB")
    return (_sized(drawn, Size.CARD, CARD, 78), _sized(drawn, Size.PAGE, PAGE, 82))


def _sized(drawn: Image.Image, size: Size, wanted: tuple[int, int], quality: int) -> Rendition:
    fitted = ImageOps.fit(drawn, wanted, Image.Resampling.LANCZOS)
    file = BytesIO()
    fitted.save(file, "WEBP", quality=quality, method=2)
    return Rendition(size, fitted.width, fitted.height, file.getvalue())
