import type { IpcError } from './types';

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: IpcError };

/** What the core answered; a failure is thrown. */
export async function must<T>(answer: Promise<Answer<T>>): Promise<T> {
  const got = await answer;
  if (got.status === 'error') throw got.error;
  return got.data;
}
