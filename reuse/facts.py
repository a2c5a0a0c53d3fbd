"""The facts of a dossier from which the indicators are counted: a closed set, each answered yes, no or not known."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources

from storage.reuse_counted import Counted
from storage.told_facts import ToldFact

FILED_DIRECTLY = ("counter", "post")  # channels of a dossier that was not made at the portal


class Fact(Enum):
    """The value is what the clerk reads. A formula of `data/indicators.toml` may name these and no others."""

    RECEIVED = "hồ sơ đã tiếp nhận"
    COMPONENT_ATTACHED = "có tệp thành phần hồ sơ"
    RESULT_EXPECTED = "thủ tục có kết quả bằng văn bản, giấy tờ"
    NO_RESULT_EXPECTED = "thủ tục không có kết quả bằng văn bản, giấy tờ"
    RESULT_ELECTRONIC = "có tệp kết quả điện tử"
    RESULT_IN_PORTAL = "kết quả có trong danh mục của Cổng"
    COMPONENT_REUSED = "có thành phần được tái sử dụng"
    FROM_NATIONAL_STORE = "có thành phần lấy từ kho dữ liệu của Cổng"
    PORTAL_MADE = "hồ sơ lập tại Cổng Dịch vụ công quốc gia"
    PORTAL_DIGITISED = "Cổng ghi thành phần đã số hóa"
    VNEID = "tài khoản được xác thực với VNeID"
    POPULATION_USED = "đã khai thác cơ sở dữ liệu dân cư"


@dataclass(frozen=True, slots=True)
class Result:
    """In what a procedure ends."""

    procedure: str  # short code
    name: str
    result: str
    result_code: str  # of the national catalogue; "" where it was not found
    paper: bool
    verified: bool
    source: str


@cache
def results() -> Mapping[str, Result]:
    """By the procedure's short code."""
    held = tomllib.loads(resources.files("reuse").joinpath("data/results.toml").read_text(encoding="utf-8"))
    return {row["procedure"]: Result(**row) for row in held["result"]}


def short_code(procedure: str) -> str:
    """ "1.001193" of "1.001193.000.00.00.H56"."""
    return ".".join(procedure.split(".")[:2])


def known(fact: Fact, of: Counted) -> bool | None:
    """Whether it holds; None: nobody told it, and the scans do not show it."""
    match fact:
        case Fact.RECEIVED:
            return True
        case Fact.COMPONENT_ATTACHED:
            return of.files_kept > 0 or (None if of.state is None else False)  # where it is, files may be attached
        case Fact.COMPONENT_REUSED:
            return of.components_reused > 0
        case Fact.FROM_NATIONAL_STORE:
            return of.components_from_store > 0
        case Fact.POPULATION_USED:
            return of.population_hits > 0
        case Fact.RESULT_EXPECTED:
            return _result_expected(of)
        case Fact.NO_RESULT_EXPECTED:
            expected = _result_expected(of)
            return None if expected is None else not expected
        case Fact.PORTAL_MADE if of.channel in FILED_DIRECTLY:
            return False
    return of.told.get(ToldFact[fact.name])


def _result_expected(of: Counted) -> bool | None:
    if ToldFact.RESULT_EXPECTED in of.told:
        return of.told[ToldFact.RESULT_EXPECTED]
    listed = results().get(short_code(of.procedure_code))
    return listed.paper if listed else None


def holds(formula: tuple[tuple[Fact, ...], ...], of: Counted) -> bool | None:
    """Of the lists one is enough, within a list all must hold. None: it hangs on a fact that is not known."""
    return _any(_all(known(fact, of) for fact in facts) for facts in formula)


def _all(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    return False if False in found else None if None in found else True


def _any(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    return True if True in found else None if None in found else False
