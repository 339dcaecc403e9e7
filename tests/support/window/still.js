// Waits until what will be clicked on stands still, and notes whether the mouse then really came down on it: a reply of the
// core may move the page between the driver's look and its click.
const [element, done] = arguments;
// The driver chooses an option without a mouse.
window.clickedOnIt = element.tagName === 'OPTION' ? null : false;
// A button that the driver holds leaves no pointerdown to the next; a pointerdown that is taken leaves no mousedown.
for (const event of ['pointerdown', 'mousedown', 'click'])
  element.addEventListener(event, () => (window.clickedOnIt = true), { once: true, capture: true });
let before = null;
let frames = 60;
const look = () => {
  const { x, y, width, height } = element.getBoundingClientRect();
  const now = [x, y, width, height].join(' ');
  if (now === before || frames-- === 0) return done(true);
  before = now;
  requestAnimationFrame(look);
};
look();
