"""DC02, phiếu đề nghị giải quyết thủ tục về căn cước (Thông tư 17/2024/TT-BCA)."""

from datetime import date, timedelta
from random import Random

from samples.papers.blank_form import Ask, Filled, Head, Line, Ticks
from samples.papers.blanks import day_first
from samples.papers.somebody import Somebody, somebody

FORM = "dc02"
REQUESTS = (
    "Cấp, đổi, cấp lại thẻ căn cước",
    "Xác nhận số định danh cá nhân với số CMND 9 số",
    "Xác nhận số định danh cá nhân đã hủy",
    "Hủy, xác lập lại số định danh cá nhân",
    "Khai thác thông tin trong Cơ sở dữ liệu quốc gia về dân cư",
    "Khai thác thông tin trong Cơ sở dữ liệu căn cước",
    "Điều chỉnh thông tin trong Cơ sở dữ liệu quốc gia về dân cư",
    "Tích hợp thông tin vào thẻ căn cước",
    "Thu thập, cập nhật thông tin vào Cơ sở dữ liệu căn cước",
)
_DETAILS = ("Đổi thẻ do hết hạn sử dụng", "Cấp lại thẻ do bị mất", "Điều chỉnh nơi cư trú", "Cấp thẻ lần đầu", "")


def paper(dice: Random) -> Filled:
    """The request of a person, now and then by the representative of a child."""
    day = date(2024, 7, 5) + timedelta(days=dice.randint(0, 800))
    one = somebody(dice, day)
    child = dice.random() < 0.35
    other = somebody(dice, day, 1970, 1996)
    details = dice.choice(_DETAILS)
    number = ("Số định danh cá nhân", "Số định danh cá nhân/CMND", "Số ĐDCN")
    ticked = dice.randrange(9)
    return Filled(
        form=FORM,
        titles=("PHIẾU ĐỀ NGHỊ GIẢI QUYẾT THỦ TỤC VỀ CĂN CƯỚC", "PHIẾU ĐỀ NGHỊ\nGIẢI QUYẾT THỦ TỤC VỀ CĂN CƯỚC"),
        codes=("Mẫu DC02 ban hành kèm theo", "Thông tư số 17/2024/TT-BCA"),
        addressed=f"Công an {one.commune}",
        parts=(
            Head(("I. THÔNG TIN NGƯỜI ĐỀ NGHỊ", "I. Thông tin của người đề nghị giải quyết thủ tục")),
            *_person(one, "", number),
            Line((Ask(("Nơi cư trú", "Nơi thường trú"), "noi_cu_tru", one.address, one.address),)),
            Head(("II. THÔNG TIN NGƯỜI ĐẠI DIỆN HỢP PHÁP", "II. Thông tin của người đại diện (nếu có)")),
            *_person(other if child else None, "nguoi_dai_dien_", number),
            Head(("III. NỘI DUNG ĐỀ NGHỊ", "III. Nội dung đề nghị giải quyết")),
            Ticks("", tuple(f"{n}. {text}" for n, text in enumerate(REQUESTS, 1)), ticked, "noi_dung_de_nghi", 1),
            Line(
                (Ask(("10. Nội dung cụ thể", "Nội dung đề nghị cụ thể"), "noi_dung_cu_the", details, details),), False
            ),
            Line(
                (Ask(("11. Địa chỉ trả thẻ", "Địa chỉ nhận thẻ"), "dia_chi_tra_the", one.address, one.address),), False
            ),
        ),
        place=one.commune.partition(" ")[2].title(),
        day=day,
        signer=other.name if child else one.name,
        capacity=("NGƯỜI ĐỀ NGHỊ", "Người đề nghị", "NGƯỜI LÀM ĐƠN"),
    )


def _person(one: Somebody | None, prefix: str, number: tuple[str, ...]) -> tuple[Line, ...]:
    def ask(labels: tuple[str, ...], name: str, value: str, written: str, boxes: int = 0) -> Ask:
        return Ask(labels, prefix + name if written else "", value, written, boxes)

    name, born, sex, pin = (one.name, one.born, one.sex, one.number) if one else ("", None, "", "")
    written = day_first(born) if born else ""
    return (
        Line((ask(("Họ, chữ đệm và tên", "Họ và tên", "Họ, chữ đệm, tên"), "ho_ten", name, name.upper()),)),
        Line(
            (
                ask(("Ngày, tháng, năm sinh", "Ngày sinh"), "ngay_sinh", born.isoformat() if born else "", written),
                ask(("Giới tính",), "gioi_tinh", sex, sex),
            )
        ),
        Line((ask(number, "so_dinh_danh", pin, pin, 12),)),
    )
