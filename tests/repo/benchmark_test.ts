import assert from "node:assert/strict";
import { best, isMet, median } from "../../bench/support/benchmark.ts";
import { describeMachine } from "../../bench/support/describe_machine.ts";
import { downloadSize } from "../../bench/support/download_size.ts";
import { formatFigures } from "../../bench/support/format_figures.ts";
import { peakMemory } from "../../bench/support/peak_memory.ts";
import { overhead, timeProcesses } from "../../bench/support/time_processes.ts";
import { ROOT } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("median() takes the middle, and the mean of the middle two", () => {
  assert.equal(median([9, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 9]), 3);
  assert.throws(() => median([]), RangeError);
});

Deno.test("isMet() and best() know which way is better", () => {
  const figure = { name: "a", unit: "ms", samples: [1, 2, 9] };

  assert.equal(isMet(figure), undefined);
  assert.equal(isMet({ ...figure, target: { atMost: 2 } }), true);
  assert.equal(isMet({ ...figure, target: { atLeast: 3 } }), false);
  assert.equal(best({ ...figure, target: { atMost: 2 } }), 1);
  assert.equal(best({ ...figure, target: { atLeast: 3 } }), 9);
});

Deno.test("describeMachine() says when, on what, and whether others were at work", () => {
  const machine = { date: "2026-11-24T12:00:00Z", deno: "2.9.6", platform: "x86_64", cpus: 4, load: 1 };

  assert.equal(describeMachine(machine), "2026-11-24 · Deno 2.9.6 · x86_64 · 4 processors, load 1.0");
  assert.match(
    describeMachine({ ...machine, load: 2 }),
    /load 2\.0: others are at work here, trust the best/,
  );
});

Deno.test("formatFigures() shows median, best, target and how peers compare", () => {
  const table = formatFigures([
    { name: "a run", unit: "ms", samples: [100, 80, 120], target: { atMost: 110 }, peers: { kedro: 3800 } },
    {
      name: "metrics",
      unit: "/s",
      samples: [20_000, 25_300],
      target: { atLeast: 25_000 },
      peers: { mlflow: 226.5 },
    },
    { name: "a busy run", unit: "ms", samples: [100, 200, 300], target: { atMost: 110 } },
    { name: "a slow run", unit: "ms", samples: [200], target: { atMost: 110 } },
    { name: "size", unit: "MB", samples: [1.23456] },
  ]);

  assert.equal(
    table,
    [
      "                          median       best       target",
      "  a run                   100 ms      80 ms     ≤ 110 ms         met",
      "    kedro (recorded)    3,800 ms                                38 ×",
      "  metrics              22,650 /s  25,300 /s  ≥ 25,000 /s  best meets",
      "    mlflow (recorded)     227 /s                               100 ×",
      "  a busy run              200 ms     100 ms     ≤ 110 ms  best meets",
      "  a slow run              200 ms     200 ms     ≤ 110 ms      missed",
      "  size                   1.23 MB    1.23 MB",
      "",
    ].join("\n"),
  );
});

Deno.test("timeProcesses() runs each process in turn, once more than it counts", async () => {
  await using dir = await tempDir();
  const script = (name: string) => `Deno.writeTextFileSync("log", "${name}", { append: true });`;
  await dir.write({ "a.ts": script("a"), "b.ts": script("b") });
  const args = (file: string) => ["run", "-A", file];

  const samples = await timeProcesses([{ args: args("a.ts"), cwd: dir.path }, {
    args: args("b.ts"),
    cwd: dir.path,
  }], 2);

  assert.equal(await Deno.readTextFile(dir.join("log")), "ababab");
  assert.deepEqual(samples.map((times) => times.length), [2, 2]);
  assert.deepEqual(overhead([5, 7, 9], [1, 2, 8]), { samples: [4, 5, 1], best: 4 });
});

Deno.test("timeProcesses() does not time what fails", async () => {
  await using dir = await tempDir();
  await dir.write({ "a.ts": 'throw new Error("boom");' });

  await assert.rejects(timeProcesses([{ args: ["run", "a.ts"], cwd: dir.path }], 1), /boom/);
});

Deno.test({
  name: "peakMemory() sees memory that was given back before the end",
  ignore: Deno.build.os !== "linux", // other systems have no /proc/self/status
  fn: async () => {
    await using dir = await tempDir();
    await dir.write({
      "small.ts": "export {};",
      "big.ts": "new Uint8Array(200 << 20).fill(1); Deno.exit(0);",
    });

    const small = await peakMemory({ args: [dir.join("small.ts")] });
    const big = await peakMemory({ args: [dir.join("big.ts")] });

    assert.ok(big - small > 190, `${big} MiB against ${small} MiB`);
  },
});

Deno.test("downloadSize() counts modules and tarballs into an empty cache", async () => {
  const alone = await downloadSize((base) => `import "${base}lib/core/version.ts";\n`);
  const withPackage = await downloadSize((base) => `import "${base}lib/deps/js_yaml.ts";\n`);

  assert.equal(alone.modules, (await Deno.stat(`${ROOT}lib/core/version.ts`)).size);
  assert.equal(alone.tarballs, 0);
  assert.ok(withPackage.tarballs > 100_000, `${withPackage.tarballs} bytes of js-yaml`);
  assert.ok(withPackage.cache > withPackage.tarballs);
});
