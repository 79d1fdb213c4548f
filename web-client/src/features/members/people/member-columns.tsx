import type { MemberRowFragment } from '@/api/generated/members';
import { describe, inTwoLines } from '@/features/members/grants';
import styles from '@/features/members/members.module.css';
import { DAY_MS, MINUTE_MS } from '@/format/units';
import { Avatar } from '@/parts/Avatar';
import type { Column } from '@/parts/data-table';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { menuColumn, textColumn, whenColumn } from '@/parts/table-columns';
import { TwoLines } from '@/parts/TwoLines';
import { When } from '@/parts/When';
import { whyLost } from './lost';
import type { MemberStep, Steps } from './steps';
import { words } from './words';

const says = words.memberColumns;

/** Who was not here for so long may not need to be. */
const LONG_MS = 45 * DAY_MS;

interface ColumnContext {
  readonly me: string | undefined;
  readonly isLastOwner: (member: MemberRowFragment) => boolean;
  /** Null: the person may look only. */
  readonly onEdit: ((member: MemberRowFragment, step: MemberStep) => void) | null;
  /** What beside its roles may be changed. */
  readonly stepsOf: (member: MemberRowFragment) => Steps;
}

export function columnsOf({ me, isLastOwner, onEdit, stepsOf }: ColumnContext): Column<MemberRowFragment>[] {
  const words = (member: MemberRowFragment) => member.grants.map(describe).join(', ');
  const columns: Column<MemberRowFragment>[] = [
    {
      id: 'name',
      header: 'Person',
      name: true,
      width: 256,
      value: ({ person }) => `${person.name} ${person.email}`,
      cell: (member) => (
        <span className={styles.person}>
          <Avatar name={member.person.name} own={member.person.id === me} />
          <span className={styles.lines}>
            <span className="cut" title={member.person.name}>
              {member.person.name}
              {member.person.id === me && <span className="t3"> · you</span>}
            </span>
            <span className={`cut only-wide ${styles.under ?? ''}`} title={member.person.email}>
              {member.person.email}
            </span>
            <span className={`cut only-narrow ${styles.under ?? ''}`}>
              {member.signOn?.lostAt != null && says.signOnLost(whyLost(member.signOn))}
              {words(member) || says.noRole}
            </span>
          </span>
        </span>
      ),
    },
    textColumn('team', 'Team', ({ teams }) => teams.map(({ name }) => name).join(', '), { width: 128 }),
    {
      id: 'roles',
      header: 'Roles',
      p2: true,
      sortable: false,
      value: words,
      cell: (member) => <Roles of={member} last={isLastOwner(member)} />,
    },
    {
      id: 'sign-in',
      header: says.signsInBy,
      p2: true,
      width: 208,
      value: ({ signOn }) => waysIn(signOn),
      cell: ({ signOn }) => <WayIn of={signOn} />,
    },
    {
      id: 'seen',
      header: says.lastActive,
      figures: true,
      p2: true,
      width: 128,
      value: ({ lastSeenAt }) => lastSeenAt,
      cell: (member) => <LastSeen of={member} />,
    },
    whenColumn('joined', 'Joined', ({ joinedAt }) => joinedAt, { optional: true, width: 112 }),
  ];
  if (onEdit === null) return columns;
  return [
    ...columns,
    menuColumn(
      ({ person }) => person.name,
      (member) => {
        const may = stepsOf(member);
        return [
          { label: says.change, run: () => onEdit(member, 'roles') },
          may.transfer && { label: 'Transfer…', run: () => onEdit(member, 'transfer') },
          may.leave && { label: 'Leave…', danger: true, run: () => onEdit(member, 'leave') },
          may.remove && { label: 'Remove…', danger: true, run: () => onEdit(member, 'remove') },
        ];
      },
    ),
  ];
}

interface RolesProps {
  readonly of: MemberRowFragment;
  /** The only owner. */
  readonly last: boolean;
}

/** What holds everywhere above what holds on projects. */
function Roles({ of: { grants, teams }, last }: RolesProps) {
  const { everywhere, onProjects } = inTwoLines(grants);
  const second = last ? says.onlyOne : onProjects;
  if (grants.length === 0)
    return <span className="t3">{teams.length === 0 ? 'none' : says.thoseOfTheTeam}</span>;
  return (
    <span className={styles.lines} title={grants.map(describe).join(', ')}>
      <span className={`cut ${styles.first ?? ''}`}>{everywhere === '' ? onProjects : everywhere}</span>
      {everywhere !== '' && second !== '' && <span className={`cut ${styles.under ?? ''}`}>{second}</span>}
    </span>
  );
}

/** As the filter and the file have it. */
function waysIn(signOn: MemberRowFragment['signOn']): string {
  if (signOn === null) return 'password';
  return signOn.lostAt === null ? signOn.domain : says.lost(signOn.domain);
}

/** By a password of the platform's, or at their organisation's provider; who is lost there is closed out. */
function WayIn({ of: signOn }: { readonly of: MemberRowFragment['signOn'] }) {
  if (signOn === null) return <span className="t3">password</span>;
  if (signOn.lostAt === null)
    return (
      <span className="cut" title={says.singleSignOn(signOn.domain)}>
        {signOn.domain}
      </span>
    );
  const why = whyLost(signOn);
  return (
    <TwoLines under={why} underTitle={why}>
      <span className={styles.way}>
        <span className="cut" title={says.singleSignOn(signOn.domain)}>
          {signOn.domain}
        </span>
        <Status tone="bad" icon="slash">
          <span>
            lost <When at={signOn.lostAt} />
          </span>
        </Status>
      </span>
    </TwoLines>
  );
}

function LastSeen({ of: { lastSeenAt } }: { readonly of: MemberRowFragment }) {
  const now = useNow();
  if (lastSeenAt === null) return <span className="t3">never</span>;
  const agoMs = now - Date.parse(lastSeenAt);
  if (agoMs < 5 * MINUTE_MS) {
    return (
      <Status tone="ok" icon="ok">
        now
      </Status>
    );
  }
  return agoMs < LONG_MS ? (
    <When at={lastSeenAt} />
  ) : (
    <Status tone="warn" icon="warn">
      {says.daysAgo(Math.floor(agoMs / DAY_MS))}
    </Status>
  );
}
