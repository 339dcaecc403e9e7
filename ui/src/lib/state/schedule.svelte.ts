import type { Civil, Core, DuplicateView, PostView, ScheduleOptions, ScheduleSaid } from '$lib/ipc';
import { Asking } from './asking.svelte';

export interface Planned {
  /** Empty for a post that was not made from a draft. */
  draft: string;
  title: string;
  /** The post that gets another time as it is; without one the draft goes out as it is now. */
  post: PostView | null;
  /** The draft has a post that waits for its time already; it is changed, and no second one made. */
  again?: boolean;
  /** What it resembles; planning it is then done knowingly. */
  twins: DuplicateView[];
}

/** The schedule sheet: when a post goes out, as it is being chosen. Words for a time are the core's. */
export class Schedule {
  target = $state.raw<Planned | null>(null);
  options = $state.raw<ScheduleOptions | null>(null);
  date = $state('');
  time = $state('');
  /** The core's words about a time, and which time they are about. */
  #told = $state.raw<{ at: Civil; said: ScheduleSaid } | null>(null);
  /** What is planned, then how the chosen time is called, then doing it. */
  readonly asking = new Asking();
  readonly saying = new Asking();
  readonly doing = new Asking();
  #core: Core;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    core: Core,
    readonly pause = 120,
  ) {
    this.#core = core;
  }

  at: Civil | null = $derived(this.date && this.time ? `${this.date}T${this.time.slice(0, 5)}` : null);
  /** May be about the time before while the newest is being asked about. */
  said: ScheduleSaid | null = $derived(this.at ? (this.#told?.said ?? null) : null);

  async show(target: Planned) {
    this.target = target;
    this.options = null;
    this.#told = null;
    this.date = '';
    this.time = '';
    this.doing.forget();
    this.saying.forget();
    const options = await this.asking.ask(() => this.#core.scheduleOptions(target.draft));
    if (!options || this.target !== target) return;
    this.options = options;
    // Whoever was quicker than the answer has chosen already.
    if (!this.at) await this.choose(target.post?.due_civil ?? options.suggested);
  }

  close() {
    clearTimeout(this.#timer);
    this.target = null;
    for (const asking of [this.asking, this.saying, this.doing]) asking.forget();
  }

  /** A whole time at once. */
  choose(at: Civil) {
    this.date = at.slice(0, 10);
    this.time = at.slice(11, 16);
    return this.#say();
  }

  /** As it is typed: asks once there is a pause. */
  setDate(date: string) {
    this.date = date;
    this.#later();
  }

  setTime(time: string) {
    this.time = time;
    this.#later();
  }

  /** Plans it; the post as it then stands. */
  async go(): Promise<PostView | null> {
    const { target, at } = this;
    if (!target || !at || this.doing.busy) return null;
    if (this.#told?.at !== at) await this.#say();
    if (this.at !== at || this.#told?.at !== at || this.#told.said.problem) return null;
    const { post, draft } = target;
    const planned = await this.doing.ask(() =>
      post ? this.#core.reschedule(post.id, at) : this.#core.schedule(draft, at),
    );
    if (planned) this.close();
    return planned;
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#say(), this.pause);
  }

  async #say() {
    clearTimeout(this.#timer);
    const { target, at } = this;
    if (!target || !at) return this.saying.forget();
    const said = await this.saying.ask(() => this.#core.scheduleSay(target.draft, at));
    if (said) this.#told = { at, said };
    else if (this.saying.error) this.#told = null;
  }
}
