"""The verdict at the counter: may this scan stay, or must it be made again while the citizen is here."""
