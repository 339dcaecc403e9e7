import { describe, expect, it } from 'vitest';
import { across, along } from './arrows';

const press = (key: string, more = {}) => ({ key, altKey: false, ctrlKey: false, metaKey: false, ...more });

describe('arrow keys', () => {
  it('move a place on a picture to where they point', () => {
    expect(across(press('ArrowLeft'), 0.1)).toEqual([-0.1, 0]);
    expect(across(press('ArrowDown'), 0.1)).toEqual([0, 0.1]);
  });

  it('leave other keys alone, and arrows that mean something else', () => {
    expect(across(press('Enter'), 1)).toBeNull();
    expect(across(press('ArrowLeft', { altKey: true }), 1)).toBeNull();
    expect(across(press('ArrowLeft', { ctrlKey: true }), 1)).toBeNull();
  });

  it('go on and back in a row of choices, whichever way it runs', () => {
    const keys = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'Tab'];
    expect(keys.map((key) => along(press(key)))).toEqual([1, 1, -1, -1, 0]);
    expect(along(press('ArrowLeft', { altKey: true }))).toBe(0);
  });
});
