import type { ConfigNode } from "../config_node.ts";
import { InterpolationError } from "./interpolation_error.ts";

// A few lines can stand for billions of values, and refer on and on.
const MAX_REPEATED = 500_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_DEPTH = 100;

/** Counts what interpolations make of one configuration, and stops them when it becomes unreasonable. */
export class Limits {
  #repeated = 0;
  #characters = 0;

  /**
   * Count a value that is taken over, to stand `depth` keys deep.
   *
   * @throws {InterpolationError} When it is too large.
   */
  countNode(node: ConfigNode, depth: number): void {
    if (node.kind === "scalar") return;
    if (depth > MAX_DEPTH) refuse(`leads to values more than ${MAX_DEPTH} deep`);
    if (++this.#repeated > MAX_REPEATED) {
      refuse(`stands for too much: interpolations must stand for at most ${MAX_REPEATED} values`);
    }
    if (node.kind === "list") { for (const item of node.items) this.countNode(item, depth + 1); }
    else for (const { value } of node.entries.values()) this.countNode(value, depth + 1);
  }

  /**
   * Count a text that was put together.
   *
   * @throws {InterpolationError} When it is too long.
   */
  countText(text: string): void {
    this.#characters += text.length;
    if (this.#characters > MAX_CHARACTERS) {
      refuse("stands for too much: interpolations must stand for at most 16 Mi characters");
    }
  }

  /**
   * Check how many values refer on to others.
   *
   * @throws {InterpolationError} When there are too many.
   */
  checkChain(length: number): void {
    if (length > MAX_DEPTH) refuse(`leads on through more than ${MAX_DEPTH} other values`);
  }
}

function refuse(discreet: string): never {
  throw new InterpolationError({ code: "config.too_large", discreet: `a \${...} ${discreet}` });
}
