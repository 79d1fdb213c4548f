import { useClient } from 'urql';
import {
  ProjectAsItIsDocument,
  RemoveProjectDocument,
  type ProjectRowFragment,
} from '@/api/generated/projects';
import { FormDialog, IdentifierField, useForm } from '@/parts/form';
import type { ProjectDetail } from './use-project';
import { words } from './words';

const says = words.remove;

interface RemoveProjectDialogProps {
  readonly project: ProjectDetail;
  readonly onClose: () => void;
}

/** What goes and what stays, in figures; the slug is typed, so that nobody removes another project than they mean. */
export function RemoveProjectDialog({ project, onClose }: RemoveProjectDialogProps) {
  const client = useClient();
  const form = useForm<{ readonly slug: string }, ProjectRowFragment>({
    of: project,
    values: () => ({ slug: '' }),
    check: ({ slug }) => (slug.trim() === project.slug ? {} : { slug: says.wrongSlug(project.slug) }),
    send: async ({ slug }, { ask, of }) => {
      await ask(RemoveProjectDocument, {
        input: { id: of.id, slug: slug.trim(), expectedVersion: of.version },
      });
      onClose();
    },
    reload: async () => {
      const asked = { id: project.id };
      const { data } = await client.query(ProjectAsItIsDocument, asked, { requestPolicy: 'network-only' });
      return data?.node != null && 'slug' in data.node ? (data.node as ProjectRowFragment) : null;
    },
  });
  return (
    <FormDialog
      title={says.title(project.name)}
      verb={says.verb}
      form={form}
      danger
      overwrite={says.verb}
      onClose={onClose}
    >
      <p>{says.ends(shown(project.running), shown(project.endpoints))}</p>
      <p>{says.goes(shown(project.datasets), shown(project.models))}</p>
      <p>{says.stays}</p>
      <IdentifierField
        label={says.slug(project.slug)}

        {...form.text('slug')}
      />
    </FormDialog>
  );
}

/** Undefined for what the person may not see. */
function shown(
  connection:
    { readonly edges: readonly unknown[]; readonly pageInfo: { readonly hasNextPage: boolean } } | undefined,
) {
  return connection === undefined
    ? null
    : { count: connection.edges.length, isMore: connection.pageInfo.hasNextPage };
}
