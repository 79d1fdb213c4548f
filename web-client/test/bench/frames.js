/** In the page: time between frames, and the long ones as the browser itself accounts for them. */
export function instrument() {
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

/** Runs `act` and returns what the browser says of its frames meanwhile. */
export async function measured(page, act) {
  await page.evaluate(() => globalThis.startFrames());
  await act();
  return page.evaluate(() => globalThis.endFrames());
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const tenths = (ms) => Math.round(ms * 10) / 10;

/** @param barMs the longest that a frame may take */
export function figures({ gaps, long }, barMs) {
  return {
    frames: gaps.length,
    p50Ms: tenths(percentile(gaps, 0.5)),
    p99Ms: tenths(percentile(gaps, 0.99)),
    maxMs: tenths(Math.max(...gaps)),
    overBar: gaps.filter((gap) => gap > barMs).length,
    longAnimationFrames: long.length,
  };
}
