import { describe, expect, it } from 'vitest';
import { formatAge, formatDateTime, formatDuration } from '../../../src/core/format/time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('formatDuration', () => {
  it.each([
    [840, '840 ms'],
    [19_740, '19.7 s'],
    [59_990, '59.9 s'],
    [19 * MINUTE + 42_000, '19 min 42 s'],
    [3 * HOUR + 5 * MINUTE, '3 h 5 min'],
    [2 * DAY + 4 * HOUR, '2 d 4 h'],
    [2 * DAY, '2 d'],
    [-5, '0 ms'],
  ])('writes %d ms as %s', (time, text) => {
    expect(formatDuration(time)).toBe(text);
  });
});

describe('formatAge', () => {
  const now = Date.UTC(2026, 10, 21, 12);

  it.each([
    [0, 'now'],
    [9 * MINUTE, '9 min ago'],
    [2 * HOUR, '2 h ago'],
    [30 * HOUR, 'yesterday'],
    [12 * DAY, '12 d ago'],
  ])('writes an age of %d ms as %s', (age, text) => {
    expect(formatAge(now - age, now)).toBe(text);
  });

  it('writes the date past 180 days', () => {
    expect(formatAge(now - 200 * DAY, now)).toMatch(/^2026-05-0\d$/u);
  });
});

describe('a time that no clock shows', () => {
  it.each([Number.NaN, Infinity, -Infinity, 9e18, -9e18, 8.64e15, -8.64e15])('is no error: %d', (time) => {
    expect(formatDateTime(time)).toBe('at no known time');
    expect(formatAge(time)).toMatch(/^(now|long ago|at no know)$/u);
  });
});

describe('formatDateTime', () => {
  it('names the moment with its offset, so that it can be read back', () => {
    const time = Date.UTC(2026, 10, 21, 7, 9, 12);
    const text = formatDateTime(time);
    expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/u);
    expect(Date.parse(text.replace(' ', 'T').replace(' ', ''))).toBe(time);
  });
});
