"""What an organisation hands in as its keys, and how its client is described."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import api_makers as make
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from api.client_keys import read_keys
from api.registering import checked_client
from errors import ClientRefused
from storage.service.clients import Client

NOW = datetime(2026, 11, 20, tzinfo=UTC)
EC = ec.generate_private_key(ec.SECP256R1())
GOOD = make.jwk_of(EC)
OKP = OKPAlgorithm.to_jwk(ed25519.Ed25519PrivateKey.generate().public_key(), as_dict=True) | {"kid": "k2"}
RSA = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 2048).public_key(), as_dict=True) | {"kid": "k3"}
SMALL = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 1024).public_key(), as_dict=True) | {"kid": "k4"}
P384 = ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP384R1()).public_key(), as_dict=True) | {"kid": "k5"}


def jwks(*keys: Any) -> bytes:
    return json.dumps({"keys": list(keys)}).encode()


def test_each_key_signs_by_the_one_algorithm_of_its_kind() -> None:
    RSA.pop("alg", None)
    read = read_keys(jwks(GOOD, OKP, {k: v for k, v in RSA.items() if k != "key_ops"}), NOW)
    assert [(one.kid, one.algorithm) for one in read] == [("k1", "ES256"), ("k2", "EdDSA"), ("k3", "PS256")]


SECRET = ECAlgorithm.to_jwk(EC, as_dict=True) | {"kid": "k1"}
WRONG = {
    "no JSON": b"{",
    "no set": b"[]",
    "no keys": jwks(),
    "no object": jwks("k"),
    "secret half": jwks(SECRET),
    "shared secret": jwks({"kty": "oct", "k": "AAAA", "kid": "k1"}),
    "no name": jwks({k: v for k, v in GOOD.items() if k != "kid"}),
    "odd name": jwks(GOOD | {"kid": "a b"}),
    "same name": jwks(GOOD, GOOD),
    "for secrecy": jwks(GOOD | {"use": "enc"}),
    "other algorithm": jwks(GOOD | {"alg": "HS256"}),
    "other curve": jwks(P384),
    "small": jwks(SMALL),
    "off the curve": jwks(GOOD | {"x": GOOD["y"]}),
    "cut": jwks({k: v for k, v in GOOD.items() if k != "y"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_public_key_is_refused_without_a_word_of_it(case: str) -> None:
    with pytest.raises(ClientRefused) as refused:
        read_keys(WRONG[case], NOW)
    assert SECRET["d"] not in str(refused.value)


CLIENT = Client("portal.h56", "Sở thử nghiệm", ("H56", "000.00.12.H56"), ("cu_tru", "1.001193"), ("reuse:prefill",), ())


def test_a_client_of_known_offices_procedures_and_scopes_is_taken() -> None:
    everything = ("document.cccd.*:read", "document.cccd.ngay_cap:read", "person.phone:read", "predicate:over_18")
    checked_client(replace(CLIENT, scopes=everything), date(2026, 11, 20))


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "Portal"},
        {"id": "a"},
        {"id": "p099187000123"},
        {"organisation": " "},
        {"offices": ("H5",)},
        {"offices": ("*",)},
        {"procedures": ("9.999999",)},
        {"scopes": ()},
        {"scopes": ("reuse:everything",)},
        {"scopes": ("document.*.*:read",)},
        {"scopes": ("document.no_such_paper.x:read",)},
        {"scopes": ("document.cccd.:read",)},
        {"scopes": ("document.cccd.so:write",)},
        {"scopes": ("*",)},
    ],
)
def test_any_other_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ClientRefused):
        checked_client(replace(CLIENT, **wrong), date(2026, 11, 20))


def test_before_the_catalogue_there_are_no_scopes() -> None:
    with pytest.raises(ClientRefused):
        checked_client(CLIENT, date(2025, 12, 31))
