"""A basket as its page shows it, with a sentence for every figure. Names go to who sent them and to nobody else."""

from typing import Any

from ocr.verdict.verdict import Grade, PageVerdict, ScanVerdict
from review.receiving.looking import placed, to_rescan
from storage.staging import Basket, StagedFile

ALL_GOOD = "Tốt. {pages} trang, {dpi} dpi."
NOT_LOOKED = "Chưa xem được các trang; vẫn nộp được và máy sẽ xem khi tiếp nhận."


def shown(basket: Basket) -> dict[str, Any]:
    """For a script: files in their order, with what was told of each page."""
    told = placed(basket)
    return {
        "id": basket.id,
        "receipt": basket.receipt,
        "files": [_file(file, told.get(file.digest)) for file in basket.files],
        "pages": basket.pages,
        "size": basket.size,
        "rescan": to_rescan(told),
    }


def _file(file: StagedFile, verdict: ScanVerdict | None) -> dict[str, Any]:
    return {
        "digest": file.digest,
        "name": file.name,
        "size": file.size,
        "pages": file.pages,
        "looked": verdict is not None,
        "grade": verdict.grade.name if verdict else "",
        "word": verdict.grade.value if verdict else "",
        "sentence": _sentence(verdict) if verdict else "",
        "findings": [finding.value for finding in file.findings],
        "verdicts": [_page(page) for page in verdict.pages] if verdict else [],
    }


def _sentence(verdict: ScanVerdict) -> str:
    if verdict.sentence:
        return verdict.sentence
    dpi = sorted({page.dpi for page in verdict.pages})
    between = f"{dpi[0]}" if len(dpi) == 1 else f"{dpi[0]} đến {dpi[-1]}" if dpi else "0"
    return ALL_GOOD.format(pages=len(verdict.pages), dpi=between)


def _page(page: PageVerdict) -> dict[str, Any]:
    """`act`: the one line that says what to do with this page; "" where nothing is."""
    act = f"Quét lại trang {page.number}: {page.sentences[0]}" if page.grade is Grade.RESCAN else ""
    return {
        "number": page.number,
        "dpi": page.dpi,
        "grade": page.grade.name,
        "word": page.grade.value,
        "act": act,
        "sentences": list(page.sentences),
    }
