import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { DetailsView, Finding, IpcError } from '$lib/ipc';
import type { App } from '$lib/state/app.svelte';
import type { DraftState } from '$lib/state/draft.svelte';
import { openSection } from '$lib/utils/sections';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Inspector from './Inspector.svelte';

let app: App;
let draft: DraftState;

async function show(scene = 'compose', change: Partial<DetailsView> = {}) {
  localStorage.clear();
  ({ app, draft } = await open(scene));
  draft.view = { ...draft.view, details: { ...draft.view.details, ...change } };
  render(Harness, { props: { app, part: Inspector as never, inner: { draft } } });
}
const section = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name, expanded: false }));
const box = (name: string) => screen.getByRole<HTMLInputElement>('combobox', { name });
async function slide() {
  await fireEvent.click(screen.getByRole('tab', { name: 'Slide 1' }));
}

describe('the place of a post', () => {
  it('is found by its name and taken by key', async () => {
    await show();
    await section(/^Location/);
    await fireEvent.input(box('Find a place'), { target: { value: 'pi' } });
    await screen.findByRole('option', { name: /Picos de Europa/ });
    await fireEvent.keyDown(box('Find a place'), { key: 'ArrowDown' });
    await fireEvent.keyDown(box('Find a place'), { key: 'Enter' });
    await waitFor(() => expect(draft.view.details.location?.name).toBe('Picos de Europa'));
    await fireEvent.click(await screen.findByRole('button', { name: 'Remove Picos de Europa' }));
    await waitFor(() => expect(draft.view.details.location).toBeNull());
  });

  it('says that nothing is called so', async () => {
    await show();
    await section(/^Location/);
    await fireEvent.input(box('Find a place'), { target: { value: 'Atlantis' } });
    expect(await screen.findByText('Instagram knows no place called “Atlantis”.')).toBeTruthy();
  });

  it('says beside the field what went wrong', async () => {
    await show();
    const offline = { code: 'offline', message: 'You are offline.' } as IpcError;
    app.core.placesSearch = () => Promise.reject(offline);
    await section(/^Location/);
    await fireEvent.input(box('Find a place'), { target: { value: 'Bremen' } });
    expect(await screen.findByText('You are offline.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Search again' })).toBeTruthy();
    expect(app.problem).toBeNull();
  });

  it('says why there can be none', async () => {
    await show('compose', { location_reason: 'A place needs Facebook login.' });
    await section(/^Location/);
    expect(screen.getByText('A place needs Facebook login.')).toBeTruthy();
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  it('has what is wrong with it told there', async () => {
    const finding: Finding = {
      ...{ rule: 'post.place', row: 'post.place@instagram/feed', severity: 'warning', fix: null },
      ...{ title: 'No place here', message: 'It is left out.', measured: null, limit: null },
    };
    await show('compose', { findings: [finding] });
    expect(screen.queryByText('No place here')).toBeNull();
    await section(/^Location/);
    expect(screen.getByText('No place here')).toBeTruthy();
  });
});

describe('collaborators', () => {
  it('are invited by name, from those named before too', async () => {
    await show();
    await section(/^Collaborators/);
    await fireEvent.input(box('Invite an account'), { target: { value: '@mill' } });
    await screen.findByRole('option', { name: '@millersfield.mill' });
    await fireEvent.keyDown(box('Invite an account'), { key: 'ArrowDown' });
    await fireEvent.keyDown(box('Invite an account'), { key: 'Enter' });
    await waitFor(() => expect(draft.view.details.collaborators).toEqual(['millersfield.mill']));
    await fireEvent.input(box('Invite an account'), { target: { value: '@new.one' } });
    await fireEvent.keyDown(box('Invite an account'), { key: 'Enter' });
    await waitFor(() => expect(draft.view.details.collaborators).toHaveLength(2));
    await fireEvent.click(screen.getByRole('button', { name: 'Remove @new.one' }));
    await waitFor(() => expect(draft.view.details.collaborators).toEqual(['millersfield.mill']));
  });

  it('end where the core says that they do', async () => {
    await show('compose', { collaborators: ['a', 'b'], collaborators_max: 2 });
    await section(/^Collaborators/);
    expect(screen.getByText('2 accounts are invited, and no more fit.')).toBeTruthy();
    expect(screen.queryByRole('combobox')).toBeNull();
  });
});

describe('the switches of a post', () => {
  it('label what was made with AI', async () => {
    await show();
    await section(/^More options/);
    await fireEvent.click(screen.getByRole('switch', { name: /Made with AI/ }));
    await waitFor(() => expect(draft.view.details.ai_label).toBe(true));
    expect(screen.queryByRole('switch', { name: /Also in the feed/ })).toBeNull();
  });

  it('keep a reel out of the feed', async () => {
    await show('reel');
    await section(/^More options/);
    await fireEvent.click(screen.getByRole('switch', { name: /Also in the feed/ }));
    await waitFor(() => expect(draft.view.details.share_to_feed).toBe(false));
  });
});

describe('sections', () => {
  it('stay as they were left', async () => {
    await show();
    await section(/^Location/);
    expect(localStorage.getItem('fanfold.sections')).toBe('{"place":true}');
  });

  it('are opened, and reached by the keyboard, from where something leads to them', async () => {
    await show();
    draft.show(draft.slides[0]?.id ?? '');
    await openSection('tags');
    const line = screen.getByRole('button', { name: /^Tagged people/, expanded: true });
    expect(document.activeElement).toBe(line);
    await openSection('tags');
    expect(line.getAttribute('aria-expanded')).toBe('true');
    await openSection('nothing of the kind');
  });
});

describe('people on a slide', () => {
  it('are placed by key and named', async () => {
    await show();
    await slide();
    await section(/^Tagged people/);
    const picture = screen.getByRole('button', { name: 'Slide 1: where people are' });
    await fireEvent.keyDown(picture, { key: 'ArrowRight', shiftKey: true });
    await fireEvent.click(picture, { detail: 0 });
    await fireEvent.input(box('Who is this?'), { target: { value: 'blue.house' } });
    await fireEvent.keyDown(box('Who is this?'), { key: 'Enter' });
    await waitFor(() => expect(draft.slide?.tags).toEqual([{ username: 'blue.house', x: 0.6, y: 0.5 }]));
    const pin = screen.getByRole('button', { name: '@blue.house, 60% from the left, 50% from the top' });
    await fireEvent.keyDown(pin, { key: 'ArrowDown' });
    await fireEvent.blur(pin);
    await waitFor(() => expect(draft.slide?.tags[0]?.y).toBe(0.51));
    await fireEvent.keyDown(pin, { key: 'F2' });
    const again = box('Who is it instead of @blue.house?') as HTMLInputElement;
    expect(again.value).toBe('blue.house');
    await fireEvent.input(again, { target: { value: 'red.house' } });
    await fireEvent.keyDown(again, { key: 'Enter' });
    await waitFor(() => expect(draft.slide?.tags).toEqual([{ username: 'red.house', x: 0.6, y: 0.51 }]));
    await fireEvent.click(screen.getByRole('button', { name: 'Change @red.house' }));
    await fireEvent.keyDown(box('Who is it instead of @red.house?'), { key: 'Escape' });
    const renamed = screen.getByRole('button', { name: '@red.house, 60% from the left, 51% from the top' });
    await fireEvent.keyDown(renamed, { key: 'Delete' });
    await waitFor(() => expect(draft.slide?.tags).toEqual([]));
  });

  it('have names alone on a clip', async () => {
    await show('reel');
    await slide();
    await section(/^Tagged people/);
    await fireEvent.input(box('Tag an account'), { target: { value: 'blue.house' } });
    await fireEvent.keyDown(box('Tag an account'), { key: 'Enter' });
    await waitFor(() => expect(draft.slide?.tags).toEqual([{ username: 'blue.house', x: null, y: null }]));
  });
});

describe('the cover of a clip', () => {
  it('is one of its frames, or Instagram’s choice', async () => {
    await show('reel');
    await slide();
    expect(screen.getByRole('radio', { name: 'At 0:04' }).getAttribute('aria-checked')).toBe('true');
    await fireEvent.click(screen.getByRole('radio', { name: 'At 0:08' }));
    await waitFor(() => expect(draft.slide?.clip?.cover_ms).toBe(8000));
    await fireEvent.click(screen.getByRole('radio', { name: 'Chosen by Instagram' }));
    await waitFor(() => expect(draft.slide?.clip?.cover_ms).toBeNull());
  });
});

describe('alt text', () => {
  it('goes on to the next slide without', async () => {
    await show();
    await slide();
    const field = screen.getByRole('textbox', { name: 'Alt text for slide 1' });
    await fireEvent.input(field, { target: { value: 'A ridge' } });
    await fireEvent.blur(field);
    await waitFor(() => expect(screen.getByText('Alt text on 1 of 8 slides')).toBeTruthy());
    await fireEvent.click(screen.getByRole('button', { name: 'Next without alt text' }));
    await tick();
    expect(draft.slide?.position).toBe(2);
    await waitFor(() => expect(document.activeElement?.id).toBe('alt-field'));
  });

  it('is kept for the slide it was written for when another comes into view', async () => {
    await show();
    await slide();
    const field = screen.getByRole('textbox', { name: 'Alt text for slide 1' });
    await fireEvent.input(field, { target: { value: 'A ridge' } });
    draft.select(draft.slides[1]?.id ?? '');
    await waitFor(() => expect(draft.slides[0]?.alt_text).toBe('A ridge'));
    expect(draft.slides[1]?.alt_text).toBe('');
  });
});
