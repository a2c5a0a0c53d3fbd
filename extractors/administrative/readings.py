"""The readings of an official paper, from its layout and the phrases of its lines."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rapidfuzz import fuzz

from extractors.administrative.agency import borne_out, parse_agency_line
from extractors.administrative.excerpt import excerpt_of, title_row
from extractors.administrative.excerpt_words import parse_excerpt
from extractors.administrative.halves import DEEPEST, halves_of
from extractors.administrative.head import Head, head_of
from extractors.administrative.signer import signer_of, without_rank
from extractors.administrative.subject import Subject, subject_of
from extractors.evidence import printed, surer, with_finding
from extractors.findings import Finding
from extractors.folded import fold, plain
from extractors.geometry.layout import Row, Token, text_of
from extractors.language import Phrase
from extractors.reading import FieldReading, PartialDate, Problem
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.document_signs import parse_number_and_sign
from extractors.values.names import parse_name
from extractors.values.parsed import Answer, Parse
from extractors.values.personal_id import id_structure, parse_any_id

_ARTICLE = re.compile(r"d[ij1l][eeo]u (\d|l|i)\b")
_NO_DAY = re.compile(r"ngay\W*thang\W*nam\W*(?:20\d\d|20)?\W*$")
_STRAY = re.compile(r"(?:ngay|thang)\W*(?:\d*[^\s\d.,:]+\d*)\W*(?:thang|nam)")  # a sign in place of a digit: "3†", "T1"
_ONE_DIGIT = 0.85  # of its height: the most that one digit is wide
_DOUBT = 0.6  # factor on the confidence of readings that contradict each other


def titled_readings(kind: str, rows: tuple[Row, ...], phrases: tuple[Phrase, ...]) -> tuple[FieldReading, ...]:
    """The readings of a paper with a name of kind ("quyet dinh") over its excerpt."""
    title = title_row(rows, kind)
    end = title if title > 0 else min(DEEPEST, len(rows))
    head = head_of(halves_of(rows, end))
    about = list(excerpt_of(rows, title)) if title >= 0 else []
    found = _head_readings(rows, phrases, head, about)
    article = first_article(rows, max(0, title))
    subject = subject_of(rows, phrases, range(title, article.start), article)
    found = [_named_alike(one, subject) if one.field == "trich_yeu" else one for one in found]
    return (*found, *_signer(rows), *_subject(rows, subject))


def letter_readings(rows: tuple[Row, ...], phrases: tuple[Phrase, ...]) -> tuple[FieldReading, ...]:
    """The readings of a letter, whose excerpt stands under its number."""
    head = head_of(halves_of(rows, letter_head(rows)))
    return (*_head_readings(rows, phrases, head, list(head.about)), *_signer(rows))


def parse_issue_day(text: str) -> Answer:
    """The day of the line "..., ngày 05 tháng 3 năm 2025"; BLANK when day and month were left to be written in."""
    bare = plain(text).lower()
    if _NO_DAY.match(bare):
        return Problem.BLANK
    return Problem.UNREADABLE if _STRAY.search(bare) else parse_date(text)


def letter_head(rows: tuple[Row, ...]) -> int:
    """Index of the row with "Kính gửi", below which a letter's head ends; a usual depth when it is not found."""
    for index, row in enumerate(rows[: 2 * DEEPEST]):
        words = row.folded.split()
        if any(fuzz.ratio("kinh gui", " ".join(pair)) >= 86 for pair in pairwise(words)):
            return max(1, index)
    return min(DEEPEST, len(rows))


def first_article(rows: tuple[Row, ...], title: int) -> range:
    """The rows of Điều 1; all below the title when no article was recognised."""
    starts = [index for index in range(title, len(rows)) if _ARTICLE.match(rows[index].folded)]
    if not starts:
        return range(title, len(rows))
    return range(starts[0], starts[1] if len(starts) > 1 else len(rows))


def _head_readings(
    rows: tuple[Row, ...], phrases: tuple[Phrase, ...], head: Head, about: list[Token]
) -> list[FieldReading]:
    parts: list[tuple[str, Parse, Sequence[Token]]] = [
        ("so_ky_hieu", parse_number_and_sign, head.number),
        ("trich_yeu", parse_excerpt, about),
        ("ngay_ban_hanh", parse_issue_day, head.day),
        ("co_quan", parse_agency_line, head.agency),
    ]
    found = [_read(name, parse, list(tokens), rows) for name, parse, tokens in parts if tokens]
    found = [_whole_day(one, head.day) if one.field == "ngay_ban_hanh" else one for one in found]
    return [borne_out(one, phrases, 4) if one.field == "co_quan" else one for one in found]


def _whole_day(day: FieldReading, tokens: Sequence[Token]) -> FieldReading:
    """A day or month of one digit that takes the room of two: a digit may be lost, so it is doubted."""
    for token in tokens:
        if len(token.text) == 1 and token.text.isdigit() and token.box.width > _ONE_DIGIT * token.box.height:
            return with_finding(day, Finding.LOW_CONFIDENCE, 0.5)
    return day


def _read(name: str, parse: Parse, tokens: list[Token], rows: tuple[Row, ...]) -> FieldReading:
    return printed(name, parse(text_of(tokens)), tokens, _page_of(rows, tokens))


def _page_of(rows: tuple[Row, ...], tokens: list[Token]) -> int:
    return next(row.page for row in rows if tokens[0] in row.tokens)


def _signer(rows: tuple[Row, ...]) -> list[FieldReading]:
    signature = signer_of(rows)
    if signature is None:
        return []
    tokens = without_rank(signature.name)
    reading = printed("nguoi_ky", parse_name(text_of(tokens)), tokens, _page_of(rows, tokens))
    return [with_finding(reading, Finding.LOW_CONFIDENCE, 0.5) if signature.doubtful else reading]


def _subject(rows: tuple[Row, ...], subject: Subject) -> list[FieldReading]:
    """The person's name and number, with what their places say about each other."""
    found = []
    if subject.name:
        name = _read("ho_ten", parse_name, list(subject.name.tokens), rows)
        if subject.several:
            name = with_finding(name, Finding.SEVERAL_VALUES, _DOUBT)
        elif subject.repeated and name.value is not None:
            name = surer(name, Finding.WITNESSES_AGREE)
        found.append(name)
    if subject.number:
        number = _read("so_dinh_danh", parse_any_id, list(subject.number.tokens), rows)
        if subject.several_numbers or subject.several:
            number = with_finding(number, Finding.SEVERAL_VALUES, _DOUBT)
        found.append(_against_birth(number, subject.born))
    return found


def _named_alike(about: FieldReading, subject: Subject) -> FieldReading:
    """The excerpt, the person in it spelled as the paper spells the name most often, where marks only differ."""
    if subject.name is None or not subject.repeated or not isinstance(about.value, str):
        return about
    name, words = subject.name.text.split(), about.value.split(" ")
    for at in range(len(words) - len(name) + 1):
        here = words[at : at + len(name)]
        if fold(" ".join(here)) == fold(subject.name.text) and here[-1].rstrip(",.;") == here[-1]:
            if here == name or about.value.isupper() or subject.name.text.isupper():
                return about
            value = " ".join([*words[:at], *name, *words[at + len(name) :]])
            return with_finding(replace(about, value=value), Finding.SPELLING_FROM_PAPER)
    return about


def _against_birth(number: FieldReading, born: Phrase | None) -> FieldReading:
    """The number, held against the birth date beside it (NĐ 137/2015/NĐ-CP Đ13)."""
    if born is None or not isinstance(number.value, str) or len(number.value) != 12:
        return number
    parsed = parse_birth_date(born.text)
    value = getattr(parsed, "value", None)
    if not isinstance(value, date | PartialDate):
        return number
    if id_structure(number.value).birth_year == value.year:
        return surer(number, Finding.WITNESSES_AGREE)
    return with_finding(number, Finding.ID_BIRTH_YEAR_DIFFERS, _DOUBT)
