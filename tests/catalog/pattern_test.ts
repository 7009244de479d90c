import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { comparePatterns, parsePattern, type Pattern } from "../../lib/catalog/pattern.ts";

function patternOf(text: string): Pattern {
  const parsed = parsePattern(text);
  assert.ok("value" in parsed, `${text} is no pattern`);
  return parsed.value;
}

Deno.test("parsePattern() says what is wrong with a pattern", () => {
  const problems = ["{a", "a}", "{}", "{0}", "{a:d}", "{a}}", "{{a}}", "{a b}"].map((text) => {
    const parsed = parsePattern(text);
    return "problem" in parsed ? parsed.problem : undefined;
  });

  const noName = (text: string) => `{${text}} is not a placeholder: write a name between the braces`;
  const noPartner = "a brace has no partner";
  assert.deepEqual(problems, [
    noPartner,
    noPartner,
    noName(""),
    noName("0"),
    noName("a:d"),
    noPartner,
    noPartner,
    noName("a b"),
  ]);
});

Deno.test("a pattern takes characters of any kind whole", () => {
  assert.deepEqual(patternOf("{a}{b}").match("😀x"), { a: "😀", b: "x" });
  assert.deepEqual(patternOf("{größe}_\u{1F600}").match("zwei\nZeilen_😀"), { größe: "zwei\nZeilen" });
});

Deno.test("a pattern gives a name that was made from it back, and takes as little as it can", () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/);

  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      // Signs that are in no word stand between placeholders, so there is one way to read a name.
      const text = words.map((_, index) => `{p${index}}`).join(".(+");

      assert.deepEqual(
        patternOf(text).match(words.join(".(+")),
        Object.fromEntries(words.map((value, index) => [`p${index}`, value])),
      );
    }),
  );
});

Deno.test("comparePatterns() puts patterns in one order, whatever order they came in", () => {
  const part = fc.constantFrom("{a}", "{b}", "{long_name}", "x", "yz", ".", "@", "😀");
  const pattern = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));

  fc.assert(
    fc.property(fc.uniqueArray(pattern, { minLength: 2, maxLength: 12 }), fc.nat(), (texts, seed) => {
      const sorted = (list: readonly string[]) => list.map(patternOf).sort(comparePatterns);
      const shuffled = texts.toSorted((a, b) => hash(a, seed) - hash(b, seed));

      const ranking = sorted(texts);

      assert.deepEqual(sorted(shuffled).map(({ text }) => text), ranking.map(({ text }) => text));
      for (const [index, { text, literals }] of ranking.slice(1).entries()) {
        const before = ranking[index]!;
        const keys = (pattern: { text: string; literals: number }) =>
          [-pattern.literals, -pattern.text.split("{").length] as const;
        const [[a, b], [c, d]] = [keys(before), keys({ text, literals })];
        assert.ok(a < c || (a === c && (b < d || (b === d && before.text < text))), `${before.text} ${text}`);
      }
    }),
  );
});

/** What a regular expression that tries everything makes of a name: the shortest texts, from the left to the right. */
function matchByExpression(text: string, name: string): Readonly<Record<string, string>> | undefined {
  const literals = text.split(/\{[^{}]*\}/);
  const names = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, key = ""]) => key);
  const keys = [...new Set(names)];
  const pieces = names.map((key, index) => {
    const isFirst = names.indexOf(key) === index;
    return RegExp.escape(literals[index] ?? "") + (isFirst ? "(.+?)" : `(?:\\${keys.indexOf(key) + 1})`);
  });
  const expression = new RegExp(`^${pieces.join("")}${RegExp.escape(literals.at(-1) ?? "")}$`, "su");
  const values = expression.exec(name)?.slice(1);
  return values && Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ""]));
}

Deno.test("a pattern takes what an expression that tries everything takes", () => {
  const part = fc.constantFrom("{a}", "{b}", "{c}", "x", "yx", ".", "😀", "\ude00", "\ud83d");
  const pattern = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(""));
  const name = fc.array(fc.constantFrom("x", "y", "yx", ".", "😀", "\ude00", "\ud83d", "z"), {
    maxLength: 12,
  })
    .map((parts) => parts.join(""));

  fc.assert(
    fc.property(pattern.filter((text) => text.includes("{")), name, (text, name) => {
      assert.deepEqual(patternOf(text).match(name), matchByExpression(text, name));
    }),
    { numRuns: 3000 },
  );
});

Deno.test("a long name is refused by patterns of many placeholders without trying everything", () => {
  // Trying everything takes longer than anybody waits.
  const name = `${"a_".repeat(5000)}b`;

  assert.equal(patternOf("{a}_{b}_{c}_{d}_{e}_{f}_{g}_{h}-").match(`${name}-x`), undefined);
  assert.equal(patternOf("{a}_{b}_{c}_{d}_{e}_{f}_-{g}x").match(`${name}x`), undefined);
  assert.equal(patternOf("{a}_{b}_{c}_{a}-x_{d}").match(name.slice(-150)), undefined);
});

function hash(text: string, seed: number): number {
  return [...text].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) % 1_000_003, seed % 1000);
}
