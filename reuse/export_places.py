"""Where the parts of a bulk export go: a folder, or the object store."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from errors import ExportRefused
from storage.disk import disk_told, sync_folder
from storage.objects import ObjectStore, digest_of

MANIFEST, SIGNATURE = "manifest.json", "manifest.jws"
_told = partial(disk_told, "the disk of the export", "the folder of the export", "")


class FolderSink:
    """A new folder. Each file gets its name when it is whole and on the disk; the manifest comes last."""

    def __init__(self, folder: Path) -> None:
        """Raises ExportRefused when something lies there already."""
        self._folder = folder
        with _told():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise ExportRefused("the folder must be empty: an earlier export, or half of one, lies there")

    def keep(self, name: str, content: bytes) -> None:
        with _told():
            unfinished = self._folder / f".{name}.unfinished"
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._folder / name)

    def finish(self, manifest: bytes, signature: str) -> None:
        self.keep(SIGNATURE, f"{signature}\n".encode())
        self.keep(MANIFEST, manifest)
        sync_folder(self._folder)


class ObjectSink:
    """The object store: parts under their digests, which the manifest names."""

    def __init__(self, objects: ObjectStore, noted: Callable[[str], None]) -> None:
        """`noted`: told the digest of each part before it is kept; what it raises ends the export."""
        self._objects, self._noted = objects, noted
        self.manifest = ""  # digest, once it is finished
        self.signature = ""

    def keep(self, name: str, content: bytes) -> None:
        self._noted(digest_of(content))
        self._objects.put(content)

    def finish(self, manifest: bytes, signature: str) -> None:
        self.manifest, self.signature = self._objects.put(manifest), signature
