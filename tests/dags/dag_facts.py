"""Run with a folder of DAG files: prints, as JSON, what Airflow makes of them. A process of its own, for importing
Airflow takes seconds and reads the environment."""

import json
import sys

from airflow.dag_processing.dagbag import DagBag

if __name__ == "__main__":
    bag = DagBag(sys.argv[1])
    facts = {
        "errors": bag.import_errors,
        "dags": {
            dag.dag_id: {
                "doc": dag.doc_md or "",
                "schedule": str(dag.schedule),
                "catchup": dag.catchup,
                "params": {
                    name: {"title": param.schema.get("title"), "description": param.description}
                    for name, param in ((name, dag.params.get_param(name)) for name in dag.params)
                },
                "tasks": {
                    task.task_id: {
                        "retries": task.retries if isinstance(task.retries, int) else 0,
                        "downstream": sorted(task.downstream_task_ids),
                        "doc": (task.python_callable.__doc__ or "").strip(),
                    }
                    for task in dag.tasks
                },
            }
            for dag in bag.dags.values()
        },
    }
    print("facts " + json.dumps(facts))
