import { createCatalog } from "../lib/catalog/create_catalog.ts";
import type { CatalogEntry } from "../lib/catalog/entry.ts";
import { loadConfig } from "../lib/config/load_config.ts";
import type { Benchmark } from "./support/benchmark.ts";

const ROUNDS = 9;
const COUNT = 1000;
const OVERLAP = 500;

/** What configuration costs, from the files to datasets that can be loaded. */
export const benchmark: Benchmark = {
  what:
    "1,000 entries or parameters in conf/base and as many in conf/local, half of them the same, in process; " +
    "and names that patterns resolve",
  async run() {
    const plain = await projectWith((i) => `data/01_raw/data_${i}.csv`);
    const referring = await projectWith((i) => `\${_basepath}/data_${i}.csv`);
    try {
      return [
        {
          name: "catalog, files to datasets",
          unit: "ms",
          samples: await inRounds(() => resolveAll(plain)),
          target: { atMost: 95 },
          // OmegaConfigLoader and DataCatalog of Kedro 1.7.0, start of the interpreter excluded.
          peers: { Kedro: 950 },
        },
        {
          name: "catalog, each entry with a reference",
          unit: "ms",
          samples: await inRounds(() => resolveAll(referring)),
        },
        {
          name: "parameters, files to values",
          unit: "ms",
          samples: await inRounds(() => resolveParameters(plain)),
          target: { atMost: 120 },
          peers: { Kedro: 1200 },
        },
        {
          name: "10,000 names through 50 patterns",
          unit: "ms",
          samples: await inRounds(resolveNames),
          target: { atMost: 100 },
        },
      ];
    } finally {
      for (const root of [plain, referring]) await Deno.remove(root, { recursive: true });
    }
  },
};

async function inRounds(work: () => unknown): Promise<number[]> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    await work();
    samples.push(performance.now() - begun);
  }
  return samples;
}

async function resolveAll(root: string): Promise<void> {
  const { catalog, credentials } = await loadConfig({ root });
  const datasets = createCatalog({
    root,
    // createCatalog() checks that entries of files are maps.
    entries: catalog.data as Readonly<Record<string, CatalogEntry>>,
    credentials: credentials.data,
    places: { entries: catalog.placeOf },
  });
  const names = datasets.names();
  if (names.length !== 2 * COUNT - OVERLAP) throw new Error(`Wanted other entries: found ${names.length}`);
  for (const name of names) {
    if (datasets.get(name) === undefined) throw new Error(`Entry "${name}" has no dataset`);
  }
}

async function resolveParameters(root: string): Promise<void> {
  const { parameters } = await loadConfig({ root });
  const catalog = createCatalog({ parameters: parameters.data });
  for (const name of Object.keys(parameters.data)) await catalog.load(`params:${name}`);
}

function resolveNames(): void {
  const shapes = ["{a}_table_", "{a}.{b}_", "stage_{a}@", "{a}_{b}_", "model.{a}."];
  const entries = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [
      `${shapes[i % shapes.length]}${i}`,
      { type: "json", filepath: `data/${i}/{a}.json` },
    ]),
  );
  const catalog = createCatalog({ entries });
  for (let i = 0; i < 10_000; i++) {
    const end = i % 50;
    const name = (shapes[end % shapes.length] ?? "").replace("{a}", `cars${i}`).replace("{b}", "raw") + end;
    if (catalog.resolve(name)?.pattern === undefined) throw new Error(`No pattern takes "${name}"`);
  }
}

async function projectWith(pathOf: (i: number) => string): Promise<string> {
  const root = await Deno.makeTempDir();
  const range = (from: number) => Array.from({ length: COUNT }, (_, i) => from + i);
  for (const [folder, from] of [["base", 0], ["local", COUNT - OVERLAP]] as const) {
    await Deno.mkdir(`${root}/conf/${folder}`, { recursive: true });
    const entries = range(from).map((i) =>
      `dataset_${i}:\n  type: pandas.CSVDataset\n  filepath: ${pathOf(i)}\n`
    );
    await Deno.writeTextFile(
      `${root}/conf/${folder}/catalog.yml`,
      `_basepath: data/01_raw\n${entries.join("")}`,
    );
    const parameters = range(from).map((i) => `param_${i}: {alpha: ${i / 7}, name: p${i}}\n`);
    await Deno.writeTextFile(`${root}/conf/${folder}/parameters.yml`, parameters.join(""));
  }
  return root;
}
