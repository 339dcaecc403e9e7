// What a screen reader would say is on the screen. Called with a role and a name: the elements that have them. Called
// with null: every role and name as text. A compact form of "Accessible Name and Description Computation 1.2", as far as
// this window uses it; one of the tests compares it with the browser's own.
const [wantedRole, wantedName] = arguments;

const byTag = {
  A: (e) => (e.hasAttribute('href') ? 'link' : 'generic'),
  ARTICLE: () => 'article',
  ASIDE: () => 'complementary',
  BLOCKQUOTE: () => 'blockquote',
  BUTTON: () => 'button',
  DIALOG: () => 'dialog',
  FOOTER: (e) => (e.closest('main, article, section, aside, nav') ? 'generic' : 'contentinfo'),
  H1: () => 'heading', H2: () => 'heading', H3: () => 'heading', H4: () => 'heading',
  IMG: (e) => (e.getAttribute('alt') === '' ? 'presentation' : 'image'),
  INPUT: (e) =>
    ({ button: 'button', checkbox: 'checkbox', radio: 'radio', range: 'slider', search: 'searchbox', number: 'spinbutton' })[e.type] ?? 'textbox',
  LI: () => 'listitem',
  MAIN: () => 'main',
  NAV: () => 'navigation',
  OL: () => 'list',
  OPTION: () => 'option',
  P: () => 'paragraph',
  PROGRESS: () => 'progressbar',
  SECTION: (e) => (e.hasAttribute('aria-label') || e.hasAttribute('aria-labelledby') ? 'region' : 'generic'),
  SELECT: () => 'combobox',
  TEXTAREA: () => 'textbox',
  UL: () => 'list',
};
const namedByContent = new Set([
  'button', 'link', 'heading', 'option', 'tab', 'checkbox', 'radio', 'switch', 'menuitem', 'menuitemradio', 'tooltip',
]);
// Not names, but what is read out: good for waiting until a sentence stands there.
const readOut = new Set(['paragraph', 'alert', 'status', 'listitem']);

const tidy = (text) => text.replace(/[\s\u200b]+/g, ' ').trim();

function hidden(element) {
  // The choices of a closed list are drawn by the system; it can be opened as long as it is there itself.
  const drawn = (element.tagName === 'OPTION' && element.closest('select')) || element;
  return element.closest('[hidden], [aria-hidden="true"], [inert]') !== null || !drawn.checkVisibility({ visibilityProperty: true });
}

function role(element) {
  const named = (element.getAttribute('role') ?? '').split(' ')[0];
  return named || (byTag[element.tagName]?.(element) ?? 'generic');
}

function content(element) {
  let text = '';
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || hidden(node)) continue;
    const inline = getComputedStyle(node).display.startsWith('inline');
    const part = node.getAttribute('aria-label') ?? (node.tagName === 'IMG' ? node.alt : content(node));
    text += inline ? part : ` ${part} `;
  }
  return text;
}

function name(element, what) {
  const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
  const labels = ids.map((id) => document.getElementById(id)).filter(Boolean);
  if (labels.length > 0) return tidy(labels.map((label) => label.getAttribute('aria-label') ?? content(label)).join(' '));
  if (element.hasAttribute('aria-label')) return tidy(element.getAttribute('aria-label'));
  if (element.labels?.length) return tidy([...element.labels].map(content).join(' '));
  if (element.tagName === 'IMG') return tidy(element.alt ?? '');
  const own = namedByContent.has(what) || readOut.has(what) ? tidy(content(element)) : '';
  return own || tidy(element.getAttribute('title') ?? element.getAttribute('placeholder') ?? '');
}

const found = [];
for (const element of document.body.querySelectorAll('*')) {
  const what = role(element);
  if (what === 'generic' || what === 'presentation' || what === 'none') continue;
  if (wantedRole !== null && what !== wantedRole) continue;
  if (hidden(element)) continue;
  const called = name(element, what);
  if (wantedRole === null) found.push(`${what} "${called}"`);
  else if (wantedName.is !== undefined ? called === wantedName.is : called.includes(wantedName.has ?? '')) {
    found.push({ element, name: called });
  }
}
return found;
