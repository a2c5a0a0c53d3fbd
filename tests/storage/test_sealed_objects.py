"""How objects lie in a store: nothing in clear, nothing that was cut, swapped or changed opens, an erased one never."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import storage_makers as make
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from object_makers import DerivedKeys, damage, filled, folder_store, place_of, sealer

from errors import Erased, ObjectDamaged
from storage.copies import bring_copies, restore
from storage.fixity import Bound, fixity_run
from storage.fixity_rows import Site, coverage, enrol, erased, forget
from storage.objects import digest_of
from storage.s3 import MinioStore
from storage.sealed_objects import CHUNK, MAGIC, TAG, key_named_in, sealed_size, sealer_of
from storage.sealing.owner import of_object
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

HEAD = 32
SEALER = sealer()
THREE = os.urandom(2 * CHUNK + 77)
DIGEST = digest_of(THREE)
SEALED = SEALER.seal(DIGEST, THREE)
END = len(SEALED)


def opened(sealed: bytes | Iterable[bytes], digest: str = DIGEST) -> bytes:
    pieces = (sealed,) if isinstance(sealed, bytes) else sealed
    return b"".join(SEALER.opened(digest, pieces))


def chunk(number: int) -> slice:
    return slice(HEAD + number * (CHUNK + TAG), HEAD + (number + 1) * (CHUNK + TAG))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])
@pytest.mark.parametrize("piece", [1 << 20, CHUNK + TAG, 4099])
def test_what_is_sealed_opens_in_pieces_of_any_size(size: int, piece: int) -> None:
    content = os.urandom(size)
    digest = digest_of(content)
    sealed = SEALER.seal(digest, content)
    assert len(sealed) == sealed_size(size)
    assert sealed.startswith(MAGIC)
    assert opened((sealed[at : at + piece] for at in range(0, len(sealed), piece)), digest) == content


def test_it_is_opened_without_being_held_whole() -> None:
    taken = 0

    def pieces() -> Iterable[bytes]:
        nonlocal taken
        for at in range(0, END, 1000):
            taken = at
            yield SEALED[at : at + 1000]

    first = next(iter(SEALER.opened(DIGEST, pieces())))
    assert first == THREE[:CHUNK]
    assert taken < 2 * CHUNK


def test_nothing_is_in_clear_and_no_two_sealings_are_alike(tmp_path: Path) -> None:
    content = make.NAME.encode() * 100
    one, other = (SEALER.seal(digest_of(content), content) for _ in range(2))
    assert one[HEAD:] != other[HEAD:]
    folder_store(tmp_path).put(content)
    for lying in (one, *(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())):
        assert make.NAME.encode() not in lying


DAMAGES: dict[str, Callable[[], bytes]] = {
    "nothing left": lambda: b"",
    "head cut": lambda: SEALED[: HEAD - 1],
    "only the head": lambda: SEALED[:HEAD],
    "last byte cut": lambda: SEALED[:-1],
    "last chunk cut": lambda: SEALED[: chunk(2).start],
    "a chunk and a part cut": lambda: SEALED[: chunk(1).start + 5],
    "something added": lambda: SEALED + b"\0",
    "a chunk added": lambda: SEALED + SEALED[chunk(0)],
    "first chunk left out": lambda: SEALED[:HEAD] + SEALED[chunk(1).start :],
    "chunks swapped": lambda: SEALED[:HEAD] + SEALED[chunk(1)] + SEALED[chunk(0)] + SEALED[chunk(2).start :],
    "a chunk twice": lambda: SEALED[: chunk(1).start] + SEALED[chunk(0)] + SEALED[chunk(2).start :],
    "in clear": lambda: THREE,
    "from another sealing": lambda: SEALED[: chunk(1).start] + SEALER.seal(DIGEST, THREE)[chunk(1).start :],
    "another object": lambda: SEALER.seal(digest_of(b"other"), b"other"),
    "other bytes, same name": lambda: SEALER.seal(DIGEST, b"other"),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_what_was_cut_swapped_or_added_to_is_damaged(case: str, tmp_path: Path) -> None:
    store = folder_store(tmp_path)
    store.put(THREE)
    damage(tmp_path, DIGEST, DAMAGES[case]())
    for call in (store.get, store.check):
        with pytest.raises(ObjectDamaged, match=DIGEST):
            call(DIGEST)
    store.put(THREE)
    assert store.get(DIGEST) == THREE


@pytest.mark.parametrize("at", [*range(HEAD), HEAD, chunk(1).start + 9, END - 1])
def test_one_flipped_bit_is_damage(at: int) -> None:
    flipped = SEALED[:at] + bytes([SEALED[at] ^ 0x20]) + SEALED[at + 1 :]
    with pytest.raises(ObjectDamaged, match=DIGEST):
        opened(flipped)


def test_two_objects_under_each_others_names_are_both_damaged(tmp_path: Path) -> None:
    store, digests = filled(tmp_path, 2)
    one, other = (place_of(tmp_path, digest).read_bytes() for digest in digests)
    damage(tmp_path, digests[0], other)
    damage(tmp_path, digests[1], one)
    for digest in digests:
        with pytest.raises(ObjectDamaged, match=digest):
            store.get(digest)


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.contract)])
def opener(request: pytest.FixtureRequest, tmp_path: Path):
    def store(keys: DerivedKeys):
        if request.param == "folder":
            return folder_store(tmp_path, keys=keys)
        return MinioStore(request.getfixturevalue("s3"), "hoso", sealer(keys), tmp_path.name)

    return store


def test_erased_is_not_damaged_and_the_same_bytes_may_come_again(opener) -> None:
    keys = DerivedKeys()
    store = opener(keys)
    store.put(THREE)
    keys.erase(DIGEST)
    for call in (store.get, store.check):
        with pytest.raises(Erased, match=DIGEST):
            call(DIGEST)
    assert store.has(DIGEST)
    store.put(THREE)
    assert store.get(DIGEST) == THREE


def test_without_the_keys_a_copy_of_the_folder_is_worth_nothing(tmp_path: Path) -> None:
    folder_store(tmp_path).put(THREE)

    class Others(DerivedKeys):
        def key_by_id(self, key_id: bytes):
            key = super().key_by_id(key_id)
            return type(key)(key.id, AESGCM(bytes(32)))

    with pytest.raises(ObjectDamaged):
        folder_store(tmp_path, keys=Others()).get(DIGEST)


@pytest.mark.contract
def test_a_run_counts_what_was_erased_apart_and_nobody_brings_it_back(warehouse: Warehouse, tmp_path: Path) -> None:
    keys = DerivedKeys()
    store, digests = filled(tmp_path / "a", 4, keys)
    copy = folder_store(tmp_path / "b", keys=keys)
    bring_copies(warehouse, store, copy)
    keys.erase(digests[0])
    keys.erase(digests[1])
    run = fixity_run(warehouse, store, Site.ORIGINALS, Bound())
    assert (run.looked, run.erased, run.troubles) == (4, 2, ())
    damage(tmp_path / "a", digests[0], None)  # its bytes were removed as well
    assert fixity_run(warehouse, store, Site.ORIGINALS, Bound()).troubles == ()
    with warehouse.changing() as change:
        found = coverage(change.connection, Site.ORIGINALS, change.now.replace(year=2000))
    assert (found.objects, found.whole, found.erased, found.overdue) == (2, 2, 2, 0)
    assert restore(warehouse, store, copy, Site.ORIGINALS).lost == ()
    assert not store.has(digests[0])
    damage(tmp_path / "b", digests[1], None)
    brought = bring_copies(warehouse, store, copy)
    assert (brought.copied, brought.erased, brought.unsound) == (0, 1, ())


@pytest.mark.contract
def test_what_was_removed_is_looked_for_no_more(warehouse: Warehouse, tmp_path: Path) -> None:
    store, digests = filled(tmp_path, 3)
    fixity_run(warehouse, store, Site.ORIGINALS, Bound())
    damage(tmp_path, digests[2], None)
    with warehouse.changing() as change:
        enrol(change, Site.COPY, digests)
        forget(change, digests[2:], Site.ORIGINALS)
        erased(change, digests[:1])
    run = fixity_run(warehouse, store, Site.ORIGINALS, Bound())
    assert (run.objects, run.troubles) == (2, ())


@pytest.mark.contract
def test_master_key_and_table_of_keys_are_enough(vault: Vault, warehouse_url: str, tmp_path: Path) -> None:
    folder_store_ = folder_store(tmp_path)
    store = type(folder_store_)(tmp_path, sealer_of(vault))
    store.put(THREE)
    with make.vault(warehouse_url) as other:  # another process, later
        assert type(store)(tmp_path, sealer_of(other)).get(DIGEST) == THREE
    sealed = place_of(tmp_path, DIGEST).read_bytes()
    assert key_named_in(sealed) == vault.key_of(of_object(DIGEST)).id.hex()
    damage(tmp_path, DIGEST, sealed[:9] + bytes(16) + sealed[25:])  # a key that never was
    with pytest.raises(ObjectDamaged):
        store.get(DIGEST)
