// 20 series of 10,000 points, with one more each 100 ms, while a person scrolls, pans and zooms: how long frames take.
// The last line is one JSON object; ratio is the bar (50 ms) over the longest frame, more is better.
// Needs Debian's chromium.
import react from '@vitejs/plugin-react';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';

const BAR_MS = 50;
const root = import.meta.dirname;
const outDir = mkdtempSync(join(tmpdir(), 'chart-bench-'));
const config = {
  configFile: false,
  root,
  logLevel: 'error',
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('../../src', import.meta.url)) } },
  build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(root, 'chart.html') } },
};
await build(config);
const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0, strictPort: false } });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

/** Runs `act` and returns what the browser says of its frames meanwhile. */
async function measured(page, act) {
  await page.evaluate(() => globalThis.startFrames());
  await act();
  return page.evaluate(() => globalThis.endFrames());
}

/** In the page: time between frames, and the long ones as the browser itself accounts for them. */
function instrument() {
  const seen = { gaps: [], long: [] };
  let last = 0;
  let running = false;
  new globalThis.PerformanceObserver((list) => {
    if (running) seen.long.push(...list.getEntries().map((entry) => entry.duration));
  }).observe({ type: 'long-animation-frame' });
  function frame(now) {
    if (!running) return;
    if (last > 0) seen.gaps.push(now - last);
    last = now;
    globalThis.requestAnimationFrame(frame);
  }
  globalThis.startFrames = () => {
    Object.assign(seen, { gaps: [], long: [] });
    last = 0;
    running = true;
    globalThis.requestAnimationFrame(frame);
  };
  globalThis.endFrames = () => {
    running = false;
    return { gaps: seen.gaps, long: seen.long };
  };
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

function figures({ gaps, long }) {
  const sorted = [...gaps].sort((a, b) => a - b);
  const round = (ms) => Math.round(ms * 10) / 10;
  return {
    frames: gaps.length,
    p50Ms: round(percentile(sorted, 0.5)),
    p99Ms: round(percentile(sorted, 0.99)),
    maxMs: round(sorted.at(-1)),
    over50Ms: gaps.filter((gap) => gap > BAR_MS).length,
    longAnimationFrames: long.length,
  };
}

try {
  const { port } = server.httpServer.address();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(instrument);
  await page.goto(`http://127.0.0.1:${port}/chart.html`);
  const plot = page.locator('.u-over');
  await plot.waitFor();
  await page.waitForTimeout(1_500);
  const box = await plot.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);

  const live = await measured(page, () => page.waitForTimeout(4_000));
  const hover = await measured(page, async () => {
    for (let i = 0; i < 60; i += 1) await page.mouse.move(box.x + 20 + i * 15, box.y + 100);
  });
  const scroll = await measured(page, async () => {
    for (let i = 0; i < 40; i += 1) {
      await page.mouse.wheel(0, i < 20 ? 40 : -40);
      await page.waitForTimeout(30);
    }
  });
  await page.keyboard.down('Control');
  for (let i = 0; i < 6; i += 1) await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await page.waitForTimeout(200);
  const pan = await measured(page, async () => {
    await page.keyboard.down('Shift');
    for (let i = 0; i < 80; i += 1) {
      await page.mouse.wheel(0, i < 40 ? -60 : 60);
      await page.waitForTimeout(25);
    }
    await page.keyboard.up('Shift');
  });
  const parts = {
    live: figures(live),
    hover: figures(hover),
    scroll: figures(scroll),
    pan: figures(pan),
  };
  const longestFrameMs = Math.max(...Object.values(parts).map(({ maxMs }) => maxMs));
  const ratio = Math.round((BAR_MS / longestFrameMs) * 100) / 100;
  console.log(
    JSON.stringify({ bench: 'chart', ratio, longestFrameMs, series: 20, points: 10_000, ...parts }),
  );
} finally {
  await browser.close();
  await server.close();
  rmSync(outDir, { recursive: true });
}
