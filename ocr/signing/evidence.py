"""What a signed file brings along to prove itself, beside what the operator trusts: and nothing from the network."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import islice
from typing import Any

from asn1crypto import crl, ocsp, x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, FreshnessReqType, RevocationCheckingPolicy
from pyhanko_certvalidator.policy_decl import RevocationCheckingRule as Rule

from ocr.signing.trust import Trust

MOST = 500  # certificates, lists and answers of each kind that a file may bring along; a signature needs some five


_EVER = timedelta(days=36_525)


class Revocation(Enum):
    """Of whose certificate it must be told whether it was revoked. A trust anchor's is never asked."""

    OF_ALL = CertRevTrustPolicy(RevocationCheckingPolicy(Rule.CRL_OR_OCSP_REQUIRED, Rule.CRL_OR_OCSP_REQUIRED))
    OF_ALL_LATER = replace(OF_ALL, retroactive_revinfo=True)  # data made after the moment tell of it, too
    EVER_TOLD = CertRevTrustPolicy(  # of the holder's own: a list that has grown old still tells of what it lists
        RevocationCheckingPolicy(Rule.CRL_OR_OCSP_REQUIRED, Rule.NO_CHECK),
        freshness=_EVER,
        freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
    )
    PASSED_OVER = CertRevTrustPolicy(RevocationCheckingPolicy(Rule.NO_CHECK, Rule.NO_CHECK))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Certificates, revocation lists and OCSP answers; who is trusted is told apart from who is only known."""

    anchors: tuple[x509.Certificate, ...]
    known: tuple[x509.Certificate, ...]
    lists: tuple[crl.CertificateList, ...]
    answers: tuple[ocsp.OCSPResponse, ...]

    def context(self, moment: datetime, revocation: Revocation) -> ValidationContext:
        """How certificates are judged as of a moment, with nothing fetched."""
        return ValidationContext(
            trust_roots=list(self.anchors),
            other_certs=list(self.known),
            moment=moment,
            crls=list(self.lists),
            ocsps=list(self.answers),
            revinfo_policy=revocation.value,
            allow_fetching=False,
        )


def operators_evidence(trust: Trust) -> Evidence:
    certificates = [x509.Certificate.load(der) for der in trust.certificates]
    return Evidence(
        anchors=tuple(one for one in certificates if one.self_issued),
        known=tuple(one for one in certificates if not one.self_issued),
        lists=tuple(crl.CertificateList.load(der) for der in trust.revocation_lists),
        answers=(),
    )


def with_files_own(given: Evidence, reader: PdfFileReader) -> Evidence:
    """And what the Document Security Store of the file holds (ETSI EN 319 142-1, 5.4.2); nothing of it is an anchor."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return given
    certificates = islice(store.load_certs(), MOST)
    lists = [crl.CertificateList.load(data) for data in _streams(store.crls, DecodePurpose.CRL)]
    answers = [ocsp.OCSPResponse.load(data) for data in _streams(store.ocsps, DecodePurpose.OCSP_RESPONSE)]
    return _added(given, certificates, lists, answers)


def with_signatures_own(given: Evidence, signature: EmbeddedPdfSignature) -> Evidence:
    """And what was signed along with the content (adbe-revocationInfoArchival, ISO 32000-1, 12.8.3.3.2)."""
    attributes = signature.signer_info["signed_attrs"]
    for attribute in attributes:
        if attribute["type"].native == "adobe_revocation_info_archival":
            for held in islice(attribute["values"], MOST):
                given = _added(given, (), held["crl"] or (), held["ocsp"] or ())
    return given


def _streams(references: Iterable[Any], purpose: DecodePurpose) -> Iterable[bytes]:
    return (one.get_object().read_data(purpose) for one in islice(references, MOST))


def _added(
    given: Evidence,
    known: Iterable[x509.Certificate],
    lists: Iterable[crl.CertificateList],
    answers: Iterable[ocsp.OCSPResponse],
) -> Evidence:
    return Evidence(
        given.anchors,
        (*given.known, *known),
        (*given.lists, *islice(lists, MOST)),
        (*given.answers, *islice(answers, MOST)),
    )
