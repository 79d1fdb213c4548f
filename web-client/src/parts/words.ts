import { count } from '@/format/number';

/** What the parts that stand here say; those with a room of their own have their words there. */
export const words = {
  copy: {
    done: 'Copied',
    failed: 'Could not copy',
  },
  digest: (of: string) => `Copy digest of ${of}`,
  filter: {
    remove: (label: string, value: string) => `Remove filter ${label} ${value}`,
  },
  gate: {
    label: 'Needs data that is',
    any: 'In any state',
    choices: {
      SEALED: 'Sealed',
      VALIDATED: 'Validated',
    },
    means: {
      '': 'Data that was rejected since is no reason to refuse',
      SEALED: 'Final, and not found to be unusable',
      VALIDATED: 'Checked and as expected, or each failed check that blocks is waived',
    },
    closed: (name: string) => `${name} is not validated: it would be refused`,
  },
  keyEnd: {
    never: 'never',
    withoutEnd: 'without an end',
    ends: 'ends ',
  },
  list: {
    failed: (what: string) => `Could not load ${what}`,
    moreFailed: (what: string) => `Could not load more ${what}`,
  },
  more: {
    loaded: (order: string, loaded: string, noun: string) => `The ${order} ${loaded} ${noun}`,
    load: (noun: string) => `Show more ${noun}`,
  },
  rounded: (amount: string, currency: string) => `rounded from ${amount} ${currency}`,
  rowMenu: (of: string) => `Actions of ${of}`,
  settings: {
    label: 'Settings',
    general: 'General',
    limits: 'Plan and limits',
    signOn: 'Single sign-on',
    explorer: 'GraphiQL',
    audit: 'Audit log',
    deadLetters: 'Dead letters',
  },
  span: {
    unitOf: (label: string) => `Unit of ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
  },
  hidden: {
    title: 'Nothing here that you can see',
    text: 'It was deleted, or your roles do not cover it. Someone with the owner role can tell.',
  },
  failed: {
    request: 'Request',
    retry: 'Retry',
    copy: 'Copy request id',
  },
  progress: {
    label: 'Progress',
    step: (done: number, of: number) => `step ${count(done)} of ${count(of)}`,
    whole: (share: string, step: string) => `${share}, ${step}`,
  },
  /** Things that people talk about, as they stand in a sentence. */
  subjects: {
    ALERT: 'alert',
    DATASET: 'data set',
    DATASET_VERSION: 'data set version',
    ENDPOINT: 'endpoint',
    EXPERIMENT: 'experiment',
    JOB: 'job',
    MODEL: 'model',
    MODEL_VERSION: 'model version',
    PROJECT: 'project',
    RUN: 'run',
  },
} as const;
