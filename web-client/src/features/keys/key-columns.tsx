import type { KeyRowFragment } from '@/api/generated/keys';
import type { Permission } from '@/api/permissions';
import { inShort, permissionWord } from '@/format/permission';
import type { Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { isLive, isUnused } from '@/parts/key';
import { KeyEnd } from '@/parts/KeyEnd';
import { useNow } from '@/parts/now';
import { Skeleton } from '@/parts/states';
import { Status } from '@/parts/Status';
import { menuColumn, whenColumn } from '@/parts/table-columns';
import { Tag } from '@/parts/Tag';
import { TwoLines } from '@/parts/TwoLines';
import { When } from '@/parts/When';
import { isSameInEach, type RightsIn } from './account-rights';
import { ownerOf } from './key';
import styles from './keys.module.css';
import type { RightsOfAccount } from './use-account-rights';
import { words } from './words';

const says = words.columns;

interface ColumnContext {
  /** Name of a project; null while it is on its way. */
  readonly nameOf: (id: string) => string | null;
  readonly rightsOfAccount: RightsOfAccount;
  readonly unusedAfterMs: number;
  /** Whoever rotates a key holds what it may. */
  readonly mayRotate: (key: KeyRowFragment) => boolean;
  readonly onRotate: (key: KeyRowFragment) => void;
  readonly onRevoke: (key: KeyRowFragment) => void;
}

export function columnsOf({
  nameOf,
  rightsOfAccount,
  unusedAfterMs,
  mayRotate,
  onRotate,
  onRevoke,
}: ColumnContext): Column<KeyRowFragment>[] {
  /** Undefined while it is on its way, null where the person may not see what an account may. */
  const rightsOf = ({ serviceAccount, permissions, projectIds }: KeyRowFragment) => {
    if (serviceAccount !== null) return rightsOfAccount(serviceAccount.id);
    const places = projectIds.length === 0 ? [null] : projectIds;
    return places.map((projectId): RightsIn => ({ projectId, permissions }));
  };
  const placesOf = (key: KeyRowFragment) => placesInWords(rightsOf(key) ?? [], nameOf);
  return [
    {
      id: 'name',
      header: says.key,
      name: true,
      width: 220,
      value: ({ name, prefix }) => `${name} ${prefix}`,
      cell: (key) => <KeyName of={key} unusedAfterMs={unusedAfterMs} />,
    },
    {
      id: 'owner',
      header: says.owner,
      p2: true,
      width: 144,
      value: ownerOf,
      cell: (key) => (
        <span className={styles.named}>
          {key.serviceAccount !== null && <Icon name="terminal" size={14} />}
          <span className="cut" title={ownerOf(key)}>
            {ownerOf(key)}
          </span>
        </span>
      ),
    },
    {
      id: 'may',
      header: says.may,
      p2: true,
      value: (key) => allOf(rightsOf(key)).map(permissionWord).join(', '),
      exported: (key) => allOf(rightsOf(key)).join(' '),
      cell: (key) => <May rights={rightsOf(key)} nameOf={nameOf} />,
    },
    {
      id: 'projects',
      header: says.projects,
      p2: true,
      optional: true,
      value: placesOf,
      cell: (key) => <Places names={placesOf(key)} />,
    },
    {
      id: 'used',
      header: says.used,
      figures: true,
      p2: true,
      width: 136,
      value: ({ lastUsedAt }) => lastUsedAt,
      cell: (key) => <LastUsed of={key} unusedAfterMs={unusedAfterMs} />,
    },
    whenColumn('created', says.created, ({ createdAt }) => createdAt, { optional: true }),
    {
      id: 'ends',
      header: says.ends,
      figures: true,
      p2: true,
      width: 144,
      value: ({ revokedAt, expiresAt }) => revokedAt ?? expiresAt,
      cell: (key) => <KeyEnd of={key} />,
    },
    menuColumn(
      ({ name }) => name,
      (key) =>
        key.revokedAt == null
          ? [
              isLive(key, Date.now()) && mayRotate(key) && { label: says.rotate, run: () => onRotate(key) },
              { label: says.revoke, danger: true, run: () => onRevoke(key) },
            ]
          : [],
    ),
  ];
}

/** `parcel-vision, dock-ocr`; null while a name is on its way. */
function placesInWords(rights: readonly RightsIn[], nameOf: ColumnContext['nameOf']): string | null {
  const names = rights.flatMap(({ projectId }) => (projectId === null ? [] : [nameOf(projectId)]));
  if (names.includes(null)) return null;
  const projects = names.join(', ');
  if (names.length === rights.length) return isSameInEach(rights) ? projects : says.notTheSame(projects);
  return names.length === 0 ? says.everywhere : says.someOnly(projects);
}

function allOf(rights: readonly RightsIn[] | null | undefined): readonly Permission[] {
  return [...new Set((rights ?? []).flatMap(({ permissions }) => permissions))];
}

interface MayProps {
  readonly rights: readonly RightsIn[] | null | undefined;
  readonly nameOf: ColumnContext['nameOf'];
}

/** What a key may and where, that of a service account by what the account may. */
function May({ rights, nameOf }: MayProps) {
  if (rights === undefined) return <Skeleton width={144} />;
  if (rights === null) return <span className="t2">{says.asAccount}</span>;
  if (rights.length === 0) return <span className="t2">{says.nothing}</span>;
  const places = placesInWords(rights, nameOf);
  const title = isSameInEach(rights)
    ? allOf(rights).map(permissionWord).join(', ')
    : rights.map((one) => inOnePlace(one, nameOf)).join('; ');
  return (
    <TwoLines under={<Places names={places} />} underTitle={places ?? undefined}>
      <span className="cut" title={title}>
        {inShort(allOf(rights))}
      </span>
    </TwoLines>
  );
}

function inOnePlace(rights: RightsIn, nameOf: ColumnContext['nameOf']): string {
  return says.ofPlace(
    placesInWords([rights], nameOf) ?? '…',
    rights.permissions.map(permissionWord).join(', '),
  );
}

function Places({ names }: { readonly names: string | null }) {
  return names === null ? <Skeleton width={96} /> : <span title={names}>{names}</span>;
}

interface OfKey {
  readonly of: KeyRowFragment;
}

function KeyName({ of: key, unusedAfterMs }: OfKey & { readonly unusedAfterMs: number }) {
  const now = useNow();
  return (
    <>
      <span className={styles.named}>
        <span className="cut" title={key.name}>
          {key.name}
        </span>
        {isUnused(key, now, unusedAfterMs) && <Tag>{says.unused}</Tag>}
      </span>
      <span className={`mono only-wide ${styles.under ?? ''}`}>{key.prefix}…</span>
      <span className={`only-narrow ${styles.under ?? ''}`}>
        <KeyEnd of={key} />
      </span>
    </>
  );
}

function LastUsed({ of: key, unusedAfterMs }: OfKey & { readonly unusedAfterMs: number }) {
  const now = useNow();
  const when = key.lastUsedAt == null ? says.never : <When at={key.lastUsedAt} />;
  if (!isUnused(key, now, unusedAfterMs)) {
    return isLive(key, now) ? when : <span className="t3">{when}</span>;
  }
  return (
    <Status tone="warn" icon="warn">
      {when}
    </Status>
  );
}
