import type { ThreadFragment } from '@/api/generated/inbox';
import { paths } from '@/paths';
import type { IconName } from './Icon';
import { words } from './words';

/** A thing that people talk about and are told of. */
export type Subject = ThreadFragment['subject'];
export type SubjectKind = Subject['kind'];

interface Kind {
  readonly word: string;
  readonly icon: IconName;
}

export const SUBJECT_KINDS: Readonly<Record<SubjectKind, Kind>> = {
  ALERT: { word: words.subjects.ALERT, icon: 'warn' },
  DATASET: { word: words.subjects.DATASET, icon: 'data' },
  DATASET_VERSION: { word: words.subjects.DATASET_VERSION, icon: 'data' },
  ENDPOINT: { word: words.subjects.ENDPOINT, icon: 'serve' },
  EXPERIMENT: { word: words.subjects.EXPERIMENT, icon: 'layers' },
  JOB: { word: words.subjects.JOB, icon: 'cpu' },
  MODEL: { word: words.subjects.MODEL, icon: 'model' },
  MODEL_VERSION: { word: words.subjects.MODEL_VERSION, icon: 'model' },
  PROJECT: { word: words.subjects.PROJECT, icon: 'folder' },
  RUN: { word: words.subjects.RUN, icon: 'run' },
};

/** The page that shows it; of a version, by way of the page that finds out whose it is. */
export function subjectPath({ id, kind, projectId }: Subject): string {
  switch (kind) {
    case 'PROJECT':
      return paths.project(id);
    case 'DATASET':
      return paths.dataset(projectId, id);
    case 'EXPERIMENT':
      return paths.experiment(projectId, id);
    case 'RUN':
      return paths.run(id);
    case 'MODEL':
      return paths.model(id);
    case 'JOB':
      return paths.job(id);
    case 'ENDPOINT':
      return paths.endpoint(id);
    case 'ALERT':
      return paths.project(projectId);
    case 'DATASET_VERSION':
    case 'MODEL_VERSION':
      return paths.thing(id);
  }
}
