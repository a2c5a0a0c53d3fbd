"""What a clerk says to the citizen about one component: polite, whole sentences, no value of a record."""

from datetime import date

from reuse.components import Component, TakenAs
from reuse.standing import Ground

_FIRST = "Cán bộ tra cứu cơ sở dữ liệu trước; chỉ khi không có mới nói với người dân: "
_SAID = {
    Ground.PAPERS_DIFFER: "Cán bộ đối chiếu các bản đang giữ. Nếu chưa rõ, đề nghị ông/bà cho xem {what} để xác định "
    "bản đúng.",
    Ground.DIFFERS_FROM_REGISTER: "{what} đang giữ ghi khác cơ sở dữ liệu. Đề nghị ông/bà cho xem bản gốc và, nếu cơ "
    "sở dữ liệu sai, đề nghị cơ quan quản lý điều chỉnh.",
    Ground.FIELDS_MISSING: "Cán bộ nhìn lại bản quét đang giữ. Nếu vẫn không rõ, đề nghị ông/bà cho xem lại {what}.",
    Ground.NO_ISSUE_DATE: "Cán bộ nhìn lại ngày cấp trên bản quét đang giữ. Nếu vẫn không rõ, đề nghị ông/bà cho xem "
    "lại {what}.",
    Ground.NOT_VERIFIED: "Cán bộ xác minh lại với cơ sở dữ liệu; người dân chưa phải nộp gì.",
    Ground.MADE_EACH_TIME: "Đề nghị ông/bà kiểm tra và ký {what} đã được điền sẵn.",
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


def asked(component: Component, ground: Ground, on: date, unsure: bool) -> str:
    """The sentence. `unsure`: whether the component applies is not known; then the circumstance is told with it."""
    what = f"“{component.name}”"
    if ground in _SAID:
        said = _SAID[ground].format(what=what)
    else:
        said = (_FIRST if component.not_asked_by else "") + _ASKED_OF[ground].format(
            what=what,
            verb="xuất trình" if TakenAs.SHOWN in component.taken_as else "nộp",
            shape=_shape(component),
            where=_where(component),
            months=next((one.valid_months for one in component.accepted if one.valid_months is not None), ""),
            day=on.strftime("%d/%m/%Y"),
        )
    if unsure and component.circumstance:
        return f"Chỉ khi {component.circumstance.sentence}: {said}"
    return said


def _shape(component: Component) -> str:
    if TakenAs.SHOWN in component.taken_as:
        return ""
    shapes = [one.value for one in _SHAPES if one in component.taken_as]
    return f" ({' hoặc '.join(shapes)})" if shapes else ""


def _where(component: Component) -> str:
    issuers = [one.paper.issuer for one in component.accepted if one.paper.issuer and one.against is None]
    return f"; nơi cấp: {issuers[0]}" if issuers else ""
