"""What a manifest declares of the applicant, as a claim: a witness beside the papers."""

from matching.claims import claim_of_row
from matching.people import Claim
from storage.manifest import Manifest


def declared_claim(dossier_id: str, manifest: Manifest) -> Claim | None:
    """None when nobody was declared."""
    applicant = manifest.applicant
    if applicant is None:
        return None
    return claim_of_row(
        {
            "dossier_id": dossier_id,
            "full_name": applicant.full_name,
            "id_number": applicant.id_number,
            "dob": applicant.birth_date,
            "phone": applicant.phone,
        }
    )
