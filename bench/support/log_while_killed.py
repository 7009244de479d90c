"""Log 400 metrics, one each 10 ms, while the server is killed: log_while_killed.py async|sync. A line a metric, then JSON."""

import json
import sys
import time

import mlflow

synchronous = sys.argv[1] == "sync"
mlflow.set_experiment("killed")
mlflow.start_run()
acknowledged = 0
longest = 0.0
for step in range(400):
    begun = time.monotonic()
    try:
        mlflow.log_metric("loss", 1 / (step + 1), step=step, synchronous=synchronous)
        acknowledged += 1
    except Exception:  # the script shall go on, as a training would
        pass
    longest = max(longest, time.monotonic() - begun)
    print(step + 1, flush=True)
    time.sleep(0.01)


def outcome(work):
    try:
        work()
        return "returns"
    except Exception:
        return "raises"


flush = outcome(mlflow.flush_async_logging)
end = outcome(mlflow.end_run)
print(json.dumps({"acknowledged": acknowledged, "longest": longest, "flush": flush, "end": end}))
