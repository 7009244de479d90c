import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { createMask } from "../../lib/config/secrets/create_mask.ts";

const LONG = `0123456789${"abcdefghij".repeat(9)}end-of-it`;

const PEM = `-----BEGIN KEY-----\n${"first+line/".repeat(6)}\n${
  "second+line".repeat(6)
}\n-----END KEY-----\n`;
const SHOWN_PEM = `{
  key: "-----BEGIN KEY-----\\n" +
    "***\\n" +
    "***\\n" +
    "-----END KEY-----\\n"
}`;

for (
  const [what, { secrets, text, shown }] of Object.entries({
    "as it is": { secrets: ["hunter2"], text: "a hunter2 and hunter22", shown: "a *** and ***2" },
    "without the space around it": { secrets: ["pem key\n"], text: "[pem key]", shown: "[***]" },
    "in a URL": { secrets: ["a b/c"], text: "x?p=a%20b%2Fc&q=a%20b/c", shown: "x?p=***&q=***" },
    "in a form": { secrets: ["a b/c'(d)"], text: "q=a+b%2Fc%27%28d%29", shown: "q=***" },
    "in a parsed query": {
      secrets: ["a b/c'd"],
      text: new URL("http://h/?q=a b/c'd").href,
      shown: "http://h/?q=***",
    },
    "in a parsed path": { secrets: ["a b|c"], text: new URL("http://h/a b|c").href, shown: "http://h/***" },
    "in a URL of lower case": { secrets: ["a b/c"], text: "q=a%20b%2fc", shown: "q=***" },
    "in JSON of PHP and of others that escape /": { secrets: ["abc/d"], text: '"abc\\/d"', shown: '"***"' },
    "in Base64": {
      secrets: ["hunter2hunter2"],
      text: ["a:", "ab:", "abc:"].map((user) => btoa(`${user}hunter2hunter2`)).join(" "),
      shown: "YTp***g== YWI6***I= YWJjOm***",
    },
    "line by line": { secrets: [PEM], text: Deno.inspect({ key: PEM }), shown: SHOWN_PEM },
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

Deno.test("a mask takes no long time for a text that is cut off in very many places, and a long secret", () => {
  const mask = createMask([`key ${"0123456789abcdef".repeat(300)}`]);
  const text = `loading... key 01${"...".repeat(30_000)}\n`.repeat(3);

  assert.equal(mask(text), text.replaceAll("key 01", "***"));
});
