import { Button, Checkbox } from '@mantine/core';
import type { Permission } from '@/api/permissions';
import { areasOf } from '@/format/permission';
import { FormFailure, toggled, type Form } from '@/parts/form';
import styles from './keys.module.css';
import type { Held } from './use-held';
import type { KeyValues } from './use-key-form';
import { words } from './words';

interface RightsFieldsProps {
  readonly form: Form<KeyValues>;
  readonly held: Held;
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  readonly projectIds: ReadonlySet<string>;
  readonly onProjects: (ids: ReadonlySet<string>) => void;
}

const says = words.create;

/** What a key of one's own may do, and in which projects. */
export function RightsFields({ form, held, projects, projectIds, onProjects }: RightsFieldsProps) {
  const { permissions } = form.values;
  // What was chosen for other projects stays, to be taken back.
  const offered: readonly Permission[] = [...new Set([...held.permissions, ...permissions])];
  return (
    <>
      <fieldset className={styles.choices} aria-describedby="permissions-error">
        <legend>{says.permissions}</legend>
        {areasOf(offered).map(({ area, members }) => (
          <div key={area} className={styles.group}>
            <span>{area}</span>
            <div>
              {members.map(({ permission, word }) => (
                <Checkbox
                  key={permission}
                  label={word}
                  checked={permissions.has(permission)}
                  onChange={() => form.set({ permissions: toggled(permissions, permission) })}
                />
              ))}
            </div>
          </div>
        ))}
        <p id="permissions-error" className={styles.wrong}>
          {form.errors.permissions}
        </p>
      </fieldset>
      <fieldset className={styles.choices}>
        <legend>{says.projects}</legend>
        <div className={styles.projects}>
          {projects.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={projectIds.has(id)}
              onChange={() => {
                onProjects(toggled(projectIds, id));
                form.set({});
              }}
            />
          ))}
        </div>
      </fieldset>
      {held.failure !== null && (
        <div>
          <FormFailure what={says.noRights} failure={held.failure} />
          <Button variant="default" onClick={held.retry}>
            {says.retry}
          </Button>
        </div>
      )}
    </>
  );
}
