"""What an answer saves, in fields: by it the queue is ordered within a day (docs/decisions/0026).

A question that holds up a whole dossier, because nobody knows yet whose it is or because a file must be looked at, is
worth all fields of it. One about a field is worth that field and its share of a dossier that is done: of two, the
one that alone keeps its dossier waiting comes first. What only measures holds up nothing, and comes last.
"""

DONE = 10.0  # fields: what it is worth that a dossier waits for nobody any more
PAPER = 8  # fields of a paper of which nobody knows what it is; the middle of the forms that are read
SAMPLED = 0.5  # fields: of a check of what is loaded already
LIKE_OTHERS = 4  # questions of an imagined dossier: a seeded question must not be told by its place in the queue


def of_whole(fields: int, together: int) -> float:
    """Of one of `together` questions that hold up all `fields` of a dossier, which has at least a paper's."""
    return (max(fields, PAPER) + DONE) / max(together, 1)


def of_paper(questions: int) -> float:
    """Of what a paper is, in a dossier with this many questions."""
    return PAPER + DONE / max(questions, 1)


def of_field(questions: int) -> float:
    """Of one field of a dossier with this many questions, this one counted."""
    return 1 + DONE / max(questions, 1)
