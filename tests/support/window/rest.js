// Waits until nothing moves any more by itself and every picture in view is drawn. What moves without an end (a bar that says
// "working") and what cannot be drawn are waited for by nobody.
const done = arguments[0];
const ends = (animation) => {
  const { endTime } = animation.effect?.getComputedTiming() ?? {};
  return animation.playState === 'running' && Number.isFinite(endTime);
};
const inView = (element) => {
  const { top, left, bottom, right } = element.getBoundingClientRect();
  return bottom > 0 && right > 0 && top < innerHeight && left < innerWidth && element.checkVisibility();
};
// A picture that is scrolled out of its row is never fetched, and its decoding never ends.
const settled = (all) => Promise.race([Promise.allSettled(all), new Promise((resolve) => setTimeout(resolve, 2000))]);
const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
const rest = async () => {
  await document.fonts.ready;
  // What arrives may begin to move, and what has moved may show another picture.
  for (let rounds = 0; rounds < 5; rounds++) {
    await painted();
    const moving = document.getAnimations().filter(ends);
    const coming = [...document.images].filter((image) => image.src && !image.complete && inView(image));
    if (moving.length + coming.length === 0) break;
    await settled([...moving.map((one) => one.finished), ...coming.map((image) => image.decode())]);
  }
  const shown = [...document.images].filter((image) => image.src && inView(image));
  await settled(shown.map((image) => image.decode()));
  await painted();
};
void rest().then(() => done(true), () => done(false));
