import assert from "node:assert/strict";
import { createStyle } from "../../../cli/format/style.ts";
import { formatTransfer, openTransferProgress } from "../../../cli/store/transfer_progress.ts";
import { fakeCli } from "../../support/fake_cli.ts";

Deno.test("openTransferProgress() draws bar, speed and time left on a terminal, and takes them away", () => {
  const cli = fakeCli({ columns: 100, env: { TERM: "xterm" } });
  const progress = openTransferProgress(cli.context);

  progress.onEvent({ kind: "listed", objects: 3, bytes: 10_000_000 });
  progress.onEvent({ kind: "skipped", key: "a", size: 1_000_000 });
  progress.onEvent({ kind: "begun", key: "b", size: 9_000_000 });
  progress.onEvent({ kind: "moved", key: "b", bytes: 4_000_000 });
  cli.tick(2000);
  progress.close();
  progress.close();

  const frames = cli.stderr().split("\r\x1b[K");
  assert.equal(
    frames.at(-2),
    "  ━━━━━━━━━━━━━━╸━━━━━━━━━━━━━━━  1 of 3 objects · 5.0 MB of 10 MB · 2.0 MB/s · 2.5 s left",
  );
  assert.equal(frames.at(-1), "");
  assert.deepEqual([progress.done(), progress.total(), progress.elapsed()], [1, 3, 2000]);
});

Deno.test("openTransferProgress() tells no speed while objects are compared and not sent", () => {
  const cli = fakeCli({ columns: 100 });
  const progress = openTransferProgress(cli.context);

  progress.onEvent({ kind: "listed", objects: 2, bytes: 2_000_000 });
  progress.onEvent({ kind: "skipped", key: "a", size: 1_000_000 });
  cli.tick(2000);
  progress.close();

  assert.match(cli.stderr().split("\r\x1b[K").at(-2) ?? "", /1 of 2 objects · 1\.0 MB of 2\.0 MB$/);
});

Deno.test("openTransferProgress() tells the speed of the last ten seconds", () => {
  const cli = fakeCli({ columns: 100 });
  const progress = openTransferProgress(cli.context);

  progress.onEvent({ kind: "listed", objects: 1, bytes: 1_000_000_000 });
  progress.onEvent({ kind: "moved", key: "a", bytes: 500_000_000 });
  cli.tick(60_000);
  progress.onEvent({ kind: "moved", key: "a", bytes: 10_000_000 });
  cli.tick(1000);
  progress.close();

  assert.match(cli.stderr().split("\r\x1b[K").at(-2) ?? "", / · 1\.0 MB\/s · \d+ min/);
});

Deno.test("openTransferProgress() writes a line now and then where no terminal is", () => {
  const cli = fakeCli();
  const progress = openTransferProgress(cli.context);

  progress.onEvent({ kind: "listed", objects: 2, bytes: 100 });
  progress.onEvent({ kind: "moved", key: "a", bytes: 50 });
  cli.tick(9000);
  assert.equal(cli.stderr(), "");
  cli.tick(12_000);
  progress.close();

  assert.equal(cli.stderr().split("\n").length, 3);
  assert.match(cli.stderr(), /0 of 2 objects · 50 B of 100 B · 5 B\/s · 10 s left\n/);
});

Deno.test("formatTransfer() leaves out the bar where it does not fit, and bytes where there are none", () => {
  const state = { objects: 1, bytes: 0, totalObjects: 4, totalBytes: 0, rate: undefined };

  assert.equal(formatTransfer(state, { style: createStyle(false), width: 20 }), "  1 of 4 objects");
  assert.match(
    formatTransfer(state, { style: createStyle(false), width: 80 }),
    /^ {2}━{6}╸━+ {2}1 of 4 objects$/,
  );
});
