"""PDFs signed by invented people, and what others then did to them."""

import io
from collections.abc import Sequence

import pikepdf
from asn1crypto import crl, ocsp
from authorities import BETWEEN, NOW, ROOT, SIGNER, STAMPER, Holder, revocation_list
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

TEXT = b"BT /F1 12 Tf 72 720 Td (Xac nhan cu tru: 099.000.001) Tj ET"


def paper(**how: object) -> bytes:
    """One page with a line of text, plain to the byte."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(TEXT)
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, **how)
    return out.getvalue()


PAPER = paper()


class Careless(signers.PdfSigner):
    """Signs also where an earlier signature allows nothing more."""

    def _enforce_certification_constraints(self, reader: object) -> None: ...


def signed(
    content: bytes = PAPER,
    by: Holder = SIGNER,
    *,
    field: str = "Ky1",
    beside: Sequence[Holder] = (BETWEEN,),
    stamped: bool = False,
    certify: fields.MDPPerm | None = None,
    password: str | None = None,
    **how: object,
) -> bytes:
    """Signed in an update. `beside`: certificates sent along. `certify`: what the signer lets others add."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    if password is not None:
        writer.encrypt(password)
    known = SimpleCertificateStore()
    known.register_multiple([one.asn1 for one in beside])
    signer = signers.SimpleSigner(by.asn1, by.asn1_key, known)
    told = signers.PdfSignatureMetadata(
        field_name=field, certify=certify is not None,
        docmdp_permissions=certify or fields.MDPPerm.FILL_FORMS,
        **{"subfilter": fields.SigSeedSubFilter.PADES, "md_algorithm": "sha256", **how},
    )  # fmt: skip
    stamper = DummyTimeStamper(STAMPER.asn1, STAMPER.asn1_key, fixed_dt=NOW) if stamped else None
    return Careless(told, signer, timestamper=stamper).sign_pdf(writer).getvalue()


def proven(
    content: bytes,
    lists: Sequence[bytes] | None = None,
    answers: Sequence[bytes] = (),
    certificates: Sequence[Holder] = (BETWEEN,),
) -> bytes:
    """With a Document Security Store added; without `lists`, those that say that nobody is revoked."""
    lists = (revocation_list(ROOT), revocation_list(BETWEEN)) if lists is None else lists
    out = io.BytesIO(content)
    DocumentSecurityStore.add_dss(
        out, None, certs=[one.asn1 for one in certificates], crls=[crl.CertificateList.load(one) for one in lists],
        ocsps=[ocsp.OCSPResponse.load(one) for one in answers],
    )  # fmt: skip
    return out.getvalue()


def stamped_whole(content: bytes, at: object = NOW, by: Holder = STAMPER) -> bytes:
    """With a time stamp over the whole file in a further update."""
    stamper = DummyTimeStamper(by.asn1, by.asn1_key, fixed_dt=at)
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    return signers.PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256").getvalue()


def written_over(content: bytes) -> bytes:
    """An update that puts another text over that of the page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    stream = generic.StreamObject(stream_data=TEXT.replace(b"099.000.001", b"099.999.999"))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flipped(content: bytes) -> bytes:
    """One digit of the text is another."""
    return content.replace(b"099.000.001", b"099.000.007", 1)


def signature_place(content: bytes) -> tuple[int, int]:
    """Where the value of the last signature stands, with its angle brackets."""
    at = content.rindex(b"/ByteRange")
    numbers = content[content.index(b"[", at) + 1 : content.index(b"]", at)].split()
    return int(numbers[1]), int(numbers[2])


def damaged_value(content: bytes) -> bytes:
    """The signature's own value begins with nonsense."""
    start, _ = signature_place(content)
    return content[: start + 1] + b"00ff" * 20 + content[start + 81 :]


def with_gap(content: bytes) -> bytes:
    """Its last thousand bytes are no longer signed: the ranges say so themselves."""
    at = content.rindex(b"/ByteRange")
    start, end = content.index(b"[", at) + 1, content.index(b"]", at)
    numbers = content[start:end].split()
    numbers[3] = str(int(numbers[3]) - 100).encode()
    return content[:start] + b" ".join(numbers).ljust(end - start) + content[end:]
