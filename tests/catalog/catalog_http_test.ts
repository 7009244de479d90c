import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { Partitions } from "../../lib/datasets/partitions/partitioned_dataset.ts";
import { serveIndex } from "../support/index_server.ts";

Deno.test("a catalog reads tables and folders of a web server, with user and password", async () => {
  await using server = serveIndex({ "d/a b.csv": "id\n1\n", "d/c.csv": "id\n2\n" });
  const credentials = { username: "ada", password: "hunter2" };
  const catalog = createCatalog({
    entries: {
      table: { type: "csv", filepath: `${server.url}d/a%20b.csv`, credentials },
      parts: { type: "partitioned", path: `${server.url}d/`, dataset: "csv", filename_suffix: ".csv" },
    },
  });

  assert.deepEqual(await catalog.load("table"), [{ id: 1 }]);
  assert.equal(server.authorization(), `Basic ${btoa("ada:hunter2")}`);
  const parts = await catalog.load("parts") as Partitions;
  assert.deepEqual(Object.keys(parts), ["a b", "c"]);
  assert.deepEqual(await parts["c"]?.(), [{ id: 2 }]);
});

Deno.test("a catalog sends the query of a filepath, and shows it nowhere", async () => {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
    asked.push(new URL(url).search);
    return url.includes("none") ? new Response(null, { status: 404 }) : new Response("id\n1\n");
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  const signed = (path: string) => ({ type: "csv", filepath: `${url}/${path}?raw=1&sig=hunter2` });
  const catalog = createCatalog({ entries: { table: signed("a.csv"), none: signed("none.csv") } });

  assert.deepEqual(await catalog.load("table"), [{ id: 1 }]);
  const missing = await catalog.load("none").catch((error: unknown) => error);
  await server.shutdown();
  const down = await catalog.load("table").catch((error: unknown) => error);

  assert.deepEqual(asked, ["?raw=1&sig=hunter2", "?raw=1&sig=hunter2"]);
  for (const error of [missing, down]) {
    assert.ok(error instanceof Error && error.name === "DatasetError");
    assert.doesNotMatch(Deno.inspect(error), /hunter2/);
  }
});

Deno.test("a catalog says that a web server is for reading only", async () => {
  await using server = serveIndex({});
  const catalog = createCatalog({ entries: { table: { type: "csv", filepath: `${server.url}a.csv` } } });

  await assert.rejects(catalog.save("table", [{ id: 1 }]), {
    name: "DatasetError",
    message: /a web server is for reading only/,
  });
});
