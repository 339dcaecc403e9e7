import { tick } from 'svelte';

/** The id of the line that opens a section of the inspector. */
export const sectionId = (id: string) => `section-${id}`;

/** Opens a section and puts the keyboard there, once it is drawn. */
export async function openSection(id: string) {
  await tick();
  const line = document.getElementById(sectionId(id));
  if (!line) return;
  if (line.getAttribute('aria-expanded') === 'false') line.click();
  line.focus();
}
