import { type TempDir, tempDir } from "./temp_dir.ts";

/** What a project is made of that is copied to a server. */
export interface CopiedProject {
  /** The server. */
  readonly uri: string;
  /** Entry of `credentials.yml` that says how it is reached. @default {none} */
  readonly credentials?: string | undefined;
  /** Its `kedge.yml`. @default {an empty one} */
  readonly kedgeFile?: string | undefined;
  /** Path of the artifact that its run logs. @default {"note.txt"} */
  readonly artifact?: string | undefined;
}

/** A project whose only node logs 50 points and an artifact. */
export async function copiedProject(
  { uri, credentials, kedgeFile = "", artifact = "note.txt" }: CopiedProject,
): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({
    "kedge.ts": `
import { defineProject, logArtifact, logMetric, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const train = node({ name: "train", inputs: "params:lr", outputs: "loss", run: async (lr: number) => {
  for (let step = 0; step < 50; step++) logMetric("loss", lr / (step + 1), { step });
  await logArtifact(new TextEncoder().encode("hello"), ${JSON.stringify(artifact)});
  return lr;
} });
export default defineProject({ name: "birds", pipelines: { __default__: pipeline([train]) } });
`,
    "conf/base/parameters.yml": "lr: 0.1\n",
    "conf/base/mlflow.yml": JSON.stringify({ server: { mlflow_tracking_uri: uri, credentials } }),
    "conf/base/kedge.yml": `${kedgeFile}\n`,
  });
  return dir;
}
