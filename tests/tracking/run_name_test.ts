import assert from "node:assert/strict";
import { randomRunName } from "../../lib/tracking/run_name.ts";
import { seededRandom } from "../support/random.ts";

Deno.test("randomRunName() makes three words, always the same ones of the same numbers", () => {
  const numbers = [0.999, 0, 0.4175];

  assert.equal(randomRunName(() => numbers.shift() ?? 0), "zesty-auk-417");
});

Deno.test("randomRunName() makes names that rarely meet", () => {
  const random = seededRandom(7);

  const names = Array.from({ length: 1000 }, () => randomRunName(random));

  for (const name of names) assert.match(name, /^[a-z]+-[a-z]+-\d{1,3}$/);
  assert.ok(new Set(names).size > 990);
});
