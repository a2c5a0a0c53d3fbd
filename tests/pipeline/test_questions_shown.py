"""What the road asks of people, as the station's screen shows it."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from made_dossiers import Made
from whole_road import walk

from pipeline import System
from review import asking
from review.crops import Cut, crop
from review.shapes import Ask, ItemOut, Shown
from review.showing.crops import MOST_BYTES
from review.showing.item import item_out
from review.texts import Locale, words
from storage.review import questions, sight

pytestmark = pytest.mark.contract
SURE = 0.9999  # of a value about which nobody is asked: next to none


@pytest.fixture
def shown(system: System, made: Made) -> dict[str, ItemOut]:
    """By id, every question of the dossiers."""
    walk(replace(system, settings=system.settings.model_copy(update={"accept_probability": SURE})), made)
    found = {}
    with system.warehouse.looking() as connection:
        for task in system.warehouse.tasks():
            item = questions.item(connection, task.id)
            found[task.id] = item_out(asking.known(connection, item, date(2026, 11, 22)), words(Locale.VI))
    return found


def test_every_question_has_its_card_with_all_that_it_rests_on(shown, system):
    count = Counter(one.ask for one in shown.values())
    assert count[Ask.FIELD.name] > 20
    for one in shown.values():
        assert one.about
        assert one.why
        if one.ask == Ask.FIELD.name:
            assert one.field
            assert one.field.title
            assert len(one.places) >= 1
            assert (one.shown is Shown.EMPTY) is (one.prefill == "")
        assert one.pages
        assert len({page.number for page in one.pages}) == len(one.pages)


def test_a_value_below_the_measure_stands_nowhere_on_the_screen(shown, system):
    held = {(task.id): task for task in system.warehouse.tasks()}
    with system.warehouse.looking() as connection:
        empty = [questions.item(connection, one) for one, told in shown.items() if told.shown is Shown.EMPTY]
    for item in empty:
        reading = item.reading
        if reading is not None and isinstance(reading.value, str) and len(reading.value) > 6:
            assert f"“{reading.value}”" not in shown[item.task_id].why
    assert held.keys() == shown.keys()


def test_the_crop_of_a_place_is_cut_from_the_original_scan(shown, system):
    with system.warehouse.looking() as connection:
        item = questions.item(connection, next(one for one, told in shown.items() if told.places))
        place = asking.places_in(connection, item)[0]
        page = sight.read_page(connection, *place.at)
    assert page
    made = crop(system.objects, Cut(*place.at, page, None, place.crop.region))
    assert made[8:12] == b"WEBP"
    assert len(made) <= MOST_BYTES
