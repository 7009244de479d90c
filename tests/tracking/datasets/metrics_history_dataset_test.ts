import assert from "node:assert/strict";
import { trackedFolder } from "../../support/tracked_catalog.ts";

const TYPE = "MlflowMetricsHistoryDataset";

Deno.test("metrics begin with the name of the dataset, a prefix or nothing, and come back under the same names", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({
    test: { type: TYPE },
    named: { type: TYPE, prefix: "valid" },
    bare: { type: TYPE, prefix: "" },
    empty: { type: TYPE, prefix: null },
  });
  const metrics = { m1: { step: 0, value: 1.1 }, m2: [{ step: 0, value: 1.2 }, { step: 1, value: 1.3 }] };

  let loaded: unknown;
  const run = await folder.inRun("first", async () => {
    for (const name of ["test", "named", "empty"]) await catalog.save(name, metrics);
    await catalog.save("bare", { top: { step: 3, value: 9 } });
    loaded = await catalog.load("test");
    assert.equal(Object.keys(await catalog.load("bare") as object).length, 7);
  });

  assert.deepEqual(loaded, { "test.m1": metrics.m1, "test.m2": metrics.m2 });
  const keys = Object.keys((await folder.store.getRun(run.id))?.metrics ?? {});
  assert.deepEqual(
    keys,
    ["empty.m1", "empty.m2", "valid.m1", "valid.m2", "test.m1", "test.m2", "top"].sort(),
  );
});

Deno.test("a prefix does not take in names that only begin with its letters", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ foo: { type: TYPE }, foobar: { type: TYPE } });

  let loaded: unknown;
  await folder.inRun("first", async () => {
    await catalog.save("foo", { a: { step: 0, value: 1 } });
    await catalog.save("foobar", { z: { step: 0, value: 9 } });
    loaded = await catalog.load("foo");
  });

  assert.deepEqual(loaded, { "foo.a": { step: 0, value: 1 } });
});

Deno.test("plain numbers are points at the next step, or at a step beside them", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ history: { type: TYPE } });

  const run = await folder.inRun("first", async () => {
    await catalog.save("history", { loss: 0.5 });
    await catalog.save("history", { loss: 0.4 });
    await catalog.save("history", { loss: 0.3, accuracy: 0.9, step: 10 });
    await catalog.save("history", { step: { step: 2, value: 7 } });
  });

  assert.deepEqual(await folder.points(run.id, "history.loss"), [[0, 0.5], [1, 0.4], [10, 0.3]]);
  assert.deepEqual(await folder.points(run.id, "history.accuracy"), [[10, 0.9]]);
  assert.deepEqual(await folder.points(run.id, "history.step"), [[2, 7]]);
});

Deno.test("thousands of pieces are saved without reading the history again for each", async () => {
  await using folder = await trackedFolder();
  const reads: string[] = [];
  const { store } = folder;
  const getMetricHistory = store.getMetricHistory;
  Object.assign(store, {
    getMetricHistory: (runId: string, key: string) => {
      reads.push(key);
      return getMetricHistory(runId, key);
    },
  });
  const catalog = folder.catalog({ history: { type: TYPE } });

  const run = await folder.inRun("first", async () => {
    for (let i = 0; i < 2000; i++) await catalog.save("history", { loss: 1 / (i + 1) });
  });

  assert.deepEqual(reads, ["history.loss"]);
  assert.deepEqual((await folder.points(run.id, "history.loss")).at(-1), [1999, 1 / 2000]);
});

for (
  const [value, sentence] of [
    [1, "unexpected metric value: metrics of RUN are a map of names, found 1"],
    [{ m1: [] }, 'unexpected metric value: metric "test.m1" of RUN has an empty list of points'],
    [{ m1: "x" }, 'unexpected metric value: metric "test.m1" of RUN wants { value, step }, found "x"'],
    [{ m1: { value: 1 } }, 'a point of metric "test.m1" of RUN has no step'],
    [{ m1: { step: 1 } }, 'metric "test.m1" of RUN must be a number: current value is undefined'],
    [
      { "m$1": { step: 1, value: 1 } },
      'metric "test.m$1" of RUN cannot be logged: its name may hold letters, digits, "_", "-", ".", " ", ":" and "/" only',
    ],
  ] as const
) {
  Deno.test(`${JSON.stringify(value)} is refused as metrics, and nothing is stored`, async () => {
    await using folder = await trackedFolder();
    const catalog = folder.catalog({ test: { type: TYPE } });

    const run = await folder.inRun(
      "first",
      () =>
        assert.rejects(catalog.save("test", value), (error: Error) => {
          const message = error.message.replace(/run "first" \([0-9a-f]{32}\)/, "RUN");
          assert.equal(message, `Cannot save dataset "test": ${sentence}`);
          return true;
        }),
    );

    assert.deepEqual((await folder.store.getRun(run.id))?.metrics, {});
  });
}

Deno.test("metrics of a run that has none of them are told missing", async () => {
  await using folder = await trackedFolder();
  await folder.inRun("seed", () => Promise.resolve());
  const catalog = folder.catalog({ test: { type: TYPE, run_id: "seed" } });

  assert.equal(await catalog.exists("test"), false);
  await assert.rejects(
    catalog.load("test"),
    /run "seed" \(\w+\) has no metric whose name begins with "test\."$/,
  );
});

Deno.test("metrics may be a Map, and a step beside numbers that is no integer is refused", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ m: { type: "MlflowMetricsHistoryDataset" } });

  const run = await folder.inRun("first", async () => {
    await catalog.save("m", new Map([["loss", 1], ["step", 4]]));
    await assert.rejects(
      catalog.save("m", { loss: 1, step: 1.5 }),
      /metric "m\.loss" of run "first": its step must be an integer: current value is 1\.5$/,
    );
  });

  assert.deepEqual(await folder.points(run.id, "m.loss"), [[4, 1]]);
});
