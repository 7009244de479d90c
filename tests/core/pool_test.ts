import assert from "node:assert/strict";
import { mapPool } from "../../lib/core/pool.ts";

Deno.test("mapPool() gives results in order and has at most so many at work", async () => {
  let atWork = 0;
  let most = 0;
  const finish: (() => void)[] = [];
  const results = mapPool([1, 2, 3, 4, 5], 2, async (item) => {
    most = Math.max(most, ++atWork);
    await new Promise<void>((resolve) => finish.push(resolve));
    atWork--;
    return item * 10;
  });

  // The last begun ends first.
  for (let left = 5; left > 0; left--) {
    finish.pop()!();
    await new Promise((resolve) => setTimeout(resolve));
  }

  assert.deepEqual(await results, [10, 20, 30, 40, 50]);
  assert.equal(most, 2);
});

Deno.test("mapPool() begins nothing after an error, and waits for what was begun", async () => {
  const ended: number[] = [];
  const work = async (item: number) => {
    if (item === 1) throw new Error("first");
    await Promise.resolve();
    ended.push(item);
  };

  await assert.rejects(mapPool([1, 2, 3, 4], 2, work), { message: "first" });

  assert.deepEqual(ended, [2]);
});
