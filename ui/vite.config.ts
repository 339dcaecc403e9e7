import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The window loads these files from inside the binary, so there is one modern
// engine to build for and nothing is ever fetched from elsewhere.
export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
  server: {
    port: 1420,
    strictPort: true,
    host: '127.0.0.1',
    // The pretend core of `npm run dev` shows the sample photos.
    fs: { allow: ['.', '../samples'] },
  },
  build: {
    target: ['safari17', 'chrome123'],
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
  },
  // No test is about time: on a busy machine one takes longer than the usual five seconds.
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], testTimeout: 60_000 },
});
