"""Case tables as a clerk reads them: a header line, then a case a line, cells parted by "|"."""


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells of each case, stripped; "∅" stands for an empty text."""
    lines = [line for line in table.strip().splitlines() if line.strip()][1:]
    return [tuple("" if cell.strip() == "∅" else cell.strip() for cell in line.split("|")) for line in lines]
