import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { createMask } from "../../lib/config/secrets/create_mask.ts";

const LONG = `0123456789${"abcdefghij".repeat(9)}end-of-it`;

for (
  const [what, { secrets, text, shown }] of Object.entries({
    "as it is": { secrets: ["hunter2"], text: "a hunter2 and hunter22", shown: "a *** and ***2" },
    "without the space around it": { secrets: ["pem key\n"], text: "[pem key]", shown: "[***]" },
    "in a URL": { secrets: ["a b/c"], text: "x?p=a%20b%2Fc&q=a%20b/c", shown: "x?p=***&q=***" },
    "in JSON": { secrets: ['say "hi"\n'], text: JSON.stringify({ a: 'say "hi"\n' }), shown: '{"a":"***"}' },
    "with half a character": { secrets: ["\ud800half"], text: "\ud800half", shown: "***" },
    "with signs of regular expressions": { secrets: ["(a+b)*$1"], text: "(a+b)*$1 aab", shown: "*** aab" },
    "the longest of several": { secrets: ["pass", "password"], text: "password pass", shown: "*** ***" },
    "cut off at its end": { secrets: [LONG], text: `is "${LONG.slice(0, 59)}…"`, shown: 'is "***…"' },
    "cut out in the middle": {
      secrets: [LONG],
      text: `${LONG.slice(0, 12)}…${LONG.slice(-9)} b…`,
      shown: "***…*** b…",
    },
    "cut off by JSON.parse()": {
      secrets: [LONG],
      text: `Unexpected token, "${LONG.slice(0, 10)}"... is not valid JSON`,
      shown: 'Unexpected token, "***"... is not valid JSON',
    },
    "not at all when it is short": { secrets: ["abc"], text: "abc", shown: "abc" },
    "not when a text only begins alike": { secrets: [LONG], text: "01234… 5", shown: "01234… 5" },
  })
) {
  Deno.test(`a secret is hidden ${what}`, () => {
    assert.equal(createMask(secrets)(text), shown);
  });
}

Deno.test("no text tells a secret of four characters or more", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary", minLength: 4 }), { minLength: 1, maxLength: 3 }),
      fc.array(fc.string({ unit: "binary" }), { maxLength: 4 }),
      (secrets, others) => {
        // What stands for it is no secret.
        fc.pre(secrets.every((one) => one.trim().length >= 4 && !one.includes("*")));
        const [first = ""] = secrets;

        assert.ok(!createMask(secrets)(["", ...others, ""].join(first)).includes(first));
      },
    ),
  );
});
