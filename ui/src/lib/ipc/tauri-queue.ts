import { commands } from './bindings';
import type { QueueCore } from './core';
import { must } from './must';

/** What concerns the schedule and the queue, asked of the core inside this window. */
export function tauriQueue(): QueueCore {
  return {
    queueState: () => must(commands.queueState()),
    queuePause: (account) => must(commands.queuePause(account)),
    queueResume: (account) => must(commands.queueResume(account)),
    scheduleOptions: (draft) => must(commands.scheduleOptions(draft)),
    scheduleSay: (draft, at) => must(commands.scheduleSay(draft, at)),
    schedule: (draft, at) => must(commands.schedule(draft, at)),
    scheduleNextSlot: (draft) => must(commands.scheduleNextSlot(draft)),
    reschedule: (post, at) => must(commands.reschedule(post, at)),
    publishNow: (post) => must(commands.publishNow(post)),
    slots: (account) => must(commands.slots(account)),
    setSlots: (account, slots) => must(commands.setSlots(account, slots)),
    duplicates: (draft) => must(commands.duplicates(draft)),
    postTimeline: (post) => must(commands.postTimeline(post)),
    postTimelineExport: (post) => must(commands.postTimelineExport(post)),
    supportBundle: () => must(commands.supportBundle()),
    autostart: () => must(commands.autostart()),
    setAutostart: (on) => must(commands.setAutostart(on)),
    settingChoices: () => must(commands.settingChoices()),
    quit: async () => void (await must(commands.quit())),
    stay: async () => void (await must(commands.stay())),
  };
}
