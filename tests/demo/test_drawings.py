"""The drawn pictures of the invented town."""

import io
import subprocess
import sys
from hashlib import sha256

import pytest
from PIL import Image, ImageStat

from share_board.demo.drawings import MOTIF_OF, MOTIFS, draw, picture
from share_board.resources.pictures import Size, reencode


def test_each_of_the_sixty_resources_has_its_own_motif() -> None:
    assert list(MOTIF_OF) == list(range(1, 61))
    assert len(set(MOTIF_OF.values())) == 60
    assert set(MOTIF_OF.values()) == set(MOTIFS)


@pytest.fixture(scope="module")
def drawn() -> dict[str, Image.Image]:
    return {motif: picture(motif, number) for number, motif in MOTIF_OF.items()}


def test_every_picture_fills_its_frame(drawn: dict[str, Image.Image]) -> None:
    assert {image.size for image in drawn.values()} == {(1200, 800)}
    assert {image.mode for image in drawn.values()} == {"RGB"}
    for motif, image in drawn.items():
        spread = max(ImageStat.Stat(image).stddev)
        assert spread > 15, f"{motif} is nearly empty"
        corners = [image.getpixel(point) for point in ((2, 2), (1197, 2), (2, 797), (1197, 797))]
        assert (251, 244, 230) not in corners, f"{motif} shows bare paper at its edge"


def test_no_two_pictures_look_alike(drawn: dict[str, Image.Image]) -> None:
    """Compared as somebody sees them across the room: 12 x 8 patches of light and dark."""
    seen = {motif: image.convert("L").resize((12, 8)).tobytes() for motif, image in drawn.items()}
    motifs = list(seen)
    for number, motif in enumerate(motifs):
        for other in motifs[:number]:
            apart = sum(abs(a - b) for a, b in zip(seen[motif], seen[other], strict=True)) / 96
            assert apart > 4, f"{motif} and {other} can be mistaken for each other"


def test_the_same_seed_gives_the_same_picture_in_another_process() -> None:
    program = (
        "from hashlib import sha256\n"
        "from share_board.demo.drawings import draw\n"
        "print(sha256(draw('festival_games', 32)).hexdigest())\n"
    )

    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert sha256(draw("festival_games", 32)).hexdigest() == elsewhere.strip()


def test_another_seed_gives_another_picture_of_the_same_thing() -> None:
    assert draw("event_tent", 1) != draw("event_tent", 2)


def test_a_drawing_passes_where_photographs_pass() -> None:
    raw = draw("mascot", 36)

    assert Image.open(io.BytesIO(raw)).format == "JPEG"
    card, page = reencode(raw)
    assert [(made.size, made.width, made.height) for made in (card, page)] == [
        (Size.CARD, 480, 320),
        (Size.PAGE, 1200, 800),
    ]
    assert len(card.content) < 30_000


def test_a_motif_that_nobody_draws_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw("unicorn", 1)
