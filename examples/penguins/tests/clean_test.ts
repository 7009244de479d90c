import assert from "node:assert/strict";
import { cleanPenguins } from "../pipelines/clean.ts";
import { rawPenguin } from "./birds.ts";

Deno.test("cleanPenguins() drops birds without measurements and counts them", () => {
  const rows = [
    rawPenguin(),
    rawPenguin({ culmen_length_mm: null }),
    rawPenguin({ species: null }),
    rawPenguin(),
  ];

  const { penguins, report } = cleanPenguins(rows);

  assert.deepEqual(penguins.map(({ id }) => id), [1, 4]);
  assert.deepEqual(report, { rows_raw: 4, rows_dropped: 2, sex_repaired: 0, rows_clean: 2 });
});

Deno.test("cleanPenguins() infers a missing sex from the birds that measure alike", () => {
  const light = [3300, 3310, 3320, 3330].map((grams) => rawPenguin({ body_mass_g: grams, sex: "FEMALE" }));
  const heavy = [4300, 4310, 4320, 4330].map((grams) => rawPenguin({ body_mass_g: grams, sex: "MALE" }));
  const unknown = [rawPenguin({ body_mass_g: 3325, sex: null }), rawPenguin({ body_mass_g: 4325, sex: "." })];

  const { penguins, report } = cleanPenguins([...light, ...heavy, ...unknown]);

  assert.deepEqual(penguins.slice(-2).map(({ sex }) => sex), ["female", "male"]);
  assert.equal(report.sex_repaired, 2);
});

Deno.test("cleanPenguins() refuses to infer a sex that no bird is known to have", () => {
  const rows = [rawPenguin({ sex: null })];

  assert.throws(
    () => cleanPenguins(rows),
    new RangeError("Cannot infer the sex of penguin 1: no other bird has a known sex"),
  );
});
