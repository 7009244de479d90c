import assert from "node:assert/strict";
import type { Copier, Round } from "../../../lib/tracking/replication/copier.ts";
import { copyUntil } from "../../../lib/tracking/replication/copy_loop.ts";

Deno.test("copyUntil() pauses longer and longer while the server is away, and never longer than half a minute", async () => {
  const waits = await waitsOf(Array.from({ length: 10 }, () => later({})));

  assert.deepEqual(waits.slice(0, 4), [500, 1000, 2000, 4000]);
  assert.equal(Math.max(...waits), 30_000);
});

Deno.test("copyUntil() waits as long as the server asks it to, but not for ever", async () => {
  const waits = await waitsOf([later({ retryAfter: 9000 }), later({ retryAfter: 3_600_000 })]);

  assert.deepEqual(waits, [9000, 300_000]);
});

Deno.test("copyUntil() pauses though a server wants to be asked again at once", async () => {
  const waits = await waitsOf([later({ retryAfter: 0 }), later({ retryAfter: 0 }), later({ retryAfter: 0 })]);

  assert.deepEqual(waits, [500, 1000, 2000]);
});

Deno.test("copyUntil() begins anew with short pauses when something has arrived", async () => {
  const waits = await waitsOf([later({}), later({}), later({ sent: 1 }), later({})]);

  assert.deepEqual(waits, [500, 1000, 500, 500]);
});

function later({ sent = 0, retryAfter }: { readonly sent?: number; readonly retryAfter?: number }): Round {
  return { kind: "later", sent, reason: "busy", retryAfter };
}

/** How long was waited after each of these rounds. */
async function waitsOf(rounds: readonly Round[]): Promise<readonly number[]> {
  const waits: number[] = [];
  const left = [...rounds];
  const done: Round = { kind: "done", sent: 0, reason: undefined };
  // Only its rounds are asked for.
  const copier = { round: () => Promise.resolve(left.shift() ?? done) } as unknown as Copier;
  await copyUntil(copier, {
    isEnough: ({ kind }) => kind === "done",
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 1,
  });
  return waits;
}
