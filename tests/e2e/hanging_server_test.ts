import assert from "node:assert/strict";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import { ROOT } from "../../tasks/process.ts";
import { faultProxy, type ProxyMatch } from "../support/fault_proxy.ts";
import { kedge } from "../support/kedge.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { s3Environment } from "../support/s3_environment.ts";
import { utf8 } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";

// A server that hangs is given up after a minute: that nobody waits for it shows in that it is asked once, and never again.

const s3 = sharedS3();

const WAITING: readonly {
  readonly what: string;
  readonly entry: string;
  readonly hang: ProxyMatch;
}[] = [
  {
    what: "looking for an input before the first node",
    entry: "{type: text, filepath: BUCKET/input.txt}",
    hang: { method: "HEAD" },
  },
  {
    what: "loading an input",
    entry: "{type: text, filepath: BUCKET/input.txt}",
    hang: { method: "GET", path: "input.txt" },
  },
  {
    what: "looking for the newest version of an input",
    entry: "{type: text, filepath: BUCKET/versioned.txt, versioned: true}",
    hang: { method: "GET", path: "list-type" },
  },
  {
    what: "listing partitions",
    entry: "{type: partitioned, path: BUCKET/parts, dataset: text}",
    hang: { method: "GET", path: "list-type" },
  },
];

for (const { what, entry, hang } of WAITING) {
  testWithS3(
    `kedge run that is interrupted while ${what} waits for a server that hangs stops at once`,
    async () => {
      const bucket = await s3().makeBucket();
      await using store = s3Store(bucket, s3().options);
      for (const key of ["input.txt", "parts/a", "versioned.txt/2026-01-01T00.00.00.000Z/versioned.txt"]) {
        await store.write(key, utf8("text"));
      }
      await using proxy = await faultProxy(s3().server.url);
      await using dir = await tempDir();
      await dir.write({
        "kedge.ts": project(
          `node({ name: "read", inputs: "input", outputs: "length", run: (text) => text.length })`,
        ),
        "conf/base/catalog.yml": `input: ${entry.replace("BUCKET", bucket)}\n`,
      });
      const { met } = proxy.inject({ ...hang, times: Infinity }, { kind: "hang" });

      const child = startRun(dir.path, { ...s3Environment(s3()), AWS_ENDPOINT_URL: proxy.url });
      await met;
      const asked = proxy.requests.length;
      child.kill("SIGINT");
      const { code, stderr } = await child.output();

      assert.equal(code, 130, new TextDecoder().decode(stderr));
      assert.equal(proxy.requests.length, asked);
      assert.deepEqual(await statusesOf(dir.path), ["killed"]);
    },
  );
}

Deno.test("kedge run that is interrupted stops to look for an input on a web server that hangs", async () => {
  const asked = Promise.withResolvers<void>();
  const over = Promise.withResolvers<Response>();
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    asked.resolve();
    return over.promise;
  });
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": project(
      `node({ name: "read", inputs: "input", outputs: "length", run: (text) => text.length })`,
    ),
    "conf/base/catalog.yml":
      `input: {type: text, filepath: "http://127.0.0.1:${server.addr.port}/input.txt"}\n`,
  });

  const child = startRun(dir.path, {});
  await asked.promise;
  child.kill("SIGINT");
  const { code, stderr } = await child.output();
  over.resolve(new Response());

  assert.equal(code, 130, new TextDecoder().decode(stderr));
  assert.deepEqual(await statusesOf(dir.path), ["killed"]);
});

function project(node: string): string {
  return `
import { defineProject, node, pipeline } from "${import.meta.resolve("../../mod.ts")}";
export default defineProject({ name: "waiting", pipelines: { __default__: pipeline([${node}]) } });
`;
}

function startRun(cwd: string, env: Record<string, string>): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${ROOT}cli/main.ts`, "run"],
    cwd,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

async function statusesOf(cwd: string): Promise<string[]> {
  const { stdout } = await kedge(cwd, ["runs", "list", "--json"]);
  return JSON.parse(stdout).runs.map(({ status }: { readonly status: string }) => status);
}
