import { afterEach, describe, expect, it, vi } from 'vitest';
import { follow } from './gesture';

const pointer = (type: string, x: number, buttons = 1) =>
  new PointerEvent(type, { pointerId: 7, clientX: x, clientY: 0, buttons, bubbles: true });
const frame = () => new Promise((done) => requestAnimationFrame(done));

function start() {
  const element = document.body.appendChild(document.createElement('div'));
  const gesture = { move: vi.fn(), end: vi.fn() };
  follow(element, pointer('pointerdown', 10), gesture);
  return { element, gesture };
}
afterEach(() => document.body.replaceChildren());

describe('a pointer that is held', () => {
  it('is followed once a frame, wherever it went in between', async () => {
    const { element, gesture } = start();
    for (const x of [11, 15, 30]) element.dispatchEvent(pointer('pointermove', x));
    expect(gesture.move).not.toHaveBeenCalled();
    await frame();
    expect(gesture.move).toHaveBeenCalledTimes(1);
    expect(gesture.move).toHaveBeenCalledWith(20, 0);
  });

  it('ends with its last place when it is let go, and is not heard again', () => {
    const { element, gesture } = start();
    element.dispatchEvent(pointer('pointermove', 30));
    element.dispatchEvent(pointer('pointerup', 30, 0));
    expect(gesture.move).toHaveBeenCalledWith(20, 0);
    expect(gesture.end).toHaveBeenCalledWith(true);
    element.dispatchEvent(pointer('pointermove', 90));
    element.dispatchEvent(pointer('pointerup', 90, 0));
    expect(gesture.end).toHaveBeenCalledTimes(1);
  });

  it('lets go when its button was let go outside the window', () => {
    const { element, gesture } = start();
    element.dispatchEvent(pointer('pointermove', 50, 0));
    expect(gesture.end).toHaveBeenCalledWith(true);
  });

  it('is put back by Escape, and when the system takes it away', () => {
    const one = start();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
    expect(one.gesture.end).toHaveBeenCalledWith(false);
    const two = start();
    two.element.dispatchEvent(pointer('pointercancel', 10));
    expect(two.gesture.end).toHaveBeenCalledWith(false);
  });

  it('lets go when the window loses the focus', () => {
    const { gesture } = start();
    window.dispatchEvent(new Event('blur'));
    expect(gesture.end).toHaveBeenCalledWith(true);
  });
});
