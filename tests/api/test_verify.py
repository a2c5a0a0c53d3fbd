"""`hoso verify`: offline, from files that may come from anybody."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from typer.testing import CliRunner, Result

from api.jose import ANSWER, MANIFEST, compact, detached
from api.jwks import key_set, read_key_set
from api.verifying import Verdict, judge
from cli import _app
from storage.service.key_pairs import Algorithm, KeyPair, jwk, new_pair, public_bytes
from storage.service.signing_keys import Revocation, SigningKey

NOW = datetime.now(UTC).replace(microsecond=0)
PAIR, OTHER = new_pair(Algorithm.ES256), new_pair(Algorithm.EDDSA)
KEY = SigningKey(PAIR, NOW - timedelta(days=9), NOW - timedelta(days=5))
SAID = {
    "iss": "https://hoso.example",
    "aud": "portal.h56",
    "iat": int(NOW.timestamp()),
    "jti": "a1",
    "purpose": {"procedure": "1.004222", "dossier": "H56.12-261115-0007", "basis": "ND118-2025"},
    "components": [],
}


def body(**other: Any) -> bytes:
    return json.dumps({**SAID, **other}, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Desk:
    """Where somebody verifies: a folder with the files of a USB stick, and no network."""

    folder: Path

    def verify(self, content: bytes, signature: str | None, *keys: SigningKey, raw_keys: bytes | None = None) -> Result:
        file = self.folder / "answer.json"
        file.write_bytes(content)
        beside = self.folder / "answer.jws"
        beside.unlink(missing_ok=True)
        if signature is not None:
            beside.write_text(signature, encoding="utf-8")
        known = self.folder / "keys.json"
        published = key_set(keys or (KEY,), NOW, revoked=True)
        known.write_bytes(json.dumps(published).encode() if raw_keys is None else raw_keys)
        return CliRunner().invoke(_app, ["verify", str(file), "--keys", str(known)])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def part(said: Mapping[str, Any] | bytes) -> str:
    content = said if isinstance(said, bytes) else json.dumps(said).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@pytest.mark.parametrize("pair", [PAIR, OTHER], ids=lambda pair: pair.algorithm.value)
@pytest.mark.parametrize("form", ["detached", "header lines", "compact"])
def test_what_was_signed_is_valid_and_says_who_when_for_whom_and_why(pair: KeyPair, form: str, desk: Desk) -> None:
    whole = compact(pair, ANSWER, body())
    signature = detached(whole)
    files = {
        "detached": (body(), f"{signature}\n"),
        "header lines": (body(), f"HTTP/1.1 200 OK\r\nhoso-signature: {signature}\r\nvary: Accept\r\n"),
        "compact": (f"{whole}\n".encode(), None),
    }
    shown = desk.verify(*files[form], replace(KEY, pair=pair))
    assert shown.exit_code == 0, shown.output
    assert "CHỮ KÝ HỢP LỆ" in shown.output
    for said in ("https://hoso.example", "portal.h56", "1.004222", "H56.12-261115-0007", "ND118-2025", pair.kid):
        assert said in shown.output


@pytest.mark.parametrize("pair", [PAIR, OTHER], ids=lambda pair: pair.algorithm.value)
def test_another_library_verifies_the_compact_form_by_the_published_key(pair: KeyPair) -> None:
    published = key_set([replace(KEY, pair=pair)], NOW)["keys"][0]
    said = jwt.decode(
        compact(pair, ANSWER, body()), jwt.PyJWK(published), audience="portal.h56", options={"verify_iat": False}
    )
    assert said == SAID


def test_one_bit_of_the_body_is_enough() -> None:
    known = read_key_set(json.dumps(key_set([KEY], NOW)).encode())
    signature = detached(compact(PAIR, ANSWER, body()))
    assert judge(body(), signature, known, NOW).verdict is Verdict.VALID
    for at in range(0, len(body()), 7):
        changed = bytearray(body())
        changed[at] ^= 1
        judged = judge(bytes(changed), signature, known, NOW)
        assert (judged.verdict, judged.claims) == (Verdict.INVALID, {})  # nothing is told of what was not signed


STANDINGS = """
the key                       | says           | exit
signs                         | HỢP LỆ         | 0
is another                    | CHƯA KIỂM ĐƯỢC | 2
was revoked                   | THU HỒI        | 1
signed until yesterday        | VÀO LÚC NÀY    | 1
signs from tomorrow on        | VÀO LÚC NÀY    | 1
signed until just now         | HỢP LỆ         | 0
was saved while it was next   | HỢP LỆ         | 0
"""
DAY = timedelta(days=1)
HELD = {
    "signs": KEY,
    "is another": replace(KEY, pair=OTHER),
    "was revoked": replace(KEY, revoked_at=NOW, reason=Revocation.COMPROMISED),
    "signed until yesterday": replace(KEY, signs_until=NOW - DAY),
    "signs from tomorrow on": replace(KEY, signs_from=NOW + DAY),
    "signed until just now": replace(KEY, signs_until=NOW),
    "was saved while it was next": replace(KEY, signs_from=None),
}


@pytest.mark.parametrize("row", STANDINGS.strip().splitlines()[1:])
def test_how_the_key_stands(row: str, desk: Desk) -> None:
    key, said, status = (cell.strip() for cell in row.split("|"))
    shown = desk.verify(body(), detached(compact(PAIR, ANSWER, body())), HELD[key])
    assert (shown.exit_code, said in shown.output) == (int(status), True), shown.output


def test_a_signature_of_the_future_is_not_believed(desk: Desk) -> None:
    content = body(iat=int((NOW + timedelta(hours=1)).timestamp()))
    shown = desk.verify(content, detached(compact(PAIR, ANSWER, content)))
    assert (shown.exit_code, "tương lai" in shown.output) == (1, True)


def by_public_key(content: bytes) -> str:
    """HS256 with the public key as its secret: what a careless verifier takes."""
    signing = f"{part({'alg': 'HS256', 'kid': PAIR.kid, 'typ': ANSWER})}.{part(content)}"
    return f"{signing}.{part(hmac.digest(public_bytes(PAIR.public), signing.encode(), 'sha256'))}"


def head(**members: Any) -> str:
    """A valid signature of the body under a head that asks for more."""
    said = {"alg": "ES256", "kid": PAIR.kid, "typ": ANSWER} | members
    return jwt.PyJWS().encode(body(), PAIR.private, algorithm="ES256", headers=said)  # type: ignore[arg-type]


def swapped(whole: str, **members: Any) -> str:
    _, payload, signature = whole.split(".")
    return f"{part({'alg': 'ES256', 'kid': PAIR.kid, 'typ': ANSWER, **members})}.{payload}.{signature}"


GOOD = compact(PAIR, ANSWER, body())
HOSTILE = {
    "alg none": f"{part({'alg': 'none', 'kid': PAIR.kid, 'typ': ANSWER})}.{part(body())}.{part(b'x')}",
    "alg none and no signature": f"{part({'alg': 'none', 'kid': PAIR.kid, 'typ': ANSWER})}.{part(body())}.",
    "HS256 with the public key": by_public_key(body()),
    "the other algorithm": swapped(GOOD, alg="EdDSA"),
    "crit": head(crit=["exp"], exp=1),
    "b64": swapped(GOOD, b64=False, crit=["b64"]),
    "a key of its own": head(jwk=jwk(OTHER.public)),
    "a key from elsewhere": head(jku="https://evil.example/jwks.json"),
    "a head that names alg twice": ".".join(
        [part(b'{"alg":"none","alg":"ES256","kid":"%s","typ":"x"}' % PAIR.kid.encode()), *GOOD.split(".")[1:]]
    ),
    "a nested head": f"{part(b'[' * 1400 + b']' * 1400)}.{part(body())}.{part(b'x')}",
    "a head that is a number": f"{part(b'7')}.{part(body())}.{part(b'x')}",
    "a kid that is a list": swapped(GOOD, kid=[PAIR.kid]),
    "a long head": swapped(GOOD, kid="k" * 5_000),
    "padding": GOOD.replace(".", "=.", 1),
    "a signature with bits to spare": GOOD[:-1] + chr(ord(GOOD[-1]) + 1),
    "four parts": f"{GOOD}.{part(b'x')}",
    "an access token": compact(PAIR, "at+jwt", body()),
    "a body that names aud twice": compact(PAIR, ANSWER, body()[:-1] + b',"aud":"somebody else"}'),
    "a body that is a list": compact(PAIR, ANSWER, b"[]"),
    "a body without a time": compact(PAIR, ANSWER, body(iat=None)),
    "a body with NaN": compact(PAIR, ANSWER, body(iat=float("nan"))),
    "a nested body": compact(PAIR, ANSWER, b"[" * 200_000),
    "a signature of zeros": f"{GOOD.rpartition('.')[0]}.{part(bytes(64))}",
    "nothing signed": GOOD.rpartition(".")[0] + "." + part(b""),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_never_valid_and_says_why(what: str, desk: Desk) -> None:
    shown = desk.verify(HOSTILE[what].encode(), None)
    assert shown.exit_code in (1, 2), shown.output
    assert "CHỮ KÝ HỢP LỆ" not in shown.output
    assert shown.output.strip()
    assert not isinstance(shown.exception, RecursionError | ValueError | KeyError | TypeError)


@pytest.mark.parametrize("sign", ["\x1b[2J", "\u202e", "\r", "\x07"])
def test_what_a_file_says_does_nothing_to_the_terminal(sign: str, desk: Desk) -> None:
    content = body(aud=f"portal{sign}")
    told = desk.verify(content, detached(compact(PAIR, ANSWER, content)))
    unknown = desk.verify(swapped(GOOD, kid=f"k{sign}").encode(), None)
    assert sign not in told.output.replace("\r\n", "\n")
    assert sign not in unknown.output.replace("\r\n", "\n")


KEYS = {
    "not JSON": b"{",
    "no keys": b"{}",
    "a private key": json.dumps({"keys": [{**jwk(PAIR.public), "alg": "ES256", "kid": PAIR.kid, "d": "x"}]}).encode(),
    "another's name": json.dumps({"keys": [{**jwk(OTHER.public), "alg": "EdDSA", "kid": PAIR.kid}]}).encode(),
    "a point off the curve": json.dumps(
        {"keys": [{**jwk(PAIR.public), "x": part(bytes(32)), "alg": "ES256", "kid": PAIR.kid}]}
    ).encode(),
    "a secret": json.dumps({"keys": [{"kty": "oct", "k": "AA", "alg": "HS256", "kid": PAIR.kid}]}).encode(),
    "the same member twice": b'{"keys":[],"keys":[]}',
}


@pytest.mark.parametrize("what", KEYS)
def test_a_hostile_file_of_keys_ends_with_a_sentence(what: str, desk: Desk) -> None:
    shown = desk.verify(body(), detached(GOOD), raw_keys=KEYS[what])
    assert shown.exit_code == 2
    assert "tệp khóa" in shown.output
    assert "CHỮ KÝ HỢP LỆ" not in shown.output


def test_without_keys_signature_or_file_it_says_what_is_missing(tmp_path: Path) -> None:
    def hoso(*words: str) -> Result:
        return CliRunner().invoke(_app, ["verify", *words], env={"HOSO_STATE": str(tmp_path)})

    file = tmp_path / "a.json"
    file.write_bytes(body())
    assert (hoso(str(file)).exit_code, "Chưa có tệp khóa" in hoso(str(file)).output) == (2, True)
    (tmp_path / "answer-keys.json").write_text(json.dumps(key_set([KEY], NOW)))
    assert (hoso(str(file)).exit_code, "a.jws: không có tệp này" in hoso(str(file)).output) == (2, True)
    (tmp_path / "a.jws").write_text(detached(GOOD))
    assert hoso(str(file)).exit_code == 0
    assert hoso(str(tmp_path / "b.json")).exit_code == 2


def export(folder: Path, **parts: bytes) -> Path:
    """A signed manifest and its parts."""
    named = [
        {"name": name.replace("_", "-") + ".csv", "bytes": len(said), "sha256": hashlib.sha256(said).hexdigest()}
        for name, said in parts.items()
    ]
    for one, said in zip(named, parts.values(), strict=True):
        (folder / one["name"]).write_bytes(said)
    manifest = body(parts=named, counts={"records": 2, "fields": 7})
    (folder / "manifest.json").write_bytes(manifest)
    (folder / "manifest.jws").write_text(detached(compact(PAIR, MANIFEST, manifest)))
    (folder / "keys").write_text(json.dumps(key_set([KEY], NOW)))
    return folder


@pytest.mark.parametrize("what", ["nothing", "changed", "longer", "missing", "added", "link", "moved"])
def test_every_part_of_an_export_is_checked(what: str, tmp_path: Path) -> None:
    folder = export(tmp_path, records_00001=b"ids", fields_00001=b"values")
    part_file = folder / "fields-00001.csv"
    if what == "changed":
        part_file.write_bytes(b"VALUES")
    elif what == "longer":
        part_file.write_bytes(b"values and more")
    elif what == "missing":
        part_file.unlink()
    elif what == "added":
        (folder / "fields-00002.csv").write_bytes(b"more")
    elif what == "link":
        (folder / "elsewhere").write_bytes(b"values")
        part_file.unlink()
        part_file.symlink_to(folder / "elsewhere")
    elif what == "moved":
        (folder / "records-00001.csv").rename(folder / "x")
        part_file.rename(folder / "records-00001.csv")
        (folder / "x").rename(part_file)
    for named in (folder, folder / "manifest.json"):
        shown = CliRunner().invoke(_app, ["verify", str(named), "--keys", str(folder / "keys")])
        assert shown.exit_code == (0 if what == "nothing" else 1), shown.output
        assert ("fields-0000" in shown.output) == (what != "nothing")
        assert "2 bản ghi, 7 giá trị" in shown.output


def test_a_manifest_does_not_lead_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "fields-00001.csv").write_bytes(b"x")
    manifest = body(parts=[{"name": "../fields-00001.csv", "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}])
    (tmp_path / "in" / "manifest.json").write_bytes(manifest)
    (tmp_path / "in" / "manifest.jws").write_text(detached(compact(PAIR, MANIFEST, manifest)))
    (tmp_path / "keys").write_text(json.dumps(key_set([KEY], NOW)))
    shown = CliRunner().invoke(_app, ["verify", str(tmp_path / "in"), "--keys", str(tmp_path / "keys")])
    assert (shown.exit_code, "không đúng dạng" in shown.output) == (1, True)
