import { fakeCore } from '$lib/ipc/fake';
import { App } from '$lib/state/app.svelte';
import type { DraftState } from '$lib/state/draft.svelte';

/** A window on the pretend core, with its first draft open. */
export async function open(scene = 'compose'): Promise<{ app: App; draft: DraftState }> {
  const app = new App(fakeCore(scene, 0));
  await app.start();
  if (!app.draft) throw new Error('this scene opens no draft');
  return { app, draft: app.draft };
}
