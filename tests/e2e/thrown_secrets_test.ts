import assert from "node:assert/strict";
import { kedge, startKedgeOnTerminal } from "../support/kedge.ts";
import { tempDir } from "../support/temp_dir.ts";
import { walkFiles } from "../support/walk_files.ts";

// What JSON and URLs write in another way, and what messages cut off.
const PASSWORD = 'canary-zq-pass"\nline-two/é';
const TOKEN = `t0k3n-canary-${"0123456789".repeat(12)}`;
const PIN = "p1n-canary-zq-pin";
// None of them can be a part of an id or a time.
const TRACES = ["canary", "zq-pass", "line-two", "t0k3n-", btoa("ada:t0k3n-canary-").slice(6, 16), "zq-pin"];

const PROJECT = `
import {
  defineProject, logInput, logLine, logMetric, logModel, logParam, node, pipeline, setTag, withRun,
} from "https://kedge.example/kedge@0.1.0/mod.ts";

const { password, token, pin } = JSON.parse(await Deno.readTextFile(new URL("conf/local/credentials.json", import.meta.url))).db;
class LoginError extends Error {
  override name = "LoginError";
  readonly #url = new URL("https://ada@host/");
  constructor(message: string, readonly request: unknown, options?: ErrorOptions) { super(message, options); }
  get host() { return this.#url.host; }
}
const ways: Record<string, () => unknown> = {
  message: () => { throw new Error("wrong: " + password); },
  text: () => { throw "wrong: " + token; },
  object: () => { throw { toString: () => "wrong: " + password }; },
  cause: () => { throw new Error("no login", { cause: new LoginError("for " + password, { headers: { token } }) }); },
  circle: () => {
    const error = new Error("round " + token);
    error.cause = new AggregateError([error, new Error(password)], "both");
    throw error;
  },
  gathered: () => Promise.any([Promise.reject(new Error(password)), Promise.reject(new Error(token))]),
  json: () => { throw new Error(JSON.stringify({ password, token })); },
  parsed: () => JSON.parse(token),
  url: () => fetch("http://127.0.0.1:1/" + encodeURIComponent(password) + "?t=" + encodeURIComponent(token)),
  aborted: () => { throw new DOMException("gave up: " + password, "AbortError"); },
  named: () => { const error = new Error("x"); error.name = token; throw error; },
  metric: () => logMetric("loss", token as unknown as number),
  metricName: () => logMetric(token + "!", 1),
  param: () => logParam("a" + token + "?", token),
  tag: () => setTag("dsn", "x".repeat(9000) + token),
  names: () => withRun({ name: token, experiment: "of " + token, experimentTags: { a: token }, tags: { [token]: token } }, () => {
    throw Symbol(token);
  }),
  closed: () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); console.log(password); throw proxy; },
  basic: () => { throw new Error("Authorization: Basic " + btoa("ada:" + token)); },
  nested: () => withRun({}, () => { logLine(password); throw new Error(token); }),
  uncaught: () => new Promise(() => setTimeout(() => { throw new Error("late " + password); }, 1)),
  environment: () => { throw new Error(Deno.env.get("AWS_SECRET_ACCESS_KEY")); },
  logs: async () => {
    logLine("sent " + password);
    logParam("dsn", "postgres://ada:" + token + "@host");
    setTag("note", password);
    await logInput({ data: [{ [token]: 1 }], name: "rows of " + pin });
    await logModel({ a: 1 }, { name: "m", params: { token: "is " + token }, tags: { a: password } });
    console.log("printed", password, { token }, new Map([[token, 1]]));
    console.error("%s!", token, new Error("in print", { cause: password }));
    console.table([{ token }]);
    console.dir({ a: { b: { c: { d: { e: { f: token } } } } } }, { depth: 9 });
    console.log("%j", { a: { b: { c: { d: { e: { f: token } } } } } });
    throw new Error("after " + token);
  },
};
const nodes = Object.entries(ways).map(([name, run]) => [
  name,
  pipeline([node({ name, inputs: [], outputs: name + "_out", run: async () => { await run(); return 1; } })]),
]);
const hooks = [{
  name: "talker",
  afterContextCreated: () => { if (Deno.env.has("HOOK_FAILS")) throw new Error("hook: " + token); },
  onPipelineError: () => { throw new Error("hook: " + password); },
  beforePipelineRun: ({ runParams }: { runParams: { env: string | undefined } }) => {
    if (runParams.env === "strict") throw new Error("hook: " + token);
  },
}];
const inputs = pipeline([
  node({ name: "login", inputs: [], outputs: "short", run: () => pin }),
  node({ name: "use", inputs: ["short", "params:login"], outputs: "out", run: () => { throw new Error("no"); } }),
]);
const stored = pipeline([node({ name: "read", inputs: "birds", outputs: "n", run: () => 1 })]);
const leaky = {
  type: "leaky",
  parseOptions: (value: unknown) => ({ value }),
  create: (_options: unknown, { credentials }: { credentials?: Record<string, { reveal(): unknown }> | undefined }) => {
    const tell = () => { throw new Error("refused " + credentials!.password!.reveal()); };
    return { load: tell, save: tell, exists: tell, describe: () => ({}), traits: { ephemeral: false } };
  },
};
export default defineProject({ name: "birds", datasets: [leaky], pipelines: { ...Object.fromEntries(nodes), inputs, stored }, hooks });
`;

const WAYS = [...PROJECT.matchAll(/^ {2}(\w+): (?:async )?\(\) =>/gm)].map(([, name = ""]) => name)
  .filter((name) => !/^(?:before|after|on)/.test(name));

const FILES = {
  "kedge.ts": PROJECT,
  "conf/base/catalog.yml": "birds: {type: leaky, credentials: db}\n",
  "conf/base/parameters.yml": "login: {user: ada}\n",
  "conf/local/credentials.json": JSON.stringify({
    db: { password: PASSWORD, token: TOKEN, pin: PIN, host: "127.0.0.1", user: "ada" },
  }),
};

Deno.test("a secret that a node throws, logs or prints appears in no output, no store and no file of it", async () => {
  await using dir = await tempDir();
  await dir.write(FILES);
  const env = { GITHUB_STEP_SUMMARY: dir.join(".kedge/summary.md") };

  assert.ok(WAYS.length >= 18, WAYS.join());
  for (const way of WAYS) await tellsNothing(dir, ["run", "-p", way], { env, code: 1 });
  for (const way of ["cause", "circle", "gathered", "logs", "metric"]) {
    await tellsNothing(dir, ["run", "-p", way, "--json"], { env, code: 1 });
  }
  await tellsNothing(dir, ["run", "-p", "message", "--no-track"], { code: 1 });
  await tellsNothing(dir, ["run", "-p", "metric", "--no-track"], { code: 1 });
  await tellsNothing(dir, ["run", "-p", "inputs", "--params", `login.note=${TOKEN}`], { env, code: 1 });
  // A secret that only the environment has, and one that a hook tells before there is a run.
  await tellsNothing(dir, ["run", "-p", "environment"], {
    env: { ...env, AWS_SECRET_ACCESS_KEY: "canary/aws+key" },
    code: 1,
  });
  await tellsNothing(dir, ["run"], { env: { HOOK_FAILS: "yes" }, code: 2 });
  // What a dataset tells of its credentials, before the run and outside of runs.
  await tellsNothing(dir, ["run", "-p", "stored"], { code: 2 });
  await tellsNothing(dir, ["catalog", "preview", "birds"], { code: 2 });
  await tellsNothing(dir, ["catalog", "check"], { code: 1 });
  for (
    const args of [
      ["runs", "list", "--all", "--json"],
      ["runs", "show", "@latest"],
      ["runs", "show", "@latest", "--json"],
      ["runs", "export"],
      ["runs", "export", "--format", "archive", "--output", ".kedge/runs.tar.gz"],
    ]
  ) await tellsNothing(dir, args, { code: 0 });
});

Deno.test("what hides a secret leaves the rest of an error and its log as they are", async () => {
  await using dir = await tempDir();
  await dir.write(FILES);

  const failed = await kedge(dir.path, ["run", "-p", "cause", "--json"]);
  const logged = await kedge(dir.path, ["run", "-p", "logs"]);

  const { error } = JSON.parse(failed.stdout);
  assert.deepEqual([error.name, error.node, error.cause.message], ["NodeError", "cause", "no login"]);
  assert.match(failed.stderr, /node "cause" failed after .*no login/);
  assert.match(failed.stderr, /at .*kedge\.ts:\d+/);
  assert.match(failed.stderr, /a hook failed too: hook: \*\*\*/);
  assert.match(logged.stdout, /^printed \*\*\* \{\s+token: "\*\*\*"\s+\} Map\(1\) \{\s+"\*\*\*" => 1\s+\}$/m);
  assert.match(logged.stderr, /sent \*\*\*/);
  assert.match(logged.stderr, /after \*\*\*/);
  const shown = JSON.parse((await kedge(dir.path, ["runs", "show", "@latest", "--json"])).stdout);
  assert.equal(shown.params.dsn, "postgres://ada:***@host");
  assert.equal(shown.tags["kedge.error.message"], 'Node "logs" failed: after ***');
});

Deno.test({
  name: "a secret that a node throws or prints shows on no terminal",
  ignore: Deno.build.os !== "linux", // `script` differs elsewhere
  async fn() {
    await using dir = await tempDir();
    await dir.write(FILES);
    await using running = startKedgeOnTerminal(dir.path, ["run", "-p", "logs"]);

    const { stdout } = await running.finished;

    assert.deepEqual(tracesIn(stdout), [], stdout);
    assert.ok(stdout.includes("after ***"), stdout);
  },
});

async function tellsNothing(
  dir: { readonly path: string; join(path: string): string },
  args: readonly string[],
  { code, env = {} }: { readonly code: number; readonly env?: Readonly<Record<string, string>> },
): Promise<void> {
  await Deno.mkdir(dir.join(".kedge"), { recursive: true });
  const ran = await kedge(dir.path, args, env);
  const what = `kedge ${args.join(" ")}\n${ran.stdout}\n${ran.stderr}`;
  assert.equal(ran.code, code, what);
  assert.deepEqual(tracesIn(`${ran.stdout}${ran.stderr}`), [], what);
  for (const path of await walkFiles(dir.join(".kedge"))) {
    assert.deepEqual(tracesIn(await readUnpacked(path)), [], `${path} after ${args.join(" ")}`);
  }
}

function tracesIn(text: string): readonly string[] {
  return TRACES.filter((trace) => text.includes(trace));
}

async function readUnpacked(path: string): Promise<string> {
  const file = new Blob([await Deno.readFile(path)]).stream();
  const bytes = path.endsWith(".gz") ? file.pipeThrough(new DecompressionStream("gzip")) : file;
  return new TextDecoder("latin1").decode(await new Response(bytes).bytes());
}
