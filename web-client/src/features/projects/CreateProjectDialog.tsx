import { Button } from '@mantine/core';
import type { ProjectRowFragment } from '@/api/generated/projects';
import { Dialog } from '@/parts/Dialog';
import { ProjectForm } from './ProjectForm';

interface CreateProjectDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: (project: ProjectRowFragment) => void;
}

export function CreateProjectDialog({ opened, onClose, onCreated }: CreateProjectDialogProps) {
  return (
    <Dialog title="Create project" opened={opened} onClose={onClose}>
      <ProjectForm
        onCreated={(project) => {
          onCreated(project);
          onClose();
        }}
      >
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </ProjectForm>
    </Dialog>
  );
}
