import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { exactUtc } from '@/format/time';
import { FormFailure } from '@/parts/form/FormFailure';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Skeleton } from '@/parts/states';
import { SUBJECT_KINDS, subjectPath } from '@/parts/subject';
import styles from './activity.module.css';
import { byDay } from './days';
import { useActivity, type Activity, type ActivityPage } from './use-activity';
import { verbOf, words as says } from './words';

interface ActivityPanelProps {
  /** As it came with the page; undefined while on its way. */
  readonly first: ActivityPage | undefined;
  /** Of one project; of all that the person may see when left out. */
  readonly projectId?: string;
}

/** Who did what to which thing. */
export function ActivityPanel({ first, projectId }: ActivityPanelProps) {
  const { items, more, loading, failure } = useActivity(first, projectId ?? null);
  const now = useNow();
  if (first === undefined) {
    return (
      <Panel title={says.title}>
        <PanelBody>
          <div role="group" aria-busy="true" aria-label={says.loading}>
            <Skeleton width={280} />
          </div>
        </PanelBody>
      </Panel>
    );
  }
  return (
    <Panel title={says.title} end={says.scope}>
      {items.length === 0 && more !== null ? (
        <Empty title={says.hidden.title}>
          <p>{says.hidden.text}</p>
        </Empty>
      ) : items.length === 0 ? (
        <Empty title={says.none.title}>
          <p>{says.none.text}</p>
        </Empty>
      ) : (
        byDay(items, now).map(({ date, label, items }) => (
          <section key={date} aria-label={label}>
            <h3 className={styles.day}>{label}</h3>
            <ol className={styles.items}>
              {items.map((item, index) => (
                <Item key={`${item.at} ${index}`} item={item} />
              ))}
            </ol>
          </section>
        ))
      )}
      {(more !== null || failure !== null) && (
        <div className={styles.more}>
          {failure !== null && <FormFailure what={says.moreFailed} failure={failure} />}
          {more !== null && (
            <Button variant="default" loading={loading} onClick={more}>
              {says.more}
            </Button>
          )}
        </div>
      )}
    </Panel>
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
