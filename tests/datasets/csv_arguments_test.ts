import assert from "node:assert/strict";
import { CSV } from "../../lib/datasets/csv.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { fromEntry, loadText, problemsOf, saveText } from "../support/entry.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("csv compresses a file whose name ends in .gz, and reads it back, whole and as a stream", async () => {
  await using dir = await tempDir();
  const rows = Array.from({ length: 50_000 }, (_, n) => ({ n, text: "x" }));
  const open = (load_args: object) =>
    fromEntry(CSV, { filepath: "rows.csv.gz", load_args }, localStore(dir.path));

  await open({}).save(rows);

  const [first, second] = await Deno.readFile(dir.join("rows.csv.gz"));
  assert.deepEqual([first, second], [0x1f, 0x8b]);
  assert.deepEqual(await open({}).load(), rows);
  // The sanitizers of the test runner see a file that is left open.
  for await (const row of await open({ stream: true }).load() as AsyncIterable<{ n: number }>) {
    if (row.n === 3) break;
  }
});

Deno.test("csv names ways of compression that it does not know", async () => {
  const store = memoryStore();
  await store.write("rows.csv.zip", new Uint8Array([0x50, 0x4b]));

  await assert.rejects(fromEntry(CSV, { filepath: "rows.csv.zip" }, store).load(), {
    message: 'Cannot read "rows.csv.zip": of compressed files only .gz is known, not .zip',
  });
});

Deno.test("csv counts lines of the file also behind lines that were left out", async () => {
  const load = (skiprows: unknown) => loadText(CSV, "x\nx\na,b\n1,2\n3\n", { load_args: { skiprows } });

  await assert.rejects(load(2), /x:5": Rows must have 2 cells/);
  await assert.rejects(load([0, 1]), /x:5": Rows must have 2 cells/);
});

Deno.test("csv names an encoding that the file is not in", async () => {
  const bytes = new Uint8Array([0x61, 0x0a, 0x81, 0x0a]);

  await assert.rejects(loadText(CSV, bytes, { load_args: { encoding: "gbk" } }), /Text must be gbk/);
});

Deno.test("csv refuses a date that is not in the format, or is none", async () => {
  const load = (text: string) =>
    loadText(CSV, `a\n${text}\n`, { load_args: { parse_dates: ["a"], date_format: "%d/%m/%Y" } });

  assert.deepEqual(await load("28/02/2026"), [{ a: new Date("2026-02-28") }]);
  for (const text of ["2026-02-28", "31/02/2026", "28/02/2026x"]) {
    await assert.rejects(load(text), /Column "a"/);
  }
});

Deno.test("csv writes dates with the zone and all parts of a format", async () => {
  const rows = [{ a: new Date("2026-02-03T04:05:06.007Z") }];

  assert.equal(
    await saveText(CSV, rows, { save_args: { date_format: "%y%m%d %H:%M:%S.%f%z %%" } }),
    "a\n260203 04:05:06.007000+0000 %\n",
  );
});

Deno.test("csv refuses arguments that make no sense, with what was wanted", () => {
  assert.deepEqual(
    problemsOf(CSV, {
      filepath: "x",
      load_args: { date_format: "%Q", quotechar: "ä", thousands: "", encoding: "latin2" },
      save_args: { float_format: "{:.2f}", header: [], sepp: ";" },
    }).map((problem) => problem.replace(/:.*/, "")),
    [
      ...[
        "load_args.date_format must be text that matches /^(?",
        "load_args.thousands must be exactly 1 character long",
      ],
      'load_args.encoding must be one of "utf-8", "UTF-8", "utf8", "UTF8", "utf-8-sig", "latin-1", "latin1", "iso-8859-1", "iso-8859-15", "cp1250" and 12 more',
      "load_args.quotechar must be a mark of ASCII",
      "save_args.header must be at least 1 item long",
      "save_args.float_format must be text that matches /^%\\.\\d{1,2}[fe]$/",
      "save_args.sepp is not an option of csv (sep?)",
    ],
  );
});

Deno.test("csv says how many names a header lacks", async () => {
  await assert.rejects(
    saveText(CSV, [{ a: 1, b: 2 }], { save_args: { header: ["x"] } }),
    /save_args\.header names 1 of 2 columns/,
  );
});
