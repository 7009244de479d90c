import assert from "node:assert/strict";
import { trackedFolder, untracked } from "../../support/tracked_catalog.ts";

const TYPE = "MlflowMetricDataset";

for (
  const [saveArgs, points] of [
    [undefined, [[0, 0.3], [0, 1]]],
    [{}, [[0, 0.3], [0, 1]]],
    [{ mode: "overwrite" }, [[0, 0.3], [0, 1]]],
    [{ mode: "append" }, [[0, 0.3], [1, 1]]],
    [{ step: 2 }, [[2, 0.3], [2, 1]]],
    [{ step: 2, mode: "append" }, [[2, 0.3], [2, 1]]],
  ] as const
) {
  Deno.test(`a metric saved twice with save_args ${JSON.stringify(saveArgs)} has the points ${JSON.stringify(points)}`, async () => {
    await using folder = await trackedFolder();
    const catalog = folder.catalog({ acc: { type: TYPE, ...(saveArgs && { save_args: saveArgs }) } });

    const run = await folder.inRun("first", async () => {
      await catalog.save("acc", 0.3);
      await catalog.save("acc", 1);
    });

    assert.deepEqual(await folder.points(run.id, "acc"), points);
  });
}

Deno.test("a metric goes to the run that run_id names, by id or by name, and not to the one in progress", async () => {
  await using folder = await trackedFolder();
  const seed = await folder.inRun("seed", () => Promise.resolve());
  const catalog = folder.catalog({
    by_id: { type: TYPE, run_id: seed.id },
    by_name: { type: TYPE, key: "named", run_id: "seed" },
  });

  const run = await folder.inRun("second", async () => {
    await catalog.save("by_id", 0.5);
    await catalog.save("by_name", 0.6);
  });

  assert.deepEqual(await folder.points(seed.id, "by_id"), [[0, 0.5]]);
  assert.deepEqual(await folder.points(seed.id, "named"), [[0, 0.6]]);
  assert.deepEqual((await folder.store.getRun(run.id))?.metrics, {});
  assert.equal((await folder.store.searchRuns()).items.length, 2);
});

Deno.test("load.run_id and save.run_id tell runs apart: what is read from an old run is written to the new one", async () => {
  await using folder = await trackedFolder();
  const entry = { type: TYPE, key: "acc" };
  const seed = await folder.inRun("seed", () => folder.catalog({ acc: entry }).save("acc", 0.1));
  const catalog = folder.catalog({
    a: { ...entry, load: { run_id: "seed" } },
    b: { ...entry, run_id: "seed", save: { run_id: null } },
  });

  let loaded: unknown;
  const run = await folder.inRun("second", async () => {
    loaded = [await catalog.load("a"), await catalog.load("b")];
    await catalog.save("a", 0.2);
    await catalog.save("b", 0.3);
  });

  assert.deepEqual(loaded, [0.1, 0.1]);
  assert.deepEqual(await folder.points(seed.id, "acc"), [[0, 0.1]]);
  assert.deepEqual(await folder.points(run.id, "acc"), [[0, 0.2], [0, 0.3]]);
});

Deno.test("a metric loads the value recorded last, whatever its step, or that of a step", async () => {
  await using folder = await trackedFolder();
  const points = [[3, 0.4], [2, 0.3], [1, 0.2], [0, 0.1], [2, 0.31], [2, 0.32], [1, 0.25]] as const;
  const seed = await folder.inRun("seed", async () => {
    for (const [step, value] of points) {
      const save_args = { step };
      await folder.catalog({ acc: { type: TYPE, save_args } }).save("acc", value);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  });
  const load = async (load_args: object) =>
    await folder.catalog({ acc: { type: TYPE, run_id: seed.id, load_args } }).load("acc");

  assert.equal(await load({}), 0.25);
  assert.equal(await load({ step: 3 }), 0.4);
  assert.equal(await load({ step: 2 }), 0.32);
});

Deno.test("what a dataset wrote last is what it loads, though the clock stands still", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ acc: { type: TYPE, save_args: { timestamp: 5 } } });

  let loaded: unknown;
  await folder.inRun("first", async () => {
    await catalog.save("acc", 0.9);
    await catalog.save("acc", 0.2);
    loaded = await catalog.load("acc");
  });

  assert.equal(loaded, 0.2);
});

for (
  const [value, found] of [
    ["high", '"high"'],
    [true, "true"],
    [null, "null"],
    [[1], "a list"],
    [12n, "the bigint 12"],
  ] as const
) {
  Deno.test(`a metric that is ${typeof value} ${String(value)} is refused, naming dataset, metric, run and value`, async () => {
    await using folder = await trackedFolder();
    const catalog = folder.catalog({ acc: { type: TYPE, key: "accuracy" } });

    const run = await folder.inRun(
      "first",
      () =>
        assert.rejects(catalog.save("acc", value), (error: Error) => {
          assert.equal(error.name, "DatasetError");
          assert.equal(
            error.message.replace(/\([0-9a-f]{32}\)/, "(ID)"),
            `Cannot save dataset "acc": metric "accuracy" of run "first" (ID) must be a number: current value is ${found}`,
          );
          return true;
        }),
    );

    assert.deepEqual((await folder.store.getRun(run.id))?.metrics, {});
  });
}

Deno.test("a metric that is NaN or infinite is a number", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ acc: { type: TYPE, save_args: { mode: "append" } } });

  const run = await folder.inRun("first", async () => {
    await catalog.save("acc", NaN);
    await catalog.save("acc", -Infinity);
  });

  assert.deepEqual(await folder.points(run.id, "acc"), [[0, NaN], [1, -Infinity]]);
});

Deno.test("an unknown metric, step or run is told in one sentence", async () => {
  await using folder = await trackedFolder();
  const seed = await folder.inRun("seed", () => folder.catalog({ acc: { type: TYPE } }).save("acc", 1));
  const catalog = folder.catalog({
    metric: { type: TYPE, run_id: "seed" },
    step: { type: TYPE, key: "acc", run_id: "seed", load_args: { step: 7 } },
    run: { type: TYPE, run_id: "seeed" },
  });
  const label = `run "seed" \\(${seed.id}\\)`;

  await assert.rejects(
    catalog.load("metric"),
    new RegExp(`^DatasetError: Cannot load dataset "metric": ${label} has no metric "metric"$`),
  );
  await assert.rejects(
    catalog.load("step"),
    new RegExp(
      `^DatasetError: Cannot load dataset "step": metric "acc" of ${label} has no step 7: known are 0$`,
    ),
  );
  await assert.rejects(
    catalog.load("run"),
    /^DatasetError: Cannot load dataset "run": cannot find run "seeed": no run has this name or id. Did you mean "seed"\?$/,
  );
});

Deno.test("outside of a run a metric without run_id is refused, and no run is made", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ acc: { type: TYPE } });

  for (const attempt of [() => catalog.save("acc", 1), () => catalog.load("acc")]) {
    await assert.rejects(
      attempt,
      /dataset "acc": there is no run in progress: use it in a pipeline or inside withRun\(\), or name a run with run_id$/,
    );
  }
  assert.deepEqual((await folder.store.searchRuns()).items, []);
});

Deno.test("in an untracked run a metric is checked and can be loaded again, and nothing is stored", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ acc: { type: TYPE, save_args: { mode: "append" } } });

  await untracked(async () => {
    await catalog.save("acc", 0.5);
    await catalog.save("acc", 0.25);
    assert.equal(await catalog.load("acc"), 0.25);
    await assert.rejects(catalog.save("acc", "x"), /of the untracked run must be a number/);
  });

  assert.deepEqual((await folder.store.searchRuns()).items, []);
});

Deno.test("exists() of a metric is true before a run, and tells what the run has in it", async () => {
  await using folder = await trackedFolder();
  const seed = await folder.inRun("seed", () => folder.catalog({ acc: { type: TYPE } }).save("acc", 1));
  const catalog = folder.catalog({
    acc: { type: TYPE },
    there: { type: TYPE, key: "acc", run_id: seed.id },
    absent: { type: TYPE, run_id: seed.id },
  });

  assert.equal(await catalog.exists("acc"), true);
  assert.equal(await catalog.exists("there"), true);
  assert.equal(await catalog.exists("absent"), false);
  await folder.inRun("second", async () => {
    assert.equal(await catalog.exists("acc"), false);
    await catalog.save("acc", 1);
    assert.equal(await catalog.exists("acc"), true);
  });
});

Deno.test("appending goes on after the points that a run has already", async () => {
  await using folder = await trackedFolder();
  const entry = { type: TYPE, key: "acc", save_args: { mode: "append" } };
  const seed = await folder.inRun("seed", async () => {
    await folder.catalog({ acc: { type: TYPE, save_args: { step: 41 } } }).save("acc", 1);
    await folder.catalog({ a: entry }).save("a", 2);
  });
  await folder.catalog({ a: { ...entry, run_id: seed.id } }).save("a", 3);

  assert.deepEqual(await folder.points(seed.id, "acc"), [[41, 1], [42, 2], [43, 3]]);
});

Deno.test("the name of a dataset that no metric can have is refused, unless a key is given", async () => {
  await using folder = await trackedFolder();

  const catalog = folder.catalog({ "a@b": { type: TYPE }, "c@d": { type: TYPE, key: "c" } });

  assert.deepEqual(catalog.check(["c@d"]), []);
  assert.match(
    catalog.check(["a@b"])[0]?.message ?? "",
    /^a@b: it needs key, as the name of a metric may hold letters, digits/,
  );
});
