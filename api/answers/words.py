"""Pieces of which answers are made: a closed word with its sentence, a provision of law, what was left out."""

from datetime import date
from enum import Enum

from pydantic import BaseModel, ConfigDict, Field

from api.needs import Left
from reuse.law import Law
from reuse.papers import PaperKind


class Given(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class Word(Given):
    """A closed word: programs compare the code, people read the sentence."""

    code: str
    says: str

    @staticmethod
    def of(member: Enum) -> "Word":
        return Word(code=member.name, says=str(member.value))


class Basis(Given):
    """A provision of law."""

    code: str
    cited: str = Field(description="văn bản và điều khoản")
    says: str
    unverified: bool = Field(description="true: số điều, ngày hoặc câu chữ chưa đối chiếu với văn bản gốc")

    @staticmethod
    def of(law: Law) -> "Basis":
        return Basis(code=law.code, cited=law.cited, says=law.says, unverified=law.unverified)


class Paper(Given):
    """A kind of paper."""

    code: str
    title: str
    national_code: str = Field(description="mã kết quả của Cơ sở dữ liệu quốc gia về thủ tục hành chính; rỗng: chưa có")

    @staticmethod
    def of(kind: PaperKind) -> "Paper":
        return Paper(code=kind.code, title=kind.title, national_code=kind.national_code)


class Withheld(Given):
    """What was left out, and which scope would show it. Named whether or not anything of it is held."""

    field: str
    why: Word
    scopes: tuple[str, ...]

    @staticmethod
    def of(left: Left) -> "Withheld":
        return Withheld(field=left.field, why=Word.of(left.why), scopes=left.scopes)


class ProcedureNamed(Given):
    """The procedure by whose data the answer was made."""

    family: str
    name: str
    codes: tuple[str, ...]
    valid_from: date
