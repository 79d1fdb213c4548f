import { beforeEach, describe, expect, it, vi } from 'vitest';
import { drawNext, drawSoon, forgetDraw } from './frames';

let asked: FrameRequestCallback[] = [];

function frame() {
  const [callback, ...others] = asked;
  asked = others;
  callback?.(0);
}

beforeEach(() => {
  asked = [];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => asked.push(callback));
});

describe('what waits for a frame', () => {
  it('is drawn once, however often it was asked for', () => {
    const draw = vi.fn();
    drawSoon(draw);
    drawSoon(draw);
    expect(draw).not.toHaveBeenCalled();
    frame();
    expect(draw).toHaveBeenCalledOnce();
    expect(asked).toHaveLength(0);
  });

  it('is spread over frames where there is much of it', () => {
    const drawn: number[] = [];
    for (let chart = 0; chart < 10; chart += 1) drawSoon(() => drawn.push(chart));
    frame();
    expect(drawn).toEqual([0, 1, 2, 3]);
    frame();
    frame();
    expect(drawn).toHaveLength(10);
    expect(asked).toHaveLength(0);
  });

  it('goes first where a person waits for it', () => {
    const drawn: string[] = [];
    for (let chart = 0; chart < 6; chart += 1) drawSoon(() => drawn.push(`live ${chart}`));
    drawNext(() => drawn.push('panned'));
    frame();
    expect(drawn).toEqual(['panned', 'live 0', 'live 1', 'live 2']);
    frame();
    expect(drawn).toHaveLength(7);
  });

  it('is not drawn once it is gone', () => {
    const draw = vi.fn();
    drawSoon(draw);
    forgetDraw(draw);
    frame();
    expect(draw).not.toHaveBeenCalled();
  });
});
