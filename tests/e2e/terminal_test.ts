import assert from "node:assert/strict";
import { startKedgeOnTerminal } from "../support/kedge.ts";
import { drawScreen } from "../support/screen.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const CTRL_C = "\x03";
const ignore = Deno.build.os !== "linux"; // `script` differs elsewhere

/** A project of one node. */
async function projectOf(run: string): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({
    "kedge.ts": `import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const only = node({ name: "only", inputs: "params:n", outputs: "out", run: ${run} });
export default defineProject({ name: "tiny", pipelines: { tiny: pipeline([only]) }, parameters: { n: 1 } });
`,
  });
  return dir;
}

Deno.test(
  "on a terminal, a run is shown live and leaves its nodes and summary standing",
  { ignore },
  async () => {
    await using dir = await projectOf(`(n: number) => { console.log("hello"); return [{ n }]; }`);
    await using running = startKedgeOnTerminal(dir.path, ["run"]);

    const { code, stdout } = await running.finished;

    assert.equal(code, 0, stdout);
    const { lines, hasCursor } = drawScreen(stdout.replaceAll("\r\n", "\n"));
    assert.match(lines[0] ?? "", /^tiny · __default__ · run \S+ +base \+ local$/);
    assert.equal(lines[1], "hello");
    assert.match(lines[2] ?? "", /^ {2}✓ only {2}1 rows? .* ms {3}out$/);
    assert.match(lines[3] ?? "", /^✓ finished in /);
    assert.equal(hasCursor, true);
  },
);

Deno.test("on a terminal, Ctrl-C stops a run, and the cursor is back", { ignore }, async () => {
  const wait = `() => new Promise((resolve) => {
    const timer = setInterval(() => {}, 1000);
    Deno.addSignalListener("SIGINT", () => { clearInterval(timer); resolve(1); });
    console.log("waiting");
  })`;
  await using dir = await projectOf(wait);
  await using running = startKedgeOnTerminal(dir.path, ["run"]);

  await running.sees("waiting");
  await running.type(CTRL_C);
  const { code, stdout } = await running.finished;

  assert.equal(code, 130, stdout);
  assert.ok(stdout.lastIndexOf("\x1b[?25h") > stdout.lastIndexOf("\x1b[?25l"), stdout);
  assert.match(stdout, /■ stopped after/);
});

Deno.test("on a terminal, Ctrl-C twice ends a run whose node lets nothing through", { ignore }, async () => {
  await using dir = await projectOf(`() => { console.log("computing"); for (;;); }`);
  await using running = startKedgeOnTerminal(dir.path, ["run"]);

  await running.sees("computing");
  await running.type(CTRL_C);
  await running.sees("once more to stop at once");
  await running.type(CTRL_C);
  const { code, stdout } = await running.finished;

  assert.equal(code, 137); // 128 + SIGKILL: nothing less ends a process that is busy
  assert.ok(stdout.lastIndexOf("\x1b[?25h") > stdout.lastIndexOf("\x1b[?25l"), stdout);
});
