import assert from "node:assert/strict";
import { createCatalog, memoryDataset, runPipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
import { atOnce, streamed } from "../pipelines/penguins.ts";

const birds = Array.from({ length: 40 }, (_, i) => ({
  species: ["Adelie", "Gentoo"][i % 2],
  culmen_length_mm: i === 7 ? null : 40 + (i % 2) * 8 + (i % 5) / 10,
  culmen_depth_mm: 18 - (i % 2) * 3,
  flipper_length_mm: 190 + (i % 2) * 20 + (i % 3),
  body_mass_g: 3700 + (i % 2) * 1300 + i,
}));

for (const [name, whole] of Object.entries({ atOnce, streamed })) {
  Deno.test(`${name} tells invented birds apart, in memory and untracked`, async () => {
    const catalog = createCatalog({
      entries: { penguins_raw: memoryDataset(birds) },
      parameters: { test_every: 4, model: { epochs: 20, rate: 0.5 } },
    });

    const { outputs } = await runPipeline(whole, catalog);

    assert.equal(outputs.accuracy, 1);
  });
}
