"""One paper of a dossier as it is believed: as the machine found it, with what people settled of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.readings import StoredDocument, StoredReading


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with the digest of the scan that it was found in."""

    stored: StoredDocument  # its readings with those of people laid over the machine's
    scan_digest: str
    keyed: Mapping[str, StoredReading] = field(default_factory=dict)  # by field: who settled it, when, where it stands
