import assert from "node:assert/strict";
import { CSV } from "../../lib/datasets/csv.ts";
import type { DatasetType } from "../../lib/datasets/dataset_type.ts";
import { INCREMENTAL, PARTITIONED } from "../../lib/datasets/partitioned.ts";
import { fromEntry } from "../support/entry.ts";

Deno.test("describe() of a file has its path and arguments as they were written", () => {
  const dataset = fromEntry(CSV, { filepath: "data/x.csv", load_args: { sep: ";" }, versioned: false });

  assert.deepEqual(dataset.describe(), { type: "csv", filepath: "data/x.csv", load_args: { sep: ";" } });
});

Deno.test("fs_args are taken where they say what happens anyway, and refused with a reason elsewhere", () => {
  const taken = fromEntry(CSV, {
    filepath: "x",
    fs_args: {
      open_args_load: { mode: "rb", encoding: "utf-8" },
      open_args_save: { mode: "w", encoding: "utf-8" },
      auto_mkdir: true,
    },
  });
  const refused = CSV.parseOptions({
    filepath: "x",
    fs_args: {
      open_args_load: { encoding: "cp1252" },
      open_args_save: { mode: "a", newline: "" },
      project: "p",
    },
  });

  assert.deepEqual(taken.describe(), { type: "csv", filepath: "x" });
  assert.ok("issues" in refused);
  const told = refused.issues.map(({ message }) => message).join("\n");
  for (
    const wanted of [
      /fs_args\.open_args_load\.encoding .*: files are UTF-8; csv has load_args\.encoding/,
      /fs_args\.open_args_save\.mode .*: a save replaces the file/,
      /fs_args\.open_args_save.*newline/,
      /fs_args\.project .*: there is no fsspec here; say credentials/,
    ]
  ) assert.match(told, wanted);
});

Deno.test("folders of partitions take the same fs_args, and refuse the others with the same reasons", () => {
  for (const type of [PARTITIONED, INCREMENTAL]) {
    const fields = { path: "x", dataset: "text", fs_args: { auto_mkdir: true } };
    const taken = fromEntry(type as DatasetType, fields);
    const refused = type.parseOptions({ ...fields, fs_args: { project: "p" } });

    assert.deepEqual(taken.describe(), { type: type.type, path: "x", dataset: "text" });
    assert.ok("issues" in refused);
    assert.match(
      refused.issues[0]?.message ?? "",
      /fs_args\.project .*: there is no fsspec here; say credentials/,
    );
  }
});
