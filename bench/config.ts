import { capture, captureDeno } from "../tasks/process.ts";
import { type Benchmark, type Figure, median } from "./support/benchmark.ts";

const ROUNDS = 9;
const SCRIPT = new URL("./support/load_config.ts", import.meta.url).pathname;
const KEDRO_SCRIPT = new URL("./support/load_config.py", import.meta.url).pathname;

// Kedro 1.7.0 with OmegaConf 2.4.0, as recorded on a machine of this size.
const RECORDED: Readonly<Record<string, number>> = { catalog: 950, parameters: 1200 };

/** What reading configuration costs. */
export const benchmark: Benchmark = {
  what:
    "1,000 entries in base and 1,000 in local, 500 of them the same, each with an interpolation; each time in " +
    "a new process, from the files to the values, without start-up. KEDGE_BENCH_KEDRO=python compares with Kedro here",
  async run() {
    const figures: Figure[] = [];
    for (const [key, write] of Object.entries(CASES)) {
      const folder = await Deno.makeTempDir();
      try {
        await writeProject(folder, key, write);
        figures.push(...await measureCase(folder, key));
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    }
    return figures;
  },
};

const CASES: Readonly<Record<string, (i: number) => string>> = {
  catalog: (i) =>
    `dataset_${i}:\n  type: pandas.CSVDataset\n  filepath: \${_root}/data_${i}.csv\n  save_args: {sep: ","}\n`,
  parameters: (i) =>
    `model_${i}:\n  trees: ${i}\n  path: \${_root}/model_${i}\n  options: {rate: 0.${i}, kind: forest}\n`,
};

async function writeProject(folder: string, key: string, write: (i: number) => string): Promise<void> {
  for (const [env, first] of [["base", 0], ["local", 500]] as const) {
    const entries = Array.from({ length: 1000 }, (_, i) => write(first + i));
    // A template stays in parameters, and would be one entry more.
    const text = `${key === "catalog" ? "_root: data\n" : ""}${entries.join("")}`;
    await Deno.mkdir(`${folder}/conf/${env}`, { recursive: true });
    await Deno.writeTextFile(
      `${folder}/conf/${env}/${key}.yml`,
      key === "catalog" ? text : text.replaceAll("${_root}", "${globals:root}"),
    );
  }
  await Deno.writeTextFile(`${folder}/conf/base/globals.yml`, "root: data\n");
}

async function measureCase(folder: string, key: string): Promise<Figure[]> {
  const python = Deno.env.get("KEDGE_BENCH_KEDRO");
  const ours: number[] = [];
  const withDatasets: number[] = [];
  const theirs: number[] = [];
  // In turn, because a machine is slower in one minute than in the next.
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await timeKedge(folder, "config"));
    if (key === "catalog") withDatasets.push(await timeKedge(folder, "catalog"));
    if (python !== undefined) theirs.push(await timeKedro(python, folder, key));
  }
  const recorded = RECORDED[key] ?? 0;
  const here = theirs.length === 0 ? undefined : median(theirs);
  return [
    {
      name: key,
      unit: "ms",
      samples: ours,
      target: { atMost: (here ?? recorded) / 10 },
      peers: { Kedro: recorded },
    },
    ...theirs.length === 0 ? [] : [{ name: `${key}, Kedro on this machine`, unit: "ms", samples: theirs }],
    ...withDatasets.length === 0
      ? []
      : [{ name: "catalog, every entry checked", unit: "ms", samples: withDatasets }],
  ];
}

async function timeKedge(folder: string, until: string): Promise<number> {
  const { code, stdout, stderr } = await captureDeno(["run", "-A", SCRIPT, folder, until]);
  if (code !== 0) throw new Error(`Cannot load "${folder}": it exited with ${code}\n${stderr}`);
  return Number(stdout);
}

// OmegaConf refuses more than 10,000 nodes by itself.
const env = { OMEGACONF_MAX_YAML_EXPANDED_NODES: "none" };

async function timeKedro(python: string, folder: string, key: string): Promise<number> {
  const { code, stdout, stderr } = await capture(python, [KEDRO_SCRIPT, folder, key], { env });
  if (code !== 0) throw new Error(`Cannot load "${folder}" with Kedro: it exited with ${code}\n${stderr}`);
  return Number(stdout);
}
