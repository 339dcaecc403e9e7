import { words } from '$lib/words';

interface Codes {
  code: number | null;
  subcode: number | null;
  trace_id: string | null;
  technical: string;
}

/** What someone who helps needs to know, as plain lines to send. */
export function forSupport(title: string, details: Codes): string {
  const { post } = words;
  const line = (label: string, value: string | number | null) => (value === null ? '' : `${label} ${value}`);
  return [
    title,
    line(post.code, details.code),
    line(post.subcode, details.subcode),
    line(post.trace, details.trace_id),
    details.technical,
  ]
    .filter(Boolean)
    .join('\n');
}

/** What to look an error up by: its codes say more than its words, which come in many languages. */
export function forExplaining({ code, subcode, technical }: Codes): string {
  if (code !== null && subcode !== null) return `${code} ${subcode}`;
  return technical || (code === null ? '' : String(code));
}
