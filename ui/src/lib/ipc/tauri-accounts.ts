import { invoke } from '@tauri-apps/api/core';
import type { AccountCore } from './core';

/** What concerns accounts, asked of the core inside this window. */
export function tauriAccounts(): AccountCore {
  return {
    accountChoose: (id) => invoke('account_choose', { id }),
    accountDisconnect: (id) => invoke('account_disconnect', { id }),
    accountHealth: (id, fresh) => invoke('account_health', { id, fresh }),
    accountRenew: (id) => invoke('account_renew', { id }),
    accountResume: (id) => invoke('account_resume', { id }),
    connectPaste: () => invoke('connect_paste'),
    connectFile: () => invoke('connect_file'),
    connectChoose: (pending, ids) => invoke('connect_choose', { pending, ids }),
    connectPractice: (flavour) => invoke('connect_practice', { flavour }),
    connectPracticeSignIn: (flavour) => invoke('connect_practice_sign_in', { flavour }),
    metaApp: (flavour) => invoke('meta_app', { flavour }),
    metaAppSet: (flavour, appId) => invoke('meta_app_set', { flavour, appId }),
    secretPaste: (flavour) => invoke('secret_paste', { flavour }),
    secretForget: (flavour) => invoke('secret_forget', { flavour }),
    signInBegin: (flavour) => invoke('sign_in_begin', { flavour }),
    signInPaste: (id) => invoke('sign_in_paste', { id }),
    signInCancel: (id) => invoke('sign_in_cancel', { id }),
    openMeta: (page) => invoke('open_meta', { page }),
    explainText: (text) => invoke('explain_text', { text }),
    rehearsals: () => invoke('rehearsals'),
    rehearse: (id, on) => invoke('rehearse', { id, on }),
    rehearseCalm: () => invoke('rehearse_calm'),
    mediaHost: (account) => invoke('media_host', { account }),
    mediaHostSet: (account, form) => invoke('media_host_set', { account, form }),
    mediaHostKeyPaste: (account) => invoke('media_host_key_paste', { account }),
    mediaHostCheck: (account) => invoke('media_host_check', { account }),
  };
}
