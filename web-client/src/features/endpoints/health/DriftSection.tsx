import { Button } from '@mantine/core';
import { spanInWords } from '@/format/span';
import { Panel } from '@/parts/Panel';
import { Empty, Snippet } from '@/parts/states';
import { DriftPanel } from './DriftPanel';
import { DriftTable } from './DriftTable';
import type { Observed } from './health';
import { words } from './words';

const says = words.driftSection;

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
    <Panel title={says.driftByFeature}>
      {driftRule === null ? (
        <NeverSet onSet={onSet} />
      ) : driftRule.share === 0 ? (
        <Empty title={says.driftIsSwitchedOff}>
          <p>{says.nothingIsCounted}</p>
          {onSet !== null && <Button onClick={onSet}>{says.lookForDrift}</Button>}
        </Empty>
      ) : (
        <Empty title={says.noWindowJudgedYet}>
          <p>{says.aWindow(spanInWords(driftRule.window), driftRule.minRows)}</p>
          <References health={health} />
        </Empty>
      )}
    </Panel>
  );
}

function NeverSet({ onSet }: Pick<DriftSectionProps, 'onSet'>) {
  return (
    <Empty title={says.notHeldAgainst}>
      <p>{says.eachFeature}</p>
      {onSet !== null ? (
        <Button onClick={onSet}>{says.lookForDrift}</Button>
      ) : (
        <p className="t3">{says.whoeverMayChange}</p>
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
      {says.rHasNoTraining(number)} {driftReference?.reason}.
    </p>
  ));
}
