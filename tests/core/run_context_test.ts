import assert from "node:assert/strict";
import { callersSignal, currentScope, runBefore, runInScope } from "../../lib/core/run_context.ts";

const scopeOf = (node: string) => ({ run: undefined, node, signal: undefined });
const here = () => currentScope()?.node;

Deno.test("runInScope() gives a scope to what a call starts, and to nothing else", async () => {
  const inside = runInScope(scopeOf("a"), async () => {
    await Promise.resolve();
    const inner = runInScope(scopeOf("b"), here);
    return [here(), inner, here()];
  });

  assert.equal(here(), undefined);
  assert.deepEqual(await inside, ["a", "b", "a"]);
  assert.equal(runInScope(scopeOf("c"), here), "c");
  assert.throws(() =>
    runInScope(scopeOf("d"), () => {
      throw new Error(here());
    }), { message: "d" });
});

Deno.test("runInScope() leaves what outlives its call in the scope around, as long as that lasts", async () => {
  const { promise: innerIsOver, resolve: endInner } = Promise.withResolvers<void>();
  const { promise: outerIsOver, resolve: endOuter } = Promise.withResolvers<void>();
  const seen: unknown[] = [];
  let late: Promise<void> | undefined;

  await runInScope(scopeOf("outer"), async () => {
    await runInScope(scopeOf("inner"), async () => {
      await Promise.resolve();
      late = (async () => {
        seen.push(here());
        await innerIsOver;
        seen.push(here());
        await outerIsOver;
        seen.push(here());
      })();
    });
    endInner();
    await new Promise((resolve) => setTimeout(resolve, 0));
  });
  endOuter();
  await late;

  assert.deepEqual(seen, ["inner", "outer", undefined]);
});

const MODULE = "data:text/javascript,export default 1";

Deno.test("runInScope() ends for what is imported inside", async () => {
  await runInScope(scopeOf("importing"), async () => {
    void import(MODULE);
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  assert.equal(here(), undefined);
});

// In Deno 2.9.6 this test begins in the context of the import above.
Deno.test("currentScope() finds none after a run that imported something", () => {
  assert.equal(here(), undefined);
});

Deno.test("runBefore() tells when to stop, and leaves the run around as it is", async () => {
  const { signal } = new AbortController();
  const outer = { run: undefined, node: "outer", signal: undefined };

  await runBefore(signal, async () => {
    await Promise.resolve();
    assert.equal(currentScope(), undefined);
    assert.equal(callersSignal(), signal);
  });
  await runInScope(outer, () =>
    runBefore(signal, async () => {
      await Promise.resolve();
      assert.equal(currentScope()?.node, "outer");
      assert.equal(callersSignal(), signal);
    }));

  assert.equal(callersSignal(), undefined);
});
