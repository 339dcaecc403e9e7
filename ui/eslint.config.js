import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// The direction of imports: routes → features → state/components → ipc/utils/words.
const deny = (...groups) => ['error', { patterns: groups }];
const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only lib/ipc talks to the core.',
};
const away = (from, message) => ({ regex: `(^|/)(\\$lib/|\\.\\./)*${from}(/|$)`, message });
const routes = away('routes', 'Rooms are at the top; nothing below imports them.');
const features = away('features', 'Features are used by rooms, never by each other or from below.');
const state = away('state', 'State sits above ipc, utils and words.');
const components = away('components', 'Components sit above ipc, utils and words.');
const sibling = {
  regex: '^\\.\\./',
  message: 'A feature imports its own folder and what lies below, by $lib.',
};
const backend = away('ipc/(bindings|fake|tauri)', 'lib/ipc/index.ts is the one door to the core.');

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/lib/ipc/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: { 'no-restricted-imports': deny(tauri, backend), 'no-undef': 'off' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, svelteConfig, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // A space at the edge of a block is trimmed unless it stands in braces.
      'svelte/no-useless-mustaches': 'off',
    },
  },
  {
    files: ['src/lib/features/**'],
    rules: { 'no-restricted-imports': deny(tauri, backend, routes, features, sibling) },
  },
  {
    files: ['src/lib/state/**'],
    rules: { 'no-restricted-imports': deny(tauri, backend, routes, features, components) },
  },
  {
    files: ['src/lib/components/**'],
    rules: { 'no-restricted-imports': deny(tauri, backend, routes, features) },
  },
  {
    files: ['src/lib/utils/**', 'src/lib/words/**'],
    rules: { 'no-restricted-imports': deny(tauri, backend, routes, features, state, components) },
  },
  {
    files: ['src/lib/ipc/**'],
    rules: { 'no-restricted-imports': deny(routes, features, state, components) },
  },
  {
    // Tests run against the pretend core.
    files: ['src/**/*.test.ts', 'src/test/**'],
    rules: { 'no-restricted-imports': deny(tauri) },
  },
);
