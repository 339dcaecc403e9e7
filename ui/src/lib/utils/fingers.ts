/** What fingers on a screen, or on a trackpad, ask for. */
export interface Fingers {
  /** CSS pixels since the last time; at most once a frame. */
  pan: (dx: number, dy: number) => void;
  /** So many times as large as a frame ago, about this point of the window. */
  pinch: (times: number, x: number, y: number) => void;
}

interface Hold {
  x: number;
  y: number;
  /** How far the two fingers are apart; 0 with one. */
  spread: number;
}

/** Follows one finger or two on an element: one drags, two also pull apart. A third is left out. Returns what
    stops it. Trackpads of macOS tell a pinch by events of their own; elsewhere it is a wheel with Ctrl. */
export function fingers(element: HTMLElement, hand: Fingers): () => void {
  const down = new Map<number, { x: number; y: number }>();
  let last: Hold | null = null;
  let frame = 0;

  function hold(): Hold | null {
    const [one, two] = [...down.values()];
    if (!one) return null;
    if (!two) return { ...one, spread: 0 };
    return {
      x: (one.x + two.x) / 2,
      y: (one.y + two.y) / 2,
      spread: Math.max(1, Math.hypot(one.x - two.x, one.y - two.y)),
    };
  }
  function send() {
    cancelAnimationFrame(frame);
    frame = 0;
    const now = hold();
    if (now && last) {
      if (now.x !== last.x || now.y !== last.y) hand.pan(now.x - last.x, now.y - last.y);
      if (now.spread !== last.spread && last.spread > 0) hand.pinch(now.spread / last.spread, now.x, now.y);
    }
    last = now;
  }
  /** Fingers that come or go start anew where they are, so that nothing jumps. */
  function anew(change: () => void) {
    send();
    change();
    last = hold();
  }
  function press(event: PointerEvent) {
    if (event.pointerType !== 'touch' || down.size === 2) return;
    anew(() => down.set(event.pointerId, { x: event.clientX, y: event.clientY }));
    element.setPointerCapture?.(event.pointerId);
  }
  function move(event: PointerEvent) {
    if (!down.has(event.pointerId)) return;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    frame ||= requestAnimationFrame(send);
  }
  function lift(event: PointerEvent) {
    if (down.has(event.pointerId)) anew(() => down.delete(event.pointerId));
  }
  function leave() {
    down.clear();
    last = null;
  }

  let scale = 1;
  const known = (event: Event) => event as Event & { scale?: number; clientX?: number; clientY?: number };
  function start(event: Event) {
    event.preventDefault();
    scale = 1;
  }
  function change(event: Event) {
    event.preventDefault();
    const { scale: now = 1, clientX = 0, clientY = 0 } = known(event);
    if (now > 0 && down.size === 0) hand.pinch(now / scale, clientX, clientY);
    scale = now > 0 ? now : scale;
  }

  const heard: [string, (event: never) => void][] = [
    ['pointerdown', press],
    ['pointermove', move],
    ['pointerup', lift],
    ['pointercancel', lift],
    ['lostpointercapture', lift],
    ['gesturestart', start],
    ['gesturechange', change],
  ];
  for (const [name, hear] of heard) element.addEventListener(name, hear as EventListener);
  window.addEventListener('blur', leave);
  return () => {
    for (const [name, hear] of heard) element.removeEventListener(name, hear as EventListener);
    window.removeEventListener('blur', leave);
    cancelAnimationFrame(frame);
  };
}
