import assert from "node:assert/strict";
import { runCli } from "../../../cli/run_cli.ts";
import { openEmbeddedStore } from "../../../mod.ts";
import { fakeCli } from "../../support/fake_cli.ts";
import { tempDir } from "../../support/temp_dir.ts";

const KEDGE_TS = `import { defineProject, pipeline } from "${new URL("../../../mod.ts", import.meta.url)}";
export default defineProject({ name: "birds", pipelines: { __default__: pipeline([]) } });
`;

/** A server without runs that notes who asks. */
function serve(): AsyncDisposable & { readonly uri: string; readonly seen: readonly (string | null)[] } {
  const seen: (string | null)[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    seen.push(request.headers.get("authorization"));
    return Response.json({});
  });
  return {
    uri: `http://127.0.0.1:${server.addr.port}`,
    seen,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function type(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const cli = fakeCli({ args, cwd, env });
  const code = await runCli(cli.context);
  return { code, stdout: cli.stdout(), stderr: cli.stderr() };
}

Deno.test("kedge runs --store tells the server of the project who asks, and no other server", async () => {
  await using own = serve();
  await using other = serve();
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": KEDGE_TS,
    "conf/base/mlflow.yml": `server: {mlflow_tracking_uri: "${own.uri}", credentials: shared}\n`,
    "conf/local/credentials.yml": "shared: {mlflow_tracking_token: canary}\n",
  });

  for (const { uri } of [own, other]) {
    const { code, stdout, stderr } = await type(dir.path, ["runs", "list", "--store", uri]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /No runs yet/);
  }

  assert.deepEqual([[...new Set(own.seen)], [...new Set(other.seen)]], [["Bearer canary"], [null]]);
});

Deno.test("kedge runs --store and kedge sync send the headers that a module of the project makes", async () => {
  await using server = serve();
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": KEDGE_TS,
    "headers.ts": "export default ({ scope }) => ({ authorization: `Signed ${scope}` });\n",
    "conf/base/mlflow.yml": `server:
  mlflow_tracking_uri: "${server.uri}"
  request_header_provider: { type: pkg.Provider, init_kwargs: { scope: write } }
`,
    "conf/base/kedge.yml": "tracking: { server: { headers: ./headers.ts } }\n",
  });
  await using store = openEmbeddedStore(dir.path);
  const { info: { runId } } = await store.createRun({ experimentId: "0" });
  await store.updateRun(runId, { status: "FINISHED", endTime: 5 });

  const listed = await type(dir.path, ["runs", "list", "--store", server.uri]);
  const { length } = server.seen;
  await type(dir.path, ["sync", runId]);

  assert.equal(listed.code, 0, listed.stderr);
  assert.ok(length > 0 && server.seen.length > length);
  assert.deepEqual([...new Set(server.seen)], ["Signed write"]);
});

Deno.test("kedge runs --store needs no project, and takes who asks from MLflow's variables", async () => {
  await using server = serve();
  await using dir = await tempDir();

  await type(dir.path, ["runs", "list", "--store", server.uri], { MLFLOW_TRACKING_TOKEN: "t0ken" });

  assert.deepEqual([...new Set(server.seen)], ["Bearer t0ken"]);
});

Deno.test("kedge runs --store says what is wrong with an address, without the password in it", async () => {
  await using dir = await tempDir();

  const { code, stderr } = await type(dir.path, ["runs", "list", "--store", "ftp://ada:hunter2@h"]);

  assert.equal(code, 2);
  assert.match(stderr, /it must be an http or https URL/);
  assert.doesNotMatch(stderr, /hunter2/);
});

Deno.test("kedge runs export --to refuses flags that are about files", async () => {
  await using dir = await tempDir();

  const { code, stderr } = await type(dir.path, ["runs", "export", "--to", "http://h", "--format", "csv"]);

  assert.equal(code, 2);
  assert.match(stderr, /--to copies runs of the project to a server: leave out --format/);
});
