"""The national store's questions and answers, with the very names of its own service.

The names are those that a province's one-stop system sends and reads, seen in its source; no published specification
was found, and the codes of `errorCode` are not verified. Whoever reads them finds nothing else in the body: what proves
the answer stands in the header `Hoso-Signature`.
"""

# ruff: noqa: N815
from typing import Annotated

from pydantic import Field, StringConstraints

from api.answers.asked import Asked, Name
from api.answers.words import Given

ResultCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$")]
OwnerNumber = Annotated[str, StringConstraints(pattern=r"^([0-9]{9}|[0-9]{12})$")]
OK = "0"  # unverified


class ResultAsked(Asked):
    MaKetQua: ResultCode = Field(examples=["KQ.G15.000031"])
    SoKyHieu: Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)] = ""


class StoreAsked(Asked):
    SoDinhDanhChuSoHuu: OwnerNumber = Field(examples=["099187000123"])
    HoTenNguoiYeuCau: Name
    SoDinhDanhNguoiYeuCau: OwnerNumber
    KenhThucHien: Annotated[str, StringConstraints(pattern=r"^[123]$")] = Field(
        description="1 trực tiếp, 2 trực tuyến, 3 bưu chính"
    )
    MaThuTuc: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$")] = Field(
        examples=["1.001193"]
    )
    DanhSachDanhMucKetQua: tuple[ResultAsked, ...] = Field((), max_length=50)


class FileNamed(Given):
    TenTep: str
    DuongDan: str = Field(description="dùng một thời gian ngắn, chỉ cho hệ thống đã hỏi")


class PaperFound(Given):
    MaKetQua: str
    TenGiayTo: str
    SoKyHieu: str = Field(repr=False)
    CoQuanChuQuan: str
    DanhSachTepDinhKem: tuple[FileNamed, ...]


class Found(Given):
    DanhSachGiayToKetQua: tuple[PaperFound, ...]


class StoreGiven(Given):
    errorCode: str = OK
    message: str = ""
    signature: str | None = None
    result: Found


class FileAsked(Asked):
    CoQuanChuQuan: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    DuongDan: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,900}$")]
