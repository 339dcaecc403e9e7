import { recall, remember } from '$lib/utils/kept';

export type Phone = 'light' | 'dark';

/** How the phone is looked at: in which of its own themes, and with what Instagram hides. */
export class Look {
  /** Chosen by a person; null follows the window. */
  #phone = $state<Phone | null>(null);
  guides = $state(false);

  constructor() {
    const kept = recall('phone');
    this.#phone = kept === 'light' || kept === 'dark' ? kept : null;
  }

  /** `window`: the theme that the window has now. */
  phone(window: Phone): Phone {
    return this.#phone ?? window;
  }

  /** Back to the window's own theme means following it again. */
  choose(phone: Phone, window: Phone) {
    this.#phone = phone === window ? null : phone;
    remember('phone', this.#phone);
  }
}
