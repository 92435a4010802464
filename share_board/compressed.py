"""The static files that are texts, made small once for each version: on a slow phone a first page is mostly these.

Serving writes them into the instance; an application takes them from there if they are those of its own version.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Final

from whitenoise.compress import Compressor

from share_board.settings import STATIC

TEXTS: Final = frozenset({".css", ".js", ".svg"})


def folder(instance: Path) -> Path:
    """Where the texts of this version lie with their small twins, once `write` has made them."""
    digest = hashlib.sha256()
    for path in _texts():
        digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return instance / f"static-{digest.hexdigest()[:12]}"


def write(instance: Path) -> None:
    """Make them, and take away those of other versions. Several processes may do it at once: one of them is first."""
    made = folder(instance)
    if made.exists():
        return
    instance.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=".static-", dir=instance))
    compressor = Compressor(quiet=True)
    for path in _texts():
        copy = half / path.relative_to(STATIC)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
        compressor.compress(str(copy))
    half.chmod(0o755)
    for old in instance.glob("static-*"):
        shutil.rmtree(old, ignore_errors=True)
    try:
        half.rename(made)
    except OSError:
        shutil.rmtree(half)


def _texts() -> list[Path]:
    return sorted(path for path in STATIC.rglob("*") if path.suffix in TEXTS)
