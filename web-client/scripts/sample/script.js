// The steps of the sample project, in phases: operations of the API, uploads, curves and waits. `src/features/sample` says
// what each kind of step means.
import { growers, numbersOf, strengths, tableOf, train } from './trainings.js';

const SEED = 20_261_101;
const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT'];
const DAYS = 29;
const MINUTES_OF_MORNING = 8 * 60;
const MINUTES_OF_WORK = 9 * 60;

/** @param wine the table that the demo ships */
export function scriptOf(wine) {
  const files = filesOf(wine);
  const runs = runsOf(files);
  return {
    files,
    phases: [
      phase('Project', project()),
      phase('Data', data(Object.keys(files))),
      phase('Jobs', submitted()),
      phase('Runs', experiments(runs)),
      phase('Ends of the jobs', ended()),
      phase('Models', models()),
      { ...phase('Budget', budget()), needs: 'BUDGET_WRITE' },
      { ...phase('Decisions', decisions()), others: true },
      { ...phase('Endpoint', endpoint(files)), others: true },
    ],
  };
}

function phase(title, steps) {
  return { title, steps };
}

/** The first delivery, all of it, and all of it as another laboratory would write it down. */
function filesOf(wine) {
  const [header, ...rows] = wine.trim().split(/\r?\n/);
  const hue = header.split(',').indexOf('Hue');
  const text = (lines) => `${[header, ...lines].join('\n')}\n`;
  return {
    'first-delivery.csv': text(rows.filter((_, index) => index % 4 !== 3)),
    'wine.csv': text(rows),
    'wine-revised.csv': text(
      rows.map((row, index) => {
        const cells = row.split(',');
        cells[hue] = index % 17 === 5 ? '' : Number(cells[hue]).toFixed(1);
        return cells.join(',');
      }),
    ),
  };
}

function project() {
  return [
    {
      call: 'SampleCreateProject',
      with: {
        input: {
          slug: '$slug',
          name: 'Sample: wine',
          description:
            'Which of three growers a wine is from, and how strong it is, by what a laboratory measured. Loaded as an example; it can be removed as a whole.',
        },
      },
      keep: { project: 'createProject.id' },
    },
  ];
}

function data(names) {
  return [
    {
      call: 'SampleCreateDataset',
      with: {
        input: {
          projectId: '$project',
          name: 'wine',
          description: '13 measures of 178 wines of three growers (UCI data set 109, CC BY 4.0)',
        },
      },
      keep: { wine: 'createDataset.id' },
    },
    ...names.flatMap((file, index) => [
      {
        call: 'SampleOpenVersion',
        with: { datasetId: '$wine' },
        keep: { [`wine${index + 1}`]: 'openDatasetVersion.id' },
      },
      { upload: file, into: `$wine${index + 1}` },
      { call: 'SampleSealVersion', with: { id: `$wine${index + 1}` } },
    ]),
    ...names.map((_, index) => ({
      await: 'SampleVersion',
      with: { id: `$wine${index + 1}` },
      at: 'node.status',
      until: ['VALIDATED'],
      never: ['REJECTED'],
      why: 'node.rejection',
      seconds: 180,
    })),
  ];
}

const LINEAR = { task: 'CLASSIFICATION', data: 'data', target: 'class', seed: 7 };

/** What the platform itself trains: what becomes of it, and how it ends. */
const JOBS = [
  ['best', 'grower-long', { ...LINEAR, learningRate: 0.3, epochs: 60 }],
  ['second', 'grower-short', { ...LINEAR, learningRate: 0.05, epochs: 20 }],
  ['hasty', 'grower-hasty', { ...LINEAR, learningRate: 0.0001, epochs: 1 }],
  [
    'strength',
    'strength',
    {
      ...LINEAR,
      task: 'REGRESSION',
      target: 'Alcohol',
      features: ['Color_intensity', 'Proline', 'Hue', 'Ash'],
      learningRate: 0.1,
      epochs: 80,
    },
  ],
];

function submitted() {
  const job = (key, name, parameters, more = {}) => ({
    call: 'SampleSubmitJob',
    with: {
      input: {
        projectId: '$project',
        experimentId: '$jobs',
        name,
        trainer: 'tabular',
        parameters,
        requires: 'VALIDATED',
        inputs: [{ datasetVersionId: '$wine2', path: 'data' }],
        ...more,
      },
    },
    keep: { [`${key}Job`]: 'submitJob.id', [`${key}Run`]: 'submitJob.run.id' },
  });
  const slow = { ...LINEAR, learningRate: 0.01, epochs: 10_000, batchSize: 1 };
  return [
    {
      call: 'SampleCreateExperiment',
      with: { input: { projectId: '$project', name: 'on the platform' } },
      keep: { jobs: 'createExperiment.id' },
    },
    ...JOBS.map(([key, name, parameters]) => job(key, name, parameters)),
    // It names a column that the file does not have.
    job('failed', 'grower-wrong-column', { ...LINEAR, target: 'grower' }),
    job('late', 'grower-fine', slow, { maxDuration: 'PT1S' }),
    job('given', 'grower-given-up', slow),
    {
      call: 'SampleCancelJob',
      with: { id: '$givenJob', expectedVersion: '$givenVersion' },
      fresh: { call: 'SampleJob', with: { id: '$givenJob' }, keep: { givenVersion: 'node.version' } },
    },
  ];
}

function ended() {
  const follow = (key, until, seconds = 300) => ({
    await: 'SampleJob',
    with: { id: `$${key}Job` },
    at: 'node.status',
    until,
    never: ENDED.filter((status) => !until.includes(status)),
    why: 'node.reason',
    seconds,
  });
  return [
    ...JOBS.map(([key]) => ({
      ...follow(key, ['FINISHED']),
      at: 'node.run.status',
      never: ['FAILED', 'KILLED'],
    })),
    follow('failed', ['FAILED']),
    follow('late', ['TIMED_OUT']),
    follow('given', ['CANCELLED']),
    {
      call: 'SampleComment',
      with: {
        input: { subjectId: '$givenJob', text: 'Given up: ten thousand epochs are of no use for 178 rows.' },
      },
    },
  ];
}

/** Random search over what a small network can be, on the data as it came in over the month. */
function runsOf(files) {
  const tables = Object.values(files).map(tableOf);
  const next = numbersOf(SEED);
  const one = (choices) => choices[Math.floor(next() * choices.length)];
  const between = (least, most) => Math.exp(Math.log(least) + next() * (Math.log(most) - Math.log(least)));
  const search = (experiment, count, of) =>
    Array.from({ length: count }, (_, index) => {
      const day = DAYS - Math.floor((index / count) * (DAYS - 1)) - (experiment === 'strength' ? 1 : 0);
      const version = day > 20 ? 1 : 2;
      const optimizer = one(['sgd', 'adam']);
      const settings = {
        hidden: one([0, 8, 24]),
        optimizer,
        learningRate: Number(between(...(optimizer === 'adam' ? [0.0003, 0.08] : [0.002, 3])).toPrecision(2)),
        l2: one([0, 0.0001, 0.003]),
        batchSize: one([8, 16, 32]),
        epochs: one([20, 30, 40]),
        seed: 1_000 + index,
      };
      const { metrics, status, end } = train(of(tables[version - 1]), settings);
      const name = `${experiment}-${settings.hidden === 0 ? 'linear' : `mlp${settings.hidden}`}-${optimizer}-${String(index + 1).padStart(3, '0')}`;
      const minute = MINUTES_OF_MORNING + Math.floor(next() * MINUTES_OF_WORK);
      return {
        experiment,
        name,
        day: Math.max(1, day),
        minute,
        everySeconds: one([4, 9, 20]),
        version,
        settings,
        metrics,
        status,
        end,
      };
    });
  return [...search('grower', 72, growers), ...search('strength', 32, strengths)];
}

function experiments(runs) {
  const names = [...new Set(runs.map(({ experiment }) => experiment))];
  return [
    ...names.map((name) => ({
      call: 'SampleCreateExperiment',
      with: { input: { projectId: '$project', name } },
      keep: { [name]: 'createExperiment.id' },
    })),
    ...runs.flatMap(
      ({ experiment, name, day, minute, everySeconds, version, settings, metrics, status, end }, index) => [
        {
          call: 'SampleCreateRun',
          with: {
            input: {
              experimentId: `$${experiment}`,
              name,
              datasetVersionIds: [`$wine${version}`],
              params: Object.entries(settings).map(([key, value]) => ({ key, value: String(value) })),
              tags: [
                { key: 'trained', value: 'elsewhere' },
                ...(end === null ? [] : [{ key: 'ended', value: end }]),
              ],
            },
          },
          keep: { run: 'createRun.id', [`run${index + 1}`]: 'createRun.id' },
        },
        ...(metrics['train/loss'].length === 0
          ? []
          : [{ curve: 'SampleLog', run: '$run', day, minute, everySeconds, metrics }]),
        { call: 'SampleFinishRun', with: { id: '$run', status } },
      ],
    ),
    ...remarks(runs),
  ];
}

/** What people say of the best run and of one that went wrong. */
function remarks(runs) {
  const last = ({ metrics }) => metrics['val/loss'].at(-1) ?? Infinity;
  const growers = runs.filter(({ experiment, status }) => experiment === 'grower' && status === 'FINISHED');
  const best = growers.reduce((one, other) => (last(other) < last(one) ? other : one));
  const bad = runs.find(({ status }) => status === 'FAILED');
  const say = (run, text) => ({
    call: 'SampleComment',
    with: { input: { subjectId: `$run${runs.indexOf(run) + 1}`, text } },
  });
  return [
    say(best, `The lowest validation loss of this search: ${last(best)}.`),
    ...(bad === undefined
      ? []
      : [
          say(
            bad,
            `It ${bad.end}: a learning rate of ${bad.settings.learningRate} is too much for ${bad.settings.optimizer}.`,
          ),
        ]),
  ];
}

function models() {
  const register = (key, run, modelName) => ({
    call: 'SampleRegister',
    with: { input: { projectId: '$project', modelName, runId: run, artifactPath: 'model.onnx' } },
    keep: {
      [key]: 'registerModelVersion.id',
      [`${key}Version`]: 'registerModelVersion.version',
      [`${key}Model`]: 'registerModelVersion.model.id',
    },
  });
  return [
    register('short', '$secondRun', 'grower'),
    register('long', '$bestRun', 'grower'),
    register('quick', '$hastyRun', 'grower-quick'),
    register('alcohol', '$strengthRun', 'strength'),
  ];
}

function budget() {
  return [
    {
      call: 'SampleSetBudget',
      as: 'owner',
      with: { input: { projectId: '$project', period: 'MONTH', amount: '0.01' } },
    },
  ];
}

/** Whoever registered a version does not decide on it. */
function decisions() {
  const decide = (call, key, comment) => ({
    call,
    as: 'reviewer',
    with: { input: { id: `$${key}`, expectedVersion: `$${key}Version`, comment } },
  });
  return [
    decide('SampleApprove', 'short', 'Good enough to begin with.'),
    decide('SampleApprove', 'long', 'Held-out accuracy is higher than that of v1.'),
    decide('SampleApprove', 'alcohol', 'Four measures explain enough of it.'),
    decide('SampleReject', 'quick', 'One epoch is no training: it is hardly better than guessing.'),
    {
      call: 'SampleComment',
      as: 'reviewer',
      with: { input: { subjectId: '$quick', text: 'Train it for longer, then register it again.' } },
    },
    {
      call: 'SampleSetAlias',
      with: { input: { modelId: '$longModel', alias: 'champion', modelVersionId: '$long' } },
    },
  ];
}

const CALLS = 60;
const ROWS_OF_CALL = 3;

/** Two revisions that answer side by side; then it stops, as one that is left to serve costs some cents an hour. */
function endpoint(files) {
  const { rows } = tableOf(files['wine.csv']);
  const fresh = {
    call: 'SampleEndpoint',
    with: { id: '$endpoint' },
    keep: { endpointVersion: 'node.version' },
  };
  const deploy = (key, modelVersionId, more) => ({
    call: 'SampleDeploy',
    with: {
      input: {
        projectId: '$project',
        endpointName: '$slug',
        modelVersionId,
        minReplicas: 1,
        maxReplicas: 1,
        ...more,
      },
    },
    keep: { [key]: 'deploy.id', endpoint: 'deploy.endpoint.id' },
  });
  const ready = (key) => ({
    await: 'SampleRevision',
    with: { id: `$${key}` },
    at: 'node.status',
    until: ['READY'],
    never: ['FAILED', 'STOPPED'],
    why: 'node.reason',
    seconds: 180,
  });
  const weights = (first, second) => [
    { revisionId: '$first', weight: first },
    { revisionId: '$candidate', weight: second },
  ];
  return [
    deploy('first', '$short', {}),
    ready('first'),
    { ...deploy('candidate', '$long', { expectedVersion: '$endpointVersion', weight: 0 }), fresh },
    ready('candidate'),
    {
      call: 'SampleSetTraffic',
      with: {
        input: { endpointId: '$endpoint', expectedVersion: '$endpointVersion', weights: weights(70, 30) },
      },
      fresh,
    },
    ...Array.from({ length: CALLS }, (_, index) => {
      const sent = Array.from(
        { length: ROWS_OF_CALL },
        (_none, at) => rows[(index * 7 + at * 59) % rows.length].values,
      );
      return {
        call: 'SamplePredict',
        with: {
          input: {
            endpointId: '$endpoint',
            inputs: [
              {
                name: 'features',
                datatype: 'FP32',
                shape: [ROWS_OF_CALL, sent[0].length],
                data: sent.flat(),
              },
            ],
          },
        },
      };
    }),
    { call: 'SampleStopEndpoint', with: { id: '$endpoint', expectedVersion: '$endpointVersion' }, fresh },
  ];
}
