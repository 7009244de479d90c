import assert from "node:assert/strict";
import { node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";
import { currentSignal } from "../../lib/runner/current_signal.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import type { PipelineResult } from "../../lib/runner/run_result.ts";
import { eventLog } from "../support/events.ts";
import { fakeCatalog, type FakeCatalogOptions } from "../support/fake_catalog.ts";

const increase = (value: number) => value + 1;

function statuses(result: PipelineResult): readonly string[] {
  return result.nodes.map(({ name, status }) => `${name} ${status}`);
}

function chain(run: (value: number) => unknown): Pipeline {
  return pipeline([
    node({ name: "first", inputs: "in", outputs: "a", run: increase }),
    node({ name: "second", inputs: "a", outputs: "b", run }),
    node({ name: "third", inputs: "b", outputs: "out", run: increase }),
  ]);
}

Deno.test("a signal that is aborted before the run starts no node", async () => {
  const log = eventLog("beforePipelineRun", "beforeDatasetLoaded", "onPipelineError");

  const result = await runPipeline(chain(increase), fakeCatalog({ stored: { in: 1 } }), {
    signal: AbortSignal.abort(new Error("stop")),
    hooks: [log.hooks],
    throwOnError: false,
  });

  assert.equal(result.status, "killed");
  assert.deepEqual(result.error, new Error("stop"));
  assert.deepEqual(statuses(result), ["first not_run", "second not_run", "third not_run"]);
  assert.deepEqual(result.resumeFrom, []);
  assert.deepEqual(log.events, ["beforePipelineRun", "onPipelineError"]);
});

Deno.test("a signal that is aborted while a function runs stops the run when the function has seen it", async () => {
  const stop = new AbortController();
  const log = eventLog("onNodeError", "onPipelineError", "afterPipelineRun");
  const untilStopped = () =>
    new Promise((_, reject) => {
      const signal = currentSignal();
      signal.addEventListener("abort", () => reject(signal.reason));
      setTimeout(() => stop.abort("enough"));
    });

  const result = await runPipeline(chain(untilStopped), fakeCatalog({ stored: { in: 1 } }), {
    signal: stop.signal,
    hooks: [log.hooks],
    throwOnError: false,
  });

  assert.equal(result.status, "killed");
  assert.equal(result.error, "enough");
  assert.deepEqual(statuses(result), ["first done", "second stopped", "third not_run"]);
  assert.deepEqual(result.resumeFrom, ["first"]);
  assert.deepEqual(log.events, ["onNodeError second", "onPipelineError"]);
});

Deno.test("what a function gives after the signal was aborted is not saved", async () => {
  const stop = new AbortController();
  const log = eventLog("beforeDatasetSaved");

  const result = await runPipeline(
    chain((value) => {
      stop.abort();
      return value;
    }),
    fakeCatalog({ stored: { in: 1 } }),
    { signal: stop.signal, hooks: [log.hooks], throwOnError: false },
  );

  assert.deepEqual(statuses(result), ["first done", "second stopped", "third not_run"]);
  assert.deepEqual(log.events, ["beforeDatasetSaved a first"]);
});

for (const action of ["load", "save"] as const) {
  Deno.test(`a signal that is aborted during a ${action} reaches it, and the run waits for it`, async () => {
    const stop = new AbortController();
    let hasEnded = false;
    const onTransfer: FakeCatalogOptions["onTransfer"] = async (what, name, { signal }) => {
      if (what !== action || name !== "stored") return;
      assert.equal(signal, stop.signal);
      stop.abort();
      await Promise.resolve();
      hasEnded = true;
      signal?.throwIfAborted();
    };
    const whole = pipeline([
      node({ name: "makes", outputs: "stored", run: () => 1 }),
      node({ name: "uses", inputs: "stored", outputs: "out", run: increase }),
    ]);

    const result = await runPipeline(whole, fakeCatalog({ stored: { stored: undefined }, onTransfer }), {
      signal: stop.signal,
      throwOnError: false,
    });

    assert.equal(hasEnded, true);
    assert.equal(result.status, "killed");
    assert.deepEqual(
      statuses(result),
      action === "load" ? ["makes done", "uses stopped"] : ["makes stopped", "uses not_run"],
    );
  });
}

Deno.test("a signal that is aborted between hooks keeps the function from being called", async () => {
  const stop = new AbortController();
  let calls = 0;

  const result = await runPipeline(chain(() => calls++), fakeCatalog({ stored: { in: 1 } }), {
    signal: stop.signal,
    hooks: [{ beforeNodeRun: ({ node }) => node.name === "second" ? stop.abort() : undefined }],
    throwOnError: false,
  });

  assert.equal(calls, 0);
  assert.deepEqual(statuses(result), ["first done", "second stopped", "third not_run"]);
});

Deno.test("a signal that is aborted between two inputs keeps the second from being loaded", async () => {
  const stop = new AbortController();
  const log = eventLog("beforeDatasetLoaded");
  const both = pipeline(node({ name: "x", inputs: ["a", "b"], run: () => {} }));

  await runPipeline(both, fakeCatalog({ stored: { a: 1, b: 2 } }), {
    signal: stop.signal,
    hooks: [log.hooks, { afterDatasetLoaded: () => stop.abort() }],
    throwOnError: false,
  });

  assert.deepEqual(log.events, ["beforeDatasetLoaded a x"]);
});

Deno.test("runPipeline() throws the reason of the signal", async () => {
  await assert.rejects(
    runPipeline(chain(increase), fakeCatalog({ stored: { in: 1 } }), { signal: AbortSignal.abort() }),
    { name: "AbortError" },
  );
});

Deno.test("a run is failed, not killed, when a node failed before the signal was aborted", async () => {
  const stop = new AbortController();
  const whole = pipeline([
    node({
      name: "fails",
      outputs: "a",
      run: () => {
        throw new Error("boom");
      },
    }),
    node({
      name: "waits",
      outputs: "b",
      run: async () => {
        await new Promise((resolve) => setTimeout(resolve));
        stop.abort();
        currentSignal().throwIfAborted();
      },
    }),
  ]);

  const result = await runPipeline(whole, fakeCatalog(), {
    concurrency: 2,
    signal: stop.signal,
    throwOnError: false,
  });

  assert.equal(result.status, "failed");
  assert.equal((result.error as Error).message, 'Node "fails" failed: boom');
  assert.deepEqual(statuses(result), ["fails failed", "waits stopped"]);
});

Deno.test("a run whose last node is done is finished, even when the signal is aborted after it", async () => {
  const stop = new AbortController();

  const result = await runPipeline(pipeline(node({ name: "x", outputs: "a", run: () => 1 })), fakeCatalog(), {
    signal: stop.signal,
    hooks: [{ afterPipelineRun: () => stop.abort() }],
  });

  assert.equal(result.status, "finished");
});

Deno.test("nodes that never wait let timers and signals in between", async () => {
  let time = 0;
  const clock = { now: () => time, monotonic: () => time };
  const stop = new AbortController();
  const busy = Array.from({ length: 1000 }, (_, i) =>
    node({
      name: `n${String(i).padStart(4, "0")}`,
      outputs: `d${i}`,
      run: () => {
        time += 60;
        if (i === 10) setTimeout(() => stop.abort());
        return i;
      },
    }));

  const result = await runPipeline(pipeline(busy), fakeCatalog(), {
    clock,
    signal: stop.signal,
    throwOnError: false,
  });

  assert.equal(result.status, "killed");
  const done = result.nodes.filter(({ status }) => status === "done").length;
  assert(done > 10 && done < 1000, String(done));
  assert.deepEqual(new Set(result.nodes.slice(done).map(({ status }) => status)), new Set(["not_run"]));
});

Deno.test("currentSignal() outside a run is never aborted", () => {
  assert.equal(currentSignal().aborted, false);
});

Deno.test("a failSignal fails the run with its reason, without waiting for the node that runs", async () => {
  const crash = new AbortController();
  const lost = new Error("lost");
  const log = eventLog("onPipelineError");
  const never = () => {
    setTimeout(() => crash.abort(lost));
    return new Promise(() => {});
  };

  const result = await runPipeline(chain(never), fakeCatalog({ stored: { in: 1 } }), {
    failSignal: crash.signal,
    hooks: [log.hooks],
    throwOnError: false,
  });

  assert.equal(result.status, "failed");
  assert.equal(result.error, lost);
  assert.deepEqual(statuses(result), ["first done", "second stopped", "third not_run"]);
  assert.deepEqual(log.events, ["onPipelineError"]);
});

Deno.test("a failSignal that is aborted before the first node, or after the last, fails the run", async () => {
  const crash = new AbortController();
  const lost = new Error("lost");
  const input = { stored: { in: 1 } };

  const before = await runPipeline(chain(increase), fakeCatalog(input), {
    failSignal: AbortSignal.abort(lost),
    throwOnError: false,
  });
  const after = await runPipeline(chain(increase), fakeCatalog(input), {
    failSignal: crash.signal,
    hooks: [{ name: "last", afterPipelineRun: () => crash.abort(lost) }],
    throwOnError: false,
  });

  assert.deepEqual([before.status, before.error, after.status, after.error], [
    "failed",
    lost,
    "failed",
    lost,
  ]);
  assert.deepEqual(statuses(before), ["first not_run", "second not_run", "third not_run"]);
});

Deno.test("hooks that tell of a failure are not stopped with the run", async () => {
  const stop = new AbortController();
  const seen: boolean[] = [];
  const see = () => void seen.push(currentSignal().aborted);
  const stopped = () => {
    stop.abort(new Error("stop"));
    see();
    throw stop.signal.reason;
  };

  await runPipeline(chain(stopped), fakeCatalog({ stored: { in: 1 } }), {
    signal: stop.signal,
    hooks: [{ name: "see", onNodeError: see, onPipelineError: see }],
    throwOnError: false,
  });

  assert.deepEqual(seen, [true, false, false]);
});
