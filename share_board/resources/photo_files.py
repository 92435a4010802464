"""Files follow the transaction of their rows: a row without its file would be a broken picture."""

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from share_board.resources.photo_store import PhotoStore
from share_board.resources.pictures import Rendition


class FilesOfOneCommit:
    """Wraps one transaction of a door, its commit included.

    What was put is taken back if the block fails; what was dropped is deleted only when it ends well. If the machine
    stops in between, a file without a row is left, which the worker sweeps away; never a row without a file.
    """

    def __init__(self, store: PhotoStore) -> None:
        self._store = store
        self._put: list[str] = []
        self._dropped: list[str] = []

    def put(self, renditions: Iterable[Rendition]) -> str:
        """Keep all sizes of one picture; the key by which they are found."""
        key = self._store.new_key()
        self._put.append(key)
        for rendition in renditions:
            self._store.put(key, rendition.size, rendition.content)
        return key

    def drop(self, key: str) -> None:
        self._dropped.append(key)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, failed: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        for key in self._put if failed else self._dropped:
            self._store.delete(key)
