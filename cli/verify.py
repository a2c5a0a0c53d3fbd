"""`hoso verify`: is this what the reuse service signed? Nothing but files is needed."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from api.verifying import Judgement

MOST_BYTES = 64 << 20
_MOST_SIGNATURE = 1 << 16
_MANIFEST = "manifest.json"
_NOTHING_KNOWN = 2


def verify(
    file: Annotated[
        Path, typer.Argument(help="an answer (JSON, or compact JWS), or manifest.json of an export or its folder")
    ],
    signature: Annotated[
        Path | None,
        typer.Option(help="the signature, or the answer's header lines; nothing: the same name with .jws"),
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(help="keys saved before from a place you trust; nothing: answer-keys.json of this state"),
    ] = None,
) -> None:
    """Tell whether an answer or export is as it was signed, offline. Exit status 0: it is; 1: it is not; 2: unknown."""
    from api.verifying import Verdict, is_compact, judge, signature_in

    if file.is_dir():
        file = file / _MANIFEST
    content = _bytes(file, MOST_BYTES)
    known = _keys(keys)
    beside = None if is_compact(content) else signature or file.with_suffix(".jws")
    text = None if beside is None else signature_in(_bytes(beside, _MOST_SIGNATURE).decode("utf-8", "replace"))
    judged = judge(content, text, known, datetime.now(UTC))
    verdict, wrong = judged.verdict, tuple[str, ...]()
    if judged.is_manifest and verdict is Verdict.VALID:
        from api.export_parts import wrong_parts

        wrong = wrong_parts(judged.claims, file.parent)
        verdict = Verdict.PARTS_WRONG if wrong else verdict
    typer.echo(verdict.value)
    for line in (judged.detail, *_told(judged), *wrong):
        if line:
            typer.echo(f"  {line}")
    raise typer.Exit(verdict.status)


def _told(judged: "Judgement") -> list[str]:
    """Who, when, for whom, why: only of what was signed indeed."""
    told = [f"Khóa: {_shown(judged.kid)}"] if judged.kid else []
    claims, at = judged.claims, judged.signed_at
    if not claims or at is None:
        return told
    from storage.vietnam_time import VIETNAM

    what = "Bản kê của một lần xuất dữ liệu" if judged.is_manifest else "Câu trả lời của dịch vụ tái sử dụng"
    purpose = claims["purpose"]
    names = {"procedure": "thủ tục", "dossier": "hồ sơ", "basis": "căn cứ"}
    why = [f"{said} {_shown(purpose[name])}" for name, said in names.items() if purpose.get(name)]
    told = [
        f"{what}, mã {_shown(claims['jti'])}",
        f"Nơi ký: {_shown(claims['iss'])}",
        f"Ký lúc: {at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} (giờ Việt Nam)",
        f"Cấp cho: {_shown(claims['aud'])}",
        f"Mục đích: {', '.join(why) or 'không nêu'}",
        *told,
    ]
    return [*told, *_of_export(claims)] if judged.is_manifest else told


def _of_export(claims: Mapping[str, Any]) -> list[str]:
    counts = claims.get("counts")
    if not isinstance(counts, dict):
        return []
    return [f"Gồm: {_shown(counts.get('records'))} bản ghi, {_shown(counts.get('fields'))} giá trị"]


def _keys(file: Path | None) -> Mapping[str, Any]:
    from api.jose import Malformed
    from api.jwks import read_key_set

    if file is None:
        from settings import read_settings

        file = read_settings().state / "answer-keys.json"
        if not file.is_file():
            _end(
                "Chưa có tệp khóa. Lấy /.well-known/jwks-history.json của dịch vụ (hoặc chạy: hoso signing keys --out "
                "TỆP ở máy chủ), chép qua đường tin cậy, rồi thêm: --keys TỆP"
            )
    try:
        return read_key_set(_bytes(file, MOST_BYTES))
    except Malformed as error:
        _end(f"Không dùng được tệp khóa: {error}.")


def _bytes(file: Path, most: int) -> bytes:
    """Ends the command for a file that is not there or too large."""
    try:
        with file.open("rb") as opened:
            content = opened.read(most + 1)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        _end(f"{_shown(file.name)}: {'không có tệp này' if missing else 'không đọc được'}.")
    if len(content) > most:
        _end(f"{_shown(file.name)}: lớn hơn mức kiểm được ({most} byte).")
    return content


def _end(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(_NOTHING_KNOWN)


def _shown(said: object) -> str:
    """What a file says, safe for a terminal: no control signs, no more than a line."""
    text = str(said)[:120]
    return "".join("\ufffd" if unicodedata.category(sign)[0] == "C" else sign for sign in text)
