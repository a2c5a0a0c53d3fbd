"""What a manifest declares of the applicant: a witness beside the papers, to extraction and to matching."""

from dataclasses import replace

from extractors.agreement.individuals import Declared
from matching.claims import claim_of_row
from matching.people import Claim
from storage.manifest import Manifest


def declared_claim(dossier_id: str, manifest: Manifest) -> Claim | None:
    """None when nobody was declared."""
    applicant = manifest.applicant
    if applicant is None:
        return None
    claim = claim_of_row(
        {
            "dossier_id": dossier_id,
            "full_name": applicant.full_name,
            "id_number": applicant.id_number,
            "dob": applicant.birth_date,
            "phone": applicant.phone,
        }
    )
    return replace(claim, filer_name=applicant.filer_name, filer_number=applicant.filer_number)


def declared_of(manifest: Manifest) -> Declared | None:
    """The same for extraction, which holds the papers against it. None when nobody was declared."""
    claim = declared_claim("", manifest)
    if claim is None:
        return None
    return Declared(claim.full_name, claim.id_number, claim.birth_date, phone=claim.phone)
