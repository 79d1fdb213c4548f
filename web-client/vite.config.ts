import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a running platform. */
const platform = process.env.KEELSON_URL ?? 'http://127.0.0.1:7080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  build: {
    outDir: 'target/classes/META-INF/resources',
    emptyOutDir: true,
    // The policy the pages are served under allows files of our own only: nothing may become a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      output: {
        // What changes seldom keeps its name, and so stays in browsers' caches, from one release to the next.
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules\/(react|react-dom|react-router|scheduler)\// }],
        },
      },
    },
    target: 'es2022',
  },
  server: {
    proxy: Object.fromEntries(['^/graphql', '^/session', '^/data/'].map((path) => [path, platform])),
  },
  test: {
    restoreMocks: true,
    // A page that was not found is not printed whole.
    env: { DEBUG_PRINT_LIMIT: '0' },
    projects: [
      { extends: true, test: { name: 'units', environment: 'node', include: ['src/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'pages',
          environment: 'jsdom',
          include: ['test/**/*.test.tsx'],
          setupFiles: ['test/setup.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
