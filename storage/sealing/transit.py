"""The master key in a key service that speaks Vault's or OpenBao's Transit: it wraps there, and never comes here."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from errors import NotSetUp, StorageUnavailable
from storage.sealing.master import Bare, Wrapped

_ADDRESS = re.compile(r"(?P<mount>https?://[^?#]+)/keys/(?P<name>[\w.-]+)")
_SIGN = re.compile(r"vault:v(\d+):")  # first letters of what the service gives back: the version that wrapped
_SECONDS = 10.0
_AT_ONCE = 500  # keys of one request
_OVERLOADED = 429


class KeysUnavailable(StorageUnavailable):
    """The key service did not answer: nothing can be sealed or opened until it does. Run again."""

    sentence = "Dịch vụ giữ khóa chưa trả lời. Chưa ghi dở dang gì: hãy chạy lại khi dịch vụ đã sẵn sàng."


def is_transit(where: str) -> bool:
    """Whether a setting names a key service, and no file."""
    return where.startswith(("https://", "http://"))


class TransitMaster:
    """A key of type aes256-gcm96 in Transit, by its address: https://host:8200/v1/transit/keys/hoso."""

    def __init__(self, address: str, token: str, client: httpx.Client | None = None) -> None:
        """`token`: the service's, with the right to encrypt and decrypt; to renew, also to rotate and to configure."""
        found = _ADDRESS.fullmatch(address.rstrip("/"))
        if not (found and token):
            raise NotSetUp("HOSO_MASTER_KEY must be https://host/v1/transit/keys/NAME, with HOSO_MASTER_TOKEN")
        self._mount, self._name = found["mount"], found["name"]
        self._client = client or httpx.Client(timeout=_SECONDS)
        self._head = {"X-Vault-Token": token, "X-Vault-Request": "true"}

    @property
    def id(self) -> str:
        return self._generation(self._ask("GET", f"keys/{self._name}")["latest_version"])

    def wrap(self, keys: Sequence[Bare]) -> list[Wrapped]:
        batch = [{"plaintext": _text(key.secret), "associated_data": _text(key.about)} for key in keys]
        texts = [answer["ciphertext"] for answer in self._batches("encrypt", batch)]
        return [Wrapped(key.about, text.encode(), self._by(text)) for key, text in zip(keys, texts, strict=True)]

    def unwrap(self, keys: Sequence[Wrapped]) -> list[bytes]:
        ours = f"transit/{self._name}:"
        if not all(key.generation.startswith(ours) for key in keys):
            raise NotSetUp("data keys are wrapped by another master key than the one that is set: HOSO_MASTER_KEY")
        batch = [{"ciphertext": key.content.decode(), "associated_data": _text(key.about)} for key in keys]
        return [base64.b64decode(answer["plaintext"]) for answer in self._batches("decrypt", batch)]

    def renew(self) -> str:
        self._ask("POST", f"keys/{self._name}/rotate", {})
        return self.id

    def retire(self) -> tuple[str, ...]:
        key = self._ask("GET", f"keys/{self._name}")
        last, first = int(key["latest_version"]), int(key.get("min_available_version") or 1)
        self._ask("POST", f"keys/{self._name}/config", {"min_decryption_version": last, "min_encryption_version": last})
        self._ask("POST", f"keys/{self._name}/trim", {"min_available_version": last})
        return tuple(self._generation(version) for version in range(max(first, 1), last))

    def _generation(self, version: object) -> str:
        return f"transit/{self._name}:v{version}"

    def _by(self, text: str) -> str:
        found = _SIGN.match(text)
        if not found:
            raise NotSetUp("the key service answered in another shape than Transit's: HOSO_MASTER_KEY")
        return self._generation(found[1])

    def _batches(self, what: str, batch: Sequence[Mapping[str, str]]) -> list[Mapping[str, Any]]:
        answers: list[Mapping[str, Any]] = []
        for start in range(0, len(batch), _AT_ONCE):
            part = batch[start : start + _AT_ONCE]
            given = self._ask("POST", f"{what}/{self._name}", {"batch_input": part})["batch_results"]
            if len(given) != len(part) or any(answer.get("error") for answer in given):
                raise NotSetUp("the key service does not open these data keys: another key, or they were changed")
            answers += given
        return answers

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """The `data` of the answer. No message holds what was sent or answered."""
        try:
            answer = self._client.request(method, f"{self._mount}/{path}", json=body, headers=self._head)
        except httpx.HTTPError as error:
            raise KeysUnavailable(f"the key service did not answer ({type(error).__name__})") from None
        if answer.status_code >= 500 or answer.status_code == _OVERLOADED:
            raise KeysUnavailable(f"the key service did not answer (status {answer.status_code})")
        if answer.status_code >= 400:
            raise NotSetUp(
                f"the key service refuses {path.partition('/')[0]} (status {answer.status_code}): its policy"
            )
        try:
            return answer.json().get("data", {}) if answer.content else {}
        except (ValueError, AttributeError):
            raise NotSetUp("the key service answered in another shape than Transit's: HOSO_MASTER_KEY") from None


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
