import assert from "node:assert/strict";
import { perTurn } from "../../lib/tracking/per_turn.ts";

Deno.test("perTurn() hands over everything of a turn at its end, at once", async () => {
  const taken: (readonly number[])[] = [];
  const items = perTurn<number>((batch) => taken.push(batch));

  items.add(1);
  await Promise.resolve();
  items.add(2);
  assert.deepEqual(taken, []);
  await turn();
  items.add(3);
  await turn();

  assert.deepEqual(taken, [[1, 2], [3]]);
});

Deno.test("perTurn() hands over at once when asked, and nothing twice", async () => {
  const taken: (readonly number[])[] = [];
  const items = perTurn<number>((batch) => taken.push(batch));

  items.add(1);
  items.flush();
  items.flush();
  await turn();

  assert.deepEqual(taken, [[1]]);
});

Deno.test("perTurn() hands over a thousand things without waiting for the end of the turn", () => {
  const sizes: number[] = [];
  const items = perTurn<number>((batch) => sizes.push(batch.length));

  for (let i = 0; i < 2500; i++) items.add(i);
  items.flush();

  assert.deepEqual(sizes, [1000, 1000, 500]);
});

Deno.test("perTurn() keeps what could not be handed over, and says so at the last chance", async () => {
  let isFull = true;
  const taken: number[] = [];
  const items = perTurn<number>((batch) => {
    if (isFull) throw new RangeError("the disk is full");
    taken.push(...batch);
  });

  items.add(1);
  await turn();
  items.add(2);
  await turn();
  assert.throws(() => items.flush(), /the disk is full/);
  isFull = false;
  items.flush();

  assert.deepEqual(taken, [1, 2]);
});

// Timers fire in order, so this one comes after those that are there.
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
