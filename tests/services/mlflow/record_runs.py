"""Record runs with the client of MLflow, and print what the client then says of them as JSON.

python3 record_runs.py sqlite:////folder/mlflow.db
MLFLOW_ALLOW_FILE_STORE=true python3 record_runs.py file:///folder/mlruns
"""

import json
import math
import sys

import mlflow
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric
from mlflow.tracking import MlflowClient

uri = sys.argv[1]
client = MlflowClient(uri)


def record() -> None:
    birds = client.create_experiment("birds / été", tags={"team": "a"})
    run = client.create_run(birds, start_time=1700000000000, tags={"mlflow.runName": "auk", "note": "a 'b' \n c"})
    run_id = run.info.run_id
    for key, value in {"lr": "0.1", "model/depth": "5", "long": "x" * 3000, "empty": ""}.items():
        client.log_param(run_id, key, value)
    points = [0.5, math.nan, math.inf, -math.inf, 1e-7, -0.0, 12345678901234567]
    for step, value in enumerate(points):
        client.log_metric(run_id, "train/loss", value, timestamp=1700000000000 + step, step=step * 3 - 3)
    # Out of order, and two of one step.
    client.log_batch(run_id, [Metric("acc", 0.9, 5, 9), Metric("acc", 0.8, 6, 9), Metric("acc", 0.1, 7, 2)])
    dataset = Dataset("penguins", "abc123", "local", '{"uri": "data/penguins.csv"}', '{"mlflow_colspec": []}', '{"num_rows": 3}')
    client.log_inputs(run_id, [DatasetInput(dataset, [InputTag("mlflow.data.context", "training")])])
    client.log_text(run_id, "hello", "plots/deep/a.txt")
    client.log_dict(run_id, {"a": 1}, "b.json")
    client.set_terminated(run_id, "FAILED", end_time=1700000009000)

    client.set_terminated(client.create_run(birds, start_time=1700000001000).info.run_id)
    other = client.create_experiment("other")
    client.create_run(other, start_time=1700000002000, tags={"mlflow.runName": "still running"})
    gone = client.create_run(birds, tags={"mlflow.runName": "deleted"})
    client.delete_run(gone.info.run_id)
    closed = client.create_experiment("closed")
    client.create_run(closed, tags={"mlflow.runName": "in a deleted experiment"})
    client.delete_experiment(closed)


def describe(run) -> dict:
    info, run_id = run.info, run.info.run_id
    return {
        "runId": run_id,
        "runName": info.run_name,
        "experiment": client.get_experiment(info.experiment_id).name,
        "status": info.status,
        "startTime": info.start_time,
        "endTime": info.end_time,
        "params": run.data.params,
        "tags": run.data.tags,
        "latest": {key: repr(value) for key, value in run.data.metrics.items()},
        "history": {
            key: [[repr(point.value), point.timestamp, point.step] for point in client.get_metric_history(run_id, key)]
            for key in run.data.metrics
        },
        "inputs": [
            {
                **{key: getattr(entry.dataset, key) for key in ["name", "digest", "source_type", "source", "schema", "profile"]},
                "tags": {tag.key: tag.value for tag in entry.tags},
            }
            for entry in run.inputs.dataset_inputs
        ],
        "artifacts": list_artifacts(run_id, ""),
    }


def list_artifacts(run_id: str, folder: str) -> list:
    found = []
    for entry in client.list_artifacts(run_id, folder):
        found += list_artifacts(run_id, entry.path) if entry.is_dir else [entry.path]
    return sorted(found)


mlflow.set_tracking_uri(uri)
record()
experiments = [experiment.experiment_id for experiment in client.search_experiments()]
runs = client.search_runs(experiments)
print(json.dumps({"version": mlflow.__version__, "runs": [describe(run) for run in runs]}))
