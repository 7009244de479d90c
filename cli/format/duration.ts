const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds in the largest units that tell something: `12 ms`, `2.1 s`, `34 s`, `1 min 12 s`, `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0.5) return "<1 ms";
  if (milliseconds < 99.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9.95 * SECOND) return `${(milliseconds / SECOND).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / SECOND) * SECOND;
  if (seconds < MINUTE) return `${seconds / SECOND} s`;
  if (seconds < HOUR) return twoUnits(seconds, [MINUTE, "min"], [SECOND, "s"]);
  const minutes = Math.round(seconds / MINUTE) * MINUTE;
  if (minutes < DAY) return twoUnits(minutes, [HOUR, "h"], [MINUTE, "min"]);
  return twoUnits(Math.round(minutes / HOUR) * HOUR, [DAY, "d"], [HOUR, "h"]);
}

type Unit = readonly [size: number, name: string];

function twoUnits(value: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((value % large) / small);
  return `${Math.floor(value / large)} ${largeName}${rest === 0 ? "" : ` ${rest} ${smallName}`}`;
}
