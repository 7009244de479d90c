import type { Benchmark } from "./support/benchmark.ts";
import { downloadSize } from "./support/download_size.ts";

/** What a first import by URL costs. */
export const benchmark: Benchmark = {
  what: "importing mod.ts by URL into an empty cache; metadata of the package registry is not counted",
  async run() {
    const { modules, tarballs, cache } = await downloadSize((base) => `import "${base}mod.ts";\n`);
    const megabytes = (bytes: number) => [bytes / 1e6];
    return [
      { name: "modules", unit: "MB", samples: megabytes(modules) },
      { name: "package tarballs", unit: "MB", samples: megabytes(tarballs) },
      { name: "both", unit: "MB", samples: megabytes(modules + tarballs), target: { atMost: 3 } },
      { name: "cache on disk", unit: "MB", samples: megabytes(cache), target: { atMost: 20 } },
    ];
  },
};
