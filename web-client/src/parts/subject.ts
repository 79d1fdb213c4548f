import type { ThreadFragment } from '@/api/generated/inbox';
import { paths } from '@/paths';
import type { IconName } from './Icon';

/** A thing that people talk about and are told of. */
export type Subject = ThreadFragment['subject'];
export type SubjectKind = Subject['kind'];

interface Kind {
  readonly word: string;
  readonly icon: IconName;
}

export const SUBJECT_KINDS: Readonly<Record<SubjectKind, Kind>> = {
  ALERT: { word: 'alert', icon: 'warn' },
  DATASET: { word: 'data set', icon: 'data' },
  DATASET_VERSION: { word: 'data set version', icon: 'data' },
  ENDPOINT: { word: 'endpoint', icon: 'serve' },
  EXPERIMENT: { word: 'experiment', icon: 'layers' },
  JOB: { word: 'job', icon: 'cpu' },
  MODEL: { word: 'model', icon: 'model' },
  MODEL_VERSION: { word: 'model version', icon: 'model' },
  PROJECT: { word: 'project', icon: 'folder' },
  RUN: { word: 'run', icon: 'run' },
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
