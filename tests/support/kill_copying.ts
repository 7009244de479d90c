import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import { dumpMlflow } from "./mlflow_dump.ts";
import type { MlflowServer } from "./mlflow_server.ts";
import { assertSameOnServer } from "./same_on_server.ts";

const CHILD = fileURLToPath(new URL("../tracking/children/replicate_until_killed.ts", import.meta.url));

/** How processes are killed while their runs are copied. */
export interface KillCopyingOptions {
  /** Folder of the store. */
  readonly directory: string;
  /** The server. */
  readonly server: MlflowServer;
  /** Processes that are at work at once. */
  readonly writers: number;
  /** Says when to kill. */
  readonly random: () => number;
}

/** Let processes record and copy, and kill each at a random moment. Gives how many points of each run were acknowledged. */
export async function killCopying(
  { directory, server, writers, random }: KillCopyingOptions,
): Promise<ReadonlyMap<string, number>> {
  const killed = await Promise.all(Array.from({ length: writers }, async () => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", CHILD, directory, server.url],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const errors = new Response(child.stderr).text();
    const points = 50 + Math.floor(random() ** 2 * 4000);
    let text = "";
    let isKilled = false;
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (isKilled || text.split("\n").length <= points) continue;
      child.kill("SIGKILL");
      isKilled = true;
    }
    assert.equal((await child.status).signal, "SIGKILL", await errors);
    await errors;
    // What stands after the last line end was cut short.
    const [run = "", ...acknowledged] = text.split("\n").slice(0, -1);
    return [run.replace("run ", ""), acknowledged.length] as const;
  }));
  return new Map(killed);
}

/** Copy what is left; then everything that was acknowledged is on the server exactly once, and no run is left RUNNING there. */
export async function assertNothingLost(
  { directory, server }: Pick<KillCopyingOptions, "directory" | "server">,
  acknowledged: ReadonlyMap<string, number>,
): Promise<void> {
  await using store = openEmbeddedStore(directory);
  const { unfinished, reason } = await sync(store, { uri: server.url });
  assert.deepEqual([unfinished, reason], [[], undefined]);
  const dump = await dumpMlflow(server);
  await assertSameOnServer(store, dump);
  for (const [runId, count] of acknowledged) {
    const [run] = dump.runs.filter(({ tags }) => tags["kedge.run.id"] === runId);
    assert.equal(run?.status, "KILLED");
    const steps = run.metrics["loss"]?.map(([step]) => step).sort((a, b) => a - b) ?? [];
    assert.deepEqual(steps, Array.from({ length: steps.length }, (_, i) => i));
    assert.ok(steps.length >= count, `${steps.length} of ${count} points`);
  }
}
