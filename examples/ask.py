"""A small client of the reuse service: for each procedure, is what is held enough, and what fills itself in.

    echo 013177000025 | python ask.py http://127.0.0.1:8700 portal.h56 --key key.pem \\
        --procedure 1.004222 --procedure 1.000894 --dossier H56.11-261123-0001 --basis ND118-2025 --out answers

The person's number is read from standard input: it belongs in no list of processes and in no history of a shell.
Each answer is kept byte for byte, with its signature beside it: `hoso verify answers/prefill-1.004222.json --keys ...`

Needs: pip install httpx pyjwt[crypto]
"""

import argparse
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import jwt

KID = "k1"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Refused(Exception):
    """The service's own sentence, with the id of the request: what its operator needs to find it."""


@dataclass
class Hoso:
    """The service, as one client sees it."""

    http: httpx.Client
    client: str
    key: str  # PEM
    token: str = ""
    until: float = 0.0

    def post(self, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
        """Asks again after 429 and 503 when the service says that it may."""
        for _ in range(5):
            answer = self.http.post(path, json=body, headers={"Authorization": f"Bearer {self._token()}", **headers})
            if answer.status_code not in (429, 503):
                break
            time.sleep(min(60, int(answer.headers.get("Retry-After", "5"))))
        return _good(answer)

    def _token(self) -> str:
        """A token lasts ten minutes: one is taken for many requests."""
        if time.time() > self.until - 30:
            form = {
                "grant_type": "client_credentials",
                "client_assertion_type": ASSERTION,
                "client_assertion": self._assertion(),
            }
            given = _good(self.http.post("/v1/token", data=form)).json()
            self.token, self.until = given["access_token"], time.time() + given["expires_in"]
        return self.token

    def _assertion(self) -> str:
        """Counts once and for a minute. `aud`: the address under which the service knows itself."""
        now = int(time.time())
        audience = f"{str(self.http.base_url).rstrip('/')}/v1/token"
        said = {"iss": self.client, "sub": self.client, "aud": audience, "iat": now, "exp": now + 60}
        return jwt.encode({**said, "jti": str(uuid.uuid4())}, self.key, "ES256", headers={"kid": KID})


def _good(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    told = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
    words = [f"{answer.status_code}", told.get("title", ""), told.get("detail", "")]
    raise Refused(" ".join(word for word in words if word) + f" (request {answer.headers.get('Hoso-Request', '?')})")


def main() -> None:
    told = _arguments()
    number = sys.stdin.readline().strip()
    told.out.mkdir(parents=True, exist_ok=True)
    with httpx.Client(base_url=told.service, timeout=30) as http:
        hoso = Hoso(http, told.client, told.key.read_text())
        (told.out / "keys.json").write_bytes(_good(http.get("/.well-known/jwks-history.json")).content)
        for procedure in told.procedure:
            _ask(hoso, told, procedure, number)


def _ask(hoso: Hoso, told: argparse.Namespace, procedure: str, number: str) -> None:
    purpose = {"procedure": procedure, "dossier": told.dossier, "basis": told.basis}
    asked = {"procedure": procedure, "person": {"id_number": number}, "purpose": purpose}
    enough = _kept(hoso.post("/v1/sufficiency", asked), told.out / f"sufficiency-{procedure}")
    print(f"\n{enough['procedure']['name']} ({procedure})")
    for one in enough["components"]:
        print(f"  {one['state']['says']}: {one['name']}" + (f"\n      {one['ask']}" if one["ask"] else ""))
    filled = _kept(hoso.post("/v1/prefill", asked), told.out / f"prefill-{procedure}")
    for one in filled["fields"]:
        papers = ", ".join(dict.fromkeys(source["paper"]["title"] for source in one["sources"]))
        print(f"  {one['label']}: {one['value'] or '-'}  {papers or (one['why'] or {}).get('says', '')}")
    for one in filled["withheld"]:
        print(f"  {one['field']}: {one['why']['says']} ({', '.join(one['scopes'])})")
    if told.done:
        _tell(hoso, asked, enough)


def _tell(hoso: Hoso, asked: dict[str, Any], enough: dict[str, Any]) -> None:
    """The procedure is done. Sent again after a lost answer it counts once: the key is the dossier's."""
    met = [
        {"component": one["component"], "record_id": one["rests_on"][0]["record_id"]}
        for one in enough["components"]
        if one["state"]["code"] == "SUFFICIENT" and one["applies"]["code"] == "YES"
    ]
    key = f"{asked['purpose']['dossier']}.{asked['procedure']}"
    hoso.post("/v1/reuse", {**asked, "components": met, "channel": "counter"}, **{"Idempotency-Key": key})
    print(f"  Đã báo: {len(met)} thành phần không phải nộp lại.")


def _kept(answer: httpx.Response, file: Path) -> dict[str, Any]:
    file.with_name(f"{file.name}.json").write_bytes(answer.content)
    file.with_name(f"{file.name}.jws").write_text(answer.headers["Hoso-Signature"], encoding="ascii")
    held: dict[str, Any] = answer.json()
    return held


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Asks the reuse service about the person whose number is typed in.")
    parser.add_argument("service", help="its address, such as http://127.0.0.1:8700")
    parser.add_argument("client", help="name under which the client is registered")
    parser.add_argument("--key", type=Path, required=True, help="key.pem")
    parser.add_argument("--procedure", action="append", required=True, help="code; repeat it for more")
    parser.add_argument("--dossier", required=True, help="purpose: code of the dossier that it is for")
    parser.add_argument("--basis", required=True, help="purpose: law of the service's catalogue, such as ND118-2025")
    parser.add_argument("--out", type=Path, default=Path("answers"), help="folder for answers, signatures and keys")
    parser.add_argument("--done", action="store_true", help="then tell the service that the procedure is done")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except Refused as error:
        sys.exit(f"{error}")
    except httpx.TransportError as error:
        sys.exit(f"{error}: is the service running there?")
