"""Every word of the screen stands in the catalogue, in both languages, and nothing stands there for nobody."""

import re
from pathlib import Path

import pytest
import review_makers as make
from texts_used import ROOT, bare_words, used

from review.menu import ENTRIES
from review.problems import Kind
from review.station import Station
from review.texts import FOLDER, Locale, catalogue, locale_of, words
from storage.staff.posts import StaffRole
from storage.staff.sessions import Ending

TEXTS, USED = catalogue(), used()
PAPERS = {"receipt.html"}  # of the office, for the citizen: in Vietnamese whatever the screen's language is
PAGES = sorted(page for page in (ROOT / "templates").rglob("*.html") if page.name not in PAPERS)
VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)


def test_every_text_is_there_in_both_languages() -> None:
    languages = {locale.value for locale in Locale}
    assert {key: sorted(told) for key, told in TEXTS.items() if set(told) != languages or not all(told.values())} == {}


def test_both_languages_are_filled_in_with_the_same() -> None:
    holes = {key: [set(re.findall(r"\{(\w+)\}", text)) for text in told.values()] for key, told in TEXTS.items()}
    assert {key for key, found in holes.items() if found[0] != found[1]} == set()


def test_english_is_english() -> None:
    """But for the button that leads to the other language, and for figures and names."""
    mixed = {key for key, told in TEXTS.items() if VIETNAMESE.search(re.sub(r"“[^”]*”|\"[^\"]*\"", "", told["en"]))}
    assert mixed - {"app.other-language"} == set()


def test_nothing_is_asked_for_that_is_not_there() -> None:
    assert USED.asked - TEXTS.keys() == set()
    parts = {key.split(".")[0] for key in TEXTS} - {"js"}  # a script begins names of other things so, too
    ours = {start for start in USED.families if start.split(".")[0] in parts}
    assert {start for start in ours if not any(key.startswith(start) for key in TEXTS)} == set()


def test_nothing_stands_there_for_nobody() -> None:
    known = USED.asked | USED.named
    assert {key for key in TEXTS if key not in known and not key.startswith(tuple(USED.families))} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_has_words_of_its_own(page: Path) -> None:
    assert bare_words(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "key",
    [
        *(f"problem.{kind.key}.{part}" for kind in Kind for part in ("title", "remedy")),
        *(f"login.ended.{ending.name.lower()}" for ending in Ending if ending is not Ending.UNKNOWN),
        *(f"role.{role.name.lower()}" for role in StaffRole),
        *(f"menu.{entry.key}" for entry in ENTRIES if entry.key != "account"),
    ],
)
def test_each_closed_word_has_its_text(key: str) -> None:
    assert key in TEXTS


def test_no_file_of_texts_is_too_long() -> None:
    lines = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in FOLDER.glob("*.toml")}
    assert {name for name, count in lines.items() if count > 300} == set()


def test_scripts_get_their_own_texts_and_no_others() -> None:
    told = words(Locale.VI).for_scripts.decode()
    assert '"js.session.ended"' in told
    assert "problem." not in told


@pytest.mark.parametrize(("cookie", "locale"), [("en", "EN"), ("vi", "VI"), ("fr", "VI"), (None, "VI")])
def test_the_screen_is_vietnamese_where_nothing_else_is_told(cookie: str | None, locale: str) -> None:
    assert locale_of(cookie) is Locale[locale]


@pytest.mark.contract
def test_one_switches_language_and_light_and_stays_on_the_page(station: Station) -> None:
    one = make.logged_in(station)
    for told, shown in (({"locale": "en"}, '<html lang="en"'), ({"theme": "dark"}, 'lang="en" data-theme="dark"')):
        sent = one.http.post("/look", data={**told, "to": "/account"}, headers=make.SAME_ORIGIN, follow_redirects=False)
        assert sent.headers["location"] == "/account"
        assert shown in one.look("/account").text
    assert "My account" in one.look("/account").text
    assert one.http.get("/nowhere", headers={"Accept": "application/json"}).json()["title"] == "There is no such page."
