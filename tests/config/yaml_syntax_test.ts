import assert from "node:assert/strict";
import { sourceText } from "../../lib/config/source_text.ts";
import { parseYaml } from "../../lib/config/yaml.ts";

/** Line, column and what is said of a text that is not YAML. */
function explain(text: string): unknown[] {
  const [issue, ...more] = parseYaml(sourceText("a.yml", text)).issues;
  assert.deepEqual(more, []);
  assert.equal(issue?.code, "config.yaml_syntax");
  return [issue.place?.line, issue.place?.column, issue.message.replace("This is not valid YAML: ", "")];
}

Deno.test("parseYaml() points at the bracket or quote that is not closed", () => {
  assert.deepEqual(explain("a: 1\nb: [1, 2\nc: 3\n"), [2, 4, "[ is opened here and not closed"]);
  assert.deepEqual(explain("a: 1\nb: {c: [1, 2]\n\nd: 3\n"), [2, 4, "{ is opened here and not closed"]);
  assert.deepEqual(explain("a: it's\nb: 'x\nc: 2\n"), [2, 4, "' is opened here and not closed"]);
  assert.deepEqual(explain("a: \"he said 'hi\nb: 2\n"), [1, 4, '" is opened here and not closed']);
  assert.deepEqual(explain("a: [x"), [1, 4, "[ is opened here and not closed"]);
});

Deno.test("parseYaml() says which beginnings need quotes", () => {
  for (const character of ["@", "`", "%", "}", "]", ","]) {
    assert.deepEqual(explain(`a: 1\nb: ${character}x`), [
      2,
      4,
      `a value that begins with ${character} must be quoted`,
    ]);
  }
});

Deno.test("parseYaml() explains the usual slips", () => {
  assert.deepEqual(explain("a:\n\tb: 1\n"), [2, 1, "lines must be indented with spaces, not tabs"]);
  assert.deepEqual(explain("a: b: c\n"), [
    1,
    5,
    'this does not fit in; a value with ": " in it must be quoted',
  ]);
  assert.deepEqual(explain("a: 1\n  b: 2\n"), [
    2,
    4,
    'this does not fit in; a value with ": " in it must be quoted',
  ]);
  assert.deepEqual(explain('a: "\\q"'), [
    1,
    6,
    "there is no such escape; a text with backslashes belongs in single quotes",
  ]);
  assert.deepEqual(explain("a: \u0001"), [1, 4, "this character cannot be printed"]);
  assert.deepEqual(explain("a: x\0y"), [1, 5, "this character cannot be printed"]);
});

Deno.test("parseYaml() repeats nothing of the text in a message", () => {
  const canary = "hunter2";
  const texts = [
    `a: !${canary}!x y`,
    `a: !<${canary} y`,
    `a: *${canary}`,
    `a: "${canary}`,
    `a: [${canary}`,
    `%TAG ! ${canary} x\n---\na`,
    `a: &${canary} *x`,
    `a: 1\n  ${canary}: 2`,
    `${canary}\n: x`,
    `a: @${canary}`,
    `a: "\\${canary}"`,
  ];

  for (const text of texts) {
    const { issues } = parseYaml(sourceText("credentials.yml", text, { isSecret: true }));
    assert.ok(issues.length > 0, text);
    assert.doesNotMatch(JSON.stringify(issues), new RegExp(canary), text);
  }
});
