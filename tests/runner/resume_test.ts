import assert from "node:assert/strict";
import { type Node, node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";

function steps(...lines: readonly string[]): readonly Node[] {
  return lines.map((line) => {
    const [name, inputs, outputs] = line.split("|").map((part) => part.trim());
    const listed = inputs === "" ? [] : inputs!.split(" ");
    const run = (..._values: unknown[]) => {
      if (name!.endsWith("!")) throw new Error("stop");
      return 1;
    };
    return node({ name: name!.replace("!", ""), inputs: listed, outputs: outputs!, run });
  });
}

async function resumeFrom(nodes: readonly Node[], ...stored: readonly string[]): Promise<readonly string[]> {
  const catalog = fakeCatalog({
    stored: { raw: 1, ...Object.fromEntries(stored.map((name) => [name, undefined])) },
    parameters: { k: 1 },
  });
  const result = await runPipeline(pipeline(nodes), catalog, { throwOnError: false });
  assert.equal(result.status, "failed");
  return result.resumeFrom;
}

Deno.test("resumeFrom is the failed node when its inputs are kept", async () => {
  assert.deepEqual(await resumeFrom(steps("a | raw | x", "b! | x | y", "c | y | z"), "x"), ["b"]);
});

Deno.test("resumeFrom goes back to what is kept, through everything that was only in memory", async () => {
  const nodes = steps("a | raw | x", "b | x | y", "c | y | z", "d! | z params:k | w");

  assert.deepEqual(await resumeFrom(nodes, "x"), ["b"]);
  assert.deepEqual(await resumeFrom(nodes), ["a"]);
});

Deno.test("resumeFrom includes branches that had not run, and leaves out nodes that others lead to", async () => {
  const nodes = steps("a | raw | x", "b1! | x | y1", "b2 | x | y2", "c | y1 y2 | z");

  assert.deepEqual(await resumeFrom(nodes, "x"), ["b1", "b2"]);
});

Deno.test("resumeFrom includes a done node again when what it made is gone", async () => {
  const nodes = steps("a | raw | kept", "b | raw | gone", "c! | kept gone | z");

  assert.deepEqual(await resumeFrom(nodes, "kept"), ["b"]);
});

Deno.test("resumeFrom is empty when no node was done", async () => {
  assert.deepEqual(await resumeFrom(steps("a! | raw | x", "b | x | y")), []);
});

Deno.test("resumeFrom leaves out what follows from a done node that runs again, through done nodes too", async () => {
  const nodes = steps("a | raw | gone", "b | gone | kept", "c! | kept | z", "d | gone kept | w");

  assert.deepEqual(await resumeFrom(nodes, "kept"), ["a"]);
});
