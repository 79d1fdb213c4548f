import type { ProjectRowFragment } from '@/api/generated/projects';
import { FormDialog } from '@/parts/form';
import { ProjectFields } from './ProjectFields';
import { useProjectForm } from './use-project-form';
import { words } from './words';

interface CreateProjectDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (project: ProjectRowFragment) => void;
}

export function CreateProjectDialog({ onClose, onCreated }: CreateProjectDialogProps) {
  const form = useProjectForm((project) => {
    onCreated(project);
    onClose();
  });
  return (
    <FormDialog
      title={words.create}
      verb={words.create}
      what={words.createWhat}
      form={form}
      onClose={onClose}
    >
      <ProjectFields form={form} />
    </FormDialog>
  );
}
