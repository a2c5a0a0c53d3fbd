"""Questions to the mocked registers about people whom they hold and people whom they do not, as whole HTTP requests."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pyarrow.parquet as pq

from benchmarks.registers_load import Call
from matching.gateway.soap import SoapWire
from matching.gateway.wire import JsonWire, Sent

SEARCH, VERIFY, LOOK_UP = "TraCuuThongTinCongDan", "XacThucThongTinCongDan", "TraCuuThueBao"
_MIX = ((0.70, "by number"), (0.80, "by CMND"), (0.90, "nobody"), (1.0, "verdict"))  # up to which draw
_GROUPS = 8  # row groups that people are taken from
_ENVELOPE = {"MaDVC": "1.001193", "MaCanBo": "canbo.a", "MaDonVi": "H00.01"}


def population_calls(folder: Path, address: tuple[str, int], many: int, seed: int) -> list[Call]:
    """Questions as a one-stop system sends them: 7 in 10 by PIN, the others by CMND, about nobody, yes or no."""
    dice, wire = Random(seed), SoapWire()
    people = _some(folder / "population.parquet", ("cccd", "cmnd", "full_name", "dob"), dice)
    calls = []
    for number in range(many):
        pin, old, name, born = dice.choice(people)
        draw = dice.random()
        kind = next(kind for upper, kind in _MIX if draw <= upper)
        service = VERIFY if kind == "verdict" else SEARCH
        day = born.replace("-", "")
        asked: dict[str, object] = {
            "MaYeuCau": f"do.{number}", **_ENVELOPE, "MaTichHop": "003" if service == VERIFY else "037",
            **({"SoCMND": old} if kind == "by CMND" and old else {"SoDinhDanh": pin}),
            "HoVaTen": name + " Khác" if kind == "nobody" else name,
            "NgayThangNamSinh": {"NgayThangNam": day} if len(day) == 8 else {"Nam": day},
        }  # fmt: skip
        expected = {"verdict": b">true<", "nobody": b"CongdanCollection"}.get(kind, pin.encode())
        sent = wire.sent(f"http://{address[0]}:{address[1]}/{service}", service, asked)
        calls.append(Call(_request(address, service, sent), expected))
    return calls


def telco_calls(folder: Path, address: tuple[str, int], many: int, seed: int) -> list[Call]:
    """Numbers, one in ten of which no operator has."""
    dice, wire = Random(seed), JsonWire()
    lines = _some(folder / "telco.parquet", ("phone", "operator"), dice)
    calls = []
    for number in range(many):
        known = dice.random() < 0.9
        phone = dice.choice(lines)[0] if known else f"055{dice.randrange(10**7):07d}"
        asked = {"MaYeuCau": f"do.{number}", **_ENVELOPE, "SoThueBao": phone}
        sent = wire.sent("", LOOK_UP, asked)
        calls.append(Call(_request(address, LOOK_UP, sent), phone.encode() if known else b'"ThueBao"'))
    return calls


def _some(file: Path, columns: Sequence[str], dice: Random) -> list[tuple[str, ...]]:
    """Rows from several places of a file."""
    parquet = pq.ParquetFile(file)
    groups = range(parquet.metadata.num_row_groups)
    table = parquet.read_row_groups(sorted(dice.sample(groups, min(_GROUPS, len(groups)))), columns=list(columns))
    taken = table.take(sorted(dice.sample(range(len(table)), min(20_000, len(table)))))
    return list(zip(*(taken.column(name).to_pylist() for name in columns), strict=True))


def _request(address: tuple[str, int], service: str, sent: Sent) -> bytes:
    headers = {"Host": f"{address[0]}:{address[1]}", **sent.headers, "Content-Length": str(len(sent.body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /{service} HTTP/1.1\r\n{head}\r\n".encode() + sent.body
