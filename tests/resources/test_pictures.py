"""What may come in as a photograph, and what comes out. Real files, and the real child process."""

import io
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageCms

from share_board.resources import pictures, reencode
from share_board.resources.pictures import (
    NotAPicture,
    PictureBroken,
    PictureTooHeavy,
    PictureTooLarge,
    Rendition,
    Size,
)

RED, GREEN, BLUE, WHITE = (220, 40, 40), (40, 160, 60), (40, 60, 200), (255, 255, 255)
OWNER = "いたばし はなこ"


def quarters(width: int = 1600, height: int = 1200) -> Image.Image:
    """A picture that shows which way up it is: red and green above, blue and white below."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image


def file_of(image: Image.Image, format_: str, **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, format_, **options)
    return written.getvalue()


def heic_of(image: Image.Image, **options: object) -> bytes:
    written = io.BytesIO()
    pillow_heif.from_pillow(image).save(written, quality=80, **options)
    return written.getvalue()


def page_of(renditions: tuple[Rendition, ...]) -> Image.Image:
    (page,) = (rendition for rendition in renditions if rendition.size is Size.PAGE)
    return Image.open(io.BytesIO(page.content)).convert("RGB")


def corners(image: Image.Image) -> list[str]:
    """The names of the colours in the middle of the four quarters, row by row."""
    names = {RED: "red", GREEN: "green", BLUE: "blue", WHITE: "white"}
    across, down = image.width // 4, image.height // 4
    found = []
    for point in ((across, down), (3 * across, down), (across, 3 * down), (3 * across, 3 * down)):
        pixel = image.getpixel(point)
        assert isinstance(pixel, tuple)
        found.append(min(names, key=lambda colour: sum(abs(a - b) for a, b in zip(colour, pixel, strict=True))))
    return [names[colour] for colour in found]


def private_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = OWNER
    exif[ExifTags.Base.Make] = "PrivateCamera"
    exif[ExifTags.Base.DateTime] = "2026:04:01 09:00:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (35.0, 45.0, 4.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (139.0, 42.0, 33.0)
    return exif


@pytest.mark.parametrize(
    "make",
    [
        lambda image: file_of(image, "JPEG"),
        lambda image: file_of(image, "PNG"),
        lambda image: file_of(image, "WEBP"),
        lambda image: file_of(image, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))]),
        heic_of,
    ],
    ids=["jpeg", "png", "webp", "jpeg of a phone with a second picture inside", "heic"],
)
def test_a_photograph_becomes_a_card_and_a_page(make: Callable[[Image.Image], bytes]) -> None:
    card, page = pictures.reencode(make(quarters()))

    assert [(made.size, made.width, made.height) for made in (card, page)] == [
        (Size.CARD, 480, 320),
        (Size.PAGE, 1280, 960),
    ]
    for made in (card, page):
        image = Image.open(io.BytesIO(made.content))
        assert (image.format, image.mode, image.size) == ("WEBP", "RGB", (made.width, made.height))
        assert corners(image.convert("RGB")) == ["red", "green", "blue", "white"]
    assert len(card.sha256) == 64
    assert card.sha256 != page.sha256


def test_a_card_is_light_even_when_the_photograph_is_full_of_detail() -> None:
    gravel = Image.effect_noise((3000, 2000), 90).convert("RGB")

    card, page = pictures.reencode(file_of(gravel, "JPEG", quality=70))

    assert len(card.content) < 60_000
    assert len(page.content) < 600_000


@pytest.mark.parametrize(
    ("size", "page"),
    [
        ((300, 200), (300, 200)),
        ((3000, 4000), (1280, 1707)),
        ((9000, 600), (1280, 85)),
        ((200, 9000), (57, 2560)),
        ((1, 1), (1, 1)),
    ],
    ids=["small stays small", "portrait", "panorama", "very tall", "one pixel"],
)
def test_a_page_picture_only_shrinks(size: tuple[int, int], page: tuple[int, int]) -> None:
    card, made = pictures.reencode(file_of(Image.new("RGB", size, GREEN), "PNG"))

    assert ((card.width, card.height), (made.width, made.height)) == ((480, 320), page)


HELD = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize(
    ("orientation", "size"),
    [*((orientation, (1600, 1200)) for orientation in HELD), (6, (2570, 1928))],
    ids=[*(f"orientation {orientation}" for orientation in HELD), "just above twice the page"],
)
def test_a_picture_stands_upright_however_the_camera_was_held(orientation: int, size: tuple[int, int]) -> None:
    upright = quarters(*size)
    stored = upright.transpose(HELD[orientation])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation

    page = page_of(pictures.reencode(file_of(stored, "JPEG", exif=exif)))

    assert corners(page) == ["red", "green", "blue", "white"]
    assert page.size == (1280, 960)


@pytest.mark.parametrize(
    "make",
    [
        lambda i, **o: file_of(i, "JPEG", **o),
        lambda i, **o: file_of(i, "PNG", **o),
        lambda i, **o: file_of(i, "WEBP", **o),
        heic_of,
    ],
    ids=["jpeg", "png", "webp", "heic"],
)
def test_place_name_and_date_of_the_camera_are_gone(make: Callable[..., bytes]) -> None:
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>{OWNER}</creator></x:xmpmeta>'.encode()
    raw = make(quarters(), exif=private_exif().tobytes(), xmp=xmp)
    assert b"PrivateCamera" in raw, "the sample must really carry what has to go"

    for made in pictures.reencode(raw):
        image = Image.open(io.BytesIO(made.content))
        assert (dict(image.getexif()), image.getexif().get_ifd(ExifTags.IFD.GPSInfo), image.getxmp()) == (
            {},
            {},
            {},
        )
        assert [chunk for chunk in chunks_of(made.content) if chunk != "VP8 "] == []
        assert not any(secret in made.content for secret in (b"PrivateCamera", OWNER.encode(), b"2026:04:01"))


def chunks_of(webp: bytes) -> list[str]:
    names, at = [], 12
    while at < len(webp):
        names.append(webp[at : at + 4].decode())
        length = int.from_bytes(webp[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return names


def test_colours_of_another_profile_and_of_print_come_out_as_they_were_meant() -> None:
    cmyk = Image.new("CMYK", (900, 600), (0, 255, 255, 0))
    grey16 = Image.new("I;16", (900, 600), 0x8000)
    wide = quarters(900, 600)
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()

    red = page_of(pictures.reencode(file_of(cmyk, "JPEG"))).getpixel((100, 100))
    grey = page_of(pictures.reencode(file_of(grey16, "PNG"))).getpixel((100, 100))
    unusable = page_of(pictures.reencode(file_of(wide, "PNG", icc_profile=swapped[:200])))

    assert isinstance(red, tuple)
    assert red[0] > 200
    assert max(red[1:]) < 90
    assert isinstance(grey, tuple)
    assert all(abs(value - 128) <= 2 for value in grey)
    assert corners(unusable) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode: str) -> None:
    clear = Image.new("RGBA", (900, 600), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 450, 600))

    page = page_of(pictures.reencode(file_of(clear.convert(mode), "PNG")))

    assert (page.getpixel((100, 300)), page.getpixel((800, 300))) == ((0, 0, 0), WHITE)


GIF = file_of(Image.new("P", (20, 20)), "GIF")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 64,
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"\xef\xbb\xbf<?xml version='1.0'?><svg/>",
        zlib.compress(b"<svg/>"),
        b"<!doctype html><script>alert(1)</script>",
        GIF,
        GIF + b"\xff\xd8\xff\xe0",
        b"GIF89a/*" + file_of(Image.new("RGB", (9, 9)), "JPEG"),
        file_of(Image.new("RGB", (9, 9)), "BMP"),
        file_of(Image.new("RGB", (9, 9)), "TIFF"),
        file_of(Image.new("RGB", (16, 16)), "ICO"),
        file_of(Image.new("RGB", (9, 9)), "AVIF"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"%PDF-1.7\n",
        b"push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 'https://example.com/x'\n",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
    ],
    ids=[
        "nothing",
        "zeros",
        "svg",
        "svg with a mark",
        "svgz",
        "html",
        "gif",
        "gif with a jpeg's beginning behind",
        "jpeg behind a gif's beginning",
        "bmp",
        "tiff",
        "ico",
        "avif",
        "eps",
        "pdf",
        "mvg",
        "wav",
    ],
)
def test_other_files_are_refused_by_their_first_bytes(raw: bytes) -> None:
    with pytest.raises(NotAPicture):
        pictures.reencode(raw)


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_moving_pictures_are_refused(format_: str) -> None:
    frames = [Image.new("RGB", (90, 60), (number * 8, 0, 0)) for number in range(30)]

    with pytest.raises(NotAPicture):
        pictures.reencode(file_of(frames[0], format_, save_all=True, append_images=frames[1:]))


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("evil.html", "<script>alert(1)</script>")
    tails = [archive.getvalue(), b"<script>alert(1)</script>", b"<?php system($_GET['c']); ?>"]

    for tail in tails:
        for whole in (file_of(quarters(), "JPEG"), file_of(quarters(), "PNG")):
            for made in pictures.reencode(whole + tail):
                assert (tail in made.content, b"evil.html" in made.content, b"script" in made.content) == (False,) * 3


@pytest.mark.parametrize(
    "raw",
    [
        file_of(quarters(), "JPEG")[:-4000],
        file_of(quarters(), "PNG")[:-400],
        file_of(quarters(), "WEBP")[:-400],
        heic_of(quarters())[:-2000],
        b"\xff\xd8\xff\xe0 and then words",
        b"\x89PNG\r\n\x1a\n<svg/>",
        b"RIFF\x20\x00\x00\x00WEBPVP8 <svg></svg>",
        b"\x00\x00\x00\x18ftypheic<svg/>",
        b"\x00\x00\x00\x18ftypmif1" + b"\xff" * 4000,
    ],
    ids=[
        "jpeg cut off",
        "png cut off",
        "webp cut off",
        "heic cut off",
        "words",
        "svg as png",
        "svg as webp",
        "svg as heic",
        "noise",
    ],
)
def test_a_file_that_only_begins_like_a_picture_is_told_apart(raw: bytes) -> None:
    with pytest.raises(PictureBroken):
        pictures.reencode(raw)


def png_of_zeros(side: int) -> bytes:
    """A black square in one bit per pixel, written line by line so that making it costs nothing."""
    line, packer = bytes(1 + (side + 7) // 8), zlib.compressobj(9)
    packed = b"".join([*(packer.compress(line) for _ in range(side)), packer.flush()])
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def webp_claiming(side: int) -> bytes:
    claim = b"VP8X" + struct.pack("<I", 10) + bytes(4) + 2 * (side - 1).to_bytes(3, "little")
    inner = file_of(Image.new("RGB", (8, 8)), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", 4 + len(claim) + len(inner)) + b"WEBP" + claim + inner


@pytest.mark.parametrize("side", [6_400, 12_000, 30_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_from_its_header(side: int) -> None:
    bomb = png_of_zeros(side)
    assert len(bomb) < 600_000

    with pytest.raises(PictureTooLarge) as refused:
        pictures.reencode(bomb)

    assert refused.value.pixels == side * side
    assert peak_memory_of_the_child(bomb, "PNG") < 100


def test_a_large_picture_within_the_limit_is_opened_in_bounded_memory() -> None:
    square = png_of_zeros(6_300)

    assert [(made.width, made.height) for made in pictures.reencode(square)] == [(480, 320), (1280, 1280)]
    assert peak_memory_of_the_child(square, "PNG") < 256


@pytest.mark.parametrize("side", [7_000, 16_000])
def test_a_webp_that_claims_a_huge_canvas_is_refused_without_filling_memory(side: int) -> None:
    bomb = webp_claiming(side)

    with pytest.raises((PictureTooLarge, PictureBroken)):
        pictures.reencode(bomb)
    assert peak_memory_of_the_child(bomb, "WEBP") < 100


def peak_memory_of_the_child(raw: bytes, format_: str) -> int:
    """Megabytes: the child is run once more inside a Python that then asks what its children used at most."""
    child = [sys.executable, reencode.__file__, format_, str(pictures.MOST_PIXELS)]
    child += [f"{size}={wish}" for size, wish in pictures.WISHES.items()]
    watcher = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    told = subprocess.run([sys.executable, "-c", watcher, *child], input=raw, capture_output=True, check=True)
    return int(told.stdout) // 1024


def test_a_file_above_twelve_megabytes_is_not_even_looked_at() -> None:
    raw = file_of(quarters(), "JPEG")
    heavy = raw + bytes(pictures.LARGEST_FILE + 1 - len(raw))

    with pytest.raises(PictureTooHeavy) as refused:
        pictures.reencode(heavy)

    assert (refused.value.size, refused.value.status) == (
        12 * 1024 * 1024 + 1,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )
    assert NotAPicture.status == PictureTooLarge.status == PictureBroken.status == HTTPStatus.UNPROCESSABLE_ENTITY


def test_the_child_lives_within_its_limits_and_without_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nosy = tmp_path / "nosy.py"
    nosy.write_text(  # LC_CTYPE is set by Python itself
        "import os, resource, sys\n"
        f"sys.path.insert(0, {str(Path(reencode.__file__).parent)!r})\n"
        "import reencode\n"
        "reencode.limit_this_process()\n"
        "limits = [resource.getrlimit(limit) for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]\n"
        "sys.stderr.write(repr((*limits, sorted({*os.environ} - {'LC_CTYPE'}))))\n"
        "sys.exit(3)\n"
    )
    monkeypatch.setenv("SHARE_BOARD_SECRET_KEY", "not for the child")
    monkeypatch.setattr(pictures, "_CHILD", nosy)

    with pytest.raises(RuntimeError) as told:
        pictures.reencode(file_of(quarters(), "JPEG"))

    memory, cpu = reencode.MEMORY_BYTES, reencode.CPU_SECONDS
    assert str(told.value) == repr(((memory, memory), (cpu, cpu), []))


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(30)",
        "print('card 480 320 999999')",
        "print('card 480 320 12'); print('<script></script>')",
        "print('refused large -1')",
        "print('page 480 320 0')",
        "import os; os.kill(os.getpid(), 9)",
        "import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 1))\nwhile True: pass",
    ],
    ids=[
        "sleeps",
        "promises more than it gives",
        "answers with a script",
        "nonsense",
        "wrong name",
        "dies",
        "burns",
    ],
)
def test_a_child_that_was_talked_into_something_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """The child is the part that a hostile picture may take over: here it really has been replaced."""
    turned = tmp_path / "turned.py"
    turned.write_text(program)
    monkeypatch.setattr(pictures, "_CHILD", turned)
    monkeypatch.setattr(pictures, "SECONDS", 2)

    with pytest.raises(PictureBroken):
        pictures.reencode(file_of(quarters(), "JPEG"))


def test_memory_of_the_child_is_really_limited() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(Path(reencode.__file__).parent)!r}); import reencode; "
        "reencode.limit_this_process(); bytearray(2 * reencode.MEMORY_BYTES)"
    )

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert told.returncode == 1
    assert told.stderr.rstrip().endswith(b"MemoryError")
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY, "and ours is not"
