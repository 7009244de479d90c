import { join } from "node:path";
import { capture, show } from "../process.ts";

/** Packages of Python that tests compare with, by the name of their environment. */
const ENVIRONMENTS: Readonly<Record<PythonEnvironment, Packages>> = {
  kedro: {
    packages: [
      "kedro==1.7.0",
      "kedro-datasets==9.6.0",
      "pandas==3.1.1",
      "pyarrow==26.0.1",
      "openpyxl==3.1.5",
    ],
  },
  // 3.18.0 names a version of mlflow-skinny that does not exist; it runs on what 3.17.2 needs.
  mlflow: {
    packages: ["mlflow[auth]==3.17.2", "onnx==1.23.2", "onnxruntime==1.32.0", "boto3==1.43.11"],
    alone: ["mlflow==3.18.0"],
  },
  // What is measured beside S3, and a second server of it.
  aws: { packages: ["awscli==1.45.11", "boto3==1.43.11", "moto[server]==5.2.5"] },
};

interface Packages {
  /** Installed with what they need. */
  readonly packages: readonly string[];
  /** Installed after them, without what they need. */
  readonly alone?: readonly string[];
}

/** Names of environments. */
export type PythonEnvironment = "kedro" | "mlflow" | "aws";

/** The Python of an environment, or `undefined` when it is not installed. */
export async function findPython(name: PythonEnvironment): Promise<string | undefined> {
  const folder = await folderOf(name);
  // Written last, so that half an installation counts as none.
  const isWhole = await Deno.stat(join(folder, WHOLE)).then(() => true, () => false);
  return isWhole ? pythonIn(folder) : undefined;
}

/** Install what is missing of all environments, below the cache folder of the user. Resolves to an exit code. */
export async function installPythons(): Promise<number> {
  for (const name of Object.keys(ENVIRONMENTS) as PythonEnvironment[]) {
    if (await findPython(name) !== undefined) continue;
    const folder = await folderOf(name);
    console.log(`Installing ${packageNames(name).join(", ")} into ${folder}`);
    const code = await install(folder, ENVIRONMENTS[name]);
    if (code !== 0) return code;
    await Deno.writeTextFile(join(folder, WHOLE), "");
  }
  return 0;
}

const WHOLE = "whole";

async function install(folder: string, { packages, alone = [] }: Packages): Promise<number> {
  const program = await systemPython();
  const made = await show(program, ["-m", "venv", "--clear", folder]);
  if (made !== 0) return made;
  const pip = ["-m", "pip", "install", "--quiet"];
  const installed = await show(pythonIn(folder), [...pip, ...packages]);
  if (installed !== 0 || alone.length === 0) return installed;
  return await show(pythonIn(folder), [...pip, "--no-deps", ...alone]);
}

function packageNames(name: PythonEnvironment): readonly string[] {
  const { packages, alone = [] } = ENVIRONMENTS[name];
  return [...packages, ...alone];
}

async function systemPython(): Promise<string> {
  for (const program of ["python3", "python"]) {
    const found = await capture(program, ["--version"]).then(({ code }) => code === 0, () => false);
    if (found) return program;
  }
  throw new Error("Cannot install packages of Python: neither python3 nor python is there");
}

/** Other packages are another folder, so that nothing old is ever taken for new. */
async function folderOf(name: PythonEnvironment): Promise<string> {
  const text = new TextEncoder().encode(packageNames(name).join(" "));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text)).toHex().slice(0, 12);
  return join(cacheFolder(), "kedge-tests", `${name}-${hash}`);
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = Deno.env.toObject();
  return XDG_CACHE_HOME ?? LOCALAPPDATA ?? join(HOME ?? ".", ".cache");
}

function pythonIn(folder: string): string {
  return Deno.build.os === "windows" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
}
