import assert from "node:assert/strict";
import { ARGUMENT_RULES, type ArgumentGroup } from "../../lib/datasets/argument_table.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import { problemsOf } from "../support/entry.ts";

const GROUPS: readonly ArgumentGroup[] = ["load_args", "save_args"];
const page = await Deno.readTextFile(new URL("../../docs/datasets.md", import.meta.url));

for (const [name, rules] of Object.entries(ARGUMENT_RULES)) {
  const type = BUILTIN_TYPES.find((each) => each.type === name)!;
  const section = page.split(`\n## ${name}\n`)[1]?.split("\n## ")[0] ?? "";

  for (const group of GROUPS) {
    Deno.test(`docs/datasets.md shows the ${group} of ${name} that are taken, all of them and no others`, () => {
      const schema = type.optionsSchema?.() as unknown as JsonSchema;
      const taken = Object.keys(schema.properties[group]?.properties ?? {});

      const shown = rowsBelow(section, `\`${group}\``).flatMap(([names = ""]) => namesIn(names));

      assert.deepEqual(shown.toSorted(), taken.toSorted());
      assert.deepEqual(rules[group].ignored.filter((argument) => !taken.includes(argument)), []);
      assert.deepEqual(Object.keys(rules[group].refused).filter((argument) => taken.includes(argument)), []);
    });

    Deno.test(`${name} takes ${group} without meaning, and refuses others with what to do instead`, () => {
      for (const argument of rules[group].ignored) {
        assert.deepEqual(problemsOf(type, { filepath: "x", [group]: { [argument]: "anything" } }), []);
      }
      for (const [argument, advice] of Object.entries(rules[group].refused)) {
        assert.deepEqual(problemsOf(type, { filepath: "x", [group]: { [argument]: 1 } }), [
          `${group}.${argument} is not an option of ${name}: ${advice}`,
        ]);
      }
    });
  }

  Deno.test(`docs/datasets.md shows what ${name} refuses, and the same advice`, () => {
    const shown = rowsBelow(section, "refused").flatMap(([names = "", advice]) =>
      namesIn(names).map((argument) => [argument, advice])
    );
    const refused = GROUPS.flatMap((group) =>
      Object.entries(rules[group].refused).map(([argument, advice]) => [`${group}.${argument}`, advice])
    );

    assert.deepEqual(Object.fromEntries(shown), Object.fromEntries(refused));
  });
}

interface JsonSchema {
  readonly properties: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>>;
}

/** The cells of the rows of a table, found by the head of its first column. */
function rowsBelow(section: string, head: string): readonly (readonly string[])[] {
  const lines = section.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  if (start < 0) return [];
  const rows = lines.slice(start + 2);
  return rows.slice(0, rows.findIndex((line) => !line.startsWith("|")))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}
