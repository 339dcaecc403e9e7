// A pretend clock and its words: it is always Sunday 22 November 2026, 11:30, in Madrid.
import type { Civil, ScheduleSaid, SlotInput, SlotTime } from './types';

export const now: Civil = '2026-11-22T11:30';
export const zone = 'Europe/Madrid';
export const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

// Civil times have no zone; UTC stands in for none.
const date = (at: Civil) => new Date(`${at}:00Z`);
export const civil = (when: Date): Civil => when.toISOString().slice(0, 16);
const minutes = (at: Civil) => Math.round((date(at).getTime() - date(now).getTime()) / 60_000);
const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

export function said(at: Civil): string {
  const when = date(at);
  const day = when.toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return `${day.replace(',', '')} at ${at.slice(11)}`;
}

export function distance(at: Civil): string {
  const left = minutes(at);
  if (left < 60) return `in ${many(Math.max(0, left), 'minute')}`;
  if (left < 48 * 60) return `in ${many(Math.round(left / 60), 'hour')}`;
  return `in ${many(Math.round(left / 1440), 'day')}`;
}

export function fakeSaid(at: Civil, taken: Civil[]): ScheduleSaid {
  const bad = (problem: string): ScheduleSaid => ({ words: '', distance: '', problem, note: null });
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at) || Number.isNaN(date(at).getTime()))
    return bad('Choose a day and a time.');
  if (minutes(at) <= 0) return bad('This time has passed.');
  if (minutes(at) > 48 * 1440) return bad('Instagram signs Fanfold out on 9 January, before this time.');
  const same = taken.includes(at) ? 'Another post of this account goes out at the same time.' : null;
  const gap = at.startsWith('2026-11-29T02') ? 'The clocks change that night.' : null;
  return { words: said(at), distance: distance(at), problem: null, note: same ?? gap };
}

/** The times to come of weekly slots, leaving out those that are taken. */
export function slotTimes(slots: SlotInput[], taken: Civil[], count: number): SlotTime[] {
  const found: SlotTime[] = [];
  for (let ahead = 0; ahead < 21 && found.length < count; ahead += 1) {
    const day = civil(new Date(date(now).getTime() + ahead * 86_400_000)).slice(0, 10);
    const weekday = ((date(`${day}T00:00`).getUTCDay() + 6) % 7) + 1;
    const times = slots.filter((slot) => slot.day === weekday).map((slot) => `${day}T${slot.time}`);
    for (const at of times.sort())
      if (minutes(at) > 0 && !taken.includes(at) && found.length < count) found.push({ at, words: said(at) });
  }
  return found;
}
