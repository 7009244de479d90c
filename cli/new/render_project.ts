import { BASE_URL } from "../../lib/core/version.ts";
import { TEMPLATE_FILES } from "./template_files.ts";

/** What a new project is made with. */
export interface RenderOptions {
  /** Name of the project. */
  readonly name: string;
  /** Where Kedge was loaded from, with a slash at the end: the new project imports it from there. */
  readonly base: string;
  /** Version of Deno that its CI runs. */
  readonly deno: string;
}

const TEMPLATE_NAME = /"my-project"/g;
const CI_FILE = ".github/workflows/ci.yml";

/** The files of a new project: text by path. */
export function renderProject({ name, base, deno }: RenderOptions): Record<string, string> {
  const url = base.replace(/[$'`()!]/g, (char) => `%${char.charCodeAt(0).toString(16)}`); // it stands in quotes of a shell
  const render = (text: string, from: string) =>
    text.replaceAll(BASE_URL, () => from)
      .replace(TEMPLATE_NAME, () => JSON.stringify(name))
      .replace(/^# my-project$/m, () => `# ${name}`)
      .replaceAll(/deno@\d+\.\d+\.\d+/g, `deno@${deno}`);
  const files = Object.entries(TEMPLATE_FILES).map(([path, text]) => [path, render(text, url)] as const);
  const isFile = url.startsWith("file:");
  return {
    ...Object.fromEntries(files),
    ...(isFile && { [CI_FILE]: releasedCi(url, (text) => render(text, BASE_URL)) }),
  };
}

// A file of this machine is nowhere else, so CI can only work with a published Kedge.
function releasedCi(url: string, render: (text: string) => string): string {
  const note = [
    "# This needs a release: Kedge was loaded from a file when this project was made, and CI cannot import that file.",
    `# When there is one at ${BASE_URL} write this URL in kedge.ts, pipelines/, tests/ and deno.json`,
    `# in place of ${url}`,
  ];
  return `${note.join("\n")}\n${render(TEMPLATE_FILES[CI_FILE] ?? "")}`;
}
