import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { runCli } from "../../../cli/run_cli.ts";
import { logMetric, withRun } from "../../../mod.ts";
import { captureDeno, ROOT } from "../../../tasks/process.ts";
import { fakeCli } from "../../support/fake_cli.ts";
import { smallDisk } from "../../support/small_disk.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const PROJECT = `
import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const first = node({ name: "first", inputs: "params:n", outputs: "m", run: (n: number) => n });
export default defineProject({ name: "birds", pipelines: { __default__: pipeline([first]) } });
`;

Deno.test("kedge doctor finds a project well that has run", async () => {
  await using dir = await project({});
  await withRun({ directory: dir.path, trackingUri: null }, () => logMetric("loss", 1));

  const { code, stdout } = await doctor(dir);

  assert.equal(code, 0, stdout);
  assert.match(stdout, /^✓ project {6}birds in ".+", 1 pipeline, environment local\n/);
  assert.match(stdout, /\n✓ store {8}".+runs\.db" is whole: 1 run, \d+\.\d MiB\n/);
  assert.match(stdout, /\n✓ server {7}none is configured: runs stay in \.kedge\n/);
  assert.match(stdout, /\n✓ versions {5}Kedge \S+, Deno \S+\n✓ permissions /);
  assert.match(stdout, /\n[✓!] disk {9}\d+\.\d GiB are free\n/);
});

Deno.test("kedge doctor makes nothing in a folder without a project, and tells how to make one", async () => {
  await using dir = await tempDir();

  const { code, stdout } = await doctor(dir);

  assert.equal(code, 0);
  assert.match(
    stdout,
    /^! project {6}none in ".+" or above it: a project has a kedge\.ts\n +→ make one with: .+ new my-project\n/,
  );
  assert.match(stdout, /✓ store {8}there is none yet: the first tracked run makes it/);
  assert.deepEqual([...Deno.readDirSync(dir.path)], []);
});

Deno.test("kedge doctor tells what is wrong in the configuration, and checks the rest", async () => {
  await using dir = await project({ "conf/base/catalog.yml": "ships: {type: csvv, filepath: a.csv}\n" });

  const { code, stdout } = await doctor(dir);

  assert.equal(code, 1);
  assert.match(
    stdout,
    /^✗ project {6}it cannot be opened: .*\n.*conf\/base\/catalog\.yml:1:15 .*csvv.*\n +→ correct it/,
  );
  assert.match(stdout, /\n✓ store /);
});

Deno.test("kedge doctor finds a damaged store", async () => {
  await using dir = await project({});
  await withRun({ directory: dir.path, trackingUri: null }, () => {
    for (let step = 0; step < 5000; step++) logMetric("loss", step, { step });
  });
  {
    using file = await Deno.open(dir.join(".kedge/runs.db"), { write: true });
    await file.seek(3 * 4096, Deno.SeekMode.Start);
    await file.write(new Uint8Array(40 * 4096).fill(7));
  }

  const { code, stdout } = await doctor(dir);

  assert.equal(code, 1);
  assert.match(stdout, /\n✗ store {8}.*(damaged|malformed)/);
});

Deno.test("kedge doctor tells what stands in the way of a store, and what to do about it", async () => {
  await using dir = await project({ ".kedge": "a file" });

  const { code, stdout } = await doctor(dir);

  assert.equal(code, 1);
  assert.match(
    stdout,
    /\n✗ store {8}".+\.kedge" is no folder, and runs are recorded there\n +→ give it another name\n/,
  );
});

Deno.test("kedge doctor tells what to do about a file that is no store, or one of a newer Kedge", async () => {
  await using foreign = await project({ ".kedge/runs.db": "this is no database" });
  await using newer = await project({});
  await withRun({ directory: newer.path, trackingUri: null }, () => {});
  {
    using database = new DatabaseSync(newer.join(".kedge/runs.db"));
    database.exec("PRAGMA user_version = 99");
  }

  const [first, second] = [await doctor(foreign), await doctor(newer)];

  assert.deepEqual([first.code, second.code], [1, 1]);
  assert.match(
    first.stdout,
    /\n✗ store .* it is not a SQLite file\n +→ put a copy from before in its place, or move it away/,
  );
  assert.match(
    second.stdout,
    /\n✗ store .*a newer version of Kedge.*\n +→ use the newest version of Kedge\n/,
  );
});

Deno.test("kedge doctor tells that a folder is not there", async () => {
  await using dir = await tempDir();

  const { code, stdout } = await doctor(dir, {}, ["--project", "nowhere"]);

  assert.equal(code, 1);
  assert.match(stdout, /^✗ project {6}".+nowhere" is no folder\n +→ name the folder of a project/);
});

const ADVICE: readonly (readonly [string, (request: Request) => Response, RegExp])[] = [
  [
    "is none of MLflow's",
    () => new Response("hello"),
    /not MLflow: check the address.*\n +→ change that; runs are/,
  ],
  [
    "does not know its name",
    () => new Response("Invalid Host header", { status: 403 }),
    /start MLflow with --allowed-hosts.*\n +→ change that; runs are/,
  ],
  [
    "does not allow it",
    () => new Response("Permission denied", { status: 403 }),
    /403.*\n +→ ask whoever runs it for the right to, or log in as somebody else; runs are/,
  ],
  [
    "is busy",
    () => new Response("busy", { status: 503 }),
    /503 "busy"\n +→ wait, or look into its log; runs are/,
  ],
];
for (const [what, answer, message] of ADVICE) {
  Deno.test(`kedge doctor tells what to do about a server that ${what}`, async () => {
    await using dir = await project({});
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);

    const { code, stdout } = await doctor(dir, {
      MLFLOW_TRACKING_URI: `http://127.0.0.1:${server.addr.port}`,
    });

    assert.equal(code, 1);
    assert.match(stdout, message);
  });
}

Deno.test("kedge doctor tells what waits for another server, and how to copy it there", async () => {
  await using dir = await project({});
  await withRun({ directory: dir.path, trackingUri: "http://127.0.0.1:59999", flushSeconds: 0 }, () => {});

  const { stdout } = await doctor(dir);

  assert.match(stdout, /\n! copying .*\n +→ copy it with: .* sync --to http:\/\/127\.0\.0\.1:59999\n/);
});

Deno.test("kedge doctor tells that the server does not answer, and what waits for it", async () => {
  await using dir = await project({});
  await withRun({ directory: dir.path, trackingUri: "http://127.0.0.1:59999", flushSeconds: 0 }, () => {});

  const { code, stdout } = await doctor(dir, { MLFLOW_TRACKING_URI: "http://127.0.0.1:59999" });

  assert.equal(code, 1);
  assert.match(
    stdout,
    /\n✗ server {7}Cannot ask .* Connection refused.*\n +→ start it, or correct its address/,
  );
  assert.match(
    stdout,
    /\n! copying {6}http:\S+ lacks something of 1 thing; it refused 0\n +→ copy it with: .* sync\n/,
  );
});

Deno.test("kedge doctor tells that the server does not let us in, and shows no password", async () => {
  await using dir = await project({});
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) =>
      request.url.endsWith("/version") ? new Response("3.18.0") : new Response("no", { status: 401 }),
  );

  const { code, stdout } = await doctor(dir, {
    MLFLOW_TRACKING_URI: `http://ada:hunter2@127.0.0.1:${server.addr.port}`,
  });

  assert.equal(code, 1);
  assert.match(stdout, /\n✗ server {7}.*401.*\n +→ set MLFLOW_TRACKING_USERNAME/);
  assert.ok(!stdout.includes("hunter2"));
});

Deno.test("kedge doctor tells which permissions are missing, for no more than the folder", async () => {
  await using dir = await project({});
  await using elsewhere = await tempDir();
  const flags = ["--no-prompt", "--allow-read", `--allow-write=${elsewhere.path}`];
  const command = ["run", ...flags, `${ROOT}cli/main.ts`, "doctor", "--project", dir.path];

  const { code, stdout } = await captureDeno(command, { cwd: dir.path });

  assert.equal(code, 1);
  const missing = `--allow-write=${await Deno.realPath(dir.path)} --allow-env`;
  assert.ok(stdout.includes(`✗ permissions  not allowed: ${missing.replace(" ", ", ")}\n`), stdout);
  assert.ok(stdout.includes(`→ start Deno with ${missing}\n`), stdout);
  assert.match(
    stdout,
    /\n✗ store {8}".+" cannot be written to: .*\n +→ allow it with --allow-write, or change the owner/,
  );
});

Deno.test("kedge doctor tells that hardly anything is free on the disk", async () => {
  await using disk = await smallDisk(32 << 20);
  if (disk === undefined) return;
  await Deno.writeTextFile(`${disk.path}/kedge.ts`, PROJECT);
  const cli = fakeCli({ args: ["doctor"], cwd: disk.path });

  assert.equal(await runCli(cli.context), 1);

  assert.match(
    cli.stdout(),
    /\n✗ disk {9}0\.0 GiB are free\n +→ make room: runs stop being recorded when it is full\n/,
  );
});

Deno.test("kedge doctor tells what an older server, or one that passes on no artifacts, cannot take", async () => {
  await using dir = await project({});
  const answer = ({ url }: Request): Response =>
    url.endsWith("/version")
      ? new Response("2.22.0")
      : Response.json(url.endsWith("/server-info") ? { artifact_serving_enabled: false } : {});
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);

  const { code, stdout } = await doctor(dir, { MLFLOW_TRACKING_URI: `http://127.0.0.1:${server.addr.port}` });

  assert.equal(code, 0, stdout);
  assert.match(stdout, /\n✓ server {7}\S+ answers: MLflow 2\.22\.0\n/);
  assert.match(stdout, /\n! server {7}MLflow 2\.22\.0 has no logged models\n +→ models of runs stay here/);
  assert.match(stdout, /\n! server {7}it does not pass on artifacts\n +→ start it with --serve-artifacts/);
});

Deno.test("kedge doctor --json says the same for programs", async () => {
  await using dir = await project({});

  const { code, stdout } = await doctor(dir, {}, ["--json"]);

  const { isWell, findings } = JSON.parse(stdout);
  assert.deepEqual([code, isWell], [0, true]);
  assert.deepEqual(findings[0].name, "project");
  assert.deepEqual(Object.keys(findings[0]), ["name", "status", "message"]);
});

async function project(files: Readonly<Record<string, string>>): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({ "kedge.ts": PROJECT, ...files });
  return dir;
}

async function doctor(
  dir: TempDir,
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<{ readonly code: number; readonly stdout: string }> {
  const cli = fakeCli({ args: ["doctor", ...flags], cwd: dir.path, env });
  return { code: await runCli(cli.context), stdout: cli.stdout() };
}
