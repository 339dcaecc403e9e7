/** What the window itself remembers on this computer: how things look, never what they are. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`fanfold.${key}`);
  } catch {
    // A web view without storage still works, it only forgets.
    return null;
  }
}

export function remember(key: string, value: string | null) {
  try {
    if (value === null) localStorage.removeItem(`fanfold.${key}`);
    else localStorage.setItem(`fanfold.${key}`, value);
  } catch {
    // As above.
  }
}

/** The same for lists and choices; what does not fit any more counts as forgotten. */
export function recallAs<T>(key: string, otherwise: T, fits: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(recall(key) ?? 'null');
    return fits(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

export function rememberAs(key: string, value: unknown) {
  remember(key, JSON.stringify(value));
}

export const isNumber = (value: unknown): value is number => typeof value === 'number';
export const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
export const isFlags = (value: unknown): value is Record<string, boolean> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((one) => typeof one === 'boolean');
