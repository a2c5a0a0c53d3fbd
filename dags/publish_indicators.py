"""The indicators of QĐ 766/QĐ-TTg for a period, as a page, tables and JSON in a folder. Nothing travels but its path.

**When a task fails.** The warehouse or the folder cannot be reached; it is tried again by itself and may be cleared and
run again by hand at any time: each file is replaced whole or stays as it was, and nothing of a dossier is changed. A
fact that nobody told fails nothing: the page says of how many dossiers it is missing.
"""

from datetime import timedelta

from airflow.sdk import Param, dag, task


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["hoso"],
    default_args={"retries": 2, "retry_delay": timedelta(seconds=5), "retry_exponential_backoff": True},
    params={
        "out": Param(type="string", minLength=1, title="Thư mục", description="Nơi ghi trang, bảng và JSON"),
        "first": Param("", type="string", title="Từ ngày", description="yyyy-mm-dd; để trống: từ đầu"),
        "last": Param("", type="string", title="Đến ngày", description="yyyy-mm-dd; để trống: đến nay"),
        "office": Param("", type="string", title="Nơi tiếp nhận", description="Để trống: tất cả"),
    },
)
def publish_indicators():
    """count and publish"""

    @task(execution_timeout=timedelta(hours=1))
    def publish(out: str, first: str, last: str, office: str) -> str:
        """What the warehouse knows of the period's dossiers -> the published files."""
        from datetime import UTC, date, datetime
        from pathlib import Path

        import pipeline
        from reuse.office_day import Period
        from reuse.publishing import publish

        period = Period(*(date.fromisoformat(day) if day else None for day in (first, last)))
        with pipeline.open_system() as system:
            publish(system.warehouse, Path(out), period, office, datetime.now(UTC))
        return out

    publish(**{name: f"{{{{ params.{name} }}}}" for name in ("out", "first", "last", "office")})


publish_indicators()
