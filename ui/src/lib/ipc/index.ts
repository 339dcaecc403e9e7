// The one door between the window and the core.
import type { Core } from './core';
import { tauriCore } from './tauri';

export type * from './types';
export type { Core, Unlisten } from './core';

/** The real core inside the app; a pretend one in a plain browser under `npm run dev`. */
export async function connect(): Promise<Core> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { fakeCore } = await import('./fake');
    return fakeCore(new URLSearchParams(location.search).get('scene') ?? 'compose');
  }
  return tauriCore();
}
