"""From scans to verified records, a batch of pages at a time. Only ids travel between tasks.

**When a task fails.** A paper that cannot be read never fails a task: it is put aside with its reason and the batch
goes on. A red task therefore means that something around the papers is missing (database, object store, disk); it is
tried again by itself, and may be cleared and run again by hand at any time: what is done is not done twice.
`hoso doctor` says what is missing; `hoso show` says where each dossier stands. A register that does not answer fails
nothing: its dossiers wait and are taken up by the next run.
"""

from datetime import timedelta

from airflow.sdk import Param, dag, task, task_group


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["hoso"],
    default_args={"retries": 2, "retry_delay": timedelta(seconds=5), "retry_exponential_backoff": True},
    params={
        "inbox": Param(
            type="string",
            minLength=1,
            title="Hộp hồ sơ",
            description="Thư mục hoặc s3://kho/tiền-tố chứa các hồ sơ đã quét",
        ),
    },
)
def digitize_dossiers():
    """intake -> (read -> extract -> match -> load) for each batch -> close"""

    @task
    def take_in(inbox: str) -> list[str]:
        """Keep every original, then plan batches by their number of pages."""
        import pipeline

        with pipeline.open_system() as system:
            return pipeline.plan(pipeline.take_in(inbox, system), system)

    @task(map_index_template="{{ task.op_args[0] }}", execution_timeout=timedelta(hours=2))
    def read_pages(batch_id: str) -> str:
        """Scan -> words with boxes."""
        import pipeline

        with pipeline.open_system() as system:
            return pipeline.read_batch(batch_id, system)

    @task(map_index_template="{{ task.op_args[0] }}")
    def extract_fields(batch_id: str) -> str:
        """Words -> papers and their fields."""
        import pipeline

        with pipeline.open_system() as system:
            return pipeline.extract_batch(batch_id, system)

    @task(map_index_template="{{ task.op_args[0] }}")
    def match_people(batch_id: str) -> str:
        """Fields -> whom the dossier is about, and whose phone it names."""
        import pipeline

        with pipeline.open_system() as system:
            return pipeline.match_batch(batch_id, system)

    @task(map_index_template="{{ task.op_args[0] }}")
    def load_records(batch_id: str) -> str:
        """What is settled -> records; what is not -> questions for people."""
        import pipeline

        with pipeline.open_system() as system:
            return pipeline.load_batch(batch_id, system)

    @task_group
    def road(batch_id: str):
        load_records(match_people(extract_fields(read_pages(batch_id))))

    road.expand(batch_id=take_in("{{ params.inbox }}"))


digitize_dossiers()
