import { getCurrentWindow } from '@tauri-apps/api/window';
import { commands, events } from './bindings';
import type { Core } from './core';
import { tauriAccounts } from './tauri-accounts';
import { must } from './must';

/** The core inside this window. */
export function tauriCore(): Core {
  const frame = getCurrentWindow();
  return {
    ...tauriAccounts(),
    session: () => must(commands.session()),
    usePractice: () => must(commands.usePractice()),
    setSettings: (settings) => must(commands.setSettings(settings)),
    clipTool: () => must(commands.clipTool()),
    clipToolChoose: () => must(commands.clipToolChoose()),
    clipToolFound: () => must(commands.clipToolFound()),
    copyText: async (text) => void (await must(commands.copyText(text))),
    draftNew: () => must(commands.draftNew()),
    draftOpen: (id) => must(commands.draftOpen(id)),
    draftDelete: async (id) => void (await must(commands.draftDelete(id))),
    draftRestore: (id) => must(commands.draftRestore(id)),
    draftEdit: (id, edit) => must(commands.draftEdit(id, edit)),
    captionWrite: (id, text) => must(commands.captionWrite(id, text)),
    draftUndo: (id) => must(commands.draftUndo(id)),
    draftRedo: (id) => must(commands.draftRedo(id)),
    rulePassport: (row) => must(commands.rulePassport(row)),
    slidesPick: (id, folder) => must(commands.slidesPick(id, folder)),
    importCancel: async (id) => void (await must(commands.importCancel(id))),
    slideReplace: (id, slide) => must(commands.slideReplace(id, slide)),
    slidesPaste: (id) => must(commands.slidesPaste(id)),
    fixAll: (id) => must(commands.fixAll(id)),
    fixSlide: (id, slide) => must(commands.fixSlide(id, slide)),
    fixWith: (id, slide, choice) => must(commands.fixWith(id, slide, choice)),
    splitPost: (id) => must(commands.splitPost(id)),
    fixCancel: async (id) => void (await must(commands.fixCancel(id))),
    publish: (id) => must(commands.publish(id)),
    postCancel: (id) => must(commands.postCancel(id)),
    postRetry: (id) => must(commands.postRetry(id)),
    activity: () => must(commands.activity()),
    practiceFeed: () => must(commands.practiceFeed()),
    onChange: (hear) => events.changed.listen((event) => hear(event.payload)),
    onDropHover: (hear) => events.dropHover.listen((event) => hear(event.payload)),
    frameTheme: (theme) => void frame.setTheme(theme === 'system' ? null : theme),
    minimise: () => void frame.minimize(),
    maximise: () => void frame.toggleMaximize(),
    close: () => void frame.close(),
  };
}
