import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import { ROOT } from "../../tasks/process.ts";
import { gzipOf, itemsOf, tarOf, zipOf } from "../support/archives.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { kedgeWithS3 } from "../support/s3_environment.ts";
import { keysOf, textOf, utf8 } from "../support/store_content.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

// What a user types, with nothing but the variables of AWS.

const s3 = sharedS3();
const CONF = {
  "base/parameters.yml": "trees: 10\n",
  "prod/parameters.yml": "trees: 500\n",
  "base/catalog.yml": "",
};

testWithS3("--conf-source reads a folder, a zip and a tar.gz in S3", async () => {
  await using dir = await project();
  const bucket = await s3().makeBucket();
  await using store = s3Store(bucket, s3().options);
  for (const [path, text] of Object.entries(CONF)) await store.write(`a b/conf/${path}`, utf8(text));
  await store.write("conf.zip", await zipOf(itemsOf(CONF)));
  await store.write("conf.tar.gz", await gzipOf(await tarOf(itemsOf(CONF))));

  for (const source of ["a b/conf", "a b/conf/", "conf.zip", "conf.tar.gz"]) {
    const args = [
      "config",
      "show",
      "parameters",
      "--env",
      "prod",
      "--json",
      "--conf-source",
      `${bucket}/${source}`,
    ];
    const { code, stdout, stderr } = await kedgeWithS3(s3(), dir.path, args);

    assert.equal(code, 0, stderr);
    const { values: [trees] } = JSON.parse(stdout);
    assert.deepEqual([trees.path, trees.value], [["trees"], 500], source);
  }
});

testWithS3("--conf-source says what is wrong with a place in S3", async () => {
  await using dir = await project();
  const bucket = await s3().makeBucket();

  for (
    const [source, message] of [
      [`${bucket}/none`, /cannot be read from "s3:\/\/bucket-\d+\/none": nothing is there/i],
      [`${bucket}/none.zip`, /none\.zip": .*it does not exist/i],
      ["s3://no-such-bucket/conf", /has no bucket "no-such-bucket"/],
    ] as const
  ) {
    const args = ["config", "show", "parameters", "--conf-source", source];
    const { code, stderr } = await kedgeWithS3(s3(), dir.path, args);

    assert.equal(code, 2, stderr);
    assert.match(stderr.replaceAll(/\n +/g, " "), message);
  }
});

testWithS3("artifacts go to the artifact_location in S3, and a purge removes them there", async () => {
  await using dir = await project();
  const bucket = await s3().makeBucket();
  await using store = s3Store(bucket, s3().options);
  await dir.write({ "conf/base/mlflow.yml": artifactsAt(`${bucket}/runs of ada/`) });

  const run = await kedgeWithS3(s3(), dir.path, ["run"]);
  const shown = await kedgeWithS3(s3(), dir.path, ["runs", "show", "@latest", "--json"]);

  assert.equal(run.code, 0, run.stderr);
  const { artifactsAt: artifactUri, runId, artifacts } = JSON.parse(shown.stdout);
  assert.equal(artifactUri, `${bucket}/runs of ada/${runId}/artifacts`);
  assert.deepEqual(artifacts.map(({ path }: { path: string }) => path), ["notes/hello.txt"]);
  assert.equal(await textOf(store, `runs of ada/${runId}/artifacts/notes/hello.txt`), "Hello");

  await kedgeWithS3(s3(), dir.path, ["runs", "delete", runId]);
  const purge = await kedgeWithS3(s3(), dir.path, ["runs", "purge", "--yes"]);
  assert.equal(purge.code, 0, purge.stderr);
  assert.deepEqual(await keysOf(store), []);
});

testWithS3("kedge run says where an artifact_location must be", async () => {
  await using dir = await project();
  await dir.write({ "conf/base/mlflow.yml": artifactsAt("s3://B/x") });

  const { code, stderr } = await kedgeWithS3(s3(), dir.path, ["run"]);

  assert.equal(code, 2);
  assert.match(
    stderr.replaceAll(/\n +/g, " "),
    /artifact_location must be a folder of this machine or s3:\/\/BUCKET\/FOLDER: it is "s3:\/\/B\/x"/,
  );
});

testWithS3("runs export and import go by S3, artifacts that are there included", async () => {
  await using dir = await project();
  await using other = await project();
  const bucket = await s3().makeBucket();
  await dir.write({ "conf/base/mlflow.yml": artifactsAt(`${bucket}/runs`) });
  await kedgeWithS3(s3(), dir.path, ["run"]);
  const archive = `${bucket}/a b/runs.tar.gz`;

  const exported = await kedgeWithS3(s3(), dir.path, [
    "runs",
    "export",
    "--format",
    "archive",
    "--output",
    archive,
  ]);
  const imported = await kedgeWithS3(s3(), other.path, ["runs", "import", archive, "--json"]);
  const shown = await kedgeWithS3(s3(), other.path, ["runs", "show", "@latest", "--json"]);

  assert.equal(exported.stdout, `  wrote 1 run to ${archive}\n`, exported.stderr);
  assert.equal(JSON.parse(imported.stdout).artifacts, 1, imported.stderr);
  const { artifactsAt: artifactUri, artifacts } = JSON.parse(shown.stdout);
  assert.match(artifactUri, /^file:/);
  assert.equal(artifacts[0].path, "notes/hello.txt");

  for (
    const [args, message] of [
      [["import", `${bucket}/none.tar.gz`], /none\.tar\.gz": it does not exist/],
      [
        ["import", "ftp://host/x.tar.gz"],
        /Cannot import "ftp:\/\/host\/x\.tar\.gz": scheme "ftp:" is not supported/,
      ],
      [["export", "--output", bucket], /is a folder: name a file in it/],
    ] as const
  ) {
    const { code, stderr } = await kedgeWithS3(s3(), dir.path, ["runs", ...args]);
    assert.equal(code, 2, stderr);
    assert.match(stderr.replaceAll(/\n +/g, " "), message);
  }
});

testWithS3("runs import takes the artifacts of an mlflow.db from S3", async () => {
  await using dir = await project();
  const bucket = await s3().makeBucket();
  await using store = s3Store(bucket, s3().options);
  const packed = await Deno.open(`${ROOT}tests/tracking/fixtures/mlflow/mlflow.db.gz`);
  await Deno.writeFile(dir.join("mlflow.db"), packed.readable.pipeThrough(new DecompressionStream("gzip")));
  using database = new DatabaseSync(dir.join("mlflow.db"));
  database.exec(`UPDATE runs SET artifact_uri = '${bucket}/mlflow/' || run_uuid || '/artifacts'`);
  const row = database.prepare("SELECT run_uuid FROM runs WHERE lifecycle_stage = 'active'").get();
  await store.write(`mlflow/${row?.["run_uuid"]}/artifacts/plots/a b.txt`, utf8("hello"));

  const imported = await kedgeWithS3(s3(), dir.path, ["runs", "import", "mlflow.db", "--json"]);
  const shown = await kedgeWithS3(s3(), dir.path, ["runs", "show", String(row?.["run_uuid"]), "--json"]);

  assert.equal(JSON.parse(imported.stdout).artifacts, 1, imported.stderr);
  const { artifacts: [artifact] } = JSON.parse(shown.stdout);
  assert.deepEqual([artifact.path, artifact.size], ["plots/a b.txt", 5]);
});

async function project(): Promise<TempDir> {
  const dir = await tempDir();
  const mod = JSON.stringify(pathToFileURL(`${ROOT}mod.ts`).href);
  await dir.write({
    "kedge.ts": `
import { defineProject, logText, node, pipeline } from ${mod};
const greet = node({ name: "greet", inputs: "params:trees", outputs: "greeting", run: async (trees: number) => {
  await logText("Hello", "notes/hello.txt");
  return trees;
} });
export default defineProject({ name: "trees", pipelines: { __default__: pipeline([greet]) } });
`,
    "conf/base/parameters.yml": "trees: 10\n",
  });
  return dir;
}

function artifactsAt(location: string): string {
  return `tracking:
  experiment:
    name: trees
    create_experiment_kwargs:
      artifact_location: ${location}
`;
}
