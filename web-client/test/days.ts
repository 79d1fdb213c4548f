import { FakePlatform, type FakeProject } from './platform';
import { someProjects } from './projects';

const TWO_TENANTS = [
  { id: 'T1', slug: 'harbour', name: 'Example Harbour' },
  { id: 'T2', slug: 'orchard', name: 'Example Orchard' },
];

const HOUR_MS = 3_600_000;

/** Projects as people name them, the longest name allowed among them. */
function namedProjects(): FakeProject[] {
  const rows: [name: string, description: string | null, ageHours: number][] = [
    ['Damage classifier', 'Finds dented and torn parcels on the belt cameras', 0.002],
    ['ETA model', 'Arrival times for the evening routes, retrained every night', 3],
    ['Demand forecast', null, 26],
    ['Catalogue search', 'Embeddings and ranking for the product search of the shop', 75],
    ['Dock OCR', 'Reads container numbers at the gates', 400],
    [
      'Früherkennung ungewöhnlicher Lagertemperaturen in Kühlhäusern an der Küste',
      'Warns before goods spoil; reads one value a minute from each of 1,271 sensors, and the doors, and the weather forecast',
      9_000,
    ],
  ];
  return rows.map(([name, description, ageHours], index) => ({
    id: `P${index}`,
    slug:
      [
        'damage-classifier',
        'eta',
        'demand-forecast',
        'catalogue-search',
        'dock-ocr',
        'cold-chain-early-warning',
      ][index] ?? '',
    name,
    description,
    createdAt: new Date(Date.now() - ageHours * HOUR_MS).toISOString(),
    version: 1,
  }));
}

/** A stand-in platform for each day a page may have; the cookie `day` picks one. */
export const days: Record<string, () => FakePlatform> = {
  good: () => new FakePlatform({ tenants: TWO_TENANTS, projects: { harbour: namedProjects() } }),
  many: () => new FakePlatform({ tenants: TWO_TENANTS, projects: { harbour: someProjects(70) } }),
  empty: () => new FakePlatform(),
  loading: () => new FakePlatform({ list: 'hang' }),
  failed: () => new FakePlatform({ list: 'UNAVAILABLE' }),
  forbidden: () => new FakePlatform({ list: 'FORBIDDEN' }),
  signedOut: () => new FakePlatform({ session: 'signedOut' }),
  broken: () => new FakePlatform({ session: 'broken' }),
  noTenant: () => new FakePlatform({ tenants: [] }),
};
