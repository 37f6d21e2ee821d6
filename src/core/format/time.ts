const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in two units at most: `840 ms`, `19.7 s`, `19 min 42 s`, `3 h 5 min`, `2 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  const time = Math.max(0, milliseconds);
  if (time < SECOND) {
    return `${String(Math.round(time))} ms`;
  }
  if (time < MINUTE) {
    return `${(Math.floor(time / 100) / 10).toFixed(1)} s`;
  }
  if (time < HOUR) {
    return twoUnits(time, [MINUTE, 'min'], [SECOND, 's']);
  }
  return time < DAY ? twoUnits(time, [HOUR, 'h'], [MINUTE, 'min']) : twoUnits(time, [DAY, 'd'], [HOUR, 'h']);
}

type Unit = readonly [size: number, name: string];

function twoUnits(time: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const whole = Math.floor(time / large);
  const rest = Math.floor((time - whole * large) / small);
  return rest === 0 ? `${String(whole)} ${largeName}` : `${String(whole)} ${largeName} ${String(rest)} ${smallName}`;
}

/** How long ago: `now`, `9 min ago`, `2 h ago`, `yesterday`, `12 d ago`; past 180 days the date. */
export function formatAge(time: number, now: number = Date.now()): string {
  const age = now - time;
  if (age < MINUTE) {
    return 'now';
  }
  if (age < HOUR) {
    return `${String(Math.floor(age / MINUTE))} min ago`;
  }
  if (age < DAY) {
    return `${String(Math.floor(age / HOUR))} h ago`;
  }
  const days = Math.floor(age / DAY);
  if (days === 1) {
    return 'yesterday';
  }
  if (days <= 180) {
    return `${String(days)} d ago`;
  }
  return time < FIRST_TIME ? 'long ago' : formatDateTime(time).slice(0, 10);
}

// Years of four digits, about. Servers may send any number, and most of them are no date.
const FIRST_TIME = -6e13;
const LAST_TIME = 2.5e14;

/** Local date and time with its offset: `2026-11-21 08:09:12 +01:00`. */
export function formatDateTime(time: number): string {
  if (!(time >= FIRST_TIME && time <= LAST_TIME)) {
    return 'at no known time';
  }
  const date = new Date(time);
  const offset = -date.getTimezoneOffset();
  const local = new Date(time + offset * MINUTE).toISOString().slice(0, 19).replace('T', ' ');
  const sign = offset < 0 ? '-' : '+';
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${local} ${sign}${hours}:${minutes}`;
}
