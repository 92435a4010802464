"""What goes into the log: what is wrong anywhere, and what the board itself tells."""

import logging


def begin() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("share_board").setLevel(logging.INFO)
