"""What a clerk does first about one component, and what is said to the citizen: polite, whole sentences, no value of a
record. The two are apart, so that nothing meant for the clerk is ever shown to the citizen."""

from dataclasses import dataclass
from datetime import date

from reuse.components import Component, TakenAs
from reuse.standing import Ground


@dataclass(frozen=True, slots=True)
class Said:
    """About one component."""

    do: str = ""  # by the clerk, before anything is said to the citizen; "": nothing
    ask: str = ""  # to the citizen, to be read aloud; "": nothing is asked of them


_LOOK_FIRST = "Tra cứu cơ sở dữ liệu trước; chỉ khi không có mới nói với người dân."
_UNSURE = "Hỏi xem có thuộc trường hợp này không: {circumstance}."
_SAID = {
    Ground.PAPERS_DIFFER: Said(
        "Đối chiếu các bản đang giữ; chỉ khi chưa rõ mới nói với người dân.",
        "Đề nghị ông/bà cho xem {what} để xác định bản đúng.",
    ),
    Ground.DIFFERS_FROM_REGISTER: Said(
        "Xem lại bản đang giữ và điều cơ sở dữ liệu ghi.",
        "{what} đang giữ ghi khác cơ sở dữ liệu. Đề nghị ông/bà cho xem bản gốc và, nếu cơ sở dữ liệu sai, đề nghị cơ "
        "quan quản lý điều chỉnh.",
    ),
    Ground.DOUBTED: Said(
        "Hỏi cơ quan cấp, hoặc tra cơ sở dữ liệu, xem {what} đang giữ còn giá trị không; người dân chưa phải nộp gì "
        "trong khi chờ."
    ),
    Ground.FIELDS_MISSING: Said(
        "Nhìn lại bản quét đang giữ; chỉ khi vẫn không rõ mới nói với người dân.",
        "Đề nghị ông/bà cho xem lại {what}.",
    ),
    Ground.NO_ISSUE_DATE: Said(
        "Nhìn lại ngày cấp trên bản quét đang giữ; chỉ khi vẫn không rõ mới nói với người dân.",
        "Đề nghị ông/bà cho xem lại {what}.",
    ),
    Ground.NOT_VERIFIED: Said("Xác minh lại với cơ sở dữ liệu; người dân chưa phải nộp gì."),
    Ground.MADE_EACH_TIME: Said("", "Đề nghị ông/bà kiểm tra và ký {what} đã được điền sẵn."),
}
_ASKED_OF = {
    Ground.NOT_HELD: "Đề nghị ông/bà {verb} {what}{shape}.",
    Ground.NOT_READ_YET: "Đề nghị ông/bà {verb} {what}{shape}.",
    Ground.NOT_YET_ISSUED: "Đề nghị ông/bà {verb} {what}{shape} có giá trị vào ngày {day}.",
    Ground.EXPIRED: "Giấy tờ cũ đã hết hạn. Đề nghị ông/bà {verb} {what}{shape} còn giá trị{where}.",
    Ground.TOO_OLD: "Giấy tờ đang giữ đã quá thời hạn. Đề nghị ông/bà {verb} {what}{shape} cấp trong {months} tháng "
    "gần đây{where}.",
    Ground.SUPERSEDED: "Giấy tờ đang giữ đã được thay. Đề nghị ông/bà {verb} {what}{shape} mới nhất.",
    Ground.REVOKED: "Giấy tờ đang giữ đã bị thu hồi. Đề nghị ông/bà {verb} {what}{shape} còn giá trị{where}.",
}
_SHAPES = (TakenAs.ORIGINAL, TakenAs.CERTIFIED, TakenAs.ELECTRONIC, TakenAs.COPY)


def said(component: Component, ground: Ground, on: date, unsure: bool) -> Said:
    """`unsure`: whether the component applies is not known; then the circumstance is told with both."""
    what = f"“{component.name}”"
    if ground in _SAID:
        do, ask = (each.format(what=what) for each in (_SAID[ground].do, _SAID[ground].ask))
    else:
        do = _LOOK_FIRST if component.not_asked_by else ""
        ask = _asked_of(component, ground, on, what)
    if unsure and component.circumstance:
        circumstance = component.circumstance.sentence
        do = f"{_UNSURE.format(circumstance=circumstance)} {do}".rstrip()
        ask = f"Chỉ khi {circumstance}: {_inner(ask)}" if ask else ""
    return Said(do, ask)


def _asked_of(component: Component, ground: Ground, on: date, what: str) -> str:
    return _ASKED_OF[ground].format(
        what=what,
        verb="xuất trình" if TakenAs.SHOWN in component.taken_as else "nộp",
        shape=_shape(component),
        where=_where(component),
        months=next((one.valid_months for one in component.accepted if one.valid_months is not None), ""),
        day=on.strftime("%d/%m/%Y"),
    )


def _inner(sentence: str) -> str:
    """As it stands after a colon: "Đề nghị" becomes "đề nghị"; a name in quotes stays."""
    return sentence[:1].lower() + sentence[1:]


def _shape(component: Component) -> str:
    if TakenAs.SHOWN in component.taken_as:
        return ""
    shapes = [one.value for one in _SHAPES if one in component.taken_as]
    between = " hoặc " if len(shapes) < 3 else ", hoặc "
    return f" ({between.join(shapes)})" if shapes else ""


def _where(component: Component) -> str:
    issuers = [one.paper.issuer for one in component.accepted if one.paper.issuer and one.against is None]
    return f"; nơi cấp: {issuers[0]}" if issuers else ""
