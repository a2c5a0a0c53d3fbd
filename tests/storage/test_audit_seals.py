"""A seal is read only as it was written, and its places watch each other."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from errors import NotSetUp, StorageUnavailable
from storage.audit.faults import Flaw
from storage.audit.seal_places import PUBLIC_KEY, SealFolder, held, spread
from storage.audit.seals import Seal, from_pem, key_id, parse_seal, pem, public_key, signed

SECRET, OTHER = bytes(range(32)), bytes(32)
KEY = key_id(public_key(SECRET))


def made(number: int = 1, previous: str = "", secret: bytes = SECRET, **more: object) -> Seal:
    at = datetime(2026, 11, number, 16, 50, tzinfo=UTC)
    facts = {"position": 9 * number, "count": 9 * number, "head": b"\x01" * 32, "accepted_faults": 0, "key": ""} | more
    return signed(Seal(number, date(2026, 11, number), at, previous=previous, **facts), secret)  # type: ignore[arg-type]


def run_of(count: int) -> list[Seal]:
    seals = [made()]
    for number in range(2, count + 1):
        seals.append(made(number, seals[-1].digest))
    return seals


def laid(folder: Path, *seals: Seal) -> SealFolder:
    place = SealFolder(folder)
    for seal in seals:
        place.keep(seal.name, seal.content())
    return place


def flaws(*places: SealFolder) -> list[tuple[Flaw, int | None]]:
    return [(fault.flaw, fault.seal) for fault in held(places, KEY).faults]


def test_what_is_read_is_what_was_written() -> None:
    seal = made(7, "ab" * 32)
    assert parse_seal(seal.content()) == seal
    assert seal.genuine
    assert seal.name == "000007-2026-11-07"


def test_the_signature_can_be_checked_without_this_program() -> None:
    whole = json.loads(made().content())
    key = load_pem_public_key(pem(public_key(SECRET)))
    said = json.dumps(whole["statement"], sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    key.verify(made().signature, said)  # type: ignore[union-attr,call-arg,arg-type]


@pytest.mark.parametrize("name", sorted(json.loads(made().statement).keys() - {"format"}))
def test_no_part_of_the_statement_can_be_changed(name: str) -> None:
    whole = json.loads(made().content())
    value = whole["statement"][name]
    other = {"day": "2026-11-02", "made_at": "2026-11-02T16:50:00+00:00", "head": "02" * 32}.get(name)
    whole["statement"][name] = other or (value + 1 if isinstance(value, int) else f"{value}0")
    assert not parse_seal(json.dumps(whole).encode()).genuine


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b"{}", b"null", b'{"statement": {}, "signature": "", "public_key": ""}']
    + [made().content().replace(*pair) for pair in (
        (b'"count": 9', b'"count": "9"'), (b'"count": 9', b'"count": 9, "more": 1'), (b"hoso audit seal 1", b"another"),
        (b'"head": "01', b'"head": "xx'), (b"+00:00", b""), (b"2026-11-01", b"2026-13-01"),
        (b'"previous": ""', b'"previous": 1'),
    )],
)  # fmt: skip
def test_what_is_no_seal_is_not_read(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"not a seal|Invalid|invalid|fromhex|decode|Expecting|month"):
        parse_seal(content)


def test_the_public_key_travels_as_pem() -> None:
    assert from_pem(pem(public_key(SECRET))) == public_key(SECRET)
    with pytest.raises(NotSetUp, match=PUBLIC_KEY):
        from_pem(b"no key")


def test_whole_seals_have_no_fault(tmp_path: Path) -> None:
    seals = run_of(3)
    both = [laid(tmp_path / name, *seals) for name in "ab"]
    assert held(both, KEY).seals == tuple(seals)
    assert flaws(*both) == []


def test_a_folder_that_is_not_there_yet_holds_nothing(tmp_path: Path) -> None:
    assert held([SealFolder(tmp_path / "none")], KEY).seals == ()


def test_what_is_done_to_the_files_is_told(tmp_path: Path) -> None:
    one, two, three = run_of(3)
    name = iter("abcdefghijk")

    def folder(*seals: Seal) -> SealFolder:
        return laid(tmp_path / next(name), *seals)

    assert flaws(folder(one, three)) == [(Flaw.SEAL_LOST, 2)]
    assert flaws(folder(one, made(2, "ab" * 32))) == [(Flaw.SEAL_ORDER, 2)]
    assert flaws(folder(two)) == [(Flaw.SEAL_LOST, 1)]
    assert flaws(folder(made(1, "ab" * 32))) == [(Flaw.SEAL_ORDER, 1)]
    assert flaws(folder(one, made(2, one.digest, OTHER))) == [(Flaw.SEAL_FOREIGN, 2)]
    assert flaws(folder(one, two), folder(one)) == [(Flaw.SEAL_COPY_MISSING, 2)]
    assert flaws(folder(one, two), folder(one, made(2, one.digest, position=17))) == [(Flaw.SEAL_DIFFERS, 2)]


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"{", Flaw.SEAL_UNREADABLE),
        (made(1, head=bytes(32)).content().replace(b"00" * 32, b"11" * 32), Flaw.SEAL_FORGED),
        (made(2).content(), Flaw.SEAL_FORGED),  # under the name of another
    ],
)
def test_a_file_that_holds_no_genuine_seal_is_told(tmp_path: Path, content: bytes, flaw: Flaw) -> None:
    place = SealFolder(tmp_path)
    place.keep("000001-2026-11-01", content)
    assert flaws(place) == [(flaw, 1)]


def test_a_seal_is_written_once(tmp_path: Path) -> None:
    one = made()
    place = laid(tmp_path, one)
    place.keep(one.name, b"another")
    assert place.read(one.name) == one.content()
    assert [path.name for path in tmp_path.iterdir()] == [f"{one.name}.json"]
    assert (tmp_path / f"{one.name}.json").stat().st_mode & 0o777 == 0o444


def test_a_place_that_was_away_catches_up(tmp_path: Path) -> None:
    seals = run_of(3)
    here, there = laid(tmp_path / "here", *seals), laid(tmp_path / "there", seals[0])
    here.keep(seals[1].name, b"a stamp", ".tsr")
    spread([here, there], KEY)
    assert flaws(here, there) == []
    assert there.read(seals[1].name, ".tsr") == b"a stamp"


def test_only_genuine_seals_are_copied(tmp_path: Path) -> None:
    here, there = laid(tmp_path / "here", made(1, secret=OTHER)), SealFolder(tmp_path / "there")
    here.keep("000002-2026-11-02", b"no seal")
    spread([here, there], KEY)
    assert there.names() == []


def test_a_place_that_cannot_be_used_is_told_without_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageUnavailable, match="folder of the seals") as told:
        SealFolder(tmp_path / "file" / "seals").keep("000001-2026-11-01", b"x")
    assert str(tmp_path) not in str(told.value)
