/** An exact time of day, as people say it: "14:32". */
export function timeOfDay(iso: string | null | undefined): string {
  if (!iso) return '';
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
}

/** A day in words when it is near: "Today", "Yesterday", else "12 September". */
export function dayOf(iso: string, today: Date): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const midnight = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(today) - midnight(date)) / 86_400_000);
  if (days === 0 || days === 1)
    return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
      .format(-days, 'day')
      .replace(/^./u, (first) => first.toUpperCase());
  return date.toLocaleDateString(undefined, { day: 'numeric', month: 'long' });
}
