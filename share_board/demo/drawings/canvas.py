"""Paper, scissors and chalk: the few things every picture of the town is made of.

Coordinates are those of the finished picture, 1200 x 800, whatever the scale it is painted at. Shapes are cut a
little unevenly, as by hand, and the light comes from the upper left: each shape leaves a gradient on the chalk layer,
and at the end the chalk is rubbed over the whole picture once.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from share_board.demo.drawings.palette import INK, PAPER, Colour, sheer

WIDTH, HEIGHT, SCALE = 1200, 800, 3
NEUTRAL = 128
OPAQUE = len("#rrggbb")
THIN = 6
SHADE = (112, 92, 128)

Point = tuple[float, float]
Path = Sequence[Point]


class Canvas:
    """One picture being made. `random` is the picture's own chance: the same seed gives the same picture."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)
        self._sheet = _Sheet(
            Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER), Image.new("L", (WIDTH, HEIGHT), NEUTRAL)
        )
        self._matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)

    # ---- where ------------------------------------------------------------------------------------------------------
    @contextmanager
    def at(self, x: float, y: float, scale: float = 1.0, *, turn: float = 0.0, flip: bool = False) -> Iterator[None]:
        """Until the end of the block, (0, 0) lies at (x, y); `turn` is in degrees, clockwise."""
        a, b, c, d, e, f = before = self._matrix
        cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        p, q, s, t = (-cos, -sin, -sin, cos) if flip else (cos, -sin, sin, cos)
        self._matrix = (
            a * p + b * s,
            a * q + b * t,
            a * x + b * y + c,
            d * p + e * s,
            d * q + e * t,
            d * x + e * y + f,
        )
        try:
            yield
        finally:
            self._matrix = before

    @contextmanager
    def inside(self, outline: Path) -> Iterator[None]:
        """Until the end of the block, nothing is painted outside `outline`."""
        points, whole, before = self._placed(outline), self._sheet, self._matrix
        left, top, right, bottom = _frame(points, whole.chalk.size)
        self._sheet = whole.part(left, top, right, bottom)
        a, b, c, d, e, f = before
        self._matrix = (a, b, c - left, d, e, f - top)
        yield
        part, self._sheet, self._matrix = self._sheet, whole, before
        points = [(x - left, y - top) for x, y in points]
        whole.image.paste(part.image, (left * SCALE, top * SCALE), _mask(part.image.size, points, SCALE))
        whole.chalk.paste(part.chalk, (left, top), _mask(part.chalk.size, points, 1))

    # ---- shapes -----------------------------------------------------------------------------------------------------
    def fill(self, outline: Path, colour: Colour, chalk: str = "slope", depth: float = 0.5) -> None:
        """A shape with corners. `chalk` is the kind of light on it (see RAMPS), `depth` how strong: 0 is flat paper."""
        self._cut(self._placed(_uneven(outline, self.random)), colour, chalk, depth)

    def blob(self, outline: Path, colour: Colour, chalk: str = "round", depth: float = 0.5) -> None:
        """A shape without corners through the given points."""
        self._cut(self._placed(smooth(outline)), colour, chalk, depth)

    def box(
        self, x: float, y: float, width: float, height: float, colour: Colour, r: float = 10, chalk: str = "slope",
        depth: float = 0.5,
    ) -> None:  # fmt: skip
        self._cut(self._placed(_uneven(rounded(x, y, width, height, r), self.random)), colour, chalk, depth)

    def oval(
        self, x: float, y: float, rx: float, ry: float | None = None, colour: Colour = INK, chalk: str = "round",
        depth: float = 0.5,
    ) -> None:  # fmt: skip
        """(x, y) is the middle."""
        self._cut(self._placed(ellipse(x, y, rx, rx if ry is None else ry)), colour, chalk, depth)

    def line(self, path: Path, colour: Colour, width: float = 4) -> None:
        """A stroke with round ends and corners; opaque colours only, or its joints would show."""
        points, thick = self._placed(path), width * self._size()
        _stroke(self._sheet.brush(colour), [(x * SCALE, y * SCALE) for x, y in points], colour, thick * SCALE)
        if thick > THIN and len(colour) == OPAQUE:
            _stroke(self._sheet.eraser, points, NEUTRAL, thick)

    def curve(self, path: Path, colour: Colour, width: float = 4) -> None:
        self.line(smooth(path, closed=False), colour, width)

    def arc(
        self, x: float, y: float, rx: float, ry: float, begin: float, end: float, colour: Colour, width: float = 4
    ) -> None:
        """Part of an ellipse; angles in degrees, clockwise from three o'clock."""
        self.line(ellipse(x, y, rx, ry, begin, end), colour, width)

    def dots(self, spots: Path, radius: float, colour: Colour) -> None:
        for x, y in spots:
            self.oval(x, y, radius, None, colour, depth=0)

    def shadow(self, x: float, y: float, rx: float, ry: float, strength: float = 0.3) -> None:
        """What a thing leaves on the ground it stands on; painted before the thing."""
        for step in range(8):
            grow = 1.25 - step * 0.09
            self._cut(self._placed(ellipse(x, y, rx * grow, ry * grow)), sheer(INK, strength / 8), "round", 0)

    # ---- the end ----------------------------------------------------------------------------------------------------
    def finished(self) -> Image.Image:
        """The picture at its size, with the chalk rubbed in and the tooth of the paper."""
        picture = self._sheet.image.reduce(SCALE)
        chalk = self._sheet.chalk.filter(ImageFilter.GaussianBlur(1.2))
        tooth = _tooth()
        shade = ImageChops.multiply(chalk.point([max(0, v - NEUTRAL) * 2 for v in range(256)]), tooth)
        light = ImageChops.multiply(chalk.point([max(0, NEUTRAL - v) * 2 for v in range(256)]), tooth)
        picture = Image.composite(ImageChops.multiply(picture, Image.new("RGB", picture.size, SHADE)), picture, shade)
        picture = Image.composite(Image.new("RGB", picture.size, (255, 251, 240)), picture, light)
        return ImageChops.overlay(picture, _wash(self.random.randrange(4)))

    def jpeg(self) -> bytes:
        written = BytesIO()
        self.finished().save(written, "JPEG", quality=90)
        return written.getvalue()

    # ---- inside -----------------------------------------------------------------------------------------------------
    def _placed(self, path: Path) -> list[Point]:
        a, b, c, d, e, f = self._matrix
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in path]

    def _size(self) -> float:
        a, b, _, d, e, _ = self._matrix
        return math.sqrt(abs(a * e - b * d))

    def _cut(self, points: list[Point], colour: Colour, chalk: str, depth: float) -> None:
        self._sheet.brush(colour).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)
        if len(colour) != OPAQUE:
            return  # a sheer shape lets the chalk below through, too
        left, top, right, bottom = _frame(points, self._sheet.chalk.size)
        size = right - left, bottom - top
        if min(size) <= 0:
            return
        mask = _mask(size, [(x - left, y - top) for x, y in points], 1)
        ramp = _ramp(chalk, round(depth * 100)).resize(size) if depth else NEUTRAL
        self._sheet.chalk.paste(ramp, (left, top, right, bottom), mask)


class _Sheet:
    """The paint, three times as fine as the picture, and the chalk: below NEUTRAL is light, above is shade."""

    def __init__(self, image: Image.Image, chalk: Image.Image) -> None:
        self.image = image
        self.chalk = chalk
        self.eraser = ImageDraw.Draw(chalk)
        self._opaque = ImageDraw.Draw(image)
        self._sheer = ImageDraw.Draw(image, "RGBA")

    def brush(self, colour: Colour) -> ImageDraw.ImageDraw:
        return self._opaque if len(colour) == OPAQUE else self._sheer

    def part(self, left: int, top: int, right: int, bottom: int) -> "_Sheet":
        """A copy of what lies within the frame."""
        fine = (left * SCALE, top * SCALE, right * SCALE, bottom * SCALE)
        return _Sheet(self.image.crop(fine), self.chalk.crop((left, top, right, bottom)))


# Light (-1) to shade (+1) at (u, v) of a shape's frame, each from 0 to 1.
RAMPS: dict[str, Callable[[float, float], float]] = {
    "slope": lambda u, v: 0.9 * (u + v) - 0.75,
    "down": lambda _, v: 1.1 * v - 0.45,
    "up": lambda _, v: 0.6 - 1.1 * v,
    "across": lambda u, _: 1.1 * u - 0.45,
    "pipe": lambda u, _: (2.1 * abs(u - 0.36)) ** 2 * 1.1 - 0.35,
    "round": lambda u, v: float(1.5 * math.hypot(u - 0.36, v - 0.32) ** 1.5 - 0.3),
}


@lru_cache(maxsize=256)
def _ramp(chalk: str, depth: int) -> Image.Image:
    side = 24
    values = []
    for row in range(side):
        for column in range(side):
            value = RAMPS[chalk](column / (side - 1), row / (side - 1))
            values.append(round(NEUTRAL + max(-1.0, min(1.0, value)) * depth * 1.1))
    return Image.frombytes("L", (side, side), bytes(max(0, min(255, value)) for value in values))


@lru_cache(maxsize=1)
def _tooth() -> Image.Image:
    """How much chalk each point of the paper takes: a fine grain."""
    noise = Image.frombytes("L", (WIDTH, HEIGHT), Random(8).randbytes(WIDTH * HEIGHT))
    noise = noise.filter(ImageFilter.GaussianBlur(0.8))
    return noise.point([max(0, min(255, round(150 + (v - 128) * 3.4))) for v in range(256)])


@lru_cache(maxsize=4)
def _wash(number: int) -> Image.Image:
    """Paint that dried unevenly: broad and very faint clouds of light and dark."""
    noise = Image.frombytes("L", (18, 12), Random(number).randbytes(18 * 12)).resize(
        (WIDTH, HEIGHT), Image.Resampling.BICUBIC
    )
    fine = Image.frombytes("L", (WIDTH, HEIGHT), Random(number + 10).randbytes(WIDTH * HEIGHT))
    blended = Image.blend(noise, fine.filter(ImageFilter.GaussianBlur(0.6)), 0.4)
    return Image.merge("RGB", [blended.point([round(128 + (v - 128) * 0.16) for v in range(256)])] * 3)


def _frame(points: Path, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The whole numbers around `points` that lie within `size`."""
    left, top = (max(0, math.floor(min(point[axis] for point in points))) for axis in (0, 1))
    right, bottom = (min(size[axis], math.ceil(max(point[axis] for point in points)) + 1) for axis in (0, 1))
    return left, top, right, bottom


def _stroke(draw: ImageDraw.ImageDraw, points: list[Point], colour: Colour | int, width: float) -> None:
    thick, radius = max(1, round(width)), width / 2
    draw.line(points, fill=colour, width=thick, joint="curve")
    for x, y in (points[0], points[-1]):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _mask(size: tuple[int, int], points: Path, scale: int) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([(x * scale, y * scale) for x, y in points], fill=255)
    return mask


def ellipse(x: float, y: float, rx: float, ry: float, begin: float = 0, end: float = 360) -> list[Point]:
    steps = max(10, min(72, int((rx + ry) * abs(end - begin) / 900)))
    angles = (math.radians(begin + (end - begin) * step / steps) for step in range(steps + 1))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def rounded(x: float, y: float, width: float, height: float, r: float) -> list[Point]:
    r = min(r, width / 2, height / 2)
    if r <= 0:
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    corners = [
        (x + width - r, y + r, -90),
        (x + width - r, y + height - r, 0),
        (x + r, y + height - r, 90),
        (x + r, y + r, 180),
    ]
    return [
        point for cx, cy, begin in corners for point in ellipse(cx, cy, r, r, begin, begin + 90)[:: 1 if r > 6 else 3]
    ]


def smooth(path: Path, *, closed: bool = True, steps: int = 8) -> list[Point]:
    """A Catmull-Rom curve through all points."""
    count = len(path)
    at = [path[number % count] for number in range(-1, count + 2)] if closed else [path[0], *path, path[-1]]
    curve: list[Point] = []
    for before, begin, end, after in zip(at, at[1:], at[2:], at[3:], strict=False):
        for step in range(steps):
            t = step / steps
            x, y = (_between(before[axis], begin[axis], end[axis], after[axis], t) for axis in (0, 1))
            curve.append((x, y))
    if not closed:
        curve.append(path[-1])
    return curve


def _between(before: float, begin: float, end: float, after: float, t: float) -> float:
    bend = 2 * before - 5 * begin + 4 * end - after
    twist = 3 * begin - before - 3 * end + after
    return 0.5 * (2 * begin + (end - before) * t + bend * t**2 + twist * t**3)


def _uneven(path: Path, random: Random) -> list[Point]:
    """The same outline as cut by hand: long edges waver by about a pixel."""
    cut: list[Point] = []
    for (x0, y0), (x1, y1) in zip(path, [*path[1:], path[0]], strict=True):
        cut.append((x0, y0))
        length = math.hypot(x1 - x0, y1 - y0)
        pieces = int(length // 60)
        for piece in range(1, pieces + 1):
            share = piece / (pieces + 1)
            off = random.uniform(-1.3, 1.3)
            cut.append(
                (x0 + (x1 - x0) * share - (y1 - y0) / length * off, y0 + (y1 - y0) * share + (x1 - x0) / length * off)
            )
    return cut
