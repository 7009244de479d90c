import assert from "node:assert/strict";
import { trackedFolder, untracked } from "../../support/tracked_catalog.ts";

const TYPE = "MlflowMetricHistoryDataset";
const VALUES = [0.3, 0.2, 0.1, 0.15, 0.05];
const SHAPES = {
  list: VALUES,
  dict: Object.fromEntries(VALUES.map((value, step) => [step, value])),
  history: VALUES.map((value, step) => ({ step, value, timestamp: 1000 + step })),
} as const;

for (const save of ["list", "dict", "history"] as const) {
  for (const load of ["list", "dict", "history"] as const) {
    Deno.test(`a history saved as ${save} is loaded as ${load}`, async () => {
      await using folder = await trackedFolder();
      const args = { save_args: { mode: save }, load_args: { mode: load } };
      const catalog = folder.catalog({ loss: { type: TYPE, ...args } });

      let loaded: unknown;
      await folder.inRun("first", async () => {
        await catalog.save("loss", SHAPES[save]);
        loaded = await catalog.load("loss");
      });

      const withoutTime = (value: unknown) =>
        load === "history" && save !== "history" && Array.isArray(value)
          ? value.map(({ timestamp: _timestamp, ...point }) => point)
          : value;
      assert.deepEqual(withoutTime(loaded), withoutTime(SHAPES[load]));
    });
  }
}

Deno.test("a value or a point saved by itself is one more point of the history", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ loss: { type: TYPE } });

  const run = await folder.inRun("first", async () => {
    for (const piece of [0.5, 0.4, { step: 10, value: 0.3 }, 0.2]) await catalog.save("loss", piece);
  });

  assert.deepEqual(await folder.points(run.id, "loss"), [[0, 0.5], [1, 0.4], [10, 0.3], [11, 0.2]]);
});

Deno.test("a map saved as a history may be a Map with its steps as numbers", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ loss: { type: TYPE, save_args: { mode: "dict" } } });

  const run = await folder.inRun("first", () => catalog.save("loss", new Map([[5, 0.5], [-1, 0.4]])));

  assert.deepEqual(await folder.points(run.id, "loss"), [[-1, 0.4], [5, 0.5]]);
});

for (
  const [mode, value, sentence] of [
    [
      "list",
      { 0: 1 },
      'the history of metric "loss" of RUN must be a list of values (save_args.mode is "list"): it is a map',
    ],
    ["list", [1, "x"], 'metric "loss" of RUN must be a number: current value is "x"'],
    [
      "dict",
      [1],
      'the history of metric "loss" of RUN must be values by step (save_args.mode is "dict"): it is a list',
    ],
    ["dict", { first: 1 }, 'the step of metric "loss" of RUN must be an integer: current value is "first"'],
    [
      "history",
      "x",
      'the history of metric "loss" of RUN must be a list of points (save_args.mode is "history"): it is "x"',
    ],
    ["history", [{ value: 1 }], 'a point of metric "loss" of RUN has no step'],
    [
      "history",
      [{ step: 1.5, value: 1 }],
      'the step of metric "loss" of RUN must be an integer: current value is 1.5',
    ],
    [
      "history",
      [{ step: 1, value: 1, stepp: 2 }],
      'unexpected metric value: a point of metric "loss" of RUN has value, step and timestamp only, found "stepp"',
    ],
  ] as const
) {
  Deno.test(`as ${mode}, ${JSON.stringify(value)} is no history, and nothing of it is stored`, async () => {
    await using folder = await trackedFolder();
    const catalog = folder.catalog({ loss: { type: TYPE, save_args: { mode } } });

    const run = await folder.inRun(
      "first",
      () =>
        assert.rejects(catalog.save("loss", value), (error: Error) => {
          const message = error.message.replace(/run "first" \([0-9a-f]{32}\)/, "RUN");
          assert.equal(message, `Cannot save dataset "loss": ${sentence}`);
          return true;
        }),
    );

    assert.deepEqual(await folder.points(run.id, "loss"), []);
  });
}

Deno.test("in an untracked run a history can be loaded again, in the order of its steps", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ loss: { type: TYPE, save_args: { mode: "dict" } } });

  await untracked(async () => {
    await catalog.save("loss", new Map([[2, 0.1], [1, 0.2]]));
    assert.deepEqual(await catalog.load("loss"), [0.2, 0.1]);
  });
});

Deno.test("a history may be a typed array", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ loss: { type: "MlflowMetricHistoryDataset" } });

  const run = await folder.inRun("first", () => catalog.save("loss", new Float64Array([3, 2])));

  assert.deepEqual(await folder.points(run.id, "loss"), [[0, 3], [1, 2]]);
});

Deno.test("of a step with several values, dict gives the one recorded last, list and history all of them", async () => {
  await using folder = await trackedFolder();
  const entry = (mode: string) => ({ type: TYPE, key: "loss", load_args: { mode } });
  const catalog = folder.catalog({ dict: entry("dict"), list: entry("list"), history: entry("history") });

  const loaded: unknown[] = [];
  await folder.inRun("first", async () => {
    for (const [value, timestamp] of [[3, 10], [1, 30], [2, 20]] as const) {
      await catalog.save("history", { step: 4, value, timestamp });
    }
    for (const name of ["dict", "list", "history"]) loaded.push(await catalog.load(name));
  });

  const points = [[3, 10], [2, 20], [1, 30]].map(([value, timestamp]) => ({ step: 4, value, timestamp }));
  assert.deepEqual(loaded, [{ 4: 1 }, [3, 2, 1], points]);
});
