import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * `vite build` makes the shipped window. `vite build --mode dev-page` makes the page that is fed with fabricated
 * frames,
 * for looking at screens without Electron; it goes to another folder and never into a package.
 */
export default defineConfig(({ mode }) => {
  const devPage = mode === 'dev-page';
  return {
    root: here(devPage ? './dev' : '.'),
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: here(devPage ? '../dist/renderer-dev-page' : '../dist/renderer'),
      emptyOutDir: true,
      // Files, never data: URLs: the content security policy allows only what the app itself serves.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1_200,
    },
  };
});
