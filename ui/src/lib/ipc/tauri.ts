import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';
import { commands, events } from './bindings';
import type { Core } from './core';
import { tauriAccounts } from './tauri-accounts';
import { tauriQueue } from './tauri-queue';
import { must } from './must';

/** The core inside this window. */
export function tauriCore(): Core {
  const frame = getCurrentWindow();
  let size = 1;
  return {
    ...tauriAccounts(),
    ...tauriQueue(),
    session: () => must(commands.session()),
    speak: async (preferred) => void (await must(commands.speak([...preferred]))),
    usePractice: () => must(commands.usePractice()),
    setSettings: (settings) => must(commands.setSettings(settings)),
    clipTool: () => must(commands.clipTool()),
    clipToolChoose: () => must(commands.clipToolChoose()),
    clipToolFound: () => must(commands.clipToolFound()),
    copyText: async (text) => void (await must(commands.copyText(text))),
    draftNew: () => must(commands.draftNew()),
    draftDuplicate: (id) => must(commands.draftDuplicate(id)),
    draftOpen: (id) => must(commands.draftOpen(id)),
    draftDelete: async (id) => void (await must(commands.draftDelete(id))),
    draftRestore: (id) => must(commands.draftRestore(id)),
    draftEdit: (id, edit) => must(commands.draftEdit(id, edit)),
    captionWrite: (id, text) => must(commands.captionWrite(id, text)),
    commentWrite: (id, text) => must(commands.commentWrite(id, text)),
    draftUndo: (id) => must(commands.draftUndo(id)),
    draftRedo: (id) => must(commands.draftRedo(id)),
    rulePassport: (row) => must(commands.rulePassport(row)),
    slidesPick: (id, folder, at) => must(commands.slidesPick(id, folder, at)),
    dropTake: async (id, at) => void (await must(commands.dropTake(id, at))),
    importCancel: async (id) => void (await must(commands.importCancel(id))),
    slideReplace: (id, slide) => must(commands.slideReplace(id, slide)),
    slidesPaste: (id, at) => must(commands.slidesPaste(id, at)),
    fixAll: (id) => must(commands.fixAll(id)),
    fixSlide: (id, slide) => must(commands.fixSlide(id, slide)),
    fixWith: (id, slide, choice) => must(commands.fixWith(id, slide, choice)),
    slideTurn: (id, slides, quarters) => must(commands.slideTurn(id, slides, quarters)),
    fixLike: (id, slide) => must(commands.fixLike(id, slide)),
    splitPost: (id) => must(commands.splitPost(id)),
    fixCancel: async (id) => void (await must(commands.fixCancel(id))),
    placesSearch: (text) => must(commands.placesSearch(text)),
    wordbook: () => must(commands.wordbook()),
    wordbookSet: (wordbook) => must(commands.wordbookSet(wordbook)),
    mentionHistory: () => must(commands.mentionHistory()),
    profileGrid: () => must(commands.profileGrid()),
    draftsFind: (text) => must(commands.draftsFind(text)),
    publish: (id) => must(commands.publish(id)),
    postCancel: (id) => must(commands.postCancel(id)),
    postRetry: (id) => must(commands.postRetry(id)),
    openPost: async (id) => void (await must(commands.openPost(id))),
    activity: () => must(commands.activity()),
    practiceFeed: () => must(commands.practiceFeed()),
    onChange: (hear) => events.changed.listen((event) => hear(event.payload)),
    // The core knows the screen's scale, and only the window how large it draws itself.
    onDropHover: (hear) =>
      events.dropHover.listen(({ payload }) =>
        hear({ ...payload, x: (payload.x ?? 0) / size, y: (payload.y ?? 0) / size }),
      ),
    onClosing: (hear) => events.closing.listen((event) => hear(event.payload.sentence)),
    onOpenPost: (hear) => events.openPost.listen((event) => hear(event.payload.post_id)),
    frameTheme: (theme) => void frame.setTheme(theme === 'system' ? null : theme),
    zoom: (next) => {
      size = next;
      void getCurrentWebview().setZoom(next);
    },
    minimise: () => void frame.minimize(),
    maximise: () => void frame.toggleMaximize(),
    close: () => void frame.close(),
  };
}
