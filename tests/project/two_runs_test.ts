import assert from "node:assert/strict";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { openProject } from "../../lib/project/open_project.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a run that is stopped while a server hangs does not disturb another of the same project", async () => {
  const answers = Promise.withResolvers<void>();
  const bothAsked = Promise.withResolvers<void>();
  let asked = 0;
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async () => {
    if (++asked === 2) bothAsked.resolve();
    await answers.promise;
    return new Response("text", { headers: { etag: '"1"' } });
  });
  await using dir = await tempDir();
  const read = node({ name: "read", inputs: "page", outputs: "length", run: (text: string) => text.length });
  const definition = {
    name: "two",
    pipelines: { __default__: pipeline([read]) },
    catalog: { page: { type: "text", filepath: `http://127.0.0.1:${server.addr.port}/page.txt` } },
  };
  await using project = await openProject(definition, { root: dir.path });
  const controller = new AbortController();

  const stopped = project.run({ signal: controller.signal });
  const other = project.run();
  await bothAsked.promise;
  controller.abort(new Error("Enough"));
  const first = await stopped.then(({ status }) => status, (error) => String(error));
  answers.resolve();
  const { status, outputs } = await other;

  assert.match(first, /killed|Enough/);
  assert.equal(status, "finished");
  assert.deepEqual(outputs, { length: 4 });
});
