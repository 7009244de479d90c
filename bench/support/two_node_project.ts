import { ROOT } from "../../tasks/process.ts";

const FILES: Readonly<Record<string, string>> = {
  "kedge.ts": `import { defineProject, logMetric, logText, node, pipeline } from "${new URL(
    "mod.ts",
    toUrl(ROOT),
  )}";

const scale = node({
  name: "scale",
  inputs: ["numbers", "params:factor"],
  outputs: "scaled",
  run: (numbers: number[], factor: number) => numbers.map((number) => number * factor),
});
const sum = node({
  name: "sum",
  inputs: "scaled",
  outputs: "total",
  run: async (numbers: number[]) => {
    const total = numbers.reduce((sum, number) => sum + number, 0);
    logMetric("total", total);
    await logText(String(total), "total.txt");
    return { total };
  },
});

export default defineProject({ name: "two_nodes", pipelines: { __default__: pipeline([scale, sum]) } });
`,
  "numbers.json": "[1, 2, 3]\n",
  "conf/base/catalog.yml":
    "numbers:\n  type: json\n  filepath: numbers.json\ntotal:\n  type: json\n  filepath: total.json\n",
  "conf/base/parameters.yml": "factor: 2\n",
};

/** Write a project of two nodes that reads JSON and parameters, logs a metric and an artifact, and writes JSON. */
export async function writeTwoNodeProject(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/conf/base`, { recursive: true });
  for (const [path, text] of Object.entries(FILES)) await Deno.writeTextFile(`${folder}/${path}`, text);
}

function toUrl(folder: string): URL {
  return new URL(`file://${folder}`);
}
