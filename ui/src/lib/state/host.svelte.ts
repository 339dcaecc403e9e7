import type { Core, HostCheck, HostForm, HostView } from '$lib/ipc';
import { Asking } from './asking.svelte';

export type Bucket = Extract<HostForm, { kind: 's3' }>;
const none: Bucket = { kind: 's3', bucket: '', prefix: '', endpoint: '', region: '', access_key: '' };

/** Where Instagram fetches one account's pictures from, and whether it can. */
export class MediaHost {
  view = $state.raw<HostView | null>(null);
  check = $state.raw<HostCheck | null>(null);
  /** The form as it is being filled in. */
  kind = $state<HostForm['kind']>('page_photo');
  bucket = $state<Bucket>({ ...none });
  readonly asking = new Asking();
  /** Apart from the form: looking takes longer than keeping. */
  readonly checking = new Asking();
  #core: Core;

  constructor(
    core: Core,
    readonly account: string,
  ) {
    this.#core = core;
  }

  #form: HostForm = $derived(this.kind === 's3' ? { ...this.bucket } : { kind: this.kind });
  changed = $derived(
    this.view !== null && JSON.stringify(ordered(this.#form)) !== JSON.stringify(ordered(this.view.form)),
  );
  complete = $derived(
    this.kind !== 's3' || Boolean(this.bucket.bucket.trim() && this.bucket.access_key.trim()),
  );

  async load() {
    this.#adopt(await this.asking.ask(() => this.#core.mediaHost(this.account)));
  }

  async keep() {
    const form = this.#form;
    return this.#change(() => this.#core.mediaHostSet(this.account, form));
  }

  /** Takes the secret key that a person copied; what was typed is kept first. */
  async pasteKey() {
    if (this.changed && !(await this.keep())) return;
    await this.#change(() => this.#core.mediaHostKeyPaste(this.account));
  }

  async look() {
    this.check = null;
    const check = await this.checking.ask(() => this.#core.mediaHostCheck(this.account));
    if (check) this.check = check;
  }

  async #change(order: () => Promise<HostView>): Promise<boolean> {
    const done = this.#adopt(await this.asking.ask(order));
    if (done) {
      // What was found out belonged to what was set before.
      this.check = null;
      this.checking.forget();
    }
    return done;
  }

  #adopt(view: HostView | null): boolean {
    if (!view) return false;
    this.view = view;
    this.kind = view.form.kind;
    if (view.form.kind === 's3') this.bucket = { ...view.form };
    return true;
  }
}

const ordered = (form: HostForm) => Object.entries(form).sort(([a], [b]) => a.localeCompare(b));
