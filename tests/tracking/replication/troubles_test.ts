import assert from "node:assert/strict";
import { TrackingError } from "../../../lib/core/errors.ts";
import { Unanswered } from "../../../lib/tracking/replication/failure.ts";
import { Troubles } from "../../../lib/tracking/replication/troubles.ts";

const FAILURE = new Unanswered(new TrackingError("no such luck", { status: 500 }), { isOwn: true });
const SILENCE = new Unanswered(new TrackingError("it does not answer", {}));

Deno.test("Troubles leave out what a server fails at, which may pass until it has failed three times", () => {
  const troubles = new Troubles();
  const rounds = [1, 2, 3, 4].map(() => {
    troubles.begin();
    return [troubles.leavesOut("a", FAILURE), troubles.passing?.message, troubles.reason];
  });

  assert.deepEqual(rounds, [
    [true, "no such luck", undefined],
    [true, "no such luck", undefined],
    [true, undefined, "no such luck"],
    [true, undefined, "no such luck"],
  ]);
});

Deno.test("Troubles leave out nothing when the server does not answer, or when something here fails", () => {
  const troubles = new Troubles();

  assert.equal(troubles.leavesOut("a", SILENCE), false);
  assert.equal(troubles.leavesOut("a", new Error("the disk is full")), false);
  assert.deepEqual([troubles.passing, troubles.reason], [undefined, undefined]);
});

Deno.test("Troubles end a round in which very many things fail, and leave them out once they are known", () => {
  const troubles = new Troubles();
  const failures = (): number => {
    troubles.begin();
    const things = Array.from({ length: 1000 }, (_, i) => `thing ${i}`);
    const end = things.findIndex((thing) => !troubles.leavesOut(thing, FAILURE));
    return end === -1 ? things.length : end + 1;
  };

  const rounds = Array.from({ length: 100 }, failures);

  assert.deepEqual(rounds.slice(0, 2), [51, 51]);
  assert.equal(rounds.at(-1), 1000);
});
