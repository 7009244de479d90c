import assert from "node:assert/strict";
import { openProgress } from "../../../../cli/run/progress/open_progress.ts";
import { logMetric, node, type Pipeline, pipeline, type RunHandle, runPipeline } from "../../../../mod.ts";
import { fakeCatalog } from "../../../support/fake_catalog.ts";
import { type FakeCli, fakeCli, type FakeCliOptions } from "../../../support/fake_cli.ts";
import { drawScreen } from "../../../support/screen.ts";

const ROWS = [{ species: "Adelie", mass: 3700 }, { species: "Gentoo", mass: 5000 }, { species: "", mass: 0 }];

interface Watched extends FakeCli {
  /** What stood on the terminal before the last node ended its work. */
  readonly during: readonly string[];
}

/** Run three nodes with a progress display, on a terminal of that many columns or on none. */
async function watch(options: FakeCliOptions = {}): Promise<Watched> {
  const cli = fakeCli(options);
  const during: string[] = [];
  const nodes = [
    node({
      name: "clean",
      inputs: "raw",
      outputs: "penguins",
      run: (rows: typeof ROWS) => {
        cli.tick(12);
        return rows.filter(({ species }) => species !== "");
      },
    }),
    node({
      name: "train",
      inputs: ["penguins", "params:trees"],
      outputs: "model",
      run: () => {
        for (let step = 1; step <= 4; step++) {
          logMetric("loss", 1 / step, { step });
          cli.tick(1000);
        }
        during.push(cli.stderr());
        return { trees: 100 };
      },
    }),
    node({ name: "report", inputs: "model", outputs: null, run: () => cli.tick(5) }),
  ];
  await run(cli, pipeline(nodes));
  return { ...cli, during };
}

async function run(cli: FakeCli, what: Pipeline): Promise<void> {
  const progress = await openProgress(cli.context, {
    project: "penguins",
    pipelines: ["__default__"],
    env: "local",
  });
  const handle: RunHandle = {
    id: "8f3c".padEnd(32, "0"),
    name: "shining-auk-417",
    experiment: "penguins",
    write: ({ metrics = [] }, name) => progress.onMetrics(name, metrics),
    log: () => {},
    writeArtifact: () => Promise.reject(new Error("No artifacts here")),
  };
  const catalog = fakeCatalog({ memory: { raw: ROWS }, parameters: { trees: 100 } });
  const result = await runPipeline(what, catalog, { run: handle, hooks: [progress.hooks] });
  progress.settle(result.nodes);
  progress.display.close();
}

Deno.test("without a terminal, every node that ends is a plain line", async () => {
  const { stderr } = await watch();

  assert.equal(
    stderr(),
    `penguins · __default__ · run shining-auk-417                                            base + local
  ✓ clean   3 → 2 rows              12 ms   penguins
  ✓ train                           4.0 s   model
  ✓ report                           5 ms
`,
  );
});

Deno.test("without a terminal there are no control characters", async () => {
  const { stderr } = await watch();

  assert.ok([...stderr()].every((char) => char === "\n" || char >= " "));
});

Deno.test("without a terminal, a node that takes long is told of now and then, with what it logged", async () => {
  const cli = fakeCli();
  const wait = node({
    name: "wait",
    inputs: "params:trees",
    outputs: null,
    run: () => {
      logMetric("loss", 0.0812, { step: 34 });
      cli.tick(70_000);
    },
  });

  await run(cli, pipeline([wait]));

  assert.deepEqual(cli.stderr().split("\n").slice(1), [
    "  ▸ wait  step 34  loss 0.0812  10 s",
    "  ▸ wait  step 34  loss 0.0812  1 min",
    "  ✓ wait                     1 min 10 s",
    "",
  ]);
});

Deno.test("on a terminal, what runs shows its metrics and stands between what is done and what waits", async () => {
  const { during } = await watch({ columns: 80 });

  const { lines, hasCursor } = drawScreen(during[0] ?? "");

  assert.deepEqual(lines, [
    "penguins · __default__ · run shining-auk-417                       base + local",
    "  ✓ clean   3 → 2 rows              12 ms   penguins",
    "  ▸ train   step 4  loss 0.25  █▃▂▁  4.0 s",
    "    report",
    "  ━━━━━━━━━━━━╸━━━━━━━━━━━━━━━━━━━━━━━━━━━  1 of 3 nodes · 4.0 s",
    "",
  ]);
  assert.equal(hasCursor, false);
});

Deno.test("on a terminal, only what is done is left standing in the end, and the cursor is back", async () => {
  const { stderr } = await watch({ columns: 80 });

  const { lines, hasCursor } = drawScreen(stderr());

  assert.deepEqual(lines, [
    "penguins · __default__ · run shining-auk-417                       base + local",
    "  ✓ clean   3 → 2 rows              12 ms   penguins",
    "  ✓ train                           4.0 s   model",
    "  ✓ report                           5 ms",
    "",
  ]);
  assert.equal(hasCursor, true);
});

Deno.test("on a terminal, every frame begins and ends as one update, so that nothing flickers", async () => {
  const { stderr } = await watch({ columns: 80 });

  const frames = stderr().split("\x1b[?2026h").slice(1);

  assert.ok(frames.length > 5);
  for (const frame of frames) assert.ok(frame.replace("\x1b[?25h", "").endsWith("\x1b[?2026l"));
});

Deno.test("on a terminal, no line is wider than it is", async () => {
  for (const columns of [24, 40, 60]) {
    const { during, stderr } = await watch({ columns });

    for (const line of [during[0] ?? "", stderr()].flatMap((text) => drawScreen(text).lines.slice(1))) {
      assert.ok(line.length < columns, `${columns}: ${line}`);
    }
  }
});

Deno.test("on a terminal, what a node prints stands above what is drawn again", async () => {
  const cli = fakeCli({ columns: 80 });
  const progress = await openProgress(cli.context, { project: "p", pipelines: ["__default__"], env: "base" });
  const talk = node({
    name: "talk",
    inputs: "params:trees",
    outputs: null,
    run: () => {
      progress.display.write("hello\n", "stderr");
      cli.tick(100);
    },
  });

  await runPipeline(pipeline([talk]), fakeCatalog({ parameters: { trees: 100 } }), {
    hooks: [progress.hooks],
  });
  progress.display.close();

  assert.deepEqual(drawScreen(cli.stderr()).lines.slice(1), [
    "hello",
    "  ✓ talk                          0.1 s",
    "",
  ]);
});

Deno.test("on a terminal of another size than before, drawing goes on below what it wrapped", async () => {
  const cli = fakeCli({ columns: 100 });
  const grow = node({ name: "grow", inputs: "params:trees", outputs: null, run: () => cli.resize(40) });

  await run(cli, pipeline([grow]));

  const { lines } = drawScreen(cli.stderr());
  assert.equal(lines.at(-2), "  ✓ grow  <1 ms");
  assert.ok(lines.slice(1).every((line) => line.length < 100));
});

Deno.test("with many nodes, only as many as fit are drawn again", async () => {
  const cli = fakeCli({ columns: 80 });
  let during = "";
  const nodes = Array.from({ length: 50 }, (_, index) =>
    node({
      name: `n${index}`,
      inputs: null,
      outputs: `o${index}`,
      run: () => {
        cli.tick(100);
        during = cli.stderr();
        return index;
      },
    }));

  await run(cli, pipeline(nodes));

  assert.ok(!during.includes("\x1b[24F"));
  assert.match(during, /… and \d+ more/);
  assert.equal(drawScreen(cli.stderr()).lines.length, 52);
});

Deno.test("a node that gives its output in pieces is done at the end, with all of its rows", async () => {
  const cli = fakeCli();
  const pieces = node({
    name: "pieces",
    inputs: null,
    outputs: "rows",
    run: function* () {
      yield [{ a: 1 }, { a: 2 }];
      yield [{ a: 3 }];
    },
  });

  await run(cli, pipeline([pieces]));

  assert.match(cli.stderr(), /✓ pieces {2}3 rows/);
});

Deno.test("a node whose function throws ends with a cross", async () => {
  const cli = fakeCli();
  const progress = await openProgress(cli.context, { project: "p", pipelines: ["__default__"], env: "base" });
  const fail = node({
    name: "fail",
    inputs: "params:trees",
    outputs: null,
    run: () => {
      throw new Error("No");
    },
  });

  await runPipeline(pipeline([fail]), fakeCatalog({ parameters: { trees: 100 } }), {
    hooks: [progress.hooks],
    throwOnError: false,
  });
  progress.display.close();

  assert.match(cli.stderr(), /^p · __default__ · not recorded/);
  assert.match(cli.stderr(), /^ {2}✗ fail/m);
});

Deno.test("names cannot send control characters to the terminal", async () => {
  const cli = fakeCli();
  const evil = node({ name: "evil", inputs: null, outputs: "a\x1b[2Jb", run: () => 1 });

  await run(cli, pipeline([evil]));

  assert.ok(!cli.stderr().includes("\x1b"));
});
