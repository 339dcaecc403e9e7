import type { IpcError } from '$lib/ipc';

/** Whatever was thrown, as the core words it. */
export function asIpcError(error: unknown): IpcError {
  const bare = { code: 'unknown', hint: null, retry_at: null, details: null };
  if (typeof error === 'object' && error !== null && 'message' in error)
    return { ...bare, ...error, message: String(error.message) };
  return { ...bare, message: String(error) };
}

/** A problem of the window's own, in words. */
export const told = (message: string): IpcError => ({
  code: 'notice',
  message,
  hint: null,
  retry_at: null,
  details: null,
});
