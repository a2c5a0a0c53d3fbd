"""What goes over the wire between the station's screen and the station, as JSON."""

from enum import Enum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo, field_validator

from matching.resolution import Level
from storage.review.given import Action, Escalation, Shown

Tab = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
TaskId = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
Code = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._:/-]{0,99}$")]
_NO_TAB = "00000000-0000-0000-0000-000000000000"  # of what is asked by an address


class Ask(Enum):
    """By what kind of card a question is asked."""

    FIELD = "what stands in a field"
    PERSON = "whom the dossier is about"
    PAPER = "what papers the pages are"
    FILE = "whether a file may be used"


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _by_name(kind: type[Enum]) -> BeforeValidator:
    """An enumeration goes over the wire by its name; its value is a sentence."""

    def found(told: object) -> object:
        if isinstance(told, str) and told not in kind.__members__:
            raise ValueError("no such word")
        return kind[told] if isinstance(told, str) else told

    return BeforeValidator(found)


_NAMED = PlainSerializer(lambda one: one.name, return_type=str)
ActionName = Annotated[Action, _by_name(Action), _NAMED]
ReasonName = Annotated[Escalation, _by_name(Escalation), _NAMED]
ShownName = Annotated[Shown, _by_name(Shown), _NAMED]


class HeldBy(_Told):
    """Which tab of a browser speaks."""

    tab: Tab


class Living(HeldBy):
    """The questions that a tab has at hand."""

    tasks: list[TaskId] = Field(max_length=60)


class Wish(HeldBy):
    """The next question, please."""

    office: str | None = Field(None, max_length=120, pattern=r"^[^\x00]*$")
    procedure: Code | None = None
    kinds: list[Code] = Field([], max_length=20)
    older_than_days: int = Field(0, ge=0, le=3650)
    mine: bool = False
    skip: list[TaskId] = Field([], max_length=60)


class Filters(BaseModel):
    """Of the queue, as they stand in an address. A field that was left empty filters nothing."""

    model_config = ConfigDict(frozen=True)

    office: str | None = Field(None, max_length=120)
    procedure: Code | None = None
    kind: Code | None = None
    older_than_days: Annotated[int, Field(ge=0, le=3650)] = 0
    mine: bool = False
    after: str = Field("", max_length=200)
    task: TaskId | None = None

    @field_validator("office", "procedure", "kind", "older_than_days", "task", mode="before")
    @classmethod
    def _left_empty(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, str) and not value.strip():
            return 0 if info.field_name == "older_than_days" else None
        return value

    @property
    def wish(self) -> "Wish":
        kinds = [self.kind] if self.kind else []
        return Wish(
            tab=_NO_TAB,
            office=self.office,
            procedure=self.procedure,
            kinds=kinds,
            older_than_days=self.older_than_days,
            mine=self.mine,
            skip=[],
        )


class Undo(HeldBy):
    undo_id: TaskId


class Typed(_Told):
    """What stands in the field; looked at and not kept."""

    value: str = Field(max_length=20_000)


class AnswerIn(HeldBy):
    """An answer. How long a value may be, and of what, is said beside the field; here only what nobody types."""

    answer_id: TaskId
    action: ActionName
    value: str | None = Field(None, max_length=20_000)
    reason: ReasonName | None = None
    shown: ShownName = Shown.EMPTY
    keys: int = Field(0, ge=0, le=100_000)
    milliseconds: int = Field(0, ge=0, le=24 * 3600 * 1000)


class PartOut(_Told):
    text: str
    differs: bool


class FieldOut(_Told):
    title: str
    kind: str  # name of a `ValueKind`
    hint: str
    numeric: bool


class PaperOut(_Told):
    """What the paper says, as far as the machine can tell."""

    value: str
    problem: str
    findings: list[str]
    how: str


class RegisterOut(_Told):
    """What a register says of the same thing."""

    parts: list[PartOut]
    reason: str


class DecidedOut(_Told):
    value: str
    how: str


class OtherOut(_Told):
    """Another reading of the same thing, and where it stands."""

    value: str
    source: str


class LineOut(_Told):
    """One printed line of a place: its box, and x between its words, where it may be broken."""

    box: list[int]
    breaks: list[int]


class PlaceOut(_Told):
    """One marked place. Boxes: left, top, right, bottom in px of the upright page."""

    page: int  # number of one of the pages
    crop: str  # address
    region: list[int]
    mark: list[int]
    line: int
    rows: list[LineOut]


class PageOut(_Told):
    number: int
    title: str
    url: str
    width: int  # px of the upright page, in which places are told


class RowOut(_Told):
    title: str
    paper: list[PartOut]
    held: list[PartOut]  # by the register
    level: str  # name of a `Level`
    reason: str
    weight: float | None


class CandidateOut(_Told):
    person: str
    name: str
    found_by: list[str]
    status: str
    weight: float
    rows: list[RowOut]


class PapersOut(_Told):
    form: str
    pages: list[int]


class FormOut(_Told):
    code: str
    title: str


class SiblingOut(_Told):
    task: str
    title: str
    done: bool
    told: str
    state: str


class DossierOut(_Told):
    id: str
    line: str  # code, procedure, office and deadline, in one line


class ItemOut(_Told):
    """One question as the screen shows it."""

    task: str
    version: int
    ask: str
    reason: str  # why it is asked, in two or three words
    tone: str  # of the chip: "doubt", "wrong", "check", "people"
    about: str
    why: str
    dossier: DossierOut
    shown: ShownName
    prefill: str
    actions: list[ActionName]
    field: FieldOut | None = None
    paper: PaperOut | None = None
    in_register: RegisterOut | None = None
    decided: DecidedOut | None = None
    others: list[OtherOut] = []
    places: list[PlaceOut] = []
    pages: list[PageOut] = []
    candidates: list[CandidateOut] = []
    claim: list[RowOut] = []  # by what the person was looked for
    papers: list[PapersOut] = []
    forms: list[FormOut] = []
    siblings: list[SiblingOut] = []

    def marked(self, seen: str) -> "ItemOut":
        """The same, by whose addresses pictures are asked for as part of this look."""
        places = [one.model_copy(update={"crop": f"{one.crop}&seen={seen}"}) for one in self.places]
        pages = [one.model_copy(update={"url": f"{one.url}&seen={seen}"}) for one in self.pages]
        return self.model_copy(update={"places": places, "pages": pages})


class Checked(_Told):
    ok: bool
    value: str  # in its normal shape, to stand in the field; as it was sent where it is not taken
    message: str


class OutcomeOut(_Told):
    outcome: str  # "saved", "escalated"
    message: str
    version: int


LEVELS = tuple(level.name for level in Level)
