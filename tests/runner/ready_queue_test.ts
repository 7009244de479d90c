import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { ReadyQueue } from "../../lib/runner/ready_queue.ts";

Deno.test("ReadyQueue gives the lowest index first, however adding and taking mix", () => {
  fc.assert(fc.property(fc.array(fc.option(fc.nat())), (steps) => {
    const queue = new ReadyQueue();
    const model: number[] = [];
    for (const step of steps) {
      if (step === null) {
        assert.equal(queue.take(), model.sort((a, b) => a - b).shift());
      } else {
        queue.add(step);
        model.push(step);
      }
    }
  }));
});
