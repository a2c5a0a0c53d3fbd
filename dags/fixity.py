"""Once a week: bring new objects into the second copy, and read a tenth of all again, those longest unseen first.

**When a task fails.** A red `copy_objects` or `check_objects` means that the warehouse or a store was not there; it is
tried again by itself and may be cleared and run again by hand at any time. A red `tell_damage` means that an object is
damaged or lost and stays red until it is whole again: `hoso objects show` names it and its dossiers,
`hoso objects restore` brings it back from the second copy. Nothing is deleted by any of them.
"""

from datetime import timedelta

from airflow.sdk import Param, dag, task


@dag(
    schedule="0 1 * * 0",
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["hoso"],
    default_args={"retries": 2, "retry_delay": timedelta(seconds=5), "retry_exponential_backoff": True},
    params={
        "share": Param(
            0.1,
            type="number",
            exclusiveMinimum=0,
            maximum=1,
            title="Phần được kiểm",
            description="Phần số tệp được đọc lại mỗi lần, tệp lâu chưa kiểm nhất trước; 0,1: mười tuần hết một vòng",
        ),
    },
)
def fixity():
    """copy -> check -> tell"""

    @task(execution_timeout=timedelta(hours=12))
    def copy_objects() -> int:
        """What the second copy lacks, brought there; how many. Without a second copy: none."""
        import pipeline
        from storage.fixity_round import copy_new

        with pipeline.open_system() as system:
            return copy_new(system.warehouse, system.objects, system.copy)

    @task(execution_timeout=timedelta(hours=12))
    def check_objects(copied: int, share: str) -> int:
        """Stored objects read again in both places; how many."""
        import pipeline
        from storage.fixity_round import check_share

        with pipeline.open_system() as system:
            return check_share(system.warehouse, system.objects, system.copy, float(share))

    @task(retries=1)
    def tell_damage(checked: int) -> None:
        """Fails while anything is damaged or lost."""
        import pipeline
        from storage.fixity_round import refuse_damage

        with pipeline.open_system() as system:
            refuse_damage(system.warehouse)

    tell_damage(check_objects(copy_objects(), "{{ params.share }}"))


fixity()
