"""Dossiers whose questions people have answered, taken on their way again each minute. Nothing travels but a count.

**When a task fails.** The database or the object store was away: the task is tried again by itself, and the next minute
does what is left; what people answered is kept and is not put into effect twice. A register that does not answer fails
nothing: its dossiers wait and are tried again every few minutes. One dossier that breaks is put aside with its reason,
as `hoso show` tells, and the others go on.
"""

from datetime import timedelta

from airflow.sdk import dag, task


@dag(
    schedule="* * * * *",
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["hoso"],
    default_args={"retries": 2, "retry_delay": timedelta(seconds=10), "retry_exponential_backoff": True},
)
def go_on():
    """answers -> corrected readings, whom the dossier is about, its papers -> match -> load"""

    @task(execution_timeout=timedelta(hours=1))
    def go_on_all() -> int:
        """Answered dossiers -> what depends on the answers, run again; how many there were."""
        import pipeline

        with pipeline.open_system() as system:
            return pipeline.go_on_all(system)

    go_on_all()


go_on()
