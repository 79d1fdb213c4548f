import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a running platform. */
const platform = process.env.KEELSON_URL ?? 'http://127.0.0.1:7080';

/** GraphiQL's typefaces are data: addresses, which the pages' policy refuses; the console's own are there already. */
const withoutItsFonts: Plugin = {
  name: 'graphiql-without-its-fonts',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('/graphiql/dist/style.css') ? code.replace(/@font-face\s*\{[^}]*\}/g, '') : null,
};

export default defineConfig({
  plugins: [react(), withoutItsFonts],
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
    // GraphiQL with its editor; of use to few, who fetch it when they open its page.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      onLog: (level, log, handle) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log); // of libraries, for a compiler that is not used
      },
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
    // As many as there are cores: left alone, one of two would be kept for a watcher that does not run.
    maxWorkers: '100%',
    // A page that was not found is not printed whole.
    env: { DEBUG_PRINT_LIMIT: '0' },
    projects: [
      {
        extends: true,
        test: { name: 'units', environment: 'node', include: ['src/**/*.test.ts', 'test/*.test.ts'] },
      },
      {
        extends: true,
        // GraphiQL's parts take it as Node.js does; a schema belongs to one copy of the library.
        resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
        test: {
          name: 'pages',
          environment: 'jsdom',
          include: ['test/**/*.test.tsx'],
          setupFiles: ['test/setup.ts'],
          // Several waits of `test/setup.ts`, and long forms typed key by key on a busy machine.
          testTimeout: 180_000,
        },
      },
    ],
  },
});
