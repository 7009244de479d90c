import type { ConfigDerivation, ConfigOrigin, DroppedValue, OverriddenValue } from "../../mod.ts";
import { type Fact, formatFacts } from "../format/block.ts";
import type { Style } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { describePlace } from "./format_place.ts";
import { formatValue } from "./format_yaml.ts";

/** Where a value comes from: the value, then its place, what made it and what it overrode. */
export function formatOrigin(origin: ConfigOrigin, style: Style): string[] {
  const { group, path, value, place, madeBy, overrode } = origin;
  return [
    `${style.bold(nameOf([group, ...path]))} = ${printable(formatValue(value))}`,
    ...formatPlaces([
      { label: "from", items: [printable(describePlace(place))] },
      { label: "made by", items: madeBy.flatMap((derivation) => formatDerivation(derivation, path)) },
      {
        label: "over",
        items: overrode.map((over) => formatOverridden(over, path)),
      },
    ], style),
  ];
}

/** A value that is gone, and what took it along. */
export function formatDropped(dropped: DroppedValue, style: Style): string[] {
  const { group, path, value, place, replaced, by } = dropped;
  return [
    `${style.bold(nameOf([group, ...path]))} ${style.yellow("is dropped")}`,
    ...formatPlaces([
      { label: "was", items: [`${printable(formatValue(value))}   ${printable(describePlace(place))}`] },
      { label: "by", items: [`${printable(describePlace(by))}, which replaces all of ${nameOf(replaced)}`] },
    ], style),
  ];
}

function formatOverridden({ path, value, place }: OverriddenValue, of: readonly string[]): string {
  const at = path.length < of.length ? `${nameOf(path)}: ` : "";
  return `${at}${printable(formatValue(value))}   ${printable(describePlace(place))}`;
}

function formatDerivation(
  { path, written, sources, place }: ConfigDerivation,
  of: readonly string[],
): string[] {
  const isAbove = path.length < of.length;
  const at = isAbove ? `${nameOf(path)}: ` : "";
  const known = sources.filter(({ place }) => place !== undefined);
  const [only, ...others] = known;
  const first = `${at}${printable(written)}`;
  const from = isAbove ? ` at ${printable(describePlace(place))}` : "";
  if (only !== undefined && others.length === 0) {
    return [`${first}${from}   ${printable(describePlace(only.place!))}`];
  }
  return [
    `${first}${from}`,
    ...known.map(({ reference, place }) => `  ${printable(reference)}   ${printable(describePlace(place!))}`),
  ];
}

function formatPlaces(facts: readonly Fact[], style: Style): string[] {
  return formatFacts(facts.map((fact) => ({ ...fact, separator: "\n", limit: 20 })), {
    style,
    width: Infinity,
  });
}

function nameOf(path: readonly string[]): string {
  return printable(path.join("."));
}
