const HEADING = "## Unreleased";

/** The entries under "Unreleased", without blank lines at either end. */
export function unreleasedEntries(changelog: string): string {
  const [, afterHeading] = splitAtUnreleased(changelog);
  return afterHeading.split(/^## /m)[0]?.trim() ?? "";
}

/** The changelog with everything under "Unreleased" moved to `version`, released on `date` (`2026-11-24`). */
export function releaseChangelog(changelog: string, version: string, date: string): string {
  const [before, after] = splitAtUnreleased(changelog);
  return `${before}${HEADING}\n\n## ${version} (${date})\n\n${after.trimStart()}`;
}

function splitAtUnreleased(changelog: string): [before: string, after: string] {
  const at = changelog.search(/^## Unreleased$/m);
  if (at < 0) throw new Error(`Cannot release: CHANGELOG.md has no heading "${HEADING}"`);
  return [changelog.slice(0, at), changelog.slice(at + HEADING.length)];
}
