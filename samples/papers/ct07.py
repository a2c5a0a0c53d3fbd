"""CT07, xác nhận thông tin về cư trú (Thông tư 56/2021, 66/2023, 53/2025/TT-BCA): what the commune's police confirm."""

from datetime import date, timedelta
from random import Random

from samples.papers.blank_form import Ask, Filled, Grid, Head, Line, Say
from samples.papers.blanks import Cell, day_first
from samples.papers.somebody import somebody

FORM = "ct07"
_EDITIONS = (
    (date(2021, 7, 1), "56/2021/TT-BCA", "15/5/2021"),
    (date(2024, 1, 1), "66/2023/TT-BCA", "17/11/2023"),
    (date(2025, 7, 1), "53/2025/TT-BCA", "01/7/2025"),
)
_CONFIRMS = "Công an xã xác nhận thông tin về cư trú của Ông/Bà có tên tại mục I như sau:"
_OTHERS = "Thông tin các thành viên khác trong hộ gia đình:"
_RELATIONS = ("Vợ", "Con", "Mẹ", "Cháu", "Em", "Chồng", "Bố")


def paper(dice: Random) -> Filled:
    """A confirmation in the printing of one of the three circulars."""
    first, law, issued = dice.choice(_EDITIONS)
    day = first + timedelta(days=dice.randint(1, 300))
    one, head, chief = (somebody(dice, day, 1950, 2004) for _ in range(3))
    members = [somebody(dice, day, 1950, 2022) for _ in range(dice.randint(1, 4))]
    unit = one.commune.split(", ")[0]
    number = f"{dice.randint(10, 2400)}/XN"
    rows: list[tuple[Cell, ...]] = []
    for at, member in enumerate(members, 1):
        of, born = f"thanh_vien_{at}_", member.born
        relation = dice.choice(_RELATIONS)
        rows.append(
            (
                ("", "", str(at)),
                (of + "ho_ten", member.name, member.name),
                (of + "ngay_sinh", born.isoformat(), day_first(born)),
                (of + "gioi_tinh", member.sex, member.sex),
                (of + "so_dinh_danh", member.number, member.number),
                (of + "quan_he", relation, relation),
            )
        )
    titles = (
        "TT",
        "Họ, chữ đệm\nvà tên",
        "Ngày, tháng,\nnăm sinh",
        "Giới\ntính",
        "Số định danh\ncá nhân",
        "Quan hệ với\nchủ hộ",
    )
    until = day + timedelta(days=365)
    return Filled(
        form=FORM,
        titles=("XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ", "GIẤY XÁC NHẬN\nTHÔNG TIN VỀ CƯ TRÚ"),
        codes=(f"Mẫu CT07 ban hành kèm theo Thông tư số {law}", f"ngày {issued}"),
        addressed="",
        agency=(f"CÔNG AN {one.province.upper()}", f"CÔNG AN {unit.upper()}"),
        number=Ask(("Số",), "so", number, number),
        parts=(
            Say(f"Theo đề nghị của Ông/Bà: {one.name}. {_CONFIRMS}"),
            Head(("I. THÔNG TIN VỀ NGƯỜI ĐỀ NGHỊ", "I. Thông tin của người đề nghị:")),
            Line((Ask(("Họ, chữ đệm và tên", "Họ và tên"), "ho_ten", one.name, one.name.upper()),)),
            Line(
                (
                    Ask(("Ngày, tháng, năm sinh",), "ngay_sinh", one.born.isoformat(), day_first(one.born)),
                    Ask(("Giới tính",), "gioi_tinh", one.sex, one.sex),
                )
            ),
            Line(
                (
                    Ask(
                        ("Số định danh cá nhân/CMND", "Số định danh cá nhân"),
                        "so_dinh_danh",
                        one.number,
                        one.number,
                        12,
                    ),
                )
            ),
            Line(
                (
                    Ask(("Dân tộc",), "dan_toc", one.ethnicity, one.ethnicity),
                    Ask(("Tôn giáo",), "ton_giao", one.religion, one.religion),
                    Ask(("Quốc tịch",), "quoc_tich", "Việt Nam", "Việt Nam"),
                )
            ),
            Line((Ask(("Quê quán",), "que_quan", one.origin, one.origin),)),
            Line((Ask(("Nơi thường trú",), "noi_thuong_tru", one.address, one.address),)),
            Line((Ask(("Nơi tạm trú",)),)),
            Line((Ask(("Nơi ở hiện tại",), "noi_o_hien_tai", one.address, one.address),)),
            Line((Ask(("Họ, chữ đệm và tên chủ hộ",), "chu_ho", head.name, head.name),)),
            Line(
                (
                    Ask(
                        ("Quan hệ với chủ hộ", "Mối quan hệ với chủ hộ"), "quan_he_chu_ho", rows[0][5][1], rows[0][5][1]
                    ),
                    Ask(("Số định danh cá nhân của chủ hộ",), "so_dinh_danh_chu_ho", head.number, head.number),
                )
            ),
            Head((_OTHERS, f"II. {_OTHERS}")),
            Grid((9, 52, 27, 14, 37, 31), titles, tuple(rows)),
            Say(f"Xác nhận này có giá trị đến hết ngày {until.day:02d} tháng {until.month:02d} năm {until.year}./."),
        ),
        place=unit.partition(" ")[2],
        day=day,
        day_field="ngay_cap_giay",
        day_above=True,
        signer=chief.name,
        signer_field="nguoi_ky",
        capacity=("TRƯỞNG CÔNG AN", "PHÓ TRƯỞNG CÔNG AN", "THỦ TRƯỞNG ĐƠN VỊ"),
        stamp=("CÔNG AN XÃ", "BỘ CÔNG AN"),
    )
