import assert from "node:assert/strict";
import { ROOT } from "../../tasks/process.ts";
import { copyExample } from "../support/copy_files.ts";
import { canRunUnprivileged, runUnprivileged } from "../support/unprivileged.ts";

// The same, with faults made by hand, is tested everywhere: see runner/disk_faults_test.ts.
const MAY_DROP_PRIVILEGES = await canRunUnprivileged();
if (!MAY_DROP_PRIVILEGES) {
  console.warn("Runs on denied files are skipped: they need permission bits and setpriv");
}

const RUN = ["run", "-A", "--config", `${ROOT}deno.json`, `${ROOT}cli/main.ts`, "run"];

Deno.test({
  name: "kedge run names an input that may not be read, exits with 2 and leaves no trace",
  ignore: !MAY_DROP_PRIVILEGES,
  async fn() {
    await using copy = await copyExample("penguins");
    await Deno.chmod(copy.join("data/01_raw/penguins.csv"), 0o000);
    const before = namesIn(copy.path);

    const { code, stdout, stderr } = await runUnprivileged(RUN, { cwd: copy.path, env: { NO_COLOR: "1" } });

    assert.equal(code, 2, stderr);
    assert.match(stdout + stderr, /"penguins_raw": .*penguins\.csv": the system does not permit it/);
    assert.deepEqual(namesIn(copy.path), before);
    assert.deepEqual(namesIn(copy.join("data")), ["01_raw", "README.md"]);
  },
});

Deno.test({
  name: "kedge run fails at an output that may not be written, and keeps the old file",
  ignore: !MAY_DROP_PRIVILEGES,
  async fn() {
    await using copy = await copyExample("penguins");
    await copy.write({ "data/03_primary/penguins.csv": "old" });
    await Deno.chmod(copy.join("data/03_primary"), 0o555);

    const { code, stdout, stderr } = await runUnprivileged(RUN, { cwd: copy.path, env: { NO_COLOR: "1" } });

    const shown = stdout + stderr;
    assert.equal(code, 1, shown);
    assert.match(
      shown,
      /node "clean" failed.*Cannot save dataset "penguins": .*the system does not permit it/,
    );
    assert.equal(Deno.readTextFileSync(copy.join("data/03_primary/penguins.csv")), "old");
    assert.deepEqual(namesIn(copy.join("data/03_primary")), ["penguins.csv"]);
    // So that whoever is not root can remove it.
    await Deno.chmod(copy.join("data/03_primary"), 0o755);
  },
});

function namesIn(dir: string): string[] {
  return [...Deno.readDirSync(dir)].map(({ name }) => name).sort();
}
