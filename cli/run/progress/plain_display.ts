import type { CliContext } from "../../context.ts";
import { createStyle } from "../../format/style.ts";
import type { Display } from "./display.ts";
import { formatNodeLine } from "./node_line.ts";
import type { RunView } from "./run_view.ts";

const LONG = 10_000; // milliseconds
const WIDTH = 100;

/** One line for every node that ends, and now and then one for a node that takes long. For logs and pipes. */
export function createPlainDisplay(
  context: CliContext,
  view: () => RunView,
  header: (width: number) => string,
): Display {
  const { stderr } = context;
  const style = createStyle(stderr.isColoured);
  const nextNotice = new Map<string, number>();
  const line = (text: string) => stderr.write(`${text}\n`);

  const stop = context.every(1000, () => {
    for (const node of view().nodes.values()) {
      if (node.state !== "running") continue;
      const elapsed = context.now() - node.started;
      const due = nextNotice.get(node.name) ?? LONG;
      if (elapsed < due) continue;
      nextNotice.set(node.name, due < 60_000 ? 60_000 : due + 60_000);
      line(formatNodeLine(node, view(), { style, width: WIDTH, now: context.now() }));
    }
  });
  return {
    update(event) {
      if (event.kind === "run_started") line(header(WIDTH));
      if (event.kind === "node_ended") {
        line(formatNodeLine(event.node, view(), { style, width: WIDTH, now: context.now() }));
      }
    },
    write: (text, to) => context[to].write(text),
    close: stop,
  };
}
