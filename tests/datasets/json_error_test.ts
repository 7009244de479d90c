import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { jsonErrorAt } from "../../lib/datasets/json_error.ts";

// Of a text that could be JSON if it went on, the engine complains about the end alone.
const couldGoOn = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as Error;
    return /end of JSON input|Unterminated string/.test(message) ||
      Number(/at position (\d+)/.exec(message)?.[1]) === text.length;
  }
};

Deno.test("jsonErrorAt() finds the first character that no JSON could go on with", () => {
  const cases: readonly (readonly [string, number])[] = [
    ['{"a": NaN}', 6],
    ["[1,]", 3],
    ['{"a":1,}', 7],
    ["[1 2]", 3],
    ['"ab', 3],
    ['{"a" 1}', 5],
    ["[1]]", 3],
    ['{"a":"\\x"}', 6],
    ["{a:1}", 1],
    ["", 0],
    ["01", 1],
  ];

  for (const [text, at] of cases) assert.equal(jsonErrorAt(text), at, text);
});

Deno.test("jsonErrorAt() goes over all of what JSON.parse() takes, and stops where it could still go on", () => {
  fc.assert(fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 3 }), (json, at, inserted) => {
    const place = at % (json.length + 1);
    const damaged = json.slice(0, place) + inserted + json.slice(place);

    const end = jsonErrorAt(damaged);

    assert.equal(jsonErrorAt(json), json.length);
    assert.ok(couldGoOn(damaged.slice(0, end)), `${damaged} stops at ${end}`);
    assert.ok(end === damaged.length || !couldGoOn(damaged), `${damaged} stops at ${end}`);
  }));
});
