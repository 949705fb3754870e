/** Time for people. Milliseconds in, fixed shapes out; no time zones. */

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Time since the start: `+00:00:01.500`, `+1d 02:00:03.250`; to the millisecond. */
export function elapsedText(ms: number): string {
  const total = Math.abs(Math.floor(ms));
  const [days, hours, minutes] = [
    Math.floor(total / 86_400_000),
    Math.floor(total / 3_600_000) % 24,
    Math.floor(total / 60_000) % 60,
  ];
  const clock = `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(Math.floor(total / 1000) % 60, 2)}.${pad(total % 1000, 3)}`;
  return `${ms < 0 ? '-' : '+'}${days > 0 ? `${days}d ` : ''}${clock}`;
}

/** A length of time, as short as it can be said exactly to the millisecond: `250ms`, `1.5s`, `2m5s`, `30d`. */
export function durationText(ms: number): string {
  const total = Math.round(Math.abs(ms));
  if (total < 1000) return `${ms < 0 ? '-' : ''}${total}ms`;
  const parts: [number, string][] = [
    [Math.floor(total / 86_400_000), 'd'],
    [Math.floor(total / 3_600_000) % 24, 'h'],
    [Math.floor(total / 60_000) % 60, 'm'],
    [(total % 60_000) / 1000, 's'],
  ];
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return (ms < 0 ? '-' : '') + text.join('');
}

/** `2030-01-01T00:00:00.000Z`; what Date cannot hold is shown as the number it is. */
export function instantText(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${ms}ms`;
}
