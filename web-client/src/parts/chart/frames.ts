/** Of a page with many live charts so many are drawn in one frame; the others in those that follow. */
const PER_FRAME = 4;

const waiting = new Set<() => void>();
let frame = 0;

/** Calls `draw` once in one of the next frames, however often it is asked to before. */
export function drawSoon(draw: () => void): void {
  waiting.add(draw);
  if (frame === 0) frame = requestAnimationFrame(drawSome);
}

/** As a person waits for it: in the next frame. */
export function drawNext(draw: () => void): void {
  const others = [...waiting].filter((one) => one !== draw);
  waiting.clear();
  for (const one of [draw, ...others]) waiting.add(one);
  if (frame === 0) frame = requestAnimationFrame(drawSome);
}

export function forgetDraw(draw: () => void): void {
  waiting.delete(draw);
}

function drawSome() {
  frame = 0;
  for (const draw of [...waiting].slice(0, PER_FRAME)) {
    waiting.delete(draw);
    draw();
  }
  if (waiting.size > 0) frame = requestAnimationFrame(drawSome);
}
