"""The audit, sealed once a day. Nothing travels but the number of the seal.

**When a task fails.** A place of the seals, the database or the time stamping service was away: the task is tried again
by itself and may be run again by hand at any time; a day that has its seal gets no second one unless something was
written since. `AuditBroken` in the log means that rows or seals were touched: `hoso audit verify` names them, and only
a person may seal over them.
"""

from datetime import timedelta

from airflow.sdk import dag, task


@dag(
    schedule="50 16 * * *",  # 23:50 in Vietnam
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["hoso"],
    default_args={"retries": 5, "retry_delay": timedelta(minutes=1), "retry_exponential_backoff": True},
)
def seal_audit():
    """link -> look through what is new -> seal"""

    @task(execution_timeout=timedelta(hours=2))
    def seal() -> int:
        """The audit as it stands -> one signed file in every place of the seals."""
        from datetime import UTC, datetime

        import pipeline

        with pipeline.open_system() as system:
            return system.seals.seal(datetime.now(UTC)).seal.number

    seal()


seal_audit()
