"""What the screens show when pictures are taken of them: dossiers on drawn forms filled in by hand. All people are
invented."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import made_lots as made
from ask_planted import NAME, NUMBER, Planter, decision
from browser_desk import now
from PIL import Image

from extractors.reading import Document, Evidence, FieldReading, Problem
from matching.reasons import Reason
from matching.resolution import Comparison, Level
from ocr.page import Box, Line, Page, Word
from review.station import Station
from samples import damage
from samples.lettering import Face
from samples.papers import ct01
from samples.papers.sheet import BLUE, Manner, Pen
from storage.quality.judging import judge
from storage.quality.planning import plan_samples
from storage.question import Origin, Question
from storage.review.given import Action, Escalation, Shown
from storage.states import DossierState, Move
from storage.tasks import ask_more
from storage.warehouse import Warehouse

DPI = 200
PLAIN = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
REQUEST = "Đăng ký thường trú vào hộ của chị ruột"
READ = {  # what was read of each field that is asked about, and how probably it is right
    "ho_ten": ("Nguyễn Thị Hồng Thăm", 0.9),  # the paper and the register say Thắm
    "ngay_sinh": (date(1987, 3, 12), 0.88),
    "so_dinh_danh": (NUMBER, 0.91),
    "dien_thoai": ("0912345678", 0.9),
    "chu_ho": ("Nguyễn Thị Hồng Thơn", 0.2),
    "noi_dung_de_nghi": (None, 0.0),
}


class Forms(Planter):
    """Plants dossiers of drawn forms."""

    def pages(self, number: int, count: int) -> list[tuple[Image.Image, Page]]:
        return [_drawn(number, one) for one in range(1, count + 1)]

    def readings(self, page: Page) -> tuple[FieldReading, ...]:
        seen = {line.text.partition(" ")[0]: line for line in page.lines}
        return tuple(_reading(name, seen[f"{name}:"].words[-1].box) for name in READ)

    def differing(self) -> str:
        """A dossier of which the register says another name than was read."""
        dossier_id, document = self._read()
        of = decision(dossier_id)
        other = Comparison("full_name", Level.CLOSE, 4.1, Reason.NAME_LETTERS_MISREAD)
        first, *more = of.resolution.candidates
        held = replace(first, person=replace(first.person, full_name="NGUYỄN THỊ HỒNG THẮM"))
        told = replace(of.resolution, comparisons=(other,), candidates=(held, *more))
        self.station.warehouse.save_resolution(dossier_id, "planted", replace(of, resolution=told))
        asked = [Question("LOW_CONFIDENCE", "Trên giấy ghi gì?", name, document.id) for name in READ]
        return self._ask(dossier_id, *asked)


def _drawn(number: int, page: int) -> tuple[Image.Image, Page]:
    dice = Random(100 * number + page)
    paper = ct01.Ct01(
        addressed_to="Công an xã Ứng Hòa", full_name=NAME, birth_date=date(1987, 3, 12), sex="Nữ", id_number=NUMBER,
        phone="0912345678", email="", head="Nguyễn Thị Hồng Thơm", relation="Em ruột", head_id="003185000124",
        request=REQUEST, members=(), place="Ứng Hòa", signed_on=date(2026, 10, 5),
    )  # fmt: skip
    sheet = ct01.draw(paper, Manner(DPI, Pen(Face.HAND_PRINT, 12.5, BLUE, on_dots=True, unsteady=0.3), dice))
    scan = damage.damaged(damage.fresh(sheet.image), (damage.blur(0.6), damage.noise(5), damage.specks(40)), dice)
    lines = tuple(
        Line((Word(f"{one.name}:", box, 0.9), Word(one.written, box, 0.9)))
        for one in sheet.fields
        for box in (Box(one.box.left, one.box.top, one.box.right, one.box.bottom),)
    )
    width, height = scan.image.size
    return scan.image, Page(page, width, height, DPI, 0, 0.0, PLAIN, lines, (), (), "planted 1")


def _reading(name: str, box: Box) -> FieldReading:
    value, probability = READ[name]
    seen = (Evidence(1, box, str(value or ""), 0.8),)
    if value is None:
        return FieldReading(name, None, seen, Problem.UNREADABLE)
    return FieldReading(name, value, seen, None, ("LOW_CONFIDENCE",), (), probability)  # type: ignore[arg-type]


KEYED = {
    "ho_ten": NAME, "ngay_sinh": "1987-03-12", "gioi_tinh": "Nữ", "so_dinh_danh": NUMBER, "dien_thoai": "0912345678",
    "chu_ho": "Nguyễn Thị Hồng Thơm", "quan_he_chu_ho": "Em ruột", "so_dinh_danh_chu_ho": "003185000124",
    "noi_dung_de_nghi": REQUEST, "ngay_ky": "2026-10-05",
}  # fmt: skip


def _loaded(house: Warehouse, seed: str, office: str) -> str:
    dossier = house.take_in(made.new_dossier(seed, office))
    house.move(dossier, DossierState.READ)
    found = tuple(FieldReading(name, value, (Evidence(1, made.BOX, "", 0.99),)) for name, value in KEYED.items())
    paper = Document("ct01", "2025", (1,), 0.97, found)
    house.save_documents(dossier, "extract 1", {house.scans(dossier)[0].id: [paper]}, Move(DossierState.EXTRACTED))
    house.move(dossier, DossierState.RESOLVED)
    made.load(house, dossier, KEYED, "load 1")
    return dossier


def third_reading(plant: Planter) -> str:
    """A dossier with a field that two people read differently; its id."""
    dossier = plant.fields("chu_ho", origin=Origin.DOUBLE)
    house = plant.station.warehouse
    (task,) = house.tasks(dossier)
    for person, value in (("cb-1", "Nguyễn Thị Hồng Thơm"), ("cb-2", "Nguyễn Thị Hồng Thêm")):
        made.answer(house, task.id, person, value)
    return dossier


def a_week_of_work(station: Station, office: str) -> None:
    """Loaded dossiers, what people answered of them, and lots of which some were sampled and judged."""
    house, today = station.warehouse, now()
    for day in (4, 3, 2):
        house._clock = lambda day=day: today - timedelta(days=day)
        for number in range(3):
            _one_dossier(house, f"{day} {number}", office, number)
        house._clock = lambda day=day: today - timedelta(days=day - 1)
        plan_samples(house, made.KEY)
        if day > 2:
            for item in made.open_questions(house, Origin.SAMPLE, office=office):
                made.answer(house, item.task_id, "cb-9", made.truth(item))
    house._clock = now
    with house.changing() as change:
        judge(change)


def _one_dossier(house: Warehouse, seed: str, office: str, number: int) -> None:
    dossier = _loaded(house, seed, office)
    document = house.documents(dossier)[0].id
    with house.changing() as change:
        ids = ask_more(change, dossier, "asked", [
            Question("LOW_CONFIDENCE", "Trên giấy ghi gì?", field, document)
            for field in ("dien_thoai", "noi_dung_de_nghi")
        ])  # fmt: skip
    told = {"shown": Shown.PREFILLED, "keys": 1, "milliseconds": 2000 + 1000 * number}
    made.answer(house, ids[0], f"cb-{number}", KEYED["dien_thoai"], Action.ACCEPT, **told)
    if number == 2:
        made.answer(house, ids[1], "cb-1", None, Action.ESCALATE, reason=Escalation.SUSPICION)
