import { Chip } from '@/parts/Filter';
import { useParam } from '@/parts/use-param';
import { words } from './words';

export interface OfProject {
  /** Of the one whose rows alone are shown; empty for all. */
  readonly slug: string;
  /** For a query that takes either the whole organisation's rows or those of one project. */
  readonly variables: { readonly project: string; readonly ofProject: boolean };
}

/** Whether the address narrows the list to one project, by its slug. */
export function useOfProject(): OfProject {
  const [slug] = useParam('project');
  return { slug, variables: { project: slug, ofProject: slug !== '' } };
}

/** The filter that narrows a list to one project, with a cross to take it away. */
export function ProjectChip({ name }: { readonly name: string }) {
  const [, setProject] = useParam('project');
  return <Chip label={words.project} value={name} removes onClick={() => setProject('')} />;
}
