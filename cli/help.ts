import type { Application, Command, RouteMap } from "../lib/deps/stricli.ts";
import type { CliContext } from "./context.ts";
import { createStyle, type Style } from "./format/style.ts";
import { padEnd } from "./format/text.ts";
import { textWidth } from "./format/text_width.ts";
import { wrap } from "./format/wrap.ts";

/** A command, or a group of commands. */
type Target = Command<CliContext> | RouteMap<CliContext>;
type Flag = NonNullable<Command<CliContext>["parameters"]["flags"]>[string];
type Row = readonly [left: string, right: string];

/** An extension of the application; stricli does not export the type. */
type Integration = Application<CliContext>["integrations"][string];

/** `--help`: usage, description and examples, then flags with the values they take, as wide as the terminal is. */
export function helpFlag(context: CliContext): Integration {
  return {
    flag: {
      brief: "Print help and exit",
      aliases: ["h"],
      global: true,
      defaultForRouteMap: true,
      run(_app, { result, additionalFlags }) {
        const style = createStyle(context.stdout.isColoured);
        const width = Math.min(context.stdout.size()?.columns ?? 110, 110);
        const extra = additionalFlags.map(({ name, aliases = [], brief }): Row => [
          `${aliases.map((alias) => `-${alias}, `).join("") || "    "}--${name}`,
          brief,
        ]);
        context.stdout.write(formatHelp(result.target, result.prefix.join(" "), { style, width, extra }));
      },
    },
  };
}

interface HelpOptions {
  readonly style: Style;
  readonly width: number;
  /** Flags that every command has. */
  readonly extra: readonly Row[];
}

function formatHelp(target: Target, prefix: string, { style, width, extra }: HelpOptions): string {
  const args = "parameters" in target ? argumentRows(target) : [];
  const commands = "parameters" in target ? [] : commandRows(target);
  const flags = [...("parameters" in target ? flagRows(target) : []), ...extra];
  const usage = commands.length > 0 ? ["COMMAND"] : args.map(([name]) => name);
  const sections = [
    `${style.bold("USAGE")}\n  ${[prefix, ...usage, "[FLAGS]"].join(" ")}`,
    formatDescription(target.fullDescription ?? target.brief, width).replace(/^EXAMPLES$/m, style.bold),
    formatSection("COMMANDS", commands, { style, width }),
    formatSection("ARGUMENTS", args, { style, width }),
    formatSection("FLAGS", flags, { style, width }),
  ];
  return sections.filter((section) => section !== "").join("\n\n") + "\n";
}

// Commands stay on one line, to be pasted: they are what is indented by two.
function formatDescription(text: string, width: number): string {
  return text.split("\n").flatMap((line) => {
    const [indent = ""] = /^ */.exec(line) ?? [];
    if (indent.length === 2) return [line];
    return wrap(line.slice(indent.length), width - indent.length).map((part) => indent + part);
  }).join("\n");
}

function commandRows(target: RouteMap<CliContext>): Row[] {
  return target.getAllEntries().map((entry) => [entry.name["convert-camel-to-kebab"], entry.target.brief]);
}

function argumentRows({ parameters: { positional } }: Command<CliContext>): Row[] {
  if (positional === undefined) return [];
  const all = positional.kind === "tuple" ? positional.parameters : [positional.parameter];
  return all.map(({ placeholder = "ARG", brief }) => [placeholder, brief]);
}

function flagRows({ parameters: { flags = {}, aliases = {} } }: Command<CliContext>): Row[] {
  return Object.entries(flags).map(([name, flag]) => {
    const alias = Object.entries(aliases).find(([, target]) => target === name)?.[0];
    const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [`${alias === undefined ? "    " : `-${alias}, `}--${kebab}${flagValue(flag)}`, flag.brief];
  });
}

function flagValue(flag: Flag): string {
  if (flag.kind === "enum") return ` ${flag.values.join("|")}`;
  return flag.kind === "parsed" ? ` ${flag.placeholder ?? "VALUE"}` : "";
}

// With less room beside the names, texts stand below them.
const LEAST_TEXT = 30;

function formatSection(
  head: string,
  rows: readonly Row[],
  { style, width }: Omit<HelpOptions, "extra">,
): string {
  if (rows.length === 0) return "";
  const left = Math.max(...rows.map(([name]) => textWidth(name))) + 4;
  const isNarrow = width - left < LEAST_TEXT;
  const lines = rows.flatMap(([name, text]) =>
    isNarrow
      ? [`  ${name}`, ...wrap(text, width - 10).map((line) => `          ${line}`)]
      : wrap(text, width - left).map((line, index) =>
        `${padEnd(index === 0 ? `  ${name}` : "", left)}${line}`
      )
  );
  return `${style.bold(head)}\n${lines.join("\n")}`;
}
