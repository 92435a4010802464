"""The child that opens strangers' pictures: one picture in on stdin, clean WebP pictures out on stdout.

`pictures.reencode` starts it as a program of its own, without environment, with little memory and little
time, so that a picture made to do harm harms nobody but this process. It imports nothing of Share Board and
reads no file.

    reencode.py FORMAT MOST_PIXELS NAME=SHAPE:WIDTHxHEIGHT:BYTES ...

SHAPE `cover` fills the frame and crops what stands out; `within` only shrinks. BYTES is what a picture
should weigh at most; the quality gives way to it down to a floor. The answer is, for each NAME, the line
`NAME width height length` and then that many bytes; or the one line `refused WHY PIXELS`.
"""

import contextlib
import re
import resource
import sys
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import ExifTags, Image, ImageCms, ImageOps

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
ANSWER_BYTES = 4 * 1024 * 1024
QUALITIES = (84, 76, 68, 60)
WHITE = (255, 255, 255)
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = range(5, 9)


@dataclass(frozen=True)
class Target:
    """One picture to make."""

    name: str
    shape: str
    width: int
    height: int
    most_bytes: int

    @classmethod
    def read(cls, argument: str) -> "Target":
        name, _, wish = argument.partition("=")
        shape, frame, most_bytes = wish.split(":")
        width, height = frame.split("x")
        return cls(name, shape, int(width), int(height), int(most_bytes))

    def size_for(self, width: int, height: int) -> tuple[int, int]:
        """The size this target gives to a picture of `width` x `height`."""
        if self.shape == "cover":
            return self.width, self.height
        scale = min(1.0, self.width / width, self.height / height)
        return max(1, round(width * scale)), max(1, round(height * scale))


class Refused(Exception):  # noqa: N818 - an answer to the parent, not an error
    """Why there will be no picture; the parent knows the words `foreign`, `large` and `broken`."""

    def __init__(self, why: str, pixels: int = 0) -> None:
        super().__init__(why, pixels)
        self.why = why
        self.pixels = pixels


def limit_this_process() -> None:
    """From here on: no core file with somebody's photograph in it, and an end to memory, time and answer."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: ANSWER_BYTES,
        resource.RLIMIT_AS: MEMORY_BYTES,
    }
    for limit, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # some systems know a limit only by name
            resource.setrlimit(limit, (value, value))


def opened(picture: BinaryIO, format_: str, most_pixels: int) -> Image.Image:
    """The picture with its header read and nothing decoded yet."""
    Image.MAX_IMAGE_PIXELS = most_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)  # between once and twice the limit Pillow only warns
    if format_ == "HEIF":
        try:
            import pillow_heif  # noqa: PLC0415 - a big library that most pictures do not need
        except ImportError:
            raise Refused("foreign") from None
        pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    try:
        image = Image.open(picture, formats=[format_])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        # The header's numbers are told in the message only.
        raise Refused("large", int(next(iter(re.findall(r"\d+", str(bomb))), 0))) from None
    if format_ in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        raise Refused("foreign")
    return image


def upright_and_plain(image: Image.Image, targets: list[Target]) -> Image.Image:
    """The decoded picture upright, opaque, in sRGB, and not much larger than the targets need."""
    orientation, profile = _orientation(image), image.info.get("icc_profile")
    is_lying = orientation in LYING
    sizes = [target.size_for(*(image.size[::-1] if is_lying else image.size)) for target in targets]
    needed = max(width for width, _ in sizes), max(height for _, height in sizes)
    needed = needed[::-1] if is_lying else needed
    image.draft(None, needed)  # a JPEG is decoded at a half, a quarter or an eighth where that suffices
    image.load()
    if image.mode.startswith("I"):  # sixteen bits of grey
        image.info.pop("transparency", None)
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode in {"1", "P", "PA", "F"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    factor = min(image.width // (2 * needed[0]), image.height // (2 * needed[1]))
    if factor > 1:
        image = image.reduce(factor)
    if image.has_transparency_data:
        image = image.convert("RGBA" if image.mode.startswith("RGB") else "LA")
        ground = Image.new(image.mode[:-1], image.size, WHITE if image.mode == "RGBA" else WHITE[0])
        ground.paste(image.convert(ground.mode), mask=image.getchannel("A"))
        image = ground
    image = _in_srgb(image, profile)
    return image.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else image


def rendered(image: Image.Image, target: Target) -> tuple[tuple[int, int], bytes]:
    """The size and the WebP bytes of `image` in the frame of `target`."""
    size = target.size_for(*image.size)
    framed = ImageOps.fit(image, size) if target.shape == "cover" else image.resize(size, reducing_gap=2.0)
    content = b""
    for quality in QUALITIES:
        written = BytesIO()
        framed.save(written, "WEBP", quality=quality, method=4, exif=b"", xmp=b"", icc_profile=b"")
        content = written.getvalue()
        if len(content) <= target.most_bytes:
            break
    return size, content


def reencode(picture: BinaryIO, answer: BinaryIO, format_: str, most_pixels: int, targets: list[Target]) -> None:
    """Answer with all targets, or raise Refused having answered nothing."""
    try:
        image = upright_and_plain(opened(picture, format_, most_pixels), targets)
    except Refused:
        raise
    except Exception as fault:  # a decoder may stumble over a bad file in any way
        raise Refused("broken") from fault
    try:
        pictures = [(target.name, *rendered(image, target)) for target in targets]
    except MemoryError:
        raise Refused("broken") from None
    for name, (width, height), content in pictures:
        answer.write(f"{name} {width} {height} {len(content)}\n".encode())
        answer.write(content)


def main(arguments: list[str]) -> None:
    """Run as the child: limits first, then the picture."""
    limit_this_process()
    format_, most_pixels, *wishes = arguments
    try:
        picture = BytesIO(sys.stdin.buffer.read())
        reencode(picture, sys.stdout.buffer, format_, int(most_pixels), [Target.read(wish) for wish in wishes])
    except Refused as refused:
        sys.stdout.write(f"refused {refused.why} {refused.pixels}\n")


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation; 1, upright, where the EXIF cannot be read."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - a camera's bad EXIF is no reason to refuse its picture
        return 1


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Phones photograph in wider colours and say so in a profile: without it the colours would turn pale."""
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
    return image.convert("RGB")


if __name__ == "__main__":
    main(sys.argv[1:])
