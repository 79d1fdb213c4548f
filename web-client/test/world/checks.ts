import type {
  Actor,
  Expectation,
  ExpectationResult,
  MutationSetExpectationsArgs,
  Resolvers,
  ValidationStatus,
  WaiverStatus,
} from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { datasetVersion, newestOf, type DatasetVersionRow } from './datasets';
import { globalId } from './ids';
import type { JobRow } from './jobs';
import { page } from './page';
import { conflict, refusal } from './refusal';
import { find, need, permissionsIn, type World } from './world';

export interface ExpectationSuiteRow {
  id: string;
  datasetId: string;
  number: number;
  digest: string;
  createdAt: string;
  creator: Actor;
  expectations: Expectation[];
}

export interface ValidationRow {
  id: string;
  projectId: string;
  versionId: string;
  suiteId: string;
  jobId: string;
  versionDigest: string;
  suiteDigest: string;
  status: ValidationStatus;
  startedAt: string;
  endedAt: string | null;
  error: string | null;
  results: ExpectationResult[];
  quarantineId: string | null;
  quarantinedRows: number;
  quarantineCut: boolean;
}

export interface WaiverRow {
  id: string;
  validationId: string;
  number: number;
  reason: string;
  endsAt: string;
  status: WaiverStatus;
  askedAt: string;
  askedBy: Actor;
  decidedAt: string | null;
  decidedBy: Actor | null;
  comment: string | null;
  version: number;
}

export const by = (label: string): Actor => ({ id: null, kind: 'PERSON', label });

function expectation(
  name: string,
  column: string | null,
  args: Record<string, unknown> = {},
  more: Partial<Expectation> = {},
): Expectation {
  return {
    name: `expect_${name}`,
    table: null,
    column,
    arguments: args,
    mostly: 1,
    severity: 'BLOCK',
    onEmpty: 'FAIL',
    ...more,
  };
}

/** Of the routes of an evening. */
export const ROUTES_SUITE: readonly Expectation[] = [
  expectation('table_row_count_to_be_between', null, { min_value: 1_000 }),
  expectation('column_to_exist', 'minutes'),
  expectation('column_values_to_not_be_null', 'route'),
  expectation('column_values_to_be_unique', 'route'),
  expectation('column_values_to_be_between', 'stops', { min_value: 1, max_value: 60 }),
  expectation('column_values_to_be_between', 'minutes', { min_value: 1, max_value: 400 }, { mostly: 0.999 }),
  expectation('column_values_to_match_regex', 'route', { regex: '^[A-Z]-\\d{3}$' }),
  expectation('column_mean_to_be_between', 'distance_km', { min_value: 20, max_value: 80 }),
  expectation('column_values_to_not_be_null', 'rain_mm', {}, { mostly: 0.9, severity: 'WARN' }),
  expectation('column_max_to_be_between', 'rain_mm', { max_value: 60 }, { severity: 'INFO' }),
];

export function putInForce(
  world: World,
  name: string,
  expectations: readonly Expectation[] = ROUTES_SUITE,
  creator = 'engineer',
): ExpectationSuiteRow {
  const dataset = world.datasets.find((row) => row.name === name);
  if (dataset === undefined) throw new Error(`the world has no ${name}`);
  return addSuite(world, dataset.id, expectations, by(creator), world.now() - 12 * DAY);
}

function addSuite(
  world: World,
  datasetId: string,
  expectations: readonly Expectation[],
  creator: Actor,
  atMs: number,
): ExpectationSuiteRow {
  const number = (suitesOf(world, datasetId)[0]?.number ?? 0) + 1;
  const suite: ExpectationSuiteRow = {
    id: globalId('ExpectationSuite', `${datasetId}-${number}`),
    datasetId,
    number,
    digest: `sha256:${(number + 64).toString(16).repeat(32)}`,
    createdAt: iso(atMs + number * DAY),
    creator,
    expectations: [...expectations],
  };
  world.suites = [suite, ...world.suites];
  return suite;
}

function suitesOf(world: World, datasetId: string): ExpectationSuiteRow[] {
  return world.suites.filter((row) => row.datasetId === datasetId);
}

const ROWS = 182_431;

function result(suite: ExpectationSuiteRow, index: number): ExpectationResult {
  const one = suite.expectations[index];
  if (one === undefined) throw new Error('no such expectation');
  const isCounted = one.name.startsWith('expect_column_values');
  return {
    number: index + 1,
    expectation: one,
    table: one.table ?? 'evening-routes.csv',
    severity: one.severity,
    success: true,
    error: null,
    elementCount: isCounted ? ROWS : null,
    missingCount: isCounted ? (one.column === 'rain_mm' ? 21_904 : 0) : null,
    unexpectedCount: isCounted ? 0 : null,
    missingPercent: null,
    unexpectedPercent: null,
    unexpectedPercentTotal: null,
    unexpectedPercentNonmissing: null,
    observedValue: isCounted ? null : 182_431,
    samples: [],
  };
}

/** The newest version is being checked. */
export function checking(world: World, name: string): ValidationRow {
  const suite = suitesOf(world, newestOf(world, name).datasetId)[0] ?? putInForce(world, name);
  const version = newestOf(world, name);
  version.status = 'VALIDATING';
  return addValidation(world, version, suite, { status: 'RUNNING', results: [], endedAt: null });
}

/** The newest version passed each check that blocks. */
export function passChecks(world: World, name: string): ValidationRow {
  const validation = checked(world, name, 'PASSED');
  fail(validation, 9, { unexpectedCount: 21_904, missingCount: 0, samples: [] });
  return validation;
}

/** The newest version failed two checks that block and one that does not, and rows of it are kept apart. */
export function failChecks(world: World, name: string): ValidationRow {
  const validation = checked(world, name, 'FAILED');
  fail(validation, 4, { unexpectedCount: 412, samples: ['A-001', 'A-002', 'Z-118'] });
  fail(validation, 8, { observedValue: 104.25 });
  fail(validation, 9, { unexpectedCount: 21_904, missingCount: 0 });
  const version = newestOf(world, name);
  const rejection =
    '2 of 10 checks failed: expect_column_values_to_be_unique of route (412 of 182431 values)';
  Object.assign(version, { status: 'REJECTED', rejection });
  const kept = world.datasetVersions.find(({ datasetId }) => datasetId === globalId('Dataset', 'orders'));
  Object.assign(validation, { quarantineId: kept?.id ?? null, quarantinedRows: 412 });
  return validation;
}

/** The platform could not check the newest version. */
export function errChecks(world: World, name: string): ValidationRow {
  const validation = checking(world, name);
  const error = 'the engine ran out of memory at 4 GiB';
  Object.assign(validation, { status: 'ERRORED', error, endedAt: iso(world.now() - HOUR) });
  Object.assign(newestOf(world, name), { status: 'ERRORED', error, retryAt: iso(world.now() + DAY) });
  return validation;
}

function checked(world: World, name: string, status: ValidationStatus): ValidationRow {
  const validation = checking(world, name);
  const suite = need(world.suites, validation.suiteId);
  newestOf(world, name).status = 'VALIDATED';
  Object.assign(need(world.jobs, validation.jobId), { status: 'SUCCEEDED', endedAt: iso(world.now()) });
  return Object.assign(validation, {
    status,
    endedAt: iso(world.now() - 4 * HOUR),
    results: suite.expectations.map((_, index) => result(suite, index)),
  });
}

export function fail(validation: ValidationRow, number: number, how: Partial<ExpectationResult>) {
  const found = validation.results.find((row) => row.number === number);
  if (found === undefined) throw new Error(`no result ${number}`);
  Object.assign(found, { success: false, ...how });
}

function addValidation(
  world: World,
  version: DatasetVersionRow,
  suite: ExpectationSuiteRow,
  how: Pick<ValidationRow, 'status' | 'results' | 'endedAt'>,
): ValidationRow {
  const { projectId } = need(world.datasets, version.datasetId);
  const nth = world.validations.length + 1;
  const job = validateJob(world, projectId, `${version.id}-${nth}`, how.status === 'RUNNING');
  const validation: ValidationRow = {
    id: globalId('Validation', `${version.id}-${nth}`),
    projectId,
    versionId: version.id,
    suiteId: suite.id,
    jobId: job.id,
    versionDigest: version.digest ?? '',
    suiteDigest: suite.digest,
    startedAt: iso(world.now() - 4 * HOUR - 2 * MINUTE),
    error: null,
    quarantineId: null,
    quarantinedRows: 0,
    quarantineCut: false,
    ...how,
  };
  world.validations = [validation, ...world.validations];
  return validation;
}

function validateJob(world: World, projectId: string, name: string, isRunning: boolean): JobRow {
  const job: JobRow = {
    id: globalId('Job', `validate-${name}`),
    projectId,
    runId: null,
    name: 'validate',
    status: isRunning ? 'RUNNING' : 'SUCCEEDED',
    reason: null,
    waitsFor: null,
    submittedAt: iso(world.now() - 5 * HOUR),
    submittedBy: 'engineer',
    startedAt: iso(world.now() - 5 * HOUR + MINUTE),
    endedAt: isRunning ? null : iso(world.now() - 4 * HOUR),
    exitCode: isRunning ? null : 0,
    attempt: 1,
    cpus: 1,
    gib: 1,
    euros: '0.020000',
    command: ['validate'],
    trainer: null,
    maxDuration: 'PT1H',
    version: 1,
  };
  world.jobs = [job, ...world.jobs];
  return job;
}

/** A waiver as it stands, such as one that waits or one that was granted. */
export function waive(
  world: World,
  validation: ValidationRow,
  number: number,
  how: Partial<WaiverRow> = {},
): WaiverRow {
  const waiver: WaiverRow = {
    id: globalId('Waiver', `${validation.id}-${world.waivers.length}`),
    validationId: validation.id,
    number,
    reason: 'Routes that were driven twice on one evening are wanted.',
    endsAt: iso(world.now() + 11 * DAY),
    status: 'ASKED',
    askedAt: iso(world.now() - 2 * HOUR),
    askedBy: by('reviewer'),
    decidedAt: null,
    decidedBy: null,
    comment: null,
    version: 1,
    ...how,
  };
  world.waivers = [...world.waivers, waiver];
  return waiver;
}

/** Somebody else asked, and somebody granted. */
export const GRANTED: Partial<WaiverRow> = {
  status: 'GRANTED',
  decidedBy: by('engineer'),
  decidedAt: '2026-11-19T13:10:00Z',
  comment: 'Agreed with the planners.',
};

function latestOf(world: World, versionId: string): ValidationRow | undefined {
  return world.validations.find((row) => row.versionId === versionId);
}

function waivedUntil(world: World, { id, status }: DatasetVersionRow): string | null {
  const validation = latestOf(world, id);
  if (status !== 'REJECTED' || validation?.status !== 'FAILED') return null;
  const ends = validation.results
    .filter(({ success, severity }) => !success && severity === 'BLOCK')
    .map(({ number }) =>
      world.waivers.find(
        (waiver) =>
          waiver.validationId === validation.id &&
          waiver.number === number &&
          waiver.status === 'GRANTED' &&
          Date.parse(waiver.endsAt) > world.now(),
      ),
    );
  if (ends.includes(undefined)) return null;
  return ends.map((waiver) => waiver?.endsAt ?? '').sort()[0] ?? null;
}

const count = ({ results }: ValidationRow, isCounted: (result: ExpectationResult) => boolean) =>
  results.filter(isCounted).length;

export const checkResolvers: Resolvers = {
  Dataset: {
    expectations: ({ id }, _args, world) => suitesOf(world, id)[0] ?? null,
    expectationSuites: ({ id }, args, world) => page(suitesOf(world, id), args),
  },
  ExpectationResult: {
    unexpectedPercent: ({ elementCount, missingCount, unexpectedCount }) =>
      elementCount == null || unexpectedCount == null || elementCount === missingCount
        ? null
        : (unexpectedCount / (elementCount - (missingCount ?? 0))) * 100,
  },
  DatasetVersion: {
    quarantineOf: ({ id }, _args, world) => {
      const source = world.validations.find(({ quarantineId }) => quarantineId === id);
      return source === undefined ? null : need(world.datasetVersions, source.versionId);
    },
    validation: ({ id }, _args, world) => latestOf(world, id) ?? null,
    validations: ({ id }, args, world) =>
      page(
        world.validations.filter((row) => row.versionId === id),
        args,
      ),
    waivedUntil: (version, _args, world) => waivedUntil(world, version),
  },
  ExpectationSuite: {
    dataset: ({ datasetId }, _args, { datasets }) => need(datasets, datasetId),
  },
  Validation: {
    datasetVersion: ({ versionId }, _args, world) => need(world.datasetVersions, versionId),
    suite: ({ suiteId }, _args, { suites }) => need(suites, suiteId),
    job: ({ jobId, projectId }, _args, world) =>
      permissionsIn(world, projectId).includes('JOB_READ') ? (find(world.jobs, jobId) ?? null) : null,
    passed: (row) => count(row, ({ success }) => success),
    failed: (row) => count(row, ({ success, severity }) => !success && severity === 'BLOCK'),
    warned: (row) => count(row, ({ success, severity }) => !success && severity !== 'BLOCK'),
    quarantine: ({ quarantineId }, _args, world) =>
      quarantineId === null ? null : need(world.datasetVersions, quarantineId),
    results: ({ results }, args) => page(results, args),
    waivers: ({ id }, _args, { waivers }) => waivers.filter(({ validationId }) => validationId === id),
  },
  Viewer: {
    waiversToDecide: (_viewer, _args, world) =>
      world.waivers.filter(
        ({ status, askedBy, validationId }) =>
          status === 'ASKED' &&
          askedBy.label !== 'engineer' &&
          permissionsIn(world, need(world.validations, validationId).projectId).includes('DATASET_WRITE'),
      ),
  },
  Waiver: {
    validation: ({ validationId }, _args, { validations }) => need(validations, validationId),
  },
  Mutation: {
    setExpectations: (_root, { input }, world) => setExpectations(world, input),
    importExpectations: (_root, { input }, world) => importExpectations(world, input),
    validate: (_root, { id, expectedVersion }, world) => validate(world, id, expectedVersion),
    askForWaiver: (_root, { input }, world) => {
      const validation = find(world.validations, input.validationId);
      if (validation === undefined) throw refusal('NOT_FOUND', 'no such validation');
      if (
        world.waivers.some(
          ({ validationId, number, status }) =>
            validationId === validation.id &&
            number === input.number &&
            (status === 'ASKED' || status === 'GRANTED'),
        )
      )
        throw refusal('CONFLICT', 'a waiver of this check is asked for or granted already');
      if (Date.parse(input.endsAt) > world.now() + 90 * DAY)
        throw refusal(
          'VALIDATION',
          `input.endsAt: ${input.endsAt} (expected: within 90 days from now)`,
          'input.endsAt',
        );
      return waive(world, validation, input.number, {
        reason: input.reason,
        endsAt: input.endsAt,
        askedBy: by('engineer'),
        askedAt: iso(world.now()),
      });
    },
    grantWaiver: (_root, { input }, world) => decide(world, input, 'GRANTED'),
    declineWaiver: (_root, { input }, world) => decide(world, input, 'DECLINED'),
    endWaiver: (_root, { input }, world) => decide(world, input, 'ENDED'),
  },
};

function decide(
  world: World,
  {
    id,
    expectedVersion,
    comment,
  }: { id: string; expectedVersion: number; comment?: string | null | undefined },
  status: WaiverStatus,
): WaiverRow {
  const waiver = find(world.waivers, id);
  if (waiver === undefined) throw refusal('NOT_FOUND', 'no such waiver');
  if (waiver.version !== expectedVersion) throw conflict('the waiver');
  if (status === 'GRANTED' && waiver.askedBy.label === 'engineer')
    throw refusal('FORBIDDEN', 'a waiver is granted by someone other than who asked for it');
  return Object.assign(waiver, {
    status,
    comment: comment ?? null,
    decidedAt: iso(world.now()),
    decidedBy: by('engineer'),
    version: waiver.version + 1,
  });
}

function validate(world: World, id: string, expectedVersion: number): DatasetVersionRow {
  const version = datasetVersion(world, id);
  if (version === undefined) throw refusal('NOT_FOUND', 'no such data set version');
  const suite = suitesOf(world, version.datasetId)[0];
  if (suite === undefined || version.version !== expectedVersion) throw conflict('the data set version');
  Object.assign(version, { status: 'VALIDATING', rejection: null, version: version.version + 1 });
  addValidation(world, version, suite, { status: 'RUNNING', results: [], endedAt: null });
  return version;
}

const KNOWN_NAME = /^expect_(column|table|compound|select)_[a-z_]+$/;

function setExpectations(
  world: World,
  { datasetId, expectedVersion, expectations }: MutationSetExpectationsArgs['input'],
  at = 'input.expectations',
): ExpectationSuiteRow {
  if (find(world.datasets, datasetId) === undefined) throw refusal('NOT_FOUND', 'no such data set');
  const number = suitesOf(world, datasetId)[0]?.number ?? 0;
  if (number !== expectedVersion)
    throw refusal('CONFLICT', `suite ${number} is in force (expected: ${expectedVersion})`);
  const wanted = expectations.filter((one) => one != null);
  wanted.forEach(({ name, arguments: args, column }, index) => {
    if (!KNOWN_NAME.test(name)) {
      const field = `${at}[${index}].name`;
      throw refusal('VALIDATION', `${field} '${name}' is no known expectation`, field);
    }
    const { regex } = (args ?? {}) as { regex?: unknown };
    if (typeof regex === 'string' && regex.startsWith('(?')) {
      const field = `${at}[${index}].arguments.regex`;
      throw refusal('VALIDATION', `${field} "${regex}" (expected: a regular expression)`, field);
    }
    if (column === 'nowhere') {
      const field = `${at}[${index}].column`;
      throw refusal('VALIDATION', `${field} is not taken by ${name}`, field);
    }
  });
  const kept = wanted.map((one): Expectation => ({
    name: one.name,
    table: one.table ?? null,
    column: one.column ?? null,
    arguments: one.arguments ?? {},
    mostly: one.mostly ?? 1,
    severity: one.severity ?? 'BLOCK',
    onEmpty: one.onEmpty ?? 'FAIL',
  }));
  return addSuite(world, datasetId, kept, by('engineer'), world.now() - (number + 1) * DAY);
}

function importExpectations(
  world: World,
  { datasetId, expectedVersion, suite }: { datasetId: string; expectedVersion: number; suite: unknown },
): ExpectationSuiteRow {
  const { expectations } = suite as { expectations?: readonly Record<string, unknown>[] };
  if (!Array.isArray(expectations))
    throw refusal(
      'VALIDATION',
      'input.suite.expectations: null (expected: a list)',
      'input.suite.expectations',
    );
  const wanted = (expectations as readonly Record<string, unknown>[]).map((one) => {
    const { column, mostly, ...args } = (one.kwargs ?? {}) as Record<string, unknown>;
    return {
      name: (one.type ?? one.expectation_type) as string,
      column: (column ?? null) as string | null,
      arguments: args,
      mostly: (mostly ?? 1) as number,
      onEmpty: 'PASS' as const,
    };
  });
  return setExpectations(
    world,
    { datasetId, expectedVersion, expectations: wanted },
    'input.suite.expectations',
  );
}
