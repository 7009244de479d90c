import assert from "node:assert/strict";
import { runCli } from "../../../cli/run_cli.ts";
import { EMPTY_PROJECT } from "../../support/empty_project.ts";
import { type FakeCli, fakeCli } from "../../support/fake_cli.ts";
import { serveIndex } from "../../support/index_server.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const LEFTOVER = ".kedge-write-0123456789abcdef";

Deno.test("kedge store ls lists what is in a folder, and with -r what is below", async () => {
  await using dir = await project();

  const { code, stdout } = await type(dir.path, ["ls", "data"]);
  const deep = await type(dir.path, ["ls", "-r", "data", "--json"]);

  assert.equal(code, 0);
  assert.deepEqual(columns(stdout()), [
    ["size", "name"],
    ["3 B", "a.txt"],
    ["–  –         raw/"],
    ["1 folder, 1 object, 3 B"],
  ]);
  const { uri, entries } = JSON.parse(deep.stdout());
  assert.match(uri, /^file:\/\/.*\/data\/$/);
  assert.deepEqual(entries.map(({ name, size }: { name: string; size: number }) => [name, size]), [
    ["a.txt", 3],
    ["raw/b.txt", 4],
    ["raw/deep/c.txt", 5],
  ]);
});

Deno.test("kedge store stat tells what is known of a file, and how much is in a folder", async () => {
  await using dir = await project();

  const file = await type(dir.path, ["stat", "data/a.txt", "--json"]);
  const folder = await type(dir.path, ["stat", "data"]);

  const facts = JSON.parse(file.stdout());
  assert.deepEqual([facts.size, typeof facts.etag, facts.key], [3, "string", "data/a.txt"]);
  assert.match(folder.stdout(), /^data\n {2}objects {3}3\n {2}size {6}12 B\n {2}modified {2}\d{4}-/);
});

Deno.test("kedge store cp copies a file under a new name or into a folder", async () => {
  await using dir = await project();

  const named = await type(dir.path, ["cp", "data/a.txt", "copy/x.txt"]);
  const inside = await type(dir.path, ["cp", "data/a.txt", "copy"]);
  const made = await type(dir.path, ["cp", "data/a.txt", "new/"]);

  assert.deepEqual([named, inside, made].map(({ code }) => code), [0, 0, 0]);
  assert.match(named.stdout(), /^ {2}copied 1 object, 3 B to copy\/x\.txt in /);
  assert.match(inside.stdout(), / to copy\/a\.txt in /);
  for (const path of ["copy/x.txt", "copy/a.txt", "new/a.txt"]) {
    assert.equal(await Deno.readTextFile(dir.join(path)), "aaa");
  }
});

Deno.test("kedge store cp -r copies a folder, and with --update what differs", async () => {
  await using dir = await project();

  const first = await type(dir.path, ["cp", "-r", "data", "copy", "--json"]);
  await dir.write({ "data/raw/b.txt": "BBBB" });
  const second = await type(dir.path, ["cp", "-r", "data", "copy", "--update"]);
  const third = await type(dir.path, ["cp", "-r", "data", "copy", "--update"]);

  const { copied, skipped, bytes } = JSON.parse(first.stdout());
  assert.deepEqual([copied, skipped, bytes], [3, 0, 12]);
  assert.match(second.stdout(), /^ {2}copied 1 object, 4 B to copy in .* · 2 objects there already\n$/);
  assert.equal(third.stdout(), "  nothing to copy to copy: 3 objects there already\n");
  assert.equal(await Deno.readTextFile(dir.join("copy/raw/b.txt")), "BBBB");
});

Deno.test("kedge store cp reads from a web server", async () => {
  await using dir = await project();
  await using server = serveIndex({ "d/a.csv": "id\n1\n", "d/sub/b.csv": "id\n2\n" });

  const { code, stderr } = await type(dir.path, ["cp", "-r", `${server.url}d/`, "fetched"]);

  assert.equal(code, 0, stderr());
  assert.equal(await Deno.readTextFile(dir.join("fetched/sub/b.csv")), "id\n2\n");
});

Deno.test("kedge store rm removes a file, and a folder only when it is told to", async () => {
  await using dir = await project();

  const file = await type(dir.path, ["rm", "data/a.txt"]);
  const asked = await type(dir.path, ["rm", "-r", "data/raw"]);
  const kept = await Deno.readTextFile(dir.join("data/raw/b.txt"));
  const done = await type(dir.path, ["rm", "-r", "data/raw", "--yes"]);

  assert.equal(file.stdout(), "  removed 1 object, 3 B: data/a.txt\n");
  assert.equal(
    asked.stdout(),
    "  would remove 2 objects, 9 B: data/raw\n  to do it: deno task kedge store rm --recursive data/raw --yes\n",
  );
  assert.equal(kept, "bbbb");
  assert.equal(done.stdout(), "  removed 2 objects, 9 B: data/raw\n");
  assert.equal((await type(dir.path, ["stat", "data"])).code, 2);
});

Deno.test("kedge store gc tells of what killed writes left, and removes what is old", async () => {
  await using dir = await project();
  await dir.write({ [`data/${LEFTOVER}`]: "12345" });
  // The fake clock stands before the file was made.
  const tomorrow = Date.now() + 2 * 86_400_000;

  const young = await type(dir.path, ["gc", "data"]);
  const told = await type(dir.path, ["gc", "data"], tomorrow);
  const done = await type(dir.path, ["gc", "data", "--yes", "--json"], tomorrow);
  const again = await type(dir.path, ["gc", "data"], tomorrow);

  assert.equal(young.stdout(), "  Nothing is left at data of what was begun more than 1d ago\n");
  assert.match(
    told.stdout(),
    new RegExp(`5 B  ${LEFTOVER.replaceAll(".", "\\.")}\n  would remove 1 leftover, 5 B\n`),
  );
  assert.match(told.stdout(), / {2}to do it: deno task kedge store gc data --yes\n$/);
  const { leftovers, isRemoved } = JSON.parse(done.stdout());
  assert.deepEqual([leftovers.length, leftovers[0].size, isRemoved], [1, 5, true]);
  assert.match(again.stdout(), /Nothing is left/);
});

Deno.test("kedge store says what is wrong", async () => {
  await using dir = await project();
  await using server = serveIndex({ "a.csv": "x" });
  const cases: readonly (readonly [readonly string[], string | RegExp])[] = [
    [["ls", "nope"], 'Nothing is at "nope"'],
    [["stat", "s3:/bucket/x"], /^Cannot use "s3:\/bucket\/x": it must be s3:\/\/BUCKET\/KEY/],
    [["ls", "gs://bucket/x"], /^Scheme "gs:" is not supported: a place is a path, or a URL of file:, s3:/],
    [["cp", "data", "copy"], '"data" is a folder: give --recursive to copy all that is in it'],
    [["cp", "-r", "data/a.txt", "copy"], '"data/a.txt" is no folder: leave out --recursive'],
    [["cp", "-r", "data", "data/a.txt"], '"data/a.txt" is no folder: a folder is copied into one'],
    [["cp", "data/a.txt", "data/a.txt"], /^Cannot copy ".*a\.txt" onto itself$/],
    [["cp", "-r", "data", "data"], /^Cannot copy ".*data\/" onto itself$/],
    [["cp", "data/a.txt", "x", "--concurrency", "0"], /^Flag --concurrency must be a whole number from 1 on/],
    [["cp", "data/a.txt", server.url], /^Cannot write ".*a\.txt": a web server is for reading only$/],
    [["rm", "data"], '"data" is a folder: give --recursive to remove all that is in it'],
    [["gc", "data/a.txt"], '"data/a.txt" is an object: name a folder or a bucket'],
    [["gc", "data", "--older-than", "soon"], /^Flag --older-than must be a number and d, h, m or s/],
    [["gc", server.url], /^Nothing can be left at ".*": it is for reading only$/],
    [
      ["ls", "data", "--credentials", "dev_s4"],
      /the project has no such credentials\. Did you mean "dev_s3"\?$/,
    ],
  ];

  for (const [args, message] of cases) {
    const { code, stderr, stdout } = await type(dir.path, args);
    const told = stderr().replace(/^✗ /, "").trimEnd().replaceAll("\n  ", " ");
    assert.equal(code, 2, `${args.join(" ")}: ${stdout()}${stderr()}`);
    if (typeof message === "string") assert.equal(told, message);
    else assert.match(told, message);
  }
  assert.equal(await Deno.readTextFile(dir.join("data/a.txt")), "aaa");
});

async function project(): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({
    "kedge.ts": EMPTY_PROJECT,
    "conf/base/catalog.yml": "",
    "conf/local/credentials.yml": "dev_s3:\n  key: hunter2\n  secret: hunter2\n",
    "data/a.txt": "aaa",
    "data/raw/b.txt": "bbbb",
    "data/raw/deep/c.txt": "ccccc",
  });
  return dir;
}

async function type(
  cwd: string,
  args: readonly string[],
  now?: number,
): Promise<FakeCli & { readonly code: number }> {
  const cli = fakeCli({ cwd, args: ["store", ...args], env: { KEDGE_COMMAND: "deno task kedge" } });
  const context = now === undefined ? cli.context : { ...cli.context, now: () => now };
  return { ...cli, code: await runCli(context) };
}

// The times are those of the disk.
function columns(text: string): string[][] {
  return text.trimEnd().split("\n").filter((line) => !line.includes("──")).map((line) =>
    line.trim().replace(/ {2}just now {2}| {2}modified {2}| {2}\d+ \w+ ago {2}/, "\t").split("\t")
  );
}

Deno.test("kedge store cp -r tells what is in a folder and is not copied", async () => {
  await using dir = await tempDir();
  await dir.write({ "data/a.txt": "a", "data/sub/b.txt": "b" });
  await Deno.symlink("sub", dir.join("data/to-folder"));
  await Deno.symlink("a.txt", dir.join("data/to-file"));
  await Deno.symlink("nowhere", dir.join("data/to-nothing"));

  const { code, stdout, stderr } = await type(dir.path, ["cp", "-r", "data", "copy", "--json"]);

  assert.equal(code, 0);
  const { copied, omitted } = JSON.parse(stdout());
  assert.deepEqual([copied, omitted], [3, ["to-folder", "to-nothing"]]);
  assert.match(stderr(), /^! not copied: "to-folder", "to-nothing": links to folders or to nothing, /);
  assert.equal(await Deno.readTextFile(dir.join("copy/to-file")), "a");
});
