import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { zipOf } from "../support/archives.ts";
import { serveIndex } from "../support/index_server.ts";
import { kedge, startKedge } from "../support/kedge.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const IMPORT =
  'import { defineProject, logMetric, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";';

/** A project of one module, with these nodes in one pipeline. */
async function projectOf(nodes: string, files: Readonly<Record<string, string>> = {}): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({
    "kedge.ts": `${IMPORT}
console.log("kedge.ts loads");
export default defineProject({ name: "tiny", pipelines: { __default__: pipeline([${nodes}]) } });
`,
    "conf/base/parameters.yml": "n: 1\n",
    ...files,
  });
  return dir;
}

const DOUBLE = `node({
  name: "double",
  inputs: "params:n",
  outputs: "twice",
  run: (n: number) => {
    console.log("double runs");
    console.table([{ n }]);
    logMetric("n", n);
    return 2 * n;
  },
})`;
const FAIL =
  `node({ name: "fail", inputs: "twice", outputs: "nothing", run: () => { throw new TypeError("No species"); } })`;
// Ends when the signal comes that stops the run.
const WAIT = `node({
  name: "wait",
  inputs: "params:n",
  outputs: "waited",
  run: () => new Promise<number>((resolve) => {
    const timer = setInterval(() => {}, 1000);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(signal, () => { clearInterval(timer); resolve(1); });
    }
    console.log("wait waits");
  }),
})`;
const NEVER = `node({
  name: "never",
  inputs: "params:n",
  outputs: "waited",
  run: () => new Promise<number>(() => { setInterval(() => {}, 1000); console.log("never ends"); }),
})`;
const AFTER = `node({ name: "after", inputs: "waited", outputs: "rest", run: (waited: number) => waited })`;

Deno.test("kedge run prints what nodes print, and exits with 0", async () => {
  await using dir = await projectOf(DOUBLE);

  const { code, stdout, stderr } = await kedge(dir.path, ["run"]);

  assert.equal(code, 0, stderr);
  assert.match(stdout, /^kedge\.ts loads\ndouble runs\n/);
  assert.match(stdout, /✓ finished in /);
  assert.match(stderr, /✓ double/);
});

Deno.test("kedge run --json prints JSON on standard output and nothing else there", async () => {
  await using dir = await projectOf(DOUBLE);

  const { code, stdout, stderr } = await kedge(dir.path, ["run", "--json", "--params", "n=21"]);

  const json = JSON.parse(stdout);
  assert.deepEqual([code, json.status, json.metrics.n.value], [0, "finished", 21]);
  assert.match(stderr, /kedge\.ts loads\n/);
  assert.match(stderr, /double runs\n/);
});

Deno.test("kedge run records and reports whatever a node throws, also what cannot be read and what never ends", async () => {
  const thrown = {
    nothing: "throw undefined;",
    odd: "throw Object.assign(new Error(), { message: { a: 1 }, stack: 12 });",
    textless: "throw Object.create(null);",
    own: 'const e: Error = new Error("its own cause"); e.cause = e; throw e;',
    trap: 'throw Object.defineProperty(new Error("x"), "stack", { get() { throw 1; } });',
  };
  const nodes = Object.entries(thrown).map(([name, body]) =>
    `node({ name: "${name}", inputs: [], outputs: "${name}_out", tags: ["${name}"], run: () => { ${body} } })`
  );
  await using dir = await projectOf(nodes.join(", "));

  for (const name of Object.keys(thrown)) {
    const { code, stdout, stderr } = await kedge(dir.path, ["run", "--json", "--nodes", name]);

    const { status, error } = JSON.parse(stdout);
    assert.deepEqual([code, status, error.node], [1, "failed", name], stderr);
    assert.match(stderr, new RegExp(`✗ node "${name}" failed after `));
    assert.doesNotMatch(stderr, /bug in Kedge|hook failed/);
  }
});

Deno.test("kedge run -c FILE does what the file says, flags come first, and -lv picks a version", async () => {
  await using dir = await projectOf(
    `node({ name: "copy", inputs: ["table", "params:n"], outputs: "copied", run: (t: string, n: number) => t + n })`,
    {
      "conf/base/catalog.yml": "table: {type: text, filepath: data/t.txt, versioned: true}\n" +
        "copied: {type: text, filepath: data/copied.txt}\n",
      "data/t.txt/v1/t.txt": "old",
      "data/t.txt/v2/t.txt": "new",
      "run.yml": "run:\n  params: {n: 5}\n  run_name: filed\n  load_versions: table:v2\n",
    },
  );

  const { code, stdout, stderr } = await kedge(dir.path, [
    "run",
    "-c",
    "run.yml",
    "-lv",
    "table:v1",
    "-r",
    "ParallelRunner",
    "--async",
    "--json",
  ]);

  assert.equal(code, 0, stderr);
  assert.equal(JSON.parse(stdout).runName, "filed");
  assert.equal(await Deno.readTextFile(dir.join("data/copied.txt")), "old5");
  assert.match(stderr, /^! ParallelRunner starts no processes/m);
  assert.match(stderr, /^! async changes nothing/m);
});

Deno.test("kedge run --conf-source takes an archive and a folder of a web server in place of conf/", async () => {
  await using dir = await projectOf(DOUBLE);
  await Deno.writeFile(
    dir.join("other.zip"),
    await zipOf([{ path: "conf/base/parameters.yml", content: "n: 7\n" }]),
  );
  await using server = serveIndex({ "base/parameters.yml": "n: 8\n", "prod/parameters.yml": "n: 9\n" });

  const packed = await kedge(dir.path, ["run", "--conf-source", "other.zip", "--json"]);
  const served = await kedge(dir.path, ["run", "--conf-source", server.url, "--env", "prod", "--json"]);

  assert.deepEqual([packed, served].map(({ stdout }) => JSON.parse(stdout).metrics.n.value), [7, 9]);
});

Deno.test("a run that fails exits with 1, tells how to go on, and says so in JSON", async () => {
  await using dir = await projectOf(`${DOUBLE}, ${FAIL}`);

  const text = await kedge(dir.path, ["run"]);
  const json = await kedge(dir.path, ["run", "--json"]);

  assert.deepEqual([text.code, json.code], [1, 1]);
  assert.match(
    text.stderr,
    /✗ node "fail" failed after .*: No species\n {4}at run \(kedge\.ts:\d+:\d+\)\n {2}inputs {4}twice \(2\)/,
  );
  assert.match(text.stderr, /go on .* run --from-nodes double\n/);
  const { status, error, resumeFrom } = JSON.parse(json.stdout);
  assert.deepEqual([status, error.name, error.node, resumeFrom], ["failed", "NodeError", "fail", ["double"]]);
});

Deno.test("a mistake in the configuration exits with 2, runs nothing and leaves nothing behind", async () => {
  await using dir = await projectOf(DOUBLE, {
    "conf/base/catalog.yml": "twice:\n  type: jsn\n  filepath: twice.json\n",
  });

  const text = await kedge(dir.path, ["run"]);
  const json = await kedge(dir.path, ["run", "--json"]);

  assert.deepEqual([text.code, json.code], [2, 2]);
  assert.match(text.stderr, /conf\/base\/catalog\.yml:2:9/);
  assert.match(text.stderr, /Did you mean "json"\?/);
  assert.match(text.stderr, /\n {6}2 │ {3}type: jsn\n {8}│ {9}\^\^\^\n/);
  assert.doesNotMatch(text.stdout, /double runs/);
  assert.equal(JSON.parse(json.stdout).error.issues[0].place.line, 2);
  assert.deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name).sort(), ["conf", "kedge.ts"]);
});

Deno.test.each([
  [["--nodes", "duoble"], 'Did you mean "double"?'],
  [["--pipeline", "__defualt__"], 'Did you mean "__default__"?'],
  [["--from-inputs", "params:m"], "params:m"],
  [["--env", "prod"], 'environment "prod"'],
  [["--params", "n"], "n"],
])("kedge run %s exits with 2 and says what was meant", async (flags, hint) => {
  await using dir = await projectOf(DOUBLE);

  const { code, stderr } = await kedge(dir.path, ["run", ...flags]);

  assert.equal(code, 2, stderr);
  assert.ok(stderr.includes(hint), stderr);
  assert.doesNotMatch(stderr, /\n {4}at /);
});

Deno.test("kedge run in a kedge.ts that throws shows where, and exits with 2", async () => {
  await using dir = await tempDir();
  await dir.write({ "kedge.ts": "export const x = 1;\nthrow new Error('No anchor');\n" });

  const { code, stderr } = await kedge(dir.path, ["run"]);

  assert.equal(code, 2);
  assert.match(stderr, /^✗ Cannot load module "kedge\.ts": No anchor\n {4}at kedge\.ts:2:7\n$/);
});

for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test({
    name:
      `${signal} stops a run cleanly: it is killed, what did not run is named, the exit code is ${exitCode}`,
    ignore: Deno.build.os === "windows", // which knows no such signals
    fn: async () => {
      await using dir = await projectOf(`${WAIT}, ${AFTER}`);
      await using running = startKedge(dir.path, ["run"]);

      await running.sees("wait waits");
      running.kill(signal);
      const { code, stderr } = await running.finished;
      const { stdout } = await kedge(dir.path, ["runs", "list", "--json"]);

      assert.equal(code, exitCode, stderr);
      assert.match(stderr, /■ stopping when wait has ended; once more to stop at once\n/);
      assert.match(stderr, /■ stopped after .*\n {2}stopped {3}wait\n {2}not run {3}after\n/);
      assert.deepEqual(JSON.parse(stdout).runs.map(({ status }: { status: string }) => status), ["killed"]);
    },
  });
}

Deno.test({
  name:
    "SIGINT again stops a run at once and names what did not run, and the next command knows that it was killed",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using dir = await projectOf(`${NEVER}, ${AFTER}`);
    await using running = startKedge(dir.path, ["run"]);

    await running.sees("never ends");
    running.kill("SIGINT");
    await running.sees("once more to stop at once");
    running.kill("SIGINT");
    const { code, stderr } = await running.finished;
    const { stdout } = await kedge(dir.path, ["runs", "list", "--json"]);

    assert.equal(code, 130);
    assert.match(stderr, /■ stopped at once\n {2}stopped {3}\S+\n {2}not run {3}after\n/);
    const [run] = JSON.parse(stdout).runs;
    assert.deepEqual([run.status, run.tags["kedge.interrupted"]], ["killed", "true"]);
  },
});

Deno.test("nobody reading standard output any more does not stop a run", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await using dir = await projectOf(DOUBLE);
  const child = new Deno.Command("sh", {
    args: ["-c", `"$DENO" run -A --config "$CONFIG" "$MAIN" run | head -c 1 >/dev/null`],
    cwd: dir.path,
    env: {
      DENO: Deno.execPath(),
      CONFIG: new URL("../../deno.json", import.meta.url).pathname,
      MAIN: new URL("../../cli/main.ts", import.meta.url).pathname,
    },
  });

  await child.output();
  const { stdout } = await kedge(dir.path, ["runs", "list", "--json"]);

  assert.equal(JSON.parse(stdout).runs[0].status, "finished");
});

Deno.test("colours are for terminals, and for pipes where FORCE_COLOR asks for them", async () => {
  await using dir = await tempDir();

  const plain = await kedge(dir.path, ["--help"]);
  const forced = await kedge(dir.path, ["--help"], { FORCE_COLOR: "1" });

  assert.ok(!plain.stdout.includes("\x1b"));
  assert.ok(forced.stdout.includes("\x1b[1mUSAGE\x1b[22m"));
});

Deno.test("a store that a newer Kedge wrote is refused in a sentence, with exit code 2, and stays as it is", async () => {
  await using dir = await projectOf(DOUBLE);
  await kedge(dir.path, ["run"]);
  const path = dir.join(".kedge/runs.db");
  {
    using database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 9999");
  }
  const before = await Deno.readFile(path);

  const listed = await kedge(dir.path, ["runs", "list"]);
  const ran = await kedge(dir.path, ["run"]);

  assert.deepEqual([listed.code, ran.code], [2, 2]);
  assert.match(listed.stderr, /^✗ [^\n]*newer[^\n]*\n$/);
  assert.deepEqual(await Deno.readFile(path), before);
});
