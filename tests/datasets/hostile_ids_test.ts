import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { Partitions } from "../../lib/datasets/partitions/partitioned_dataset.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { hostilePath } from "../support/hostile.ts";
import { keysOf } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("no id of a partition leads out of its folder: it is refused, or comes back as it was", async () => {
  await fc.assert(
    fc.asyncProperty(hostilePath(), fc.constantFrom("", ".json"), async (id, filename_suffix) => {
      await using dir = await tempDir();
      const catalog = createCatalog({
        root: dir.path,
        entries: { parts: { type: "partitioned", path: "deep/parts", dataset: "json", filename_suffix } },
      });
      const isSaved = await catalog.save("parts", { [id]: 1 }).then(() => true, (error: Error) => {
        assert.equal(error.name, "DatasetError", String(error));
        return false;
      });

      const keys = await keysOf(localStore(dir.path));

      const saved = id.replace(/^\/+/, "");
      assert.deepEqual(keys, isSaved ? [`deep/parts/${saved}${filename_suffix}`] : []);
      if (!isSaved) return;
      const parts = await catalog.load("parts") as Partitions;
      assert.deepEqual(Object.keys(parts), [saved]);
      assert.equal(await parts[saved]?.(), 1);
    }),
    { numRuns: 150 },
  );
});

Deno.test("no version leads out of the folder of its dataset: it is refused, or is one folder", async () => {
  await fc.assert(
    fc.asyncProperty(hostilePath(), async (version) => {
      await using dir = await tempDir();
      const catalog = createCatalog({
        root: dir.path,
        entries: { model: { type: "json", filepath: "deep/model.json", versioned: true } },
        saveVersion: version,
        loadVersions: { model: version },
      });
      const isSaved = await catalog.save("model", 1).then(() => true, (error: Error) => {
        assert.equal(error.name, "DatasetError", String(error));
        return false;
      });

      assert.deepEqual(
        await keysOf(localStore(dir.path)),
        isSaved ? [`deep/model.json/${version}/model.json`] : [],
      );
      if (isSaved) assert.equal(await catalog.load("model"), 1);
      else await assert.rejects(catalog.load("model"), { name: "DatasetError" });
    }),
    { numRuns: 150 },
  );
});
