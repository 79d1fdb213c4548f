import { useMemo } from 'react';
import { useParam } from '@/parts/use-param';
import styles from './smoothing.module.css';
import { words } from '@/features/runs/words';

const says = words.charts;
const MOST = 0.95;

/** How much curves are smoothed, as it stands in the address; 0 for not at all. */
export function useSmoothing(): readonly [factor: number, set: (factor: number) => void] {
  const [text, set] = useParam('smooth');
  const factor = Number(text);
  return [
    factor > 0 && factor <= MOST ? factor : 0,
    (next) => set(next <= 0 ? '' : String(Math.round(next * 100) / 100)),
  ];
}

/** A slider, by keyboard too. */
export function SmoothingField() {
  const [factor, set] = useSmoothing();
  return (
    <label className={styles.smoothing}>
      {says.smoothing}
      <input
        type="range"
        min={0}
        max={MOST}
        step={0.05}
        value={factor}
        onChange={(event) => set(Number(event.currentTarget.value))}
      />
      <output className="num">{factor}</output>
    </label>
  );
}

/** Charts that stand before the others, as it stands in the address. */
export function usePins() {
  const [text, set] = useParam('pin');
  const pins = useMemo(() => (text === '' ? [] : text.split(',')), [text]);
  return {
    pins,
    toggle: (title: string) =>
      set((pins.includes(title) ? pins.filter((pin) => pin !== title) : [...pins, title]).join(',')),
  };
}

/** Those that are pinned first, in the order in which they were; then the others as they are. */
export function pinnedFirst<Chart>(
  charts: readonly Chart[],
  pins: readonly string[],
  titleOf: (chart: Chart) => string,
): Chart[] {
  const place = (chart: Chart) => {
    const at = pins.indexOf(titleOf(chart));
    return at < 0 ? pins.length : at;
  };
  return [...charts].sort((a, b) => place(a) - place(b));
}
