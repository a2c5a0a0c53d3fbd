"""Whether somebody may be asked about: licensed procedures and officers with the right, as data."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

NOT_LICENSED, NO_RIGHT = "004", "005"
_NOT_LICENSED = "Thủ tục hành chính chưa được cấp phép khai thác Cơ sở dữ liệu quốc gia về dân cư."
_NO_RIGHT = "Tài khoản cán bộ không có quyền khai thác."
_NO_NUMBER = "Tài khoản cán bộ chưa có số định danh của cán bộ, không được khai thác."
_PROCEDURE = re.compile(r"\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?")  # "1.001193" or "1.001193.000.00.00.H56"


class Asking(BaseModel):
    """The part that every question in JSON carries: who asks, for which procedure."""

    model_config = ConfigDict(extra="forbid")

    MaYeuCau: str = Field(min_length=1, max_length=64)  # unique request id of the caller
    MaDVC: str = Field(max_length=40)  # procedure
    MaCanBo: str = Field(max_length=64)  # the officer's account
    MaDonVi: str = Field(default="", max_length=64)  # the office


def refusal(procedure: str, officer: str) -> tuple[str, str] | None:
    """The error code and its sentence with which an asking is refused; None when it is allowed."""
    licences = _licences()
    if not _PROCEDURE.fullmatch(procedure) or procedure[:8] in licences["procedures_not_licensed"]:
        return NOT_LICENSED, _NOT_LICENSED
    if not officer.strip() or officer in licences["officers_without_right"]:
        return NO_RIGHT, _NO_RIGHT
    if officer in licences["officers_without_number"]:
        return NO_RIGHT, _NO_NUMBER
    return None


@cache
def _licences() -> dict[str, list[str]]:
    return tomllib.loads(files("registers").joinpath("data", "licences.toml").read_text("utf-8"))
