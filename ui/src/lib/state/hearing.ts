import { flushSync } from 'svelte';
import type { DraftView, DropHover, Event } from '$lib/ipc';
import { share } from '$lib/utils/share';
import type { App } from './app.svelte';
import { told } from './ipc-error';
import { isUnderWay } from './posts.svelte';

/** Files hover over the window, come down or leave. */
export function hover(app: App, { over, count, x, y }: DropHover) {
  // While they move the files are not counted again.
  if (over || count > 0) app.dropping = { count: count || (app.dropping?.count ?? 0), x, y };
  if (over) return;
  // Where they came down the line is drawn once more: what it says by then is where they go.
  flushSync();
  const at = app.draft?.dropAt ?? null;
  app.dropping = null;
  if (count > 0) void app.takeDropped(at);
}

/** Takes what the core tells to where it belongs. `open`: shows a draft where none is. */
export function hear(app: App, event: Event, open: (draft: DraftView) => void) {
  switch (event.type) {
    case 'draft':
      if (event.draft.post) app.posts.adopt(event.draft.post);
      if (app.draft?.id === event.draft.id) {
        // Photos that were dropped elsewhere show where they landed.
        if (event.draft.slides.length > app.draft.slides.length) app.room = 'compose';
        app.draft.adopt(event.draft);
      } else if (!app.draft) open(event.draft);
      break;
    case 'drafts':
      app.drafts = share(app.drafts, event.drafts);
      app.draftsTotal = event.total;
      break;
    case 'post':
      app.posts.adopt(event.post);
      if (event.post.result) {
        app.profile.forget();
        void app.loadFeed();
      }
      // A failure that was rehearsed may be used up.
      if (app.rehearse.count > 0 && !isUnderWay(event.post)) void app.rehearse.load();
      break;
    case 'account':
      app.accounts.adoptChosen(event.account);
      break;
    case 'accounts':
      app.accounts.adopt(event.accounts, event.chosen);
      if (app.room === 'health' && !app.accounts.of(app.health.account)) app.go('health');
      break;
    case 'sign_in':
      app.connect.hear(event.sign_in);
      break;
    case 'health':
      if (app.room === 'health') void app.health.heard(event.account);
      break;
    case 'queue':
      app.queue.adopt(event.queue);
      break;
    case 'notice':
      // The core speaks up by itself only about what did not go well; it stays until it is read.
      app.problem = told(event.text);
      break;
  }
}
