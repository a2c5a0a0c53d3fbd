"""Claims against extracts of the registers, in parts that any worker may take. Only paths and parts travel.

**When a task fails.** A row that is not understood fails no task: it is told in the log and left out. A red task means
that a file or a folder cannot be reached, or that an extract is not understood; it is tried again by itself and may be
cleared and run again by hand at any time: a part is written whole or not at all, and the same claims against the same
extracts give the same bytes. All workers need the folders of the extracts, the indexes and the decisions at one path.
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
        "population": Param(
            type="string", minLength=1, title="Dữ liệu dân cư", description="Tệp trích xuất, Parquet hoặc CSV"
        ),
        "telco": Param(
            type="string", minLength=1, title="Dữ liệu thuê bao", description="Tệp trích xuất, Parquet hoặc CSV"
        ),
        "claims": Param(
            type="string", minLength=1, title="Thông tin cần đối chiếu", description="Tệp JSON, mỗi dòng một hồ sơ"
        ),
        "out": Param(type="string", minLength=1, title="Kết quả", description="Tệp JSON, mỗi dòng một quyết định"),
        "index": Param(
            type="string",
            minLength=1,
            title="Thư mục chỉ mục",
            description="Nơi giữ chỉ mục của các dữ liệu trích xuất",
        ),
        "shards": Param(
            16, type="integer", minimum=1, title="Số phần", description="Chia đối chiếu thành bao nhiêu phần"
        ),
    },
)
def match_claims():
    """make indexes -> match each part -> merge"""
    files = {name: f"{{{{ params.{name} }}}}" for name in ("population", "telco", "claims", "out", "index")}

    @task(execution_timeout=timedelta(hours=6))
    def make_indexes(population: str, telco: str, index: str, shards: str) -> list[str]:
        """The indexes of both extracts, once for all parts; then the parts."""
        from matching.work import indexed

        return indexed(population, telco, index, int(shards))

    @task(map_index_template="{{ task.op_kwargs['shard'] }}", execution_timeout=timedelta(hours=6))
    def match_part(shard: str, population: str, telco: str, claims: str, out: str, index: str) -> str:
        """Claims of one part -> decisions, in a file of their own."""
        from matching.work import match_part

        return match_part(shard, population, telco, claims, out, index)

    @task
    def merge(parts: list[str], claims: str, out: str) -> str:
        """Decisions of all parts -> one file in the order of the claims."""
        from matching.work import merged

        return merged(parts, claims, out)

    registers = {name: files[name] for name in ("population", "telco", "index")}
    parts = make_indexes(**registers, shards="{{ params.shards }}")
    decided = match_part.partial(**files).expand(shard=parts)
    merge(decided, claims=files["claims"], out=files["out"])


match_claims()
