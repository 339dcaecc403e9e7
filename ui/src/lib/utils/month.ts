// Days of a month as a calendar shows them. Civil dates only, `2026-11-23`: no clock and no zone comes in here.
const at = (day: string) => new Date(`${day}T00:00:00Z`);
const iso = (when: Date) => when.toISOString().slice(0, 10);

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at(text).getTime()) && iso(at(text)) === text;
}

export function addDays(day: string, by: number): string {
  const when = at(day);
  when.setUTCDate(when.getUTCDate() + by);
  return iso(when);
}

/** The same day of another month, or its last one. */
export function addMonths(day: string, by: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + by, 0)).getUTCDate();
  return iso(new Date(Date.UTC(year, month - 1 + by, Math.min(date, last))));
}

/** The weeks that a month touches, Monday first. */
export function weeks(day: string): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const before = (at(first).getUTCDay() + 6) % 7;
  const rows: string[][] = [];
  for (let start = addDays(first, -before); start.slice(0, 7) <= day.slice(0, 7); start = addDays(start, 7))
    rows.push(Array.from({ length: 7 }, (_, index) => addDays(start, index)));
  return rows;
}
