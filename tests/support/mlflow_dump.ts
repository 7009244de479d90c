import { type MlflowServer, runMlflowPython } from "./mlflow_server.ts";

/** A run as MLflow's own client reads it; numbers are texts, as JSON has no NaN. */
export interface DumpedRun {
  readonly run_id: string;
  readonly name: string;
  readonly status: string;
  readonly stage: string;
  readonly start_time: number;
  readonly end_time: number | null;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Of each metric its points: step, timestamp, value. */
  readonly metrics: Readonly<Record<string, readonly (readonly [number, number, string])[]>>;
  readonly inputs: readonly {
    readonly name: string;
    readonly digest: string;
    readonly source: string;
    readonly tags: Readonly<Record<string, string>>;
  }[];
  /** Of each artifact its size and SHA-256. */
  readonly artifacts: Readonly<Record<string, readonly [number, string]>>;
  /** Ids of models that it made. */
  readonly models: readonly string[];
}

/** What is on a server, as MLflow's own client reads it. */
export interface Dump {
  /** Of each experiment its tags, by name. */
  readonly experiments: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly runs: readonly DumpedRun[];
  readonly models: readonly {
    readonly id: string;
    readonly name: string;
    readonly status: string;
    readonly type: string;
    readonly run: string;
    readonly params: Readonly<Record<string, string>>;
    readonly tags: Readonly<Record<string, string>>;
    readonly metrics: readonly (readonly [string, number, string])[];
    readonly files: Readonly<Record<string, readonly [number, string]>>;
  }[];
  readonly registered: Readonly<
    Record<string, {
      readonly description: string;
      readonly tags: Readonly<Record<string, string>>;
      readonly aliases: Readonly<Record<string, string>>;
      readonly versions: readonly {
        readonly version: string;
        readonly source: string;
        readonly run: string;
        readonly description: string;
        readonly stage: string;
        readonly tags: Readonly<Record<string, string>>;
      }[];
    }>
  >;
}

/** Read everything that is on a server with MLflow's own client. */
export async function dumpMlflow({ url }: Pick<MlflowServer, "url">): Promise<Dump> {
  const { stdout } = await runMlflowPython(SCRIPT, { env: { MLFLOW_TRACKING_URI: url } });
  return JSON.parse(stdout) as Dump; // what the script prints
}

const SCRIPT = `
import hashlib, json, os, sys, tempfile
from mlflow.entities import ViewType
from mlflow.tracking import MlflowClient
c = MlflowClient()
def files(root):
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            h = hashlib.sha256()
            with open(path, "rb") as f:
                for block in iter(lambda: f.read(1 << 20), b""): h.update(block)
            found[os.path.relpath(path, root)] = [os.path.getsize(path), h.hexdigest()]
    return found
def number(v): return "NaN" if v != v else repr(float(v))
experiments = c.search_experiments(view_type=ViewType.ALL)
ids = [e.experiment_id for e in experiments]
runs = []
for r in c.search_runs(ids, run_view_type=ViewType.ALL, max_results=5000, order_by=["start_time ASC"]):
    with tempfile.TemporaryDirectory() as d:
        if c.list_artifacts(r.info.run_id): c.download_artifacts(r.info.run_id, "", d)
        artifacts = files(d)
    runs.append(dict(
        run_id=r.info.run_id, name=r.info.run_name, status=r.info.status, stage=r.info.lifecycle_stage,
        start_time=r.info.start_time, end_time=r.info.end_time, params=r.data.params, tags=r.data.tags,
        metrics={k: [[m.step, m.timestamp, number(m.value)] for m in c.get_metric_history(r.info.run_id, k)] for k in r.data.metrics},
        inputs=[dict(name=i.dataset.name, digest=i.dataset.digest, source=i.dataset.source, tags={t.key: t.value for t in i.tags}) for i in (r.inputs.dataset_inputs if r.inputs else [])],
        models=[m.model_id for m in (r.outputs.model_outputs if r.outputs else [])],
        artifacts=artifacts))
models = []
for m in c.search_logged_models(ids, max_results=1000):
    with tempfile.TemporaryDirectory() as d:
        from mlflow.artifacts import download_artifacts
        download_artifacts(artifact_uri=m.artifact_location, dst_path=d)
        found = {k.removeprefix("artifacts/"): v for k, v in files(d).items()}
    models.append(dict(id=m.model_id, name=m.name, status=str(m.status.value), type=m.model_type or "", run=m.source_run_id,
        params=m.params, tags=m.tags, metrics=[[x.key, x.step, number(x.value)] for x in (m.metrics or [])], files=found))
registered = {}
for r in c.search_registered_models():
    versions = [c.get_model_version(r.name, v.version) for v in c.search_model_versions("name = '%s'" % r.name)]
    registered[r.name] = dict(description=r.description or "", tags=r.tags, aliases=c.get_registered_model(r.name).aliases,
        versions=[dict(version=str(v.version), source=v.source, run=v.run_id or "", description=v.description or "", stage=v.current_stage, tags=v.tags)
            for v in sorted(versions, key=lambda v: int(v.version))])
json.dump(dict(experiments={e.name: e.tags for e in experiments}, runs=runs, models=models, registered=registered), sys.stdout)
`;
