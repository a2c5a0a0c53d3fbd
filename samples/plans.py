"""Which dossier to make: its procedure, the trouble planted in it, how it was filled in, scanned and packed."""

from dataclasses import dataclass, replace
from enum import Enum
from random import Random

from samples.treatment import Treatment
from samples.truth import Expected, Trouble


class Procedure(Enum):
    """The value is the short code in the national database of procedures."""

    RESIDENCE = "1.004194"  # CT01
    BIRTH = "1.001193"  # tờ khai and giấy khai sinh


class Packing(Enum):
    FOLDER = "a folder"
    ZIP = "a ZIP archive"
    SINGLE = "one file"


class Format(Enum):
    """What one scanned file is; the value is its suffix."""

    PDF = ".pdf"
    TIFF = ".tif"
    JPEG = ".jpg"


@dataclass(frozen=True, slots=True)
class Plan:
    """One dossier to be made."""

    procedure: Procedure
    troubles: tuple[Trouble, ...] = ()
    expected: Expected = Expected.AUTOMATIC
    also_right: tuple[Expected, ...] = ()
    treatment: Treatment = Treatment.CLEAN
    packing: Packing = Packing.FOLDER
    format: Format = Format.PDF
    one_file: bool = True  # all papers in one file; otherwise a file a paper, of several formats
    manifest: bool = True
    card: bool = True  # with the photocopy of the applicant's card
    certificate: bool = False  # CT01 with the child's giấy khai sinh
    stamped: bool = False  # a red stamp and a signature over the writing
    turned: tuple[int, int] | None = None  # (page of the dossier 0.., degrees)

    @property
    def by_hand(self) -> bool:
        return Trouble.BY_HAND in self.troubles


_R, _B = Procedure.RESIDENCE, Procedure.BIRTH
_AUTO, _FIXED, _LOOK, _NONE = Expected.AUTOMATIC, Expected.CORRECTED, Expected.REVIEW, Expected.NOBODY

DEMO: tuple[Plan, ...] = (
    Plan(_R, one_file=False),
    Plan(_B, format=Format.TIFF, treatment=Treatment.OFFICE),
    Plan(_R, (Trouble.OLD_CMND,), _FIXED, (_LOOK,), Treatment.OFFICE),
    Plan(_R, (Trouble.OLD_PHONE,), _AUTO, (_FIXED,), Treatment.OFFICE, Packing.ZIP, Format.JPEG, one_file=False),
    Plan(_R, (Trouble.SPOUSE_PHONE,), _AUTO, (), Treatment.COPY, certificate=True),
    Plan(_R, (Trouble.WRONG_DIGIT_CARD_RIGHT,), _FIXED, (_LOOK,), Treatment.OFFICE, certificate=True, one_file=False),
    Plan(
        _R,
        (Trouble.WRONG_DIGIT_NO_CARD, Trouble.BY_HAND),
        _FIXED,
        (_LOOK,),
        Treatment.OFFICE,
        format=Format.JPEG,
        card=False,
    ),
    Plan(_R, (Trouble.SWAPPED_DATE,), _FIXED, (_LOOK,), Treatment.OFFICE, format=Format.TIFF),
    Plan(_R, (Trouble.NOT_REGISTERED, Trouble.BAD_SCAN), _NONE, (_LOOK,), Treatment.BAD, manifest=False, stamped=True),
    Plan(_B, (Trouble.CORRUPT_FILE,), _AUTO, (_FIXED, _LOOK), Treatment.CLEAN, one_file=False),
    Plan(_R, (Trouble.DUPLICATE_FILE,), _AUTO, (), Treatment.CLEAN, one_file=False, format=Format.TIFF),
    Plan(
        _B,
        (Trouble.BY_HAND, Trouble.BAD_SCAN, Trouble.TURNED_PAGE),
        _LOOK,
        (_AUTO, _FIXED),
        Treatment.BAD,
        Packing.SINGLE,
        manifest=False,
        stamped=True,
        turned=(1, 90),
    ),
)
"""The twelve dossiers of the demonstration. The eleventh hands in again a file of the first."""

_MIX: tuple[tuple[Trouble | None, Expected, tuple[Expected, ...], float], ...] = (
    (None, _AUTO, (), 0.5),
    (Trouble.OLD_CMND, _FIXED, (_LOOK,), 0.06),
    (Trouble.OLD_PHONE, _AUTO, (_FIXED,), 0.08),
    (Trouble.SPOUSE_PHONE, _AUTO, (), 0.08),
    (Trouble.WRONG_DIGIT_CARD_RIGHT, _FIXED, (_LOOK,), 0.08),
    (Trouble.WRONG_DIGIT_NO_CARD, _FIXED, (_LOOK,), 0.05),
    (Trouble.SWAPPED_DATE, _FIXED, (_LOOK,), 0.07),
    (Trouble.NOT_REGISTERED, _NONE, (_LOOK,), 0.05),
    (Trouble.CORRUPT_FILE, _AUTO, (_FIXED, _LOOK), 0.03),
)


def random_plan(dice: Random) -> Plan:
    """A dossier of the usual mix; the shares are assumptions, half of it without trouble."""
    trouble, expected, also, _ = dice.choices(_MIX, [row[3] for row in _MIX])[0]
    troubles = (trouble,) if trouble else ()
    birth = dice.random() < 0.35 and trouble in (None, Trouble.CORRUPT_FILE)
    treatment = dice.choices(tuple(Treatment), (3, 5, 2, 1.5, 1.5))[0]
    plan = Plan(
        _B if birth else _R,
        troubles,
        expected,
        also,
        treatment,
        dice.choices(tuple(Packing), (7, 2, 1))[0],
        dice.choice(tuple(Format)),
        one_file=dice.random() < 0.5,
        manifest=dice.random() < 0.8,
        card=trouble is not Trouble.WRONG_DIGIT_NO_CARD and dice.random() < 0.9,
        certificate=dice.random() < 0.3,
        stamped=dice.random() < 0.2,
    )
    return _made_possible(_made_harder(plan, dice))


def _made_harder(plan: Plan, dice: Random) -> Plan:
    """Handwriting, bad scans and turned pages make a person's look a right end of any dossier."""
    troubles, looked = plan.troubles, False
    if dice.random() < 0.2:
        troubles, looked = (*troubles, Trouble.BY_HAND), True
    if plan.stamped or plan.treatment in (Treatment.BAD, Treatment.TELEPHONE):
        troubles, looked = (*troubles, Trouble.BAD_SCAN), True
    turned = (0, dice.choice((90, 180, 270))) if dice.random() < 0.1 else None
    if turned:
        troubles, looked = (*troubles, Trouble.TURNED_PAGE), True
    eased = () if not looked or plan.expected is _NONE else (_LOOK, _FIXED)
    also = tuple(dict.fromkeys((*plan.also_right, *eased)))
    return replace(
        plan, troubles=troubles, turned=turned, also_right=tuple(end for end in also if end != plan.expected)
    )


def _made_possible(plan: Plan) -> Plan:
    """Takes back what cannot be together: a corrupt file needs another beside it, a single file has no manifest."""
    if Trouble.CORRUPT_FILE in plan.troubles:
        plan = replace(plan, card=True, one_file=False, packing=Packing.FOLDER)
    if Trouble.WRONG_DIGIT_CARD_RIGHT in plan.troubles or plan.procedure is _B:
        plan = replace(plan, card=True)
    if plan.packing is Packing.SINGLE:
        kind = Format.PDF if plan.format is Format.JPEG else plan.format  # a JPEG holds one page
        plan = replace(plan, one_file=True, manifest=False, format=kind)
    return plan
