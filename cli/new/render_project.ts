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
  return {
    ...Object.fromEntries(files),
    ...(isOfThisMachine(url) && { [CI_FILE]: releasedCi(url, (text) => render(text, BASE_URL)) }),
  };
}

function isOfThisMachine(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "file:" || /^(localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

// What is on this machine is nowhere else, so CI can only work with a published Kedge.
function releasedCi(url: string, render: (text: string) => string): string {
  const note = [
    "# This needs a release: Kedge was loaded from this machine when this project was made, where CI cannot reach it.",
    `# When there is one at ${BASE_URL} write this URL in kedge.ts, pipelines/, tests/ and deno.json`,
    `# in place of ${url}`,
  ];
  return `${note.join("\n")}\n${render(TEMPLATE_FILES[CI_FILE] ?? "")}`;
}
