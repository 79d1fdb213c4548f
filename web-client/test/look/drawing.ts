import { chromium } from '@playwright/test';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launchOptions } from '../chromium';

/** How every picture is drawn. */
export const DRAWN_WITH = launchOptions(['--font-render-hinting=none', '--disable-lcd-text']);

const { resolve } = createRequire(import.meta.url);
const FONTS = {
  Inter: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  'JetBrains Mono': '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
};

/**
 * The digest of a drawing that shows none of the pages, only what they are drawn of: both typefaces, signs that the
 * machine's own fonts have, edges, a shadow, curves. Where it comes out otherwise, so would every page.
 */
export async function digestOfDrawing(): Promise<string> {
  const browser = await chromium.launch(DRAWN_WITH);
  try {
    const page = await browser.newPage({ viewport: { width: 640, height: 480 } });
    await page.setContent(drawing());
    await page.evaluate(() => document.fonts.ready);
    const picture = await page.screenshot({ animations: 'disabled' });
    return createHash('sha256').update(picture).digest('hex');
  } finally {
    await browser.close();
  }
}

function drawing(): string {
  const faces = Object.entries(FONTS).map(([family, file]) => {
    const bytes = readFileSync(resolve(file)).toString('base64');
    return `@font-face { font-family: '${family}'; font-weight: 100 900; src: url(data:font/woff2;base64,${bytes}); }`;
  });
  const lines = [10, 11, 12, 13, 14, 16, 20].map(
    (size, at) =>
      `<p style="font-size: ${size}px; font-weight: ${400 + (at % 3) * 100}">Quick wafting zephyrs vex bold Jim 0123456789 −→…·✓</p>`,
  );
  return `<!doctype html>
    <style>
      ${faces.join('\n')}
      body { margin: 8px; font-family: Inter; color: #1c2024; background: #fcfcfd }
      p { margin: 2px }
      code { font: 12px 'JetBrains Mono' }
      div { width: 300px; margin: 6px; padding: 6px; border: 1px solid #d9d9e0; border-radius: 7px; box-shadow: 0 2px 8px #0003 }
    </style>
    ${lines.join('')}
    <div><code>curl -H 'Authorization: Bearer …' | jq .</code> 日本 مرحبا</div>
    <svg width="300" height="120" fill="none" stroke="#3e63dd" stroke-width="1.5">
      <path d="M0 100 C 60 10, 120 110, 180 40 S 280 60, 300 5" />
      <circle cx="220" cy="70" r="33.3" stroke="#e5484d" stroke-dasharray="4 3" />
    </svg>
    <canvas width="300" height="120"></canvas>
    <script>
      const pen = document.querySelector('canvas').getContext('2d');
      pen.strokeStyle = '#30a46c';
      for (let at = 0; at <= 300; at += 3) pen.lineTo(at, 60 + 50 * Math.sin(at / 17));
      pen.stroke();
      pen.font = '11px Inter';
      pen.fillText('0.125', 10, 20);
    </script>`;
}
