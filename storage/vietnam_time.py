"""The day as the country counts it: by its own clock, not by that of Greenwich or of this machine."""

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # one zone, no summer time since 1975


def day_of(moment: datetime) -> date:
    """The day in Vietnam."""
    return moment.astimezone(VIETNAM).date()


def today() -> date:
    """In Vietnam, by this machine's clock; for the edge only: what thinks is told the day."""
    return day_of(datetime.now(UTC))
