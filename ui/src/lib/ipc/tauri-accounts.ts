import { commands } from './bindings';
import type { AccountCore } from './core';
import { must } from './must';

/** What concerns accounts, asked of the core inside this window. */
export function tauriAccounts(): AccountCore {
  return {
    accountChoose: (id) => must(commands.accountChoose(id)),
    accountDisconnect: (id) => must(commands.accountDisconnect(id)),
    accountHealth: (id, fresh) => must(commands.accountHealth(id, fresh)),
    accountRenew: (id) => must(commands.accountRenew(id)),
    accountResume: (id) => must(commands.accountResume(id)),
    connectPaste: () => must(commands.connectPaste()),
    connectFile: () => must(commands.connectFile()),
    connectChoose: (pending, ids) => must(commands.connectChoose(pending, ids)),
    connectPractice: (flavour) => must(commands.connectPractice(flavour)),
    connectPracticeSignIn: (flavour) => must(commands.connectPracticeSignIn(flavour)),
    metaApp: (flavour) => must(commands.metaApp(flavour)),
    metaAppSet: (flavour, appId) => must(commands.metaAppSet(flavour, appId)),
    secretPaste: (flavour) => must(commands.secretPaste(flavour)),
    secretForget: (flavour) => must(commands.secretForget(flavour)),
    signInBegin: (flavour) => must(commands.signInBegin(flavour)),
    signInPaste: (id) => must(commands.signInPaste(id)),
    signInCancel: async (id) => void (await must(commands.signInCancel(id))),
    openMeta: async (page) => void (await must(commands.openMeta(page))),
    explainText: (text) => must(commands.explainText(text)),
    rehearsals: () => must(commands.rehearsals()),
    rehearse: (id, on) => must(commands.rehearse(id, on)),
    rehearseCalm: () => must(commands.rehearseCalm()),
    mediaHost: (account) => must(commands.mediaHost(account)),
    mediaHostSet: (account, form) => must(commands.mediaHostSet(account, form)),
    mediaHostKeyPaste: (account) => must(commands.mediaHostKeyPaste(account)),
    mediaHostCheck: (account) => must(commands.mediaHostCheck(account)),
  };
}
