"""Makes the key pair of a client: `key.pem` stays with it, `key.jwks` goes to who operates the service.

    python new_key.py FOLDER

Needs: pip install pyjwt[crypto]
"""

import json
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import ECAlgorithm

KID = "k1"  # the next key gets another name; both count while `hoso client rotate` lets them overlap


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    public = {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": KID, "alg": "ES256", "use": "sig"}
    try:
        kept = os.open(folder / "key.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        sys.exit(f"{folder / 'key.pem'} is there already, and is not written over.")
    with os.fdopen(kept, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "key.jwks").write_text(json.dumps({"keys": [public]}, indent=1) + "\n", encoding="utf-8")
    print(f"{folder / 'key.pem'} stays here; hand {folder / 'key.jwks'} to who operates the service.")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
