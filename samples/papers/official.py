"""What an official paper (văn bản hành chính) says, and how one office sets it out (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from random import Random

from samples.lettering import Face


class Flaw(Enum):
    """What was planted in an official paper; the value is the sentence for the reader of the truth."""

    NO_NUMBER = "Văn bản chưa được ghi số."
    NO_DAY = "Văn bản chưa được ghi ngày."
    TWO_PERSONS = "Điều 1 nói về hai người."
    SHORT_ID = "Số định danh trên văn bản thiếu một chữ số."


@dataclass(frozen=True, slots=True)
class Official:
    """What the paper says. Lines of the head are as printed, one entry a line."""

    form: str  # "quyet_dinh", "cong_van"
    above: tuple[str, ...]  # the agency over the issuing one; () when there is none
    agency: tuple[str, ...]  # the issuing agency, in the lines in which it is printed
    number: str  # "412"; "" when it was not filled in
    sign: str  # "QĐ-UBND": what stands behind the number
    place: str
    day: date | None
    kind: str  # "QUYẾT ĐỊNH"; "" for a letter, which has no name of kind
    excerpt: str
    authority: str  # "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ...", "" for a letter
    addressed: tuple[str, ...]  # after "Kính gửi", of a letter
    grounds: tuple[str, ...]
    articles: tuple[str, ...]  # of a decision; a newline begins a new paragraph
    body: tuple[str, ...]  # of a letter
    copies: tuple[str, ...]  # nơi nhận
    capacity: tuple[str, ...]  # lines over the signature: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
    signer: str
    person: str = ""  # the person whom the decision is about, the first of several; "" when it names none
    person_number: str = ""  # the personal number that is told of the person

    @property
    def signer_name(self) -> str:
        """The signer's name without rank or degree."""
        first, _, rest = self.signer.partition(" ")
        return (
            rest.partition(" ")[2] if rest.startswith(("tá ", "úy ")) else rest if first.endswith(".") else self.signer
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """How one office sets its papers out. Lengths in mm, sizes in points."""

    face: Face = Face.SERIF
    points: float = 13.0
    left: float = 28.0
    right: float = 192.0
    top: float = 19.0
    left_middle: float = 60.0  # of the agency's column
    right_middle: float = 140.0  # of the country's column
    head_points: float = 12.0
    leading: float = 6.3  # from line to line
    justified: bool = True
    by_pen: bool = False  # number and day are written into gaps left for them
    gap_behind_so: int = 1  # spaces between "Số:" and a typed number
    national_first: bool = False  # country and motto stand over the agency, as on old or narrow papers
    parent_bold: bool = False
    rules: bool = True
    stamp: bool = True
    electronic: bool = False  # a block that tells the digital signature, no stamp
    article_dot: str = "."  # "Điều 1." or "Điều 1:"
    decides: str = "QUYẾT ĐỊNH:"
    excerpt_bold: bool = True
    excerpt_wide: float = 120.0
    typed_rule: str = ""  # "-------" typed under agency and motto in place of a drawn rule
    hint: str = ""  # what stands in brackets under the capacity
    excerpt_in_capitals: bool = False
    authority_wide: float = 150.0
    arrival: bool = False  # the receiver's stamp (dấu đến) under the number


def settings(dice: Random) -> Setting:
    """An office's manner by dice: all that the decree leaves open, and what offices do in spite of it."""
    face = dice.choices((Face.SERIF, Face.SANS, Face.MONO), (8, 3, 0.4))[0]
    points = dice.choice((12.0, 12.5, 13.0, 13.5, 14.0)) * (0.92 if face is not Face.SERIF else 1)
    setting = Setting(
        face=face,
        points=points * (0.9 if face is Face.MONO else 1),
        left=dice.uniform(22, 31),
        right=dice.uniform(188, 196),
        top=dice.uniform(15, 24),
        left_middle=dice.uniform(54, 66),
        right_middle=dice.uniform(136, 146),
        head_points=dice.choice((11.0, 11.5, 12.0, 12.5, 13.0)) * (0.9 if face is not Face.SERIF else 1),
        leading=points * dice.uniform(0.44, 0.56),
        justified=dice.random() < 0.6,
        by_pen=dice.random() < 0.3,
        gap_behind_so=dice.choice((1, 1, 1, 0, 3)),
        national_first=dice.random() < 0.06,
        parent_bold=dice.random() < 0.2,
        rules=dice.random() < 0.8,
        electronic=dice.random() < 0.2,
        stamp=dice.random() < 0.75,
        article_dot=dice.choice((".", ".", ":")),
        decides=dice.choice(("QUYẾT ĐỊNH:", "QUYẾT ĐỊNH:", "QUYẾT ĐỊNH", "Q U Y Ế T  Đ Ị N H:")),
        excerpt_bold=dice.random() < 0.8,
        excerpt_wide=dice.uniform(80, 150),
        typed_rule=dice.choice(("", "", "", "-------", "**********", "----------")),
        hint=dice.choice(("", "", "", "(Ký, ghi rõ họ tên và đóng dấu)", "(Đã ký)", "(Ký tên, đóng dấu)")),
        excerpt_in_capitals=dice.random() < 0.07,
        authority_wide=dice.choice((150.0, 95.0)),
        arrival=dice.random() < 0.1,
    )
    return replace(setting, head_points=9.6) if face is Face.MONO else setting
