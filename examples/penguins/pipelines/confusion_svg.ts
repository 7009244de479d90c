import type { Scores } from "./scores.ts";

/** Side of a cell, and the space to the next one. */
const CELL = 104;
const GAP = 4;
/** Room around the cells: titles and names to the left and above, rates to the right and below. */
const LEFT = 148;
const TOP = 148;
const RIGHT = 92;
const BOTTOM = 88;

/** Colours for light and dark; written without CSS variables, which some SVG readers do not know. */
const STYLE = `<style>
.confusion { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.confusion text { fill: #1f2328; font-size: 14px; }
.confusion .paper { fill: #ffffff; }
.confusion .title { font-size: 20px; font-weight: 600; }
.confusion .axis { font-weight: 600; }
.confusion .quiet { fill: #59636e; font-size: 13px; }
.confusion .count { font-size: 28px; font-weight: 600; }
.confusion .empty { fill: #f1f3f5; }
.confusion .right { fill: #1b66a8; }
.confusion .wrong { fill: #b93a0e; }
.confusion .on-strong { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
  .confusion text { fill: #e6edf3; }
  .confusion .paper { fill: #0d1117; }
  .confusion .quiet { fill: #9198a1; }
  .confusion .empty { fill: #1a2029; }
  .confusion .right { fill: #2b73b3; }
  .confusion .wrong { fill: #c2501f; }
  .confusion .on-strong { fill: #ffffff; }
}
</style>`;

/** Draw the confusion matrix as an SVG that explains itself: counts, shares, precision and recall, in light and dark. */
export function drawConfusion(scores: Scores): string {
  const { species, confusion, accuracy } = scores;
  const side = species.length * (CELL + GAP) - GAP;
  const width = LEFT + side + RIGHT;
  const height = TOP + side + BOTTOM;
  const [right, bottom] = [LEFT + side, TOP + side];
  const birds = sum(confusion.flat());

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="confusion" role="img" aria-labelledby="confusion-title confusion-desc"` +
    ` width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="confusion-title">Confusion matrix of the predicted species</title>`,
    `<desc id="confusion-desc">${escape(describe(scores))}</desc>`,
    STYLE,
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    text(24, 40, "Confusion matrix", "title", "start"),
    text(24, 64, `${birds} test birds, ${percent(accuracy)} named right`, "quiet", "start"),
    text(LEFT + side / 2, TOP - 44, "Predicted species", "axis"),
    `<text class="axis" text-anchor="middle" transform="translate(36 ${
      TOP + side / 2
    }) rotate(-90)">Actual species</text>`,
    text(right + 14, TOP - 16, "Recall", "quiet", "start"),
    text(LEFT - 14, bottom + 24, "Precision", "quiet", "end"),
    ...species.flatMap(({ name, precision, recall }, index) => [
      text(LEFT + center(index), TOP - 16, name, "name"),
      text(LEFT - 14, TOP + center(index) + 5, name, "name", "end"),
      text(LEFT + center(index), bottom + 24, percent(precision), "quiet"),
      text(right + 14, TOP + center(index) + 5, percent(recall), "quiet", "start"),
    ]),
    ...confusion.flatMap((row, actual) =>
      row.map((count, predicted) => drawCell(row, count, actual, predicted))
    ),
    text(24, height - 20, "In each cell: birds, and their share of the actual species", "quiet", "start"),
    "</svg>",
    "",
  ].join("\n");
}

function drawCell(row: readonly number[], count: number, actual: number, predicted: number): string {
  const share = count === 0 ? 0 : count / sum(row);
  const [x, y] = [LEFT + predicted * (CELL + GAP), TOP + actual * (CELL + GAP)];
  const [middle, box] = [x + CELL / 2, `x="${x}" y="${y}" width="${CELL}" height="${CELL}" rx="6"`];
  if (count === 0) return `<rect class="empty" ${box}/>\n${text(middle, y + CELL / 2 + 5, "0", "quiet")}`;

  const kind = actual === predicted ? "right" : "wrong";
  // Even one bird must be seen; white words need a strong ground and dark words a weak one, so there is nothing in between.
  const isStrong = share > 0.5;
  const opacity = (isStrong ? 0.85 + 0.15 * share : 0.3 + 0.3 * share).toFixed(2);
  const ink = isStrong ? " on-strong" : "";
  return [
    `<rect class="empty" ${box}/>`,
    `<rect class="${kind}" fill-opacity="${opacity}" ${box}/>`,
    text(middle, y + CELL / 2 - 1, String(count), `count${ink}`),
    text(middle, y + CELL / 2 + 22, percent(share), `share${ink}`),
  ].join("\n");
}

/** The matrix in words, for those who cannot see it. */
function describe({ species, confusion, accuracy }: Scores): string {
  const rows = confusion.map((row, actual) => {
    const named = row.flatMap((count, predicted) =>
      count === 0 ? [] : [`${count} as ${species[predicted]?.name}`]
    );
    return `Of ${sum(row)} ${species[actual]?.name}, ${named.join(" and ")}`;
  });
  return `${percent(accuracy)} of the birds were named right. ${rows.join(". ")}.`;
}

function text(x: number, y: number, content: string, style: string, anchor = "middle"): string {
  return `<text x="${x}" y="${y}" class="${style}" text-anchor="${anchor}">${escape(content)}</text>`;
}

function center(index: number): number {
  return index * (CELL + GAP) + CELL / 2;
}

function percent(share: number): string {
  const digits = Number.isInteger(share * 100) ? 0 : 1;
  return `${(share * 100).toFixed(digits)}%`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
