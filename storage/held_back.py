"""Files on their way in: kept at once, but for those whose bytes were erased before. These wait in memory until it is
known that their dossier may come; of one that may not, nothing is kept."""

from storage.objects import ObjectStore, digest_of
from storage.sealing.owner import of_object
from storage.sealing.shut import shut
from storage.warehouse import Warehouse


class Kept:
    """An object store for the files of one dossier."""

    def __init__(self, objects: ObjectStore, warehouse: Warehouse) -> None:
        self._objects, self._warehouse = objects, warehouse
        self._waiting: dict[str, bytes] | None = {}

    def put(self, content: bytes) -> str:
        """Its digest."""
        digest = digest_of(content)
        if self._waiting is None or not self._is_shut(digest):
            return self._objects.put(content)
        self._waiting[digest] = content
        return digest

    def get(self, digest: str) -> bytes:
        return (self._waiting or {}).get(digest) or self._objects.get(digest)

    def keep(self, archive: bytes | None) -> None:
        """The dossier may come: what waits is kept, and from now on everything at once. `archive`: it came in."""
        waiting, self._waiting = self._waiting or {}, None
        for content in (*waiting.values(), *([archive] if archive is not None else [])):
            self._objects.put(content)

    def _is_shut(self, digest: str) -> bool:
        with self._warehouse.looking() as connection:
            return bool(shut(connection, [of_object(digest)]))
