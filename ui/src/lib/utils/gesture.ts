/** What follows a pointer that is held down. */
export interface Gesture {
  /** How far it went from where it was pressed, CSS pixels; at most once a frame. */
  move: (dx: number, dy: number) => void;
  /** `kept`: false when it was taken away (Escape, or the system took the pointer over). */
  end: (kept: boolean) => void;
}

/** Follows a pointer from its press on, whatever it passes over. A button that is no longer down, a lost
    capture and a window that loses the focus all end it, so nothing ever sticks to the pointer. */
export function follow(element: HTMLElement, press: PointerEvent, gesture: Gesture): void {
  const { pointerId, clientX, clientY } = press;
  let at = { x: clientX, y: clientY };
  let frame = 0;
  let over = false;

  const send = () => {
    frame = 0;
    gesture.move(at.x - clientX, at.y - clientY);
  };
  const finish = (kept: boolean) => {
    if (over) return;
    over = true;
    if (frame) {
      cancelAnimationFrame(frame);
      if (kept) send();
    }
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', lost);
    element.removeEventListener('lostpointercapture', up);
    window.removeEventListener('blur', up);
    window.removeEventListener('keydown', key, true);
    if (element.hasPointerCapture?.(pointerId)) element.releasePointerCapture(pointerId);
    gesture.end(kept);
  };
  const move = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    // The button was let go where this window could not see it.
    if (event.buttons === 0) return finish(true);
    at = { x: event.clientX, y: event.clientY };
    frame ||= requestAnimationFrame(send);
  };
  const up = (event: Event) => {
    if (event instanceof PointerEvent && event.pointerId !== pointerId) return;
    finish(true);
  };
  const lost = () => finish(false);
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    finish(false);
  };

  element.setPointerCapture?.(pointerId);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', lost);
  element.addEventListener('lostpointercapture', up);
  window.addEventListener('blur', up);
  window.addEventListener('keydown', key, true);
}
