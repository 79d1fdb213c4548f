import { Link } from 'react-router';
import { exactUtc } from '@/format/time';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { PanelBody } from '@/parts/Panel';
import { Empty, Skeleton } from '@/parts/states';
import { SUBJECT_KINDS, subjectPath } from '@/parts/subject';
import styles from './activity.module.css';
import { byDay } from './days';
import type { Activity } from './use-activity';
import { verbOf, words as says } from './words';

interface ActivityDaysProps {
  readonly items: readonly Activity[];
  /** Older ones may follow. */
  readonly isMore: boolean;
}

/** Who did what to which thing, under the day on which they did. */
export function ActivityDays({ items, isMore }: ActivityDaysProps) {
  const now = useNow();
  if (items.length === 0) {
    const { title, text } = isMore ? says.hidden : says.none;
    return (
      <Empty title={title}>
        <p>{text}</p>
      </Empty>
    );
  }
  return byDay(items, now).map(({ date, label, items }) => (
    <section key={date} aria-label={label}>
      <h3 className={styles.day}>{label}</h3>
      <ol className={styles.items}>
        {items.map((item, index) => (
          <Item key={`${item.at} ${index}`} item={item} />
        ))}
      </ol>
    </section>
  ));
}

/** Before it is known what was done. */
export function ActivityAwaited() {
  return (
    <PanelBody>
      <div role="group" aria-busy="true" aria-label={says.loading}>
        <Skeleton width={280} />
      </div>
    </PanelBody>
  );
}

function Item({ item: { at, action, actor, subject } }: { readonly item: Activity }) {
  const { word, icon } = SUBJECT_KINDS[subject.kind];
  return (
    <li>
      <span className={styles.icon}>
        <Icon name={icon} size={14} />
      </span>
      <p>
        <b className="med">{actor.label}</b> {verbOf(action)} {word}{' '}
        <Link to={subjectPath(subject)} data-link>
          {subject.label}
        </Link>
      </p>
      <time dateTime={at} title={exactUtc(at)} className="num">
        {exactUtc(at).slice(11, 16)}
      </time>
    </li>
  );
}
