const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When something was, as people say it: `just now`, `2 min ago`, `yesterday`, `12 days ago`, `2026-03-01`. */
export function formatRelativeTime(time: number, now: number): string {
  const age = now - time;
  if (age < 45_000) return "just now";
  if (age < 59.5 * MINUTE) return `${Math.max(1, Math.round(age / MINUTE))} min ago`;
  const days = Math.round((startOfDay(now) - startOfDay(time)) / DAY);
  if (days === 0 || age < 6 * HOUR) return `${Math.max(1, Math.round(age / HOUR))} h ago`;
  if (days === 1) return "yesterday";
  return days < 30 ? `${days} days ago` : formatDate(time);
}

/** The local day: `2026-03-01`. */
export function formatDate(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** The local time: `2026-03-01 09:04:07`. */
export function formatTime(time: number): string {
  const date = new Date(time);
  return `${formatDate(time)} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
