import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { parseParams } from "../../lib/config/params_option.ts";
import { ConfigError } from "../../lib/core/errors.ts";

/** What is said of a text that cannot be read, a line each. */
function problemsOf(text: string): string[] {
  try {
    parseParams(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
}

Deno.test("parseParams() reads values as YAML 1.1", () => {
  assert.deepEqual(parseParams("foo=123.45, bar=1a,baz=678. ,qux=1e-2,quux=0,quuz="), {
    foo: 123.45,
    bar: "1a",
    baz: 678,
    qux: 0.01,
    quux: 0,
    quuz: null,
  });
  assert.deepEqual(parseParams(`a="1",b=0x1F,c=010,d=12:30,e='true',f=yes,g=2024-01-15,h=9007199254740993`), {
    a: "1",
    b: 31,
    c: 8,
    d: 750,
    e: "true",
    f: true,
    g: "2024-01-15",
    h: 9007199254740993n,
  });
});

Deno.test("parseParams() splits at commas and at the first equals sign", () => {
  assert.deepEqual(parseParams("foo=fizz=buzz, url= https://example.com ,,"), {
    foo: "fizz=buzz",
    url: "https://example.com",
  });
  assert.deepEqual(parseParams(""), {});
  assert.deepEqual(parseParams("a=1 # one,b=x #y"), { a: 1, b: "x" });
});

Deno.test("parseParams() makes nested parameters of dots and brackets in keys", () => {
  assert.deepEqual(parseParams("a.b.c=1,a.b.d=2,a.e=x,f[g]=3,h[i].j=4"), {
    a: { b: { c: 1, d: 2 }, e: "x" },
    f: { g: 3 },
    h: { i: { j: 4 } },
  });
});

Deno.test("parseParams() lets the last of equal keys win", () => {
  assert.deepEqual(parseParams("a=1,a=2"), { a: 2 });
  assert.deepEqual(parseParams("a.b=1,a=2"), { a: 2 });
  assert.deepEqual(parseParams("a=2,a.b=1"), { a: { b: 1 } });
  assert.deepEqual(parseParams("a={x: 1},a.y=2"), { a: { x: 1, y: 2 } });
});

Deno.test("parseParams() reads lists, maps and quoted text before it splits at commas", () => {
  assert.deepEqual(
    parseParams('x=1, l=[1, 2.5, "a,b", [true, null]], m={"k": "v,w", n: {o: []}}, t="a, b", y=2'),
    {
      x: 1,
      l: [1, 2.5, "a,b", [true, null]],
      m: { k: "v,w", n: { o: [] } },
      t: "a, b",
      y: 2,
    },
  );
  assert.deepEqual(parseParams("a=[it's, ok],b=o'neil,c='it''s, ok',d=5\" disk,e=\"a\\\", b\""), {
    a: ["it's", "ok"],
    b: "o'neil",
    c: "it's, ok",
    d: '5" disk',
    e: 'a", b',
  });
});

Deno.test("parseParams() keeps interpolations as text", () => {
  assert.deepEqual(parseParams("a=${x},b=v_${x.y}"), { a: "${x}", b: "v_${x.y}" });
});

Deno.test("parseParams() treats the key __proto__ as any other", () => {
  assert.deepEqual(Object.keys(parseParams("__proto__.polluted=1")), ["__proto__"]);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

Deno.test("parseParams() reports every item that it cannot read", () => {
  assert.deepEqual(problemsOf("good=1,bad,=value, a..b=1,rate=@x,kind=!x,ref=*x,layers=[1,2"), [
    '"bad" must be written as key=value',
    '"=value" has an empty key',
    '"a..b=1" has an empty key',
    '"rate=@x": this is not valid YAML: a value that begins with @ must be quoted',
    '"kind=!x": a tag must be !!str, !!int, !!float, !!bool, !!null, !!seq or !!map and fit its value; ' +
    'a value that begins with "!" must be quoted',
    '"ref=*x": there is no anchor of this name above; a value that begins with "*" must be quoted',
    '"layers=[1,2": this is not valid YAML: [ is opened here and not closed',
  ]);
  assert.deepEqual(problemsOf("--lr 0.1"), ['"--lr 0.1" must be written as key=value']);
  assert.deepEqual(problemsOf("l=[1],l.x=2"), ["l must stay a list, as in --params: it is a map"]);
  assert.throws(() => parseParams("bad"), {
    name: "ConfigError",
    message: 'Cannot read --params:\n  --params  "bad" must be written as key=value',
  });
});

const keys = fc.stringMatching(/^[a-zé_][a-z0-9é_]{0,5}$/).filter((key) =>
  !["y", "n", "no", "on", "yes"].includes(key)
);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.string({ unit: "binary", maxLength: 12 }).map(cleaned),
    fc.constantFrom(
      "a,b",
      "it's",
      'say "x"',
      "[x",
      "}",
      "a=b",
      "",
      " ",
      "# no",
      "null",
      "1e3",
      "010",
      "yes",
      "\\",
    ),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter(isExact),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

// Whole numbers that are too large for a number come back as bigint.
function isExact(number: number): boolean {
  return !Object.is(number, -0) && (!Number.isInteger(number) || Number.isSafeInteger(number));
}

// What no YAML text may hold: control characters and halves of pairs.
function cleaned(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.toWellFormed().replaceAll(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, "");
}

Deno.test("parseParams() reads back any values written as JSON", () => {
  fc.assert(
    fc.property(fc.dictionary(keys, value, { noNullPrototype: true }), (params) => {
      const text = Object.entries(params).map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(", ");

      assert.deepEqual(parseParams(text), params);
    }),
    { numRuns: 300 },
  );
});

Deno.test("parseParams() reads parameters one by one as it reads them together", () => {
  const items = fc.array(fc.tuple(fc.array(keys, { minLength: 1, maxLength: 3 }), fc.integer()), {
    maxLength: 6,
  });

  fc.assert(fc.property(items, (pairs) => {
    const text = pairs.map(([path, number]) => `${path.join(".")}=${number}`).join(",");
    const expected: Record<string, unknown> = {};
    for (const [path, number] of pairs) set(expected, path, number);

    assert.deepEqual(parseParams(text), expected);
  }));
});

function set(target: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) target[key] = value;
  else {
    if (typeof target[key] !== "object") target[key] = {};
    set(target[key] as Record<string, unknown>, rest, value);
  }
}

Deno.test("parseParams() gives an answer or a ConfigError for any text", () => {
  const pieces = fc.array(fc.constantFrom(..."ab=,.[]{}'\"\\ #:!*&%@|>-\n\t1é😀"), { maxLength: 25 });

  fc.assert(
    fc.property(pieces.map((characters) => characters.join("")), (text) => {
      try {
        parseParams(text);
      } catch (error) {
        assert.ok(error instanceof ConfigError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});
