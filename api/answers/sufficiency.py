"""Is what is held enough: the question, and per component how it stands. No value of a record is in it."""

from collections.abc import Callable
from datetime import date

from pydantic import Field

from api.answers.asked import Asked, Code, Day, PersonAsked
from api.answers.words import Basis, Given, ProcedureNamed, Word
from api.door import Purpose
from reuse.components import Component, Procedure
from reuse.sufficiency import ComponentAnswer, RestsOn, Sufficiency

ShowsIssue = Callable[[str], bool]


class SufficiencyAsked(Asked):
    procedure: Code = Field(description="mã thủ tục, ngắn hoặc đầy đủ; phải là thủ tục nêu trong mục đích")
    person: PersonAsked
    purpose: Purpose
    on: Day = None
    told: dict[Code, bool] = Field(
        default_factory=dict,
        max_length=20,
        description="điều kiện đã hỏi người dân, theo mã: true là có",
    )


class Resting(Given):
    """A record that the answer rests on: pointers and days."""

    record_id: str
    kind: str
    title: str
    issued: date | None = Field(description="null: chưa biết, hoặc không có phạm vi xem ngày cấp của giấy này")
    verified: date | None = Field(description="ngày cơ sở dữ liệu xác minh gần nhất")
    valid_until: date | None = Field(description="ngày cuối còn dùng được cho thủ tục này")
    ground: Word
    missing: tuple[str, ...] = Field(description="mục chưa ngã ngũ")

    @staticmethod
    def of(one: RestsOn, shows_issue: ShowsIssue) -> "Resting":
        return Resting(
            record_id=one.record_id,
            kind=one.kind,
            title=one.title,
            issued=one.issued if shows_issue(one.kind) else None,
            verified=one.verified,
            valid_until=one.valid_until,
            ground=Word.of(one.ground),
            missing=one.missing,
        )


class Condition(Given):
    """When a conditional component is asked for."""

    code: str
    says: str


class ComponentGiven(Given):
    component: str
    name: str
    need: Word
    taken_as: tuple[Word, ...]
    applies: Word
    condition: Condition | None
    state: Word = Field(description="SUFFICIENT, STALE, CONFLICTING, INCOMPLETE, ABSENT")
    ground: Word
    rests_on: tuple[Resting, ...]
    legal_basis: tuple[Basis, ...]
    do: str = Field(description="việc cán bộ làm trước khi nói với người dân; rỗng: không có")
    ask: str = Field(description="câu nói với người dân; rỗng: không hỏi gì")
    tell: tuple[Word, ...] = Field(description="ai phải làm, người làm trước đứng trước")
    reasons: tuple[Word, ...] = Field(description="khác cơ sở dữ liệu ở điểm nào")

    @staticmethod
    def of(one: ComponentAnswer, shows_issue: ShowsIssue) -> "ComponentGiven":
        return ComponentGiven(
            component=one.component.code,
            name=one.component.name,
            need=Word.of(one.component.need),
            taken_as=tuple(Word.of(each) for each in one.component.taken_as),
            applies=Word.of(one.applies),
            condition=_condition(one.component),
            state=Word.of(one.state),
            ground=Word.of(one.ground),
            rests_on=tuple(Resting.of(each, shows_issue) for each in one.rests_on),
            legal_basis=tuple(Basis.of(law) for law in one.basis),
            do=one.do,
            ask=one.ask,
            tell=tuple(Word.of(each) for each in one.tell),
            reasons=tuple(Word.of(each) for each in one.reasons),
        )


class SufficiencyGiven(Given):
    procedure: ProcedureNamed
    person_id: str
    on: date
    enough: bool = Field(description="true: không phải hỏi gì ngoài tờ khai")
    not_asked_again: int = Field(description="số thành phần không phải nộp lại")
    components: tuple[ComponentGiven, ...]

    @staticmethod
    def of(answer: Sufficiency, person_id: str, shows_issue: ShowsIssue) -> "SufficiencyGiven":
        """`shows_issue`: whether the day of issue of a paper of a kind may be told."""
        return SufficiencyGiven(
            procedure=procedure_named(answer.procedure),
            person_id=person_id,
            on=answer.on,
            enough=answer.enough,
            not_asked_again=len(answer.not_asked_again),
            components=tuple(ComponentGiven.of(one, shows_issue) for one in answer.components),
        )


def procedure_named(one: Procedure) -> ProcedureNamed:
    return ProcedureNamed(family=one.family, name=one.name, codes=one.codes, valid_from=one.valid_from)


def _condition(component: Component) -> Condition | None:
    told = component.circumstance
    return Condition(code=told.code, says=told.sentence) if told else None
