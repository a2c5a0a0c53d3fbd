"""Once a day: what has served its time goes, who read what was erased or wrong is told, samples are drawn, the audit is
linked.

**When a task fails.** The warehouse or a store was away: the task is tried again by itself and may be cleared and run
again by hand at any time. A red `tell_lacks` names in its log what waits for a person, with the command for it (a
signing key to be rotated, a seal that is missing, a change that hangs), and stays red until that is done. Nothing that
a key still opens is ever removed here; whether something is erased, a person decides.
"""

from datetime import timedelta

from airflow.sdk import dag, task


@dag(
    schedule="30 17 * * *",  # 00:30 in Vietnam
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["hoso"],
    default_args={"retries": 2, "retry_delay": timedelta(seconds=5), "retry_exponential_backoff": True},
)
def warehouse_care():
    """(end exports -> sweep), forget, open recalls, plan samples, link -> tell"""

    @task(execution_timeout=timedelta(hours=1))
    def end_exports() -> int:
        """Bulk exports past their term, ended; how many."""
        from datetime import UTC, datetime

        import pipeline
        from storage.care import end_exports

        with pipeline.open_system() as system:
            return end_exports(system.warehouse, datetime.now(UTC), system.settings.export_days)

    @task(execution_timeout=timedelta(hours=6))
    def sweep_erased(ended: int) -> int:
        """Bytes that no key opens, removed where the stores let go of them; how many objects."""
        import pipeline
        from storage.care import sweep

        with pipeline.open_system() as system:
            stores = [one for one in (system.objects, system.copy) if one]
            return sweep(system.warehouse, stores).removed

    @task(execution_timeout=timedelta(hours=1))
    def forget_spent() -> int:
        """Kept answers, spent assertions and counts of days that are over; how many rows went."""
        from datetime import UTC, datetime

        import pipeline
        from storage.care import forget_spent

        with pipeline.open_system() as system:
            return forget_spent(system.warehouse, datetime.now(UTC))

    @task(execution_timeout=timedelta(hours=1))
    def open_recalls() -> int:
        """What proved wrong or was erased since, with everybody who had read it; how many."""
        import pipeline
        from reuse.recall import open_new

        with pipeline.open_system() as system:
            return open_new(system.warehouse)

    @task(execution_timeout=timedelta(hours=1))
    def plan_samples() -> int:
        """Values that the machine accepted, chosen to be keyed again unseen; how many questions."""
        import pipeline
        from storage.quality.planning import plan_samples

        with pipeline.open_system() as system:
            return plan_samples(system.warehouse, system.digest_key).asked

    @task(execution_timeout=timedelta(hours=2))
    def link_audit() -> int:
        """Rows of the audit that had no link yet; how many."""
        import pipeline
        from storage.care import link_audit

        with pipeline.open_system() as system:
            return link_audit(system.warehouse)

    @task(retries=1)
    def tell_lacks() -> None:
        """Fails while something waits for a person."""
        from datetime import UTC, datetime

        import pipeline
        from storage.care import refuse_lacks

        with pipeline.open_system() as system:
            refuse_lacks(system.warehouse, datetime.now(UTC), system.settings.signing_key_days)

    [sweep_erased(end_exports()), forget_spent(), open_recalls(), plan_samples(), link_audit()] >> tell_lacks()


warehouse_care()
