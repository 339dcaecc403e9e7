// Measures inside the page. WebKit's clock counts whole milliseconds; "painted" is the first moment after a frame in which
// the change stands: a message sent from the frame's own callback comes after the frame was drawn.
const bench = (window.fanfoldBench = { taken: [], frames: [], late: [] });
const { port1, port2 } = new MessageChannel();
const waiting = [];
port1.onmessage = () => {
  const now = performance.now();
  for (const tell of waiting.splice(0)) tell(now);
};
bench.painted = () =>
  new Promise((tell) => requestAnimationFrame(() => (waiting.push(tell), port2.postMessage(0))));

// From an input event's arrival to the frame that shows what it changed below an element. Of keys that change nothing
// nothing is said; of a pointer's moves the first counts that is not painted yet.
bench.follow = (event, root) => {
  bench.unfollow?.();
  let begun = null;
  const begin = () => {
    if (begun === null || event !== 'pointermove') begun = performance.now();
  };
  const watch = new MutationObserver(async () => {
    if (begun === null) return;
    const from = begun;
    begun = null;
    bench.taken.push((await bench.painted()) - from);
  });
  addEventListener(event, begin, true);
  watch.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  bench.unfollow = () => (removeEventListener(event, begin, true), watch.disconnect());
};

// From a click to the first frame of which `there` says that it shows what was asked for.
bench.opening = (there) => {
  const begin = () => {
    const from = performance.now();
    const look = async () => {
      if (!there()) return requestAnimationFrame(look);
      bench.taken.push((await bench.painted()) - from);
    };
    requestAnimationFrame(look);
  };
  addEventListener('click', begin, { capture: true, once: true });
};

// From now until that many slides stand there, none of them on its way any more, and what is to be seen of them is painted;
// and in how many of the frames in between a bar said how far it is, beside a button that stops it.
bench.dropping = (count) => {
  const from = performance.now();
  const shown = (bench.shown = { frames: 0, stoppable: 0, steps: 0 });
  const parts = new Set();
  const near = (picture) => {
    const { left, right } = picture.getBoundingClientRect();
    return right > 0 && left < innerWidth;
  };
  const look = async () => {
    const slides = [...document.querySelectorAll('[role=option][data-id]')];
    const bar = document.querySelector('.ready-bar [role=progressbar]');
    if (slides.length > 0) shown.frames += 1;
    if (bar) {
      shown.steps = parts.add(bar.getAttribute('aria-valuenow')).size;
      if (document.querySelector('.ready-bar button')) shown.stoppable += 1;
    }
    const here = slides.length === count && !bar && slides.every((slide) => slide.dataset.state !== 'importing');
    const pictures = here ? slides.flatMap((slide) => [...slide.querySelectorAll('img')]) : [];
    if (!here || pictures.some((picture) => near(picture) && !picture.complete)) return requestAnimationFrame(look);
    bench.taken.push((await bench.painted()) - from);
  };
  for (const list of [bench.taken, bench.frames, bench.late]) list.length = 0;
  requestAnimationFrame(look);
};

// The time between frames, and how much later than asked a timer comes: as long as something else keeps the thread.
let last = 0;
requestAnimationFrame(function next(now) {
  if (last) bench.frames.push(now - last);
  last = now;
  requestAnimationFrame(next);
});
let beat = performance.now();
setInterval(() => {
  const now = performance.now();
  bench.late.push(Math.max(0, now - beat - 10));
  beat = now;
}, 10);
return null;
