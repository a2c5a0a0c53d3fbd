"""A warehouse with dossiers that wait for people: forms drawn and filled in by hand, of which some fields are asked."""

import io
from dataclasses import dataclass
from datetime import date
from random import Random

from PIL import Image

from extractors.reading import Document, Evidence, FieldReading
from ocr.page import Box, Line, Page, Word
from samples import damage
from samples.lettering import Face
from samples.papers import ct01
from samples.papers.sheet import BLUE, Filled, Manner, Pen
from settings import Settings
from storage.dossiers import NewDossier, NewScan
from storage.manifest import Applicant, Manifest
from storage.objects import ObjectStore, digest_of
from storage.question import Question
from storage.staff import accounts
from storage.staff.accounts import NewStaff
from storage.staff.passwords import Passwords
from storage.staff.posts import StaffRole, posts_of
from storage.states import DossierState
from storage.warehouse import Warehouse
from system import open_stores, open_vault

OFFICE, PROCEDURE, ENGINE = "H26.17", "1.004194", "planted 1"
PASSWORD = "con cò bay lả bay la"  # of invented staff, in a warehouse that lies on this machine for one run
ASKED = ("ho_ten", "ngay_sinh", "so_dinh_danh", "dien_thoai", "chu_ho", "noi_dung_de_nghi")
SURE = ("kinh_gui", "gioi_tinh", "quan_he_chu_ho", "so_dinh_danh_chu_ho", "ngay_ky")
_DRAWN, _DPI = 12, 200
_PLAIN = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
_WHO = Applicant("Nguyễn Thị Hồng Thắm", "003187000123", "1987", "")


@dataclass(frozen=True, slots=True)
class Drawn:
    image: Image.Image
    page: Page
    readings: tuple[FieldReading, ...]
    picture: bytes  # of the upright page, as the pipeline keeps it


def plant(settings: Settings, questions: int, seed: int) -> list[str]:
    """Ids of the dossiers; together they ask at least so many questions."""
    drawn = [_drawn(Random(f"{seed} {one}")) for one in range(_DRAWN)]
    with open_vault(settings) as vault, Warehouse(settings.warehouse_url, vault, actor="benchmark") as warehouse:
        objects, _ = open_stores(settings, vault)
        count = -(-questions // len(ASKED))
        return [_dossier(warehouse, objects, drawn[one % _DRAWN], one) for one in range(count)]


def staff(settings: Settings, count: int) -> list[str]:
    """Accounts of clerks; made after the planting, or an office with several people would key fields twice."""
    hashed = Passwords().hash(PASSWORD)
    posts = posts_of((StaffRole.CLERK,), [OFFICE])
    names = [f"can-bo-{one}" for one in range(1, count + 1)]
    with open_vault(settings) as vault, Warehouse(settings.warehouse_url, vault, actor="benchmark") as warehouse:
        for name in names:
            with warehouse.changing("benchmark") as change:
                accounts.add(change, NewStaff(name, f"Cán bộ {name[7:]}", posts, hashed, False))
    return names


def _drawn(dice: Random) -> Drawn:
    paper = ct01.Ct01(
        addressed_to="Công an xã Ứng Hòa", full_name=_WHO.full_name, birth_date=date(1987, 3, 12), sex="Nữ",
        id_number=_WHO.id_number, phone="0912345678", email="", head="Nguyễn Thị Hồng Thơm", relation="Em ruột",
        head_id="003185000124", request="Đăng ký thường trú vào hộ của chị ruột", members=(), place="Ứng Hòa",
        signed_on=date(2026, 10, 5),
    )  # fmt: skip
    sheet = ct01.draw(paper, Manner(_DPI, Pen(Face.HAND_PRINT, 12.5, BLUE, on_dots=True, unsteady=0.3), dice))
    scan = damage.damaged(damage.fresh(sheet.image), (damage.blur(0.6), damage.noise(5), damage.specks(40)), dice)
    fields = {one.name: one for one in sheet.fields if one.name in (*ASKED, *SURE)}
    lines = tuple(Line((Word(one.written, _box(one), 0.9),)) for one in fields.values())
    width, height = scan.image.size
    page = Page(1, width, height, _DPI, 0, 0.0, _PLAIN, lines, (), (), ENGINE)
    picture = scan.image.resize((width * 2 // 3, height * 2 // 3))
    return Drawn(scan.image, page, tuple(map(_reading, fields.values())), _jpeg(picture, 70))


def _box(one: Filled) -> Box:
    return Box(one.box.left, one.box.top, one.box.right, one.box.bottom)


def _reading(one: Filled) -> FieldReading:
    asked = one.name in ASKED
    value = date.fromisoformat(one.value) if one.name.startswith("ngay_") else one.value
    seen = (Evidence(1, _box(one), one.written, 0.8),)
    return FieldReading(one.name, value, seen, None, ("LOW_CONFIDENCE",) if asked else (), (), 0.9 if asked else 0.999)


def _jpeg(image: Image.Image, quality: int, comment: str = "") -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, dpi=(_DPI, _DPI), comment=comment.encode())
    return file.getvalue()


def _dossier(warehouse: Warehouse, objects: ObjectStore, drawn: Drawn, number: int) -> str:
    content = _jpeg(drawn.image, 80, str(number))  # each scan is a file of its own
    digest = objects.put(content)
    manifest = Manifest(f"{OFFICE}-261115-{number:04d}", PROCEDURE, "counter", OFFICE, _WHO)
    scan = NewScan("to-khai.jpg", digest, len(content), "image/jpeg", 1)
    new = NewDossier(digest_of(f"of {digest}".encode()), f"planted {number}", manifest, (scan,), DossierState.RECEIVED)
    dossier_id = warehouse.take_in(new)
    warehouse.save_page(digest, ENGINE, drawn.page, objects.put(drawn.picture), ())
    warehouse.move(dossier_id, DossierState.READ)
    scan_id = warehouse.scans(dossier_id)[0].id
    read = Document("ct01", "2025", (1,), 0.97, drawn.readings)
    warehouse.save_documents(dossier_id, ENGINE, {scan_id: [read]})
    document_id = warehouse.documents(dossier_id)[0].id
    asked = [Question("LOW_CONFIDENCE", "Trên giấy ghi gì?", field, document_id) for field in ASKED]
    warehouse.open_tasks(dossier_id, ENGINE, asked)
    return dossier_id
