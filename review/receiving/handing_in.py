"""A basket handed in: its receipt is begun, the dossier is taken in as from any inbox, and the receipt names it.

Cut short anywhere, the same basket goes on where it stopped: the receipt is found again by its content, the dossier by
its own, and a basket that is done says under which receipt.
"""

import json
import re
from dataclasses import dataclass
from functools import partial

from errors import HandInRefused
from ocr.files.sandbox import inspect_confined
from ocr.signing.confined import signature_check
from ocr.verdict.dossier import DossierJudge
from ocr.verdict.verdict import ScanVerdict
from review.receiving.looking import placed, to_rescan
from review.receiving.taking_up import CHANNEL
from storage import counter
from storage.counter import HandedIn, Receipt
from storage.dossier_codes import parse_dossier_code
from storage.incoming import IncomingDossier, IncomingFile
from storage.intake import take_in
from storage.objects import ObjectStore, digest_of
from storage.staging import Basket, Staging
from storage.warehouse import Warehouse

PROCEDURE = re.compile(r"(\d{1,2}\.\d{6})(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?", re.ASCII)
NO_FILES = "Chưa có tệp nào. Hãy quét, chụp hoặc chọn tệp trước khi nộp."
NO_PROCEDURE = "Mã thủ tục gồm 1 hoặc 2 chữ số, dấu chấm và 6 chữ số, như 1.004194. Hãy chọn trong danh sách."
NO_DOSSIER_CODE = "Mã hồ sơ không đúng dạng (như H56.12-261122-0007) hoặc ngày trong mã không có. Hãy nhập lại."
RESCAN = "Còn {count} trang cần quét lại. Hãy quét lại, hoặc xác nhận vẫn nộp."


@dataclass(frozen=True, slots=True)
class Wish:
    """What the clerk fills in beside the files; `office` is one of the clerk's own."""

    office: str
    procedure: str
    code: str = ""
    anyway: bool = False  # although pages should be scanned again


@dataclass(frozen=True, slots=True)
class Done:
    receipt: Receipt
    new: bool  # False: it was handed in before


@dataclass(frozen=True, slots=True)
class Into:
    """Where dossiers are taken in."""

    warehouse: Warehouse  # with the rights of the office that takes in
    objects: ObjectStore
    trust_anchors: str = ""  # as the settings have it


def hand_in(basket: Basket, wish: Wish, into: Into, staging: Staging) -> Done:
    """The receipt. Raises HandInRefused, ErasedBefore, StorageFull and StorageUnavailable; nothing is lost then."""
    warehouse, person = into.warehouse, basket.person
    if basket.receipt:
        with warehouse.looking() as connection:
            return Done(counter.receipt(connection, basket.receipt), new=True)
    handed = _checked(basket, wish)
    with warehouse.changing(person) as change:
        receipt, new = counter.begin(change, handed)
    if receipt.dossier_id is None:
        dossier_id = _taken_in(basket, receipt, into, staging)
        with warehouse.changing(person) as change:
            receipt = counter.complete(change, receipt.number, dossier_id)
        new = True
    staging.handed_in(basket.id, person, receipt.number)
    return Done(receipt, new)


def _checked(basket: Basket, wish: Wish) -> HandedIn:
    if not basket.files:
        raise HandInRefused(NO_FILES, "files")
    procedure = PROCEDURE.fullmatch(wish.procedure.strip())
    if procedure is None:
        raise HandInRefused(NO_PROCEDURE, "procedure")
    code = parse_dossier_code(wish.code) if wish.code.strip() else ""
    if code is None:
        raise HandInRefused(NO_DOSSIER_CODE, "dossier_code")
    bad = to_rescan(placed(basket))
    if bad and not wish.anyway:
        raise HandInRefused(RESCAN.format(count=bad), "anyway")
    digests = tuple(file.digest for file in basket.files)
    return HandedIn(wish.office, procedure[1], code, digests, basket.pages)


def _taken_in(basket: Basket, receipt: Receipt, into: Into, staging: Staging) -> str:
    """The dossier's id, by the same way as from an inbox. It stands as RECEIVED: whatever run comes next goes on."""
    names = _each_once([file.name for file in basket.files])
    read = partial(staging.content, basket.id, basket.person)
    files = tuple(
        IncomingFile(name, partial(read, file.digest)) for name, file in zip(names, basket.files, strict=True)
    )
    manifest = {
        "dossier_code": receipt.code,
        "procedure_code": receipt.procedure,
        "channel": CHANNEL,
        "receiving_office": receipt.office,
    }
    written = json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode()
    told, judge = placed(basket), DossierJudge()

    def judged(content: bytes, position: int) -> ScanVerdict:
        return told.get(digest_of(content)) or judge.scan(content, position)

    return take_in(
        IncomingDossier(receipt.code, files, lambda: written),
        into.warehouse,
        into.objects,
        inspect_confined,
        judged,
        signature_check(into.trust_anchors),
    )


def _each_once(names: list[str]) -> list[str]:
    """A name that stands there already gets a number before its ending."""
    given: list[str] = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        numbered = (f"{stem or name} ({number}){dot}{ending if stem else ''}" for number in range(2, len(names) + 2))
        given.append(name if name not in given else next(one for one in numbered if one not in given))
    return given
