import { describe, expect, it } from 'vitest';
import { addDays, addMonths, isDay, weeks } from './month';

describe('days of a month', () => {
  it('begin on Monday and hold the whole month', () => {
    const rows = weeks('2026-11-23');
    expect(rows[0]?.[0]).toBe('2026-10-26');
    expect(rows.at(-1)?.at(-1)).toBe('2026-12-06');
    expect(rows).toHaveLength(6);
    expect(rows.every((row) => row.length === 7)).toBe(true);
  });

  it('need four rows when February begins on a Monday', () => {
    expect(weeks('2027-02-10')).toHaveLength(4);
  });

  it('go over the end of a month and of a year', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  });

  it('are told from what is none', () => {
    expect([isDay('2026-11-23'), isDay('2026-02-30'), isDay('2026-11'), isDay('')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
