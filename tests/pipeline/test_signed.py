"""A dossier with a signed PDF on its whole road: an invalid signature waits for a person, and no byte is changed."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import pipeline
from errors import NotSetUp
from ocr.files.scan_finding import ScanFinding
from ocr.signing.report import SignatureReason, SignatureVerdict
from pipeline import System
from storage.signatures import signed_scans

pytestmark = pytest.mark.contract


def unfinished_signature(path: Path) -> bytes:
    """A field with a signature of which the value is nothing."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=pikepdf.String(bytes(64)),
            SubFilter=pikepdf.Name("/adbe.pkcs7.detached"), ByteRange=pikepdf.Array([0, 10, 20, 30]),
        )  # fmt: skip
        held = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("ky"), V=pdf.make_indirect(value))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(held)], SigFlags=3)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return path.read_bytes()


def test_an_invalid_signature_is_kept_told_and_holds(system: System, tmp_path: Path) -> None:
    content = unfinished_signature(tmp_path / "don.pdf")
    (dossier_id,) = pipeline.take_in(str(tmp_path / "don.pdf"), system)
    with system.warehouse.looking() as connection:
        (scan,) = signed_scans(connection, dossier_id)
    assert (scan.report.verdict, scan.report.reasons) == (SignatureVerdict.INVALID, (SignatureReason.DAMAGED,))
    (kept,) = system.warehouse.scans(dossier_id)
    assert ScanFinding.SIGNATURE_INVALID in kept.findings
    assert ScanFinding.SIGNATURE_INVALID.held
    assert system.objects.get(kept.digest) == content == (tmp_path / "don.pdf").read_bytes()
    once = system.warehouse.fingerprint()
    assert pipeline.take_in(str(tmp_path / "don.pdf"), system) == (dossier_id,)
    assert system.warehouse.fingerprint() == once


def test_a_lost_folder_of_trust_anchors_stops_the_intake_of_what_is_signed(system: System, tmp_path: Path) -> None:
    unfinished_signature(tmp_path / "don.pdf")
    lost = system.settings.model_copy(update={"trust_anchors": str(tmp_path / "lost")})
    with pytest.raises(NotSetUp):
        pipeline.take_in(str(tmp_path / "don.pdf"), replace(system, settings=lost))
    assert system.warehouse.dossiers() == ()
