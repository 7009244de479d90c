import { listFiles } from "../../tasks/files.ts";
import { ROOT } from "../../tasks/process.ts";

/** A page in Markdown. */
export interface Page {
  /** Its path relative to the clone. */
  readonly path: string;
  /** What it says. */
  readonly text: string;
}

/** A fenced block of a page. */
export interface Block {
  /** Line on which its code begins, counted from 1. */
  readonly line: number;
  /** What follows the language: `ignore` in a fence that opens with "ts ignore". */
  readonly attributes: string;
  /** The code. */
  readonly code: string;
}

/** All pages of the repository but those about tests, by path. */
export async function readPages(): Promise<Page[]> {
  const paths = (await listFiles(".", [".md"])).filter((path) => !path.startsWith("tests/"));
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await Deno.readTextFile(`${ROOT}${path}`) })),
  );
}

/** Whether a page is for users: the README or a page of docs. */
export function isGuide({ path }: Page): boolean {
  return path === "README.md" || path.startsWith("docs/");
}

/** The fenced blocks of a page in one language. */
export function blocksOf({ text }: Page, language: string): Block[] {
  const fences = new RegExp(`^\`\`\`${language}\\b *(.*)\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...text.matchAll(fences)].map(({ 1: attributes = "", 2: code = "", index }) => ({
    line: text.slice(0, index).split("\n").length + 1,
    attributes,
    code,
  }));
}

/** Lines of the `sh` blocks of a page, without comments, and lines that end in a backslash joined. */
export function commandsOf(page: Page): string[] {
  return blocksOf(page, "sh")
    .flatMap(({ code }) => code.replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}
