"""manifest.json: what is understood is typed, what is not is refused by its key, and no value is repeated."""

import json

import pytest
import storage_makers as make

from errors import ManifestRefused
from storage.declared import declared_claim
from storage.manifest import Applicant, Manifest, parse_manifest

WHOLE = {
    "dossier_code": "H56.12-261115-0007",
    "procedure_code": "1.004194",
    "channel": "counter",
    "receiving_office": "H56.12",
    "applicant": {"full_name": make.NAME, "id_number": make.NUMBER, "birth_date": "12/3/1987", "phone": ""},
}
REFUSED = [
    # content, what the message says
    (b"", "not JSON"),
    (b"\xff\xfe{}", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (b"[]", "one JSON object"),
    (b'{"channel": "a", "channel": "b"}', "given twice: channel"),
    (b'{"colour": "red", "applicnt": {}}', "unknown keys: applicnt, colour"),
    (b'{"applicant": {"full_nam": "x"}}', "unknown keys: applicant.full_nam"),
    (b'{"applicant": "x"}', "applicant: must be an object"),
    (b'{"channel": 3}', "must be text of at most 300 characters: channel"),
    (b'{"applicant": {"phone": 912345678}}', "applicant.phone"),
    (b'{"channel": "' + b"x" * 301 + b'"}', "channel"),
    (b'{"channel": "\\u0000"}', "channel"),
    (json.dumps({make.NAME: "x"}).encode(), r"unknown keys: \(\?\)"),
    (json.dumps({make.NUMBER: "x"}).encode(), r"unknown keys: \(\?\)"),
]


def test_a_whole_manifest() -> None:
    content = b"\xef\xbb\xbf" + json.dumps(WHOLE).encode()  # with the mark that some Windows programs put first
    applicant = Applicant(make.NAME, make.NUMBER, "12/3/1987", "")
    assert parse_manifest(content) == Manifest("H56.12-261115-0007", "1.004194", "counter", "H56.12", applicant)
    assert parse_manifest(b"{}") == Manifest()


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_what_is_not_understood_is_refused_by_its_key(content: bytes, message: str) -> None:
    with pytest.raises(ManifestRefused, match=message):
        parse_manifest(content)


def test_no_value_is_shown() -> None:
    manifest = parse_manifest(json.dumps(WHOLE).encode())
    assert make.NAME not in repr(manifest)
    assert make.NUMBER not in repr(manifest)


def test_who_hands_it_in_is_declared_beside_the_applicant() -> None:
    filer = {"full_name": make.NAME, "filer_name": "Trịnh Thị Mơ", "filer_number": "099185000003"}
    claim = declared_claim("D1", parse_manifest(json.dumps({"applicant": filer}).encode()))
    assert claim is not None
    assert (claim.full_name, claim.filer_name, claim.filer_number) == tuple(filer.values())
