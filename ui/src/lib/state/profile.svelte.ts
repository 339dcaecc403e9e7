import type { Core, GridPost } from '$lib/ipc';
import { asIpcError } from './ipc-error';

/** The newest posts of the account in use. Asked once an account: every question costs of its budget. */
export class Profile {
  posts = $state.raw<GridPost[]>([]);
  /** What they are, or why there are none. */
  line = $state('');
  error = $state(false);
  asking = $state(false);
  #account: string | null | undefined = undefined;
  #asked = 0;
  #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  async show(account: string | null) {
    if (account === this.#account) return;
    this.#account = account;
    this.posts = [];
    await this.again();
  }

  /** Something went live: the next look asks anew. */
  forget() {
    this.#account = undefined;
  }

  async again() {
    const turn = (this.#asked += 1);
    this.asking = true;
    this.error = false;
    try {
      const { posts, line } = await this.#core.profileGrid();
      if (turn !== this.#asked) return;
      this.posts = posts;
      this.line = line;
    } catch (error) {
      if (turn !== this.#asked) return;
      this.line = asIpcError(error).message;
      this.error = true;
    }
    this.asking = false;
  }
}
