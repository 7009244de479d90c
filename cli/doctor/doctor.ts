import type { Finding } from "../../mod.ts";
import { commandPrefix } from "../command_prefix.ts";
import type { CliContext } from "../context.ts";
import { createStyle, type Style } from "../format/style.ts";
import { padEnd, printable } from "../format/text.ts";
import { EXIT, guard, writeJson } from "../guard.ts";
import { startFolder } from "../project_folder.ts";
import type { DoctorFlags } from "./doctor_command.ts";

const NAME_WIDTH = 13;

/** `kedge doctor`. */
export async function doctor(this: CliContext, flags: DoctorFlags): Promise<void> {
  await guard(this, { json: flags.json }, async () => {
    const { checkHealth } = await import("../../mod.ts");
    const variables = { get: (name: string) => this.env(name) };
    const findings = await checkHealth(startFolder(this, flags.project), { env: flags.env, variables });
    const isWell = findings.every(({ status }) => status !== "fail");
    if (flags.json) writeJson(this, { isWell, findings });
    else {
      const style = createStyle(this.stdout.isColoured);
      const lines = findings.flatMap((finding) => formatFinding(this, finding, style));
      this.stdout.write(`${lines.join("\n")}\n`);
    }
    return isWell ? EXIT.ok : EXIT.failed;
  });
}

function formatFinding(
  context: CliContext,
  { name, status, message, advice }: Finding,
  style: Style,
): readonly string[] {
  const sign = { ok: style.green("✓"), warn: style.yellow("!"), fail: style.red("✗") }[status];
  const lines = message.split("\n").map(printable);
  const prefix = commandPrefix(context);
  return [
    `${sign} ${padEnd(name, NAME_WIDTH)}${lines[0] ?? ""}`,
    ...lines.slice(1).map((line) => `  ${" ".repeat(NAME_WIDTH)}${line}`),
    ...(advice === undefined
      ? []
      : [`  ${" ".repeat(NAME_WIDTH)}${style.dim("→")} ${advice.replaceAll("kedge ", `${prefix} `)}`]),
  ];
}
