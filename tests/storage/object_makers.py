"""Folders of stored objects, and damage done to them behind the store's back."""

from pathlib import Path

from storage.objects import FolderStore


def place_of(folder: Path, digest: str) -> Path:
    return folder / "sha256" / digest[:2] / digest[2:4] / digest


def damage(folder: Path, digest: str, content: bytes | None) -> None:
    """Change or (None) delete a file behind the store's back."""
    place = place_of(folder, digest)
    place.chmod(0o644)
    if content is None:
        place.unlink()
    else:
        place.write_bytes(content)


def filled(folder: Path, number: int) -> tuple[FolderStore, list[str]]:
    store = FolderStore(folder)
    return store, sorted(store.put(b"object %d" % each) for each in range(number))
