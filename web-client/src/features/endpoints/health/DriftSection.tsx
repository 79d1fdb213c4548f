import { Button } from '@mantine/core';
import { counted } from '@/format/number';
import { spanInWords } from '@/format/span';
import { Panel } from '@/parts/Panel';
import { Empty, Snippet } from '@/parts/states';
import { DriftPanel } from './DriftPanel';
import { DriftTable } from './DriftTable';
import type { Observed } from './health';

interface DriftSectionProps {
  /** The endpoint's. */
  readonly name: string;
  readonly health: Observed;
  /** Null where the person may not change it. */
  readonly onSet: (() => void) | null;
}

/** The newest window that was judged, or why there is none. */
export function DriftSection({ name, health, onSet }: DriftSectionProps) {
  const { drift, driftRule, driftHistory } = health;
  const [newest] = drift;
  if (newest !== undefined) {
    // Of the revision that is shown; another's features are others.
    const past = driftHistory?.revision === newest.revision ? driftHistory : null;
    return (
      <>
        <DriftPanel window={newest} rule={driftRule} past={past} />
        {past !== null && <DriftTable past={past} name={name} />}
      </>
    );
  }
  return (
    <Panel title="Drift by feature">
      {driftRule === null ? (
        <NeverSet onSet={onSet} />
      ) : driftRule.share === 0 ? (
        <Empty title="Drift is switched off">
          <p>Nothing is counted.</p>
          {onSet !== null && <Button onClick={onSet}>Look for drift</Button>}
        </Empty>
      ) : (
        <Empty title="No window judged yet">
          <p>
            A window of {spanInWords(driftRule.window)} is judged soon after its end, from{' '}
            {counted(driftRule.minRows, 'row', 'rows')} on.
          </p>
          <References health={health} />
        </Empty>
      )}
    </Panel>
  );
}

function NeverSet({ onSet }: Pick<DriftSectionProps, 'onSet'>) {
  return (
    <Empty title="Not held against the training">
      <p>
        Each feature of the requests, and the prediction, is counted and compared with the rows that the model
        was trained on: drift is found without a label. No request waits for it.
      </p>
      {onSet !== null ? (
        <Button onClick={onSet}>Look for drift</Button>
      ) : (
        <p className="t3">Whoever may change the endpoint (ENDPOINT_WRITE) can switch it on.</p>
      )}
      <Snippet>
        {'mutation($i: SetDriftInput!) { setDrift(input: $i) { driftRule { window minRows } } }'}
      </Snippet>
    </Empty>
  );
}

/** Revisions that nothing can be held against, and why. */
function References({ health }: { readonly health: Observed }) {
  const without = health.revisions.filter(
    ({ status, driftReference }) =>
      (status === 'READY' || status === 'LOADING') &&
      driftReference !== null &&
      driftReference.reason !== null,
  );
  return without.map(({ id, number, driftReference }) => (
    <p key={id}>
      r{number} has no training profile: {driftReference?.reason}.
    </p>
  ));
}
