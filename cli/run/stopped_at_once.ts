import { formatFacts } from "../format/block.ts";
import type { Style } from "../format/style.ts";
import { printable } from "../format/text.ts";
import type { RunView } from "./progress/run_view.ts";

/** What is told of a run that is left in the middle. */
export function formatStoppedAtOnce(
  { nodes }: RunView,
  options: { readonly style: Style; readonly width: number },
): string[] {
  const of = (state: string) =>
    [...nodes.values()].filter((node) => node.state === state).map(({ name }) => printable(name));
  return [
    "■ stopped at once",
    ...formatFacts([
      { label: "stopped", items: of("running"), separator: ", " },
      { label: "not run", items: of("waiting"), separator: ", " },
    ], options),
  ];
}
