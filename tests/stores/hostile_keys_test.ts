import assert from "node:assert/strict";
import { posix, win32 } from "node:path";
import fc from "npm:fast-check@4.10.2";
import { keyToPath } from "../../lib/stores/local_path.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { hostilePath } from "../support/hostile.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("no key leads out of the folder, on any system: it is refused or stays below", () => {
  fc.assert(
    fc.property(hostilePath(), fc.boolean(), (key, isWindows) => {
      const path = isWindows ? win32 : posix;
      const folder = isWindows ? "C:\\data\\project" : "/data/project";
      let file: string;
      try {
        file = keyToPath(folder, key, isWindows);
      } catch (error) {
        assert.ok(error instanceof TypeError);
        assert.ok(error.message.startsWith(`Cannot use key ${JSON.stringify(key)}: `), error.message);
        return;
      }

      const below = path.relative(folder, path.resolve(file));

      assert.ok(below !== "" && !path.isAbsolute(below), file);
      assert.deepEqual(below.split(path.sep), key.split("/"));
    }),
    { numRuns: 3000 },
  );
});

Deno.test("what is written under a key is found under that key alone, and nothing lies beside the folder", async () => {
  await using dir = await tempDir();
  await fc.assert(
    fc.asyncProperty(hostilePath(), async (key) => {
      const folder = dir.join(crypto.randomUUID());
      const store = localStore(`${folder}/inner`);
      const isWritten = await store.write(key, new Uint8Array([1])).then(() => true, (error: Error) => {
        // A name may be too long for the disk.
        assert.ok(["TypeError", "StoreError"].includes(error.name), String(error));
        return false;
      });

      const keys = (await Array.fromAsync(store.list())).map((info) => info.key);
      const beside = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);

      assert.deepEqual(keys, isWritten ? [key] : []);
      assert.deepEqual(beside.map(({ name }) => name).filter((name) => name !== "inner"), []);
    }),
    { numRuns: 150 },
  );
  assert.deepEqual(
    (await Array.fromAsync(Deno.readDir(`${dir.path}/..`))).filter(({ name }) => name === "inner"),
    [],
  );
});
