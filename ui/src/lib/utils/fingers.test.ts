import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fingers } from './fingers';

let element: HTMLElement;
let stop: () => void;
const pan = vi.fn();
const pinch = vi.fn();

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => (run(), 1));
  element = document.createElement('div');
  document.body.append(element);
  pan.mockClear();
  pinch.mockClear();
  stop = fingers(element, { pan, pinch });
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

function touch(name: string, pointerId: number, clientX: number, clientY = 0, pointerType = 'touch') {
  element.dispatchEvent(new PointerEvent(name, { pointerId, clientX, clientY, pointerType, bubbles: true }));
}

it('drags by one finger and by two, and pulls apart by two, about what is between them', () => {
  touch('pointerdown', 1, 100);
  touch('pointermove', 1, 110);
  expect(pan).toHaveBeenLastCalledWith(10, 0);
  expect(pinch).not.toHaveBeenCalled();
  touch('pointerdown', 2, 210);
  touch('pointermove', 2, 310);
  expect(pinch).toHaveBeenLastCalledWith(2, 210, 0);
  expect(pan).toHaveBeenLastCalledWith(50, 0);
});

it('does not jump when a finger comes or goes', () => {
  touch('pointerdown', 1, 0);
  touch('pointerdown', 2, 100);
  touch('pointerup', 1, 0);
  expect(pan).not.toHaveBeenCalled();
  touch('pointermove', 2, 101);
  expect(pan).toHaveBeenLastCalledWith(1, 0);
});

it('leaves mice and third fingers alone, and forgets what the system took away', () => {
  touch('pointerdown', 1, 0, 0, 'mouse');
  touch('pointermove', 1, 50, 0, 'mouse');
  touch('pointerdown', 2, 0);
  touch('pointerdown', 3, 100);
  touch('pointerdown', 4, 500);
  touch('pointermove', 4, 600);
  touch('pointercancel', 2, 0);
  touch('pointermove', 2, 80);
  expect(pan).not.toHaveBeenCalled();
  expect(pinch).not.toHaveBeenCalled();
});

it('understands the pinch of a Mac, step by step', () => {
  const event = (name: string, scale: number) => {
    const made = Object.assign(new Event(name, { cancelable: true }), { scale, clientX: 5, clientY: 6 });
    element.dispatchEvent(made);
    return made.defaultPrevented;
  };
  expect(event('gesturestart', 1)).toBe(true);
  event('gesturechange', 1.5);
  expect(pinch).toHaveBeenLastCalledWith(1.5, 5, 6);
  event('gesturechange', 3);
  expect(pinch).toHaveBeenLastCalledWith(2, 5, 6);
});
