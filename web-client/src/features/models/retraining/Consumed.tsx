import { Link } from 'react-router';
import { exactUtc } from '@/format/time';
import { KeyValue } from '@/parts/KeyValue';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { evidenceOf, TRIGGERS, type RunDetail } from './retraining';
import { words } from './words';

const says = words.consumed;

/** What triggered the run and is used up by it, and which versions it went by. */
export function Consumed({ run }: { readonly run: RunDetail }) {
  const thing = (id: string, label: string) => (
    <Link data-link to={paths.thing(id)}>
      {label}
    </Link>
  );
  return (
    <section aria-label={says.label}>
      <KeyValue
        dense
        facts={[
          { label: TRIGGERS[run.trigger], value: evidenceOf(run) },
          { label: says.triggered, value: <When at={run.createdAt} /> },
          ...run.consumed.map(({ kind, subject, consumedAt }, index) => ({
            label: run.consumed.length === 1 ? says.one : says.numbered(index + 1),
            value: (
              <span title={says.at(exactUtc(consumedAt))}>
                {kind === 'SCHEDULE' ? exactUtc(subject) : <span className="mono">{subject}</span>}
              </span>
            ),
          })),
          ...(run.trainingVersionId === null
            ? []
            : [{ label: says.trained, value: thing(run.trainingVersionId, says.dataSetVersion) }]),
          ...(run.evaluationVersionId === null
            ? []
            : [{ label: says.scored, value: thing(run.evaluationVersionId, says.dataSetVersion) }]),
        ]}
      />
    </section>
  );
}
