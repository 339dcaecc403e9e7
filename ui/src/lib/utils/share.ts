/**
 * `next`, with every part that says the same as in `prev` replaced by that very part. What did not change
 * keeps its identity, so the window draws anew only what did. For plain JSON.
 */
export function share<T>(prev: unknown, next: T): T {
  if (Object.is(prev, next)) return next;
  if (Array.isArray(prev) && Array.isArray(next)) {
    const parts = next.map((part, index) => share(prev[index], part));
    const same = parts.length === prev.length && parts.every((part, index) => part === prev[index]);
    return (same ? prev : parts) as T;
  }
  if (isRecord(prev) && isRecord(next)) {
    const keys = Object.keys(next);
    const parts = Object.fromEntries(keys.map((key) => [key, share(prev[key], next[key])]));
    const same =
      keys.length === Object.keys(prev).length &&
      keys.every((key) => key in prev && parts[key] === prev[key]);
    return (same ? prev : parts) as T;
  }
  return next;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
