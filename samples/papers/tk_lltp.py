"""Tờ khai yêu cầu cấp phiếu lý lịch tư pháp (Mẫu 03/2013/TT-LLTP, sửa đổi bởi Thông tư 16/2013/TT-BTP)."""

from datetime import date, timedelta
from random import Random

from samples.names import FEMALE, MALE
from samples.papers.blank_form import Ask, Filled, Grid, Head, Line, Say, Ticks
from samples.papers.blanks import Cell, day_first
from samples.papers.somebody import Somebody, somebody

FORM = "tk_lltp"
_AIMS = (
    "Xin việc làm",
    "Bổ sung hồ sơ xin việc",
    "Làm thủ tục du học",
    "Xin cấp chứng chỉ hành nghề",
    "Kết hôn với người nước ngoài",
)
_JOBS = ("Học sinh", "Sinh viên", "Công nhân may", "Kế toán", "Lái xe", "Làm ruộng", "Giáo viên")


def paper(dice: Random) -> Filled:
    """A request in one of three wordings."""
    day = date(2014, 2, 1) + timedelta(days=dice.randint(0, 4500))
    one = somebody(dice, day, 1970, 2004)
    house = one.name.split()[0]
    father = somebody(dice, day, one.born.year - 38, one.born.year - 22, house, MALE)
    mother = somebody(dice, day, one.born.year - 36, one.born.year - 21, "", FEMALE)
    spouse = (
        somebody(dice, day, one.born.year - 5, one.born.year + 3, "", FEMALE if one.sex == MALE else MALE)
        if dice.random() < 0.6
        else None
    )
    old = day < date(2021, 1, 1) and dice.random() < 0.5
    number = one.old_number if old else one.number
    aim, issuer = dice.choice(_AIMS), "Công an " + one.province if old else "Cục Cảnh sát QLHC về TTXH"
    new = dice.random() < 0.4
    copies = f"{dice.randint(1, 3):02d}"
    return Filled(
        form=FORM,
        titles=(
            "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP",
            "TỜ KHAI\nYÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP",
        ),
        codes=("Mẫu số 03/2013/TT-LLTP",) if dice.random() < 0.7 else (),
        addressed=f"Sở Tư pháp {one.province}" if day < date(2025, 3, 1) else f"Công an {one.province}",
        parts=(
            Line(
                (
                    Ask(
                        ("Tên tôi là", "Họ và tên", "Tên tôi là (ghi bằng chữ in hoa)"),
                        "ho_ten",
                        one.name,
                        one.name.upper(),
                    ),
                )
            ),
            Line(
                (
                    Ask(
                        ("Tên gọi khác (nếu có)", "Tên gọi khác"),
                    ),
                    Ask(("Giới tính",), "gioi_tinh", one.sex, one.sex),
                )
            ),
            Line(
                (
                    Ask(
                        ("Ngày, tháng, năm sinh", "Ngày tháng năm sinh"),
                        "ngay_sinh",
                        one.born.isoformat(),
                        day_first(one.born),
                    ),
                )
            ),
            Line((Ask(("Nơi sinh", "Nơi sinh (tỉnh/thành phố)"), "noi_sinh", one.origin, one.origin),)),
            Line(
                (
                    Ask(("Quốc tịch",), "quoc_tich", "Việt Nam", "Việt Nam"),
                    Ask(("Dân tộc",), "dan_toc", one.ethnicity, one.ethnicity),
                )
            ),
            Line((Ask(("Nơi thường trú",), "noi_thuong_tru", one.address, one.address),)),
            Line(
                (
                    Ask(
                        ("Nơi tạm trú",),
                    ),
                )
            ),
            Line(
                (
                    Ask(
                        (
                            "Số định danh cá nhân/Căn cước công dân",
                            "Giấy CMND/Hộ chiếu số",
                            "Giấy CMND/Thẻ CCCD/Hộ chiếu số",
                        )[new:]
                        if not new
                        else ("Số định danh cá nhân", "CCCD/Hộ chiếu số"),
                        "so_giay_to",
                        number,
                        number,
                    ),
                )
            ),
            Line(
                (
                    Ask(
                        ("Cấp ngày", "cấp ngày", "Ngày cấp"), "ngay_cap", one.issued.isoformat(), day_first(one.issued)
                    ),
                    Ask(("Tại", "tại", "Nơi cấp") if not new else ("Nơi cấp",), "noi_cap", issuer, issuer),
                ),
                False,
            ),
            Line(
                (
                    Ask(
                        ("Số điện thoại/e-mail", "Số điện thoại", "Điện thoại liên hệ"),
                        "dien_thoai",
                        one.phone,
                        one.phone,
                    ),
                )
            ),
            Head(("PHẦN KHAI VỀ CHA, MẸ, VỢ/CHỒNG", "Phần khai về cha, mẹ và vợ hoặc chồng"))
            if dice.random() < 0.5
            else Say(""),
            *_relative(father, ("Họ và tên cha", "Họ tên cha", "Họ, chữ đệm, tên cha"), "cha"),
            *_relative(mother, ("Họ và tên mẹ", "Họ tên mẹ", "Họ, chữ đệm, tên mẹ"), "me"),
            *_relative(spouse, ("Họ và tên vợ/chồng", "Họ tên vợ/chồng", "Họ và tên vợ (chồng)"), "vo_chong"),
            Head(("QUÁ TRÌNH CƯ TRÚ CỦA BẢN THÂN", "Quá trình cư trú của bản thân (tính từ khi đủ 14 tuổi)")),
            _stays(one, day, dice),
            Say("Phần khai về án tích, nội dung bị cấm đảm nhiệm chức vụ, thành lập doanh nghiệp (nếu có): không"),
            Ticks("Yêu cầu cấp Phiếu lý lịch tư pháp", ("Số 1", "Số 2"), dice.randrange(2), "loai_phieu", 2),
            Ticks("Yêu cầu xác nhận về nội dung cấm đảm nhiệm chức vụ", ("Có", "Không"), dice.randrange(2), "", 2),
            Line(
                (
                    Ask(
                        ("Mục đích yêu cầu cấp Phiếu lý lịch tư pháp", "Mục đích yêu cầu cấp Phiếu"),
                        "muc_dich",
                        aim,
                        aim,
                    ),
                ),
                False,
            ),
            Line(
                (
                    Ask(
                        ("Số lượng Phiếu lý lịch tư pháp yêu cầu cấp", "Số lượng phiếu yêu cầu cấp"),
                        "so_luong",
                        str(int(copies)),
                        copies,
                        tail="Phiếu",
                    ),
                ),
                False,
            ),
            Say("Tôi xin cam đoan những lời khai trên là đúng sự thật và chịu trách nhiệm trước pháp luật."),
        ),
        place=one.province.partition(" ")[2],
        day=day,
        signer=one.name,
        capacity=("NGƯỜI KHAI", "Người khai", "NGƯỜI YÊU CẦU"),
    )


def _relative(one: Somebody | None, labels: tuple[str, ...], who: str) -> tuple[Line, ...]:
    name, born = (one.name, one.born) if one else ("", None)
    return (
        Line(
            (
                Ask(labels, f"ho_ten_{who}" if one else "", name, name),
                Ask(
                    ("Ngày, tháng, năm sinh", "ngày, tháng, năm sinh", "Ngày sinh"),
                    f"ngay_sinh_{who}" if born else "",
                    born.isoformat() if born else "",
                    day_first(born) if born else "",
                ),
            )
        ),
    )


def _stays(one: Somebody, day: date, dice: Random) -> Grid:
    """Where the person lived since the age of 14, in two or three stretches."""
    years = sorted(
        {one.born.year + 14, *(dice.randint(one.born.year + 15, max(one.born.year + 16, day.year)) for _ in range(2))}
    )
    rows: list[tuple[Cell, ...]] = []
    for number, year in enumerate(years, 1):
        until = f"{dice.randint(1, 12):02d}/{years[number]}" if number < len(years) else "nay"
        span, job = f"{dice.randint(1, 12):02d}/{year} - {until}", dice.choice(_JOBS)
        where = ", ".join(one.address.split(", ")[1:])
        of = f"cu_tru_{number}_"
        rows.append(((of + "thoi_gian", span, span), (of + "noi_o", where, where), (of + "nghe_nghiep", job, job)))
    head = ("Từ tháng, năm đến\ntháng, năm", "Nơi thường trú/\nTạm trú", "Nghề nghiệp,\nnơi làm việc")
    return Grid((38, 90, 40), head, tuple(rows))
