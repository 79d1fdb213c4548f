import { numbersOf } from './clock';
import { drift } from './health';
import type { World } from './world';

/** Of six more features of the same windows nothing is found: eight, of which one drifted and one cannot be judged. */
export function driftOfMany(world: World): void {
  drift(world);
  const [row] = world.health;
  const [window] = row?.drift ?? [];
  const [first] = window?.features ?? [];
  const past = row?.past?.features[0];
  if (row?.past == null || window === undefined || first === undefined || past === undefined) return;
  const next = numbersOf('stable features');
  const names = ['score', 'price_eur', 'stock_days', 'user_recency_days', 'basket_size', 'hour_of_day'];
  const stable = names.map((name) => {
    const psi = 0.01 + Math.round(next() * 3) / 100;
    const jensenShannon = psi / 6;
    return {
      ...first,
      name,
      kind: name === 'score' ? ('PREDICTION' as const) : ('INPUT' as const),
      verdict: 'STABLE' as const,
      psi,
      jensenShannon,
      rankShift: psi / 4,
      tests: first.tests.map((test) => ({
        ...test,
        value: test.divergence === 'JENSEN_SHANNON' ? jensenShannon : psi,
        pValue: 0.3 + next() * 0.4,
        adjustedPValue: 1,
        drifted: false,
      })),
      bins: first.bins.map((bin) => ({
        ...bin,
        observedCount: bin.missing ? 11 : Math.round(4_460 * (0.9 + next() * 0.2)),
      })),
    };
  });
  window.features = [...window.features, ...stable];
  row.past.featureCount = 8;
  row.past.features = [
    ...row.past.features,
    ...stable.map(({ name, kind, psi }) => ({
      ...past,
      name,
      kind,
      drifted: 0,
      points: past.points.map((point) =>
        point.verdict === 'INSUFFICIENT'
          ? point
          : { ...point, verdict: 'STABLE' as const, psi, value: psi * (0.8 + next() * 0.4) },
      ),
    })),
  ];
}
