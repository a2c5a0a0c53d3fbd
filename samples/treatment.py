"""How a dossier came into the machine: which dpi, which damages, in the order in which they befall a page."""

from enum import Enum
from random import Random

from samples import damage
from samples.damage import Damage


class Treatment(Enum):
    """A way of scanning, from the kindest; the value says what it is."""

    CLEAN = "a good scanner, colour, 200 dpi"
    OFFICE = "the counter's scanner: grey, a little crooked and grainy, 300 or 200 dpi"
    COPY = "a photocopy scanned in black and white, 300 dpi"
    BAD = "crooked, faint, grainy and soft, 200 dpi"
    TELEPHONE = "photographed with a telephone"


def dpi(treatment: Treatment, dice: Random) -> int:
    if treatment is Treatment.COPY:
        return 300
    return dice.choice((200, 300)) if treatment is Treatment.OFFICE else 200


def damages(treatment: Treatment, dice: Random) -> tuple[Damage, ...]:
    """What befalls one page; dice move the strength."""
    if treatment is Treatment.CLEAN:
        return ()
    if treatment is Treatment.OFFICE:
        return (damage.grey, damage.skew(dice.uniform(0.3, 0.9)), damage.noise(dice.uniform(2, 5)))
    if treatment is Treatment.COPY:
        return (damage.grey, damage.specks(60), damage.skew(dice.uniform(0.3, 1.0)), damage.noise(8), damage.photocopy)
    if treatment is Treatment.BAD:
        return (
            damage.faint(dice.uniform(0.15, 0.35)),
            damage.skew(dice.uniform(1.2, 2.4)),
            damage.shadow,
            damage.blur(dice.uniform(0.4, 0.8)),
            damage.specks(40),
            damage.noise(dice.uniform(7, 11)),
        )
    return (damage.shadow, damage.telephone(dice.uniform(0.02, 0.06)), damage.blur(0.7), damage.noise(6))
