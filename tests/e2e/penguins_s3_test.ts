import assert from "node:assert/strict";
import { relative } from "node:path";
import { toBytes } from "../../lib/core/bytes.ts";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import type { Store } from "../../lib/stores/store.ts";
import { captureDeno, ROOT } from "../../tasks/process.ts";
import { copyExample } from "../support/copy_files.ts";
import { sendCommand, sharedS3, testWithS3 } from "../support/s3.ts";
import { kedgeWithS3, s3Environment } from "../support/s3_environment.ts";
import { keysOf } from "../support/store_content.ts";
import { walkFiles } from "../support/walk_files.ts";

const s3 = sharedS3();

testWithS3(
  "examples/penguins runs in S3 by configuration alone, and writes the same bytes every time",
  async () => {
    await using copy = await copyExample("penguins");
    await sendCommand("CreateBucket", { Bucket: "penguins" }, s3().options);
    await using store = s3Store("s3://penguins", s3().options);
    const kedge = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await kedgeWithS3(s3(), copy.path, args);
      assert.equal(code, 0, `${args.join(" ")}: ${stdout}${stderr}`);
      return stdout;
    };

    await kedge("store", "cp", "-r", "data/01_raw", "s3://penguins/data/01_raw");
    await kedge("catalog", "check", "--env", "prod");
    await kedge("run", "--env", "prod");
    const first = await contentOf(store, "data/");
    await kedge("run", "--env", "prod");
    const second = await contentOf(store, "data/");

    assert.deepEqual(second, first);
    assert.equal(Object.keys(first).length, 8);
    // Nothing of it came onto this disk, where a run without prod gives the same.
    assert.deepEqual(
      (await walkFiles(copy.join("data"))).map((path) => relative(copy.path, path)).toSorted(),
      ["data/01_raw/penguins.csv", "data/README.md"],
    );
    const predictions = "s3://penguins/data/07_model_output/predictions.csv";
    const made = JSON.parse(await kedge("runs", "lineage", predictions, "--json"));
    assert.deepEqual([made.target.state, made.origin.output.dataset.name], ["same", "predictions"]);
    // A copy is known by its bytes.
    await kedge("store", "cp", predictions, "copied.csv");
    const copied = JSON.parse(await kedge("runs", "lineage", "copied.csv", "--json"));
    assert.equal(copied.origin.run.runId, made.origin.run.runId);
    await runWithFlags(copy.path);
    assert.deepEqual(await contentOf(store, "data/"), first);
    await kedge("run");
    for (const [key, bytes] of Object.entries(first)) {
      assert.deepEqual(await Deno.readFile(copy.join(...key.split("/"))), bytes, key);
    }
    const { artifactsAt } = JSON.parse(await kedge("runs", "show", "@previous", "--json"));
    assert.match(artifactsAt, /^s3:\/\/penguins\/runs\//);
    assert.deepEqual(await Array.fromAsync(store.leftovers?.list() ?? []), []);
  },
);

// The flags that docs/stores.md names; the clone is read besides, since the code lies there.
async function runWithFlags(cwd: string): Promise<void> {
  const flags = [
    ...["--no-prompt", `--allow-read=${cwd},${ROOT}`, `--allow-write=${cwd}/.kedge`],
    ...[`--allow-net=${new URL(s3().server.url).host}`, "--allow-sys=osRelease"],
    "--allow-env=AWS_*,HOME,HOMEDRIVE,HOMEPATH,USERPROFILE,_X_AMZN_TRACE_ID",
  ];
  const command = ["--config", `${ROOT}deno.json`, `${ROOT}cli/main.ts`, "run", "--env", "prod"];
  const env = { ...s3Environment(s3()), AWS_CA_BUNDLE: "" };
  const { code, stderr } = await captureDeno(["run", ...flags, ...command], { cwd, env });
  assert.equal(code, 0, stderr);
}

async function contentOf(store: Store, prefix: string): Promise<Record<string, Uint8Array>> {
  const content: Record<string, Uint8Array> = {};
  for (const key of await keysOf(store, prefix)) content[key] = await toBytes(await store.read(key));
  return content;
}
