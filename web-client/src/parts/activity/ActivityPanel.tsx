import { Button } from '@mantine/core';
import { FormFailure } from '@/parts/form/FormFailure';
import { Panel } from '@/parts/Panel';
import styles from './activity.module.css';
import { ActivityAwaited, ActivityDays } from './ActivityDays';
import { useActivity, type ActivityPage } from './use-activity';
import { words as says } from './words';

interface ActivityPanelProps {
  /** As it came with the page; undefined while on its way. */
  readonly first: ActivityPage | undefined;
  readonly projectId: string;
}

/** Who did what to which thing of a project. */
export function ActivityPanel({ first, projectId }: ActivityPanelProps) {
  const { items, more, loading, failure } = useActivity(first, projectId);
  return (
    <Panel title={says.title} end={says.scope}>
      {first === undefined ? <ActivityAwaited /> : <ActivityDays items={items} isMore={more !== null} />}
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
