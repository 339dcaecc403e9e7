import type { PostView } from '$lib/ipc';

/** Every publish the core knows of, newest first, kept current as things happen. */
export class Posts {
  list = $state.raw<PostView[]>([]);

  needs = $derived(this.list.filter((post) => post.state === 'failed' || post.state === 'needs_attention'));
  published = $derived(this.list.filter((post) => post.state === 'published'));
  /** Moving now, or about to by themselves. */
  underWay = $derived(this.list.filter((post) => isUnderWay(post) && post.state !== 'scheduled'));
  /** The next one first. */
  scheduled = $derived(
    this.list
      .filter((post) => post.state === 'scheduled')
      .sort((a, b) => (a.due ?? '').localeCompare(b.due ?? '')),
  );
  stopped = $derived(this.list.filter((post) => post.state === 'cancelled'));

  load(posts: PostView[]) {
    // What was heard in the meantime is newer than the list.
    const heard = this.list;
    this.list = newestFirst(posts);
    for (const post of heard) this.adopt(post);
  }

  /** Takes the newest word about a publish; an older one changes nothing. */
  adopt(post: PostView) {
    const known = this.list.find((other) => other.id === post.id);
    if (known && known.updated_at > post.updated_at) return;
    this.list = known
      ? this.list.map((other) => (other.id === post.id ? post : other))
      : newestFirst([post, ...this.list]);
  }

  /** The newest publish of a draft. */
  of(draft: string): PostView | null {
    return this.list.find((post) => post.draft_id === draft) ?? null;
  }
}

const moving = new Set<PostView['state']>(['scheduled', 'waiting', 'publishing', 'checking']);

export function isUnderWay(post: PostView): boolean {
  return moving.has(post.state);
}

const newestFirst = (posts: PostView[]) =>
  [...posts].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
