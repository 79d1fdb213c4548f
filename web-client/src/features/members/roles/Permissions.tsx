import { Checkbox } from '@mantine/core';
import type { Permission } from '@/api/permissions';
import { PERMISSION_AREAS } from '@/format/permission';
import { Icon } from '@/parts/Icon';
import styles from './roles.module.css';
import { words } from './words';

const says = words.permissions;

interface PermissionsProps {
  readonly permissions: ReadonlySet<Permission>;
  /** With it they may be changed. */
  readonly edit?: {
    readonly toggle: (permission: Permission) => void;
    /** What the person holds: they can neither give nor take another one. */
    readonly mine: readonly Permission[];
    readonly added: readonly Permission[];
    readonly taken: readonly Permission[];
  };
}

/** Every permission there is, by what it is about; those of the role are checked. */
export function Permissions({ permissions, edit }: PermissionsProps) {
  return (
    <div className={styles.areas}>
      {PERMISSION_AREAS.map(({ area, members }) => {
        const held = members.filter(({ permission }) => permissions.has(permission)).length;
        return (
          <section key={area} aria-label={area}>
            <h3>
              {area}
              <span>
                {held} of {members.length}
              </span>
            </h3>
            <ul>
              {members.map(({ permission, word }) => {
                const isHeld = permissions.has(permission);
                const change =
                  edit?.added.includes(permission) === true
                    ? 'added'
                    : edit?.taken.includes(permission) === true
                      ? 'taken'
                      : null;
                const isMine = edit === undefined || edit.mine.includes(permission);
                return (
                  <li key={permission} data-on={isHeld || undefined} data-changed={change ?? undefined}>
                    {edit === undefined ? (
                      <>
                        <Icon name={isHeld ? 'check' : 'close'} size={14} />
                        <span>
                          <span className="sr">{isHeld ? 'May: ' : says.mayNot}</span>
                          {word}
                        </span>
                      </>
                    ) : (
                      <Checkbox
                        label={word}
                        checked={isHeld}
                        disabled={!isMine}
                        onChange={() => edit.toggle(permission)}
                      />
                    )}
                    <span className={styles.why}>
                      {!isMine ? (
                        <>
                          <Icon name="lock" size={12} />
                          {says.notYours(isHeld)}
                        </>
                      ) : (
                        (change ?? <span className={`mono ${styles.code ?? ''}`}>{permission}</span>)
                      )}
                    </span>
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
