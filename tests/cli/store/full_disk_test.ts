import assert from "node:assert/strict";
import { runCli } from "../../../cli/run_cli.ts";
import { fakeCli } from "../../support/fake_cli.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { canMount, tinyDisk } from "../../support/tiny_disk.ts";

Deno.test({
  name: "kedge store cp says that a disk is full, keeps what is whole, and goes on when there is room",
  ignore: !await canMount(),
  async fn() {
    await using dir = await tempDir();
    await using disk = await tinyDisk();
    await dir.write({ "data/a": "a".repeat(10_000), "data/b": "b".repeat(100_000), "data/c": "c" });
    const copy = async (...more: readonly string[]) => {
      const args = ["store", "cp", "-r", "data", disk.path, "--concurrency", "1", ...more];
      const cli = fakeCli({ cwd: dir.path, args });
      return { code: await runCli(cli.context), stderr: cli.stderr(), stdout: cli.stdout() };
    };
    const namesThere = () => [...Deno.readDirSync(disk.path)].map(({ name }) => name).toSorted();

    const first = await copy();
    const there = namesThere();
    await dir.write({ "data/b": "b".repeat(20_000) });
    const second = await copy("--update");

    assert.equal(first.code, 2);
    assert.match(
      first.stderr,
      /copied or there already: 1 of 3 objects; the same command with --update goes on/,
    );
    assert.match(first.stderr, /Cannot write ".*\/b": the disk is full/);
    assert.deepEqual(there, ["a"]);
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stdout, /copied 2 objects, 20 kB .* · 1 object there already/);
    assert.deepEqual(namesThere(), ["a", "b", "c"]);
  },
});
