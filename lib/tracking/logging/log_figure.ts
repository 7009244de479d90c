import { requireScope } from "./current_run.ts";

/**
 * Store a figure as an artifact of the current run: SVG or HTML as text, an element of a page (what Observable Plot
 * gives), or anything whose `toString()` gives one of these.
 *
 * @param path Path among the artifacts of the run; it ends in `.svg` or `.html`.
 * @throws {TrackingError} Outside a run, and for a path that leads out of it.
 * @throws {TypeError} For another ending, and for an `.svg` file without SVG.
 *
 * @example Keep a chart
 * ```ts
 * import assert from "node:assert/strict";
 * import { logFigure, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const id = await withRun({ directory }, async (run) => {
 *   await logFigure(`<svg viewBox="0 0 1 1"><circle r="1"/></svg>`, "dot.svg");
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const [artifact] = await store.listArtifacts(id);
 * assert.equal(artifact?.path, "dot.svg");
 * ```
 */
export async function logFigure(
  figure: string | { readonly outerHTML: string } | { toString(): string },
  path: string,
): Promise<void> {
  const { run, node } = requireScope("logFigure");
  const text = typeof figure === "object" && "outerHTML" in figure ? figure.outerHTML : String(figure);
  await run?.writeArtifact(path, new TextEncoder().encode(toFile(text, path)), node);
}

function toFile(text: string, path: string): string {
  if (/\.html?$/i.test(path)) return text;
  if (!/\.svg$/i.test(path)) {
    throw new TypeError(`Cannot store a figure as "${path}": its path must end in ".svg" or ".html"`);
  }
  const opening = /^(?:\s|<\?xml[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>)*<svg\b[^>]*>/i.exec(text)?.[0];
  if (opening === undefined) {
    throw new TypeError(`Cannot store a figure as "${path}": its text does not begin with an <svg> element`);
  }
  // A page knows what <svg> means; a file is shown only when it says so.
  return /\sxmlns\s*=/.test(opening)
    ? text
    : text.replace(/<svg\b/i, '<svg xmlns="http://www.w3.org/2000/svg"');
}
