"""Where the renditions of photographs lie: files with names of our own making, outside the code.

A photograph is known by a random key; the name it had on somebody's telephone is never a path. `put` is
atomic: after a power cut a rendition is there whole or not at all. The row that names the key is committed
afterwards, so what lies here without a row is an orphan; `keys_before` lets the worker find those. Every
method is one operation on one prefix, so that a store in S3 can offer the same.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from share_board.errors import NotThere

_KEY = re.compile(r"[0-9a-f]{32}")
_RENDITION = re.compile(r"[a-z]{1,16}")


class PhotoMissing(NotThere):
    """No such photograph: never stored, deleted, or lost from the disk behind our back."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class PhotoStore:
    """Photographs below one folder, which is made when the first is put."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @staticmethod
    def new_key() -> str:
        """128 bits that nobody can guess."""
        return secrets.token_hex(16)

    def put(self, key: str, rendition: str, content: bytes) -> None:
        """Keep one rendition, in place of the one before; it is on the disk when this returns."""
        path = self._path(key, rendition)
        self._make_folder(path.parent)
        partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        _sync(path.parent)

    def read(self, key: str, rendition: str) -> bytes:
        """The bytes of one rendition. Raises PhotoMissing, also for a key that could not be one of ours."""
        try:
            return self._path(key, rendition).read_bytes()
        except FileNotFoundError:
            raise PhotoMissing(key) from None

    def delete(self, key: str) -> None:
        """Forget all renditions of a photograph; nothing happens if there are none."""
        for path in self._folder(key).glob(f"{key}.*"):
            path.unlink(missing_ok=True)

    def keys_before(self, moment: datetime) -> Iterator[str]:
        """The photographs last written before `moment`, each once, halves of interrupted writes included."""
        newest: dict[str, float] = {}
        for path in self.root.glob("??/??/*"):
            key = path.name.partition(".")[0]
            if _KEY.fullmatch(key):
                with suppress(FileNotFoundError):
                    newest[key] = max(newest.get(key, 0.0), path.stat().st_mtime)
        for key, written in newest.items():
            if datetime.fromtimestamp(written, UTC) < moment:
                yield key

    def _path(self, key: str, rendition: str) -> Path:
        if not _RENDITION.fullmatch(rendition):
            raise PhotoMissing(key)
        return self._folder(key) / f"{key}.{rendition}.webp"

    def _folder(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise PhotoMissing(key)
        return self.root / key[:2] / key[2:4]

    def _make_folder(self, folder: Path) -> None:
        """Make `folder` and those above it, durably, for us alone. They stay when empty: they are few."""
        missing = [path for path in (folder, folder.parent, self.root) if not path.exists()]
        for path in reversed(missing):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync(path.parent)


def _sync(folder: Path) -> None:
    """A new name in a folder survives a power cut only after the folder itself is written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
